"""A store of many small batches: what one more costs `status`, and what gathering them saves.

    python bench/incremental.py [BATCHES] [RUNS]

The measurements are made up, the same each time: every batch has 30 rows about districts of the plan that ships, half a
year by months, and revises an earlier one.  Each figure is the median of processes that take turns, in times of the
first.  Nothing is asserted; the goal is at most 1.2 for one batch more.
"""

import csv
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
PROGRAM: Final = Path(sys.executable).parent / "hlwplan"
ROWS: Final = 30


def main() -> None:
    """Make the stores, measure, print."""
    batches = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 11
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        stores = {name: folder / name for name in ("as it is", "one more", "gathered", "gathered, one more")}
        chance = random.Random(6)
        first = stores["as it is"]
        ingest(first, [file(folder, number, chance) for number in range(batches)])
        new = file(folder, batches, chance)
        for name in ("one more", "gathered"):
            shutil.copytree(first, stores[name])
        took(PROGRAM, "compact", "--data", stores["gathered"])
        shutil.copytree(stores["gathered"], stores["gathered, one more"])
        for name in ("one more", "gathered, one more"):
            ingest(stores[name], [new])
        times: dict[str, list[float]] = {name: [] for name in stores}
        for _ in range(runs):
            for name, store in stores.items():
                times[name].append(took(PROGRAM, "status", "-f", "json", "--plan", ROOT / "plan", "--data", store))
    medians = {name: statistics.median(of) for name, of in times.items()}
    print(f"status with {batches} batches of {ROWS} rows; medians of {runs}")
    for name, median in medians.items():
        print(f"{name:20} {1000 * median:8.0f} ms {median / medians['as it is']:6.2f}")
    print(f"{'one more, gathered':20} {medians['gathered, one more'] / medians['gathered']:18.2f} of gathered")


def file(folder: Path, number: int, chance: random.Random) -> Path:
    """One file as a department sends it, published a day after the one before."""
    path = folder / f"{number}.csv"
    day = date(2016, 1, 1) + timedelta(number)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(["指标", "地区", "时间", "数值", "单位", "状态", "发布日期"])
        for region in ("越城区", "柯桥区", "上虞区", "诸暨市", "嵊州市"):
            for month in range(1, 7):
                value = chance.randrange(100, 200) / 10
                about = f"2015年{month + number % 2 * 6}月"
                writer.writerow(["网络零售额", region, about, value, "亿元", "示例", day])
    return path


def ingest(store: Path, files: list[Path]) -> None:
    """Store the files, a hundred in a call."""
    for start in range(0, len(files), 100):
        took(PROGRAM, "ingest", *files[start : start + 100], "--plan", ROOT / "plan", "--data", store)


def took(*command: str | Path) -> float:
    """Seconds of a process that must succeed."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
