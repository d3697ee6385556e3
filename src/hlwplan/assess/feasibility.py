"""Feasibility: the pace that is required beside the best pace that the series ever had."""

import math
from collections.abc import Sequence
from decimal import Decimal

from hlwplan.assess import paths
from hlwplan.assess.formulas import NUMBERS, best_stretch
from hlwplan.assess.gap import Feasibility
from hlwplan.period import Period


def feasibility(
    path: paths.Scale,
    track: Sequence[tuple[float, Decimal, Period]],
    required: float | None,
    gap: Decimal | None,
    sign: int,
) -> Feasibility | None:
    """Compare the required pace with the best one since the baseline; the choice of stretches is the project's own.

    `track` is in the order of time.  A stretch leads to each point from the nearest one that is a year or more before
    it: from year to year where each has its value, longer where some are missing, and never a few months made into
    a year.  Any longer run is a mean of such stretches, so what none of them reached was never kept up either.
    Of equals the first counts.  None where no pace is required, where `gap`, positive being short, leaves nothing to
    go, or where no stretch has a pace.
    """
    if required is None or gap is None or gap <= 0:
        return None
    turn = sign if path == "linear" or track[-1][1] > 0 else -sign  # growth of a negative value is a fall
    points = [(time, float(value)) for time, value, _ in track]
    found = best_stretch(NUMBERS, path == "geometric", points, required, turn)
    if math.isnan(found.best):
        return None
    return Feasibility(required, found.best, track[found.since][2], track[found.until][2], found.enough)
