"""What an analyst with pandas would write for the yearly check: every target in every county, of what make.py made.

    python bench/analyst.py FOLDER [ROWS]

Reads the counties, from the first on, that have about ROWS measurements, all of them by default; writes the verdicts
as CSV to nowhere and prints how many rows and series that was.  Vectorised throughout, and texts are held once each.
The verdicts are those of `hlwplan status`.  It leaves out what takes that most of its care: which rows a value came
from, what was left out and why, other units of measure than the plan's, exact decimals, other readings of a verdict.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, Final

KEYS: Final = ["indicator", "region", "period"]
LENGTHS: Final = {4: 1, 6: 4, 7: 12}
"""How many periods a year has, by the length of their text: 2015, 2015Q1, 2015-01."""


def main() -> None:
    """Read, judge, write."""
    folder, rows = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else sys.maxsize
    targets, counties = plan_of(folder / "plan")
    frame = read(folder / "data" / "batches", counties, rows)
    count = len(frame)
    judged = judge(yearly(frame, targets, len(counties)), targets)
    del frame
    judged.to_csv(os.devnull)
    print(json.dumps({"rows": count, "series": len(judged)}))


def plan_of(folder: Path) -> tuple[Any, list[str]]:
    """The targets as a frame by indicator, and the counties."""
    import pandas as pd
    import yaml

    head = yaml.load((folder / "plan.yaml").read_bytes(), yaml.CSafeLoader)
    listed = yaml.load((folder / "targets.yaml").read_bytes(), yaml.CSafeLoader)
    made = []
    for it in listed:
        (share,) = it["shares"]
        sense = "at_least" if "at_least" in share else "at_most"
        made.append({"indicator": it["id"], "goal": float(share[sense]), "whole": float(it["target"][sense]),
                     "sign": 1 if sense == "at_least" else -1, "geometric": it["kind"] == "amount",
                     "flow": it["series"] == "flow", "adds": it["across"] == "sum"})  # fmt: skip
    return pd.DataFrame(made).set_index("indicator"), head["regions"][0]["parts"]


def read(folder: Path, counties: list[str], rows: int) -> Any:
    """The measurements of as many counties as have about so many of them."""
    import pyarrow.parquet as pq

    total = sum(pq.read_metadata(path).num_rows for path in folder.glob("*.parquet"))
    last = counties[max(1, min(len(counties), len(counties) * rows // total)) - 1]
    texts = ["indicator", "region", "period", "published"]
    table = pq.read_table(folder, columns=[*texts, "value"], read_dictionary=texts, filters=[("region", "<=", last)])
    frame = table.to_pandas()
    frame["value"] = frame["value"].astype(float)
    return frame


def yearly(frame: Any, targets: Any, counties: int) -> Any:
    """The newest value of each year as a frame of years, by indicator and region; the country where all add up."""
    import pandas as pd

    frame["published"] = frame["published"].cat.set_categories(sorted(frame["published"].cat.categories), ordered=True)
    newest = frame.sort_values("published").drop_duplicates(KEYS, keep="last")
    periods = newest["period"].cat.categories
    codes = newest["period"].cat.codes.to_numpy()
    newest = newest.assign(year=periods.str[:4].astype(int).to_numpy()[codes],
                           a_year=periods.str.len().map(LENGTHS).to_numpy()[codes],
                           flow=targets["flow"].reindex(newest["indicator"].astype(str)).to_numpy())  # fmt: skip
    flows = newest[newest["flow"]].groupby(["indicator", "region", "year"], observed=True)
    found = flows.agg(value=("value", "sum"), count=("value", "size"), a_year=("a_year", "first"))
    sums = found.loc[found["count"] == found["a_year"], "value"]
    levels = newest[~newest["flow"]].assign(period=lambda it: it["period"].astype(str)).sort_values("period")
    latest = levels.groupby(["indicator", "region", "year"], observed=True)["value"].last()
    values = pd.concat([sums, latest]).unstack("year")
    adding = values[targets["adds"].reindex(values.index.get_level_values("indicator").astype(str)).to_numpy()]
    country = adding.groupby(level="indicator", observed=True).sum(min_count=counties)
    country.index = pd.MultiIndex.from_product([country.index, ["全国"]], names=["indicator", "region"])
    return pd.concat([country, values])


def judge(values: Any, targets: Any) -> Any:
    """Gap, paces, ratio and verdict of each row of `values`."""
    import numpy as np

    of = targets.reindex(values.index.get_level_values("indicator").astype(str))
    own = values.index.get_level_values("region").astype(str) == "全国"
    goal, sign = np.where(own, of["whole"], of["goal"]), of["sign"].to_numpy()
    base, now = values[2015].to_numpy(), values.ffill(axis=1).iloc[:, -1].to_numpy()
    years = np.where(values.notna(), values.columns.to_numpy(), 0).max(axis=1) - 2015
    with np.errstate(divide="ignore", invalid="ignore"):
        geometric = of["geometric"].to_numpy()
        observed = np.where(geometric, (now / base) ** (1 / years) - 1, (now - base) / years)
        planned = np.where(geometric, (goal / base) ** (1 / 5) - 1, (goal - base) / 5)
        required = np.where(geometric, (goal / now) ** (1 / (5 - years)) - 1, (goal - now) / (5 - years))
        projected = np.where(geometric, base * (now / base) ** (5 / years), base + (now - base) * 5 / years)
        ratio, realised = observed / planned, (now - base) / (goal - base)
    met, kept = sign * (now - goal) >= 0, sign * (base - goal) >= 0
    verdict = np.select(
        [np.isnan(now) | (years < 1), met, kept, np.isnan(ratio), ratio >= 0.95, ratio >= 0.6, ratio >= 0],
        ["not_assessable", "achieved", "deteriorating", "not_assessable", "on_track", "needs_acceleration", "limited"],
        "deteriorating",
    )  # fmt: skip
    return values.assign(goal=goal, gap=sign * (goal - now), realised=realised, ratio=ratio, observed=observed,
                         planned=planned, required=required, projected=projected, verdict=verdict)  # fmt: skip


if __name__ == "__main__":
    main()
