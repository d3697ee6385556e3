"""What a report says of all its rows together, counted while they pass, so that no report has to hold them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hlwplan.assess.gap import Gap, Status
from hlwplan.assess.rating import MethodStatus
from hlwplan.assess.rollup import Summary, in_order


@dataclass(slots=True)
class Tally:
    """Counts of gaps: `of` all that there were, the rest of those that were kept.  Tallies of parts add up."""

    of: int = 0
    kept: int = 0
    assessed: int = 0
    synthetic: bool = False
    by_status: Counter[Status] = field(default_factory=Counter)
    by_rating: Counter[MethodStatus] = field(default_factory=Counter)

    def all(self, gaps: Iterable[Gap]) -> Iterator[Gap]:
        """The gaps as they come, counted."""
        for gap in gaps:
            self.of += 1
            yield gap

    def keep(self, gap: Gap) -> None:
        """Count a gap that is shown."""
        self.kept += 1
        self.assessed += gap.assessed
        self.synthetic |= gap.synthetic
        self.by_status[gap.status] += 1
        if gap.rating is not None:
            self.by_rating[gap.rating.status] += 1

    def add(self, other: "Tally") -> None:
        """Take in the tally of another part."""
        self.of += other.of
        self.kept += other.kept
        self.assessed += other.assessed
        self.synthetic |= other.synthetic
        self.by_status += other.by_status
        self.by_rating += other.by_rating

    @property
    def summary(self) -> Summary:
        """How many are shown, how many of them have a verdict, and how many stand at each status."""
        return Summary(self.kept, self.assessed, in_order(self.by_status))
