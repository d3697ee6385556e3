"""Spark gives what DuckDB gives, to the last digit.  It takes the extra `spark` and Java: run by `.ci/run`."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, run
from toy import HEAD, PLAN, TASK, indicator, sourced, stored

from hlwplan.assess.options import Options
from hlwplan.assess.rollup import assess_region, assess_regions
from hlwplan.measure import spark
from hlwplan.measure.ingest import Batch
from hlwplan.measure.measurement import Measurement, Observation
from hlwplan.measure.store import Store
from hlwplan.measure.tables import Clocks
from hlwplan.plan.load import load_plan
from hlwplan.plan.model import Baseline, Plan
from hlwplan.quantity import plain

pytestmark = pytest.mark.filterwarnings("default")  # pyspark's own are its own
Session = Any
FORECAST = Options(forecast=True)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """One session for all tests: starting Java takes longer than most of them."""
    with spark.session() as found:
        yield found


def both(session: Session, store: Store, plan: Plan, asked: Clocks) -> None:
    """Hold the observations, the gaps and the findings of Spark against those of DuckDB."""

    def judge(plan: Plan, observations: list[Observation], region: str) -> list[Any]:
        return [observations, assess_region(plan, observations, region, year=asked.year, options=FORECAST)]

    packed, findings = spark.judged(session, str(store.folder), plan, asked, judge)
    made = {region: spark.unpacked(it, plan) for region, it in packed.items()}
    observations, expected = store.observations(plan, as_of=asked.as_of, year=asked.year)
    assert observations
    assert findings == expected
    by_region: dict[str, list[Observation]] = {}
    for it in observations:
        by_region.setdefault(it.region, []).append(it)
    assert sorted(made) == sorted(by_region)
    for region, of_region in by_region.items():
        assert repr(made[region][0]) == repr(of_region), region
    gaps = [gap for gap in assess_regions(plan, observations, year=asked.year, options=FORECAST) if gap.region in made]
    found = {(gap.region, gap.id): gap for _, of_region in made.values() for gap in of_region}
    assert len(found) == len(gaps)
    for gap in gaps:
        assert repr(found[gap.region, gap.id]) == repr(gap)
        assert found[gap.region, gap.id].indicator is gap.indicator


# The demonstration data


@pytest.mark.parametrize("asked", [Clocks(), Clocks(date(2019, 5, 31), 2018)], ids=["all", "then"])
def test_the_demonstration_data(session: Session, asked: Clocks) -> None:
    """Everything, and what was known on a day about the years up to one."""
    plan, _findings = load_plan(ROOT / "plan")
    assert plan is not None
    both(session, Store(ROOT / "data"), plan, asked)


# Random data


def places(count: int) -> Plan:
    """The toy plan with so many districts, and for one indicator a baseline within a year."""
    names = [f"第{n}区" for n in range(count)]
    whole = HEAD.regions[0].model_copy(update={"parts": tuple(names)})
    districts = [HEAD.regions[1].model_copy(update={"name": name}) for name in names]
    head = HEAD.model_copy(update={"regions": (whole, *districts)})
    june = Baseline.model_validate({"period": "2016-06"})
    indicators = [it.model_copy(update={"baseline": june}) if it.id == "speed" else it for it in PLAN.indicators]
    return Plan(head, (TASK,), (*indicators, indicator("share", "占比", "%", "rate", "level",
                                                       {"mean_weighted_by": "sales"})), {})  # fmt: skip


UNITS = {"sales": ("亿元", "万元", "元"), "paid": ("元", "亿元"), "speed": ("Gbps", "Mbps"), "homes": ("户", "万户"),
         "cover": ("%", "‰"), "gain": ("百分点",), "share": ("%",), "gone": ("个",)}  # fmt: skip
PARTS = ("", "-01/12", "H1", "H2", *(f"Q{n}" for n in range(1, 5)), *(f"-{n:02}" for n in range(1, 13)),
         *(f"-01/{n:02}" for n in range(2, 12)), "-06-30", "-02-28")  # fmt: skip
NOTES = ("", "", "", '引号"和,逗号', "两\n行", "\n", " 空格 ", "\\", '\\"', "=1+1", "'")


def value(of: random.Random) -> str:
    """A number of any size and up to 12 decimals, some negative, some zero."""
    number = Decimal(of.choice((0, 1, of.randrange(100), of.randrange(10**6), of.randrange(10**14))))
    decimals = of.choice((0, 0, 1, 3, 12))
    return plain((number if of.random() < 0.9 else -number).scaleb(-decimals))


def rows(of: random.Random, regions: Sequence[str], count: int) -> Iterator[Measurement]:
    """Rows of all kinds: parts of years, whole years in parts, revisions, marks, states, and what the plan lacks."""
    for line in range(2, count + 2):
        id_, year = of.choice(tuple(UNITS)), of.randrange(2015, 2022)
        published = f"{of.randrange(2016, 2024)}-{of.randrange(1, 13):02}-01"
        about = Measurement(
            id_, of.choice(regions), f"{year}{of.choice(PARTS)}", value(of), of.choice(UNITS[id_]),
            of.choice(("", "final", "preliminary", "estimated", "synthetic")), published,
            of.choice(("", "某局", "另一局")), of.choice(NOTES), f"0123456789ab#{line}",
        )  # fmt: skip
        kind = of.random()
        if kind < 0.03:
            yield replaced(about, value=of.choice(("—", "", "...")), unit="")
        elif kind < 0.06:
            yield replaced(about, indicator="T1-D1", value=of.choice(("done", "60%")), unit="")
        else:
            yield about
        if kind > 0.7:  # said again later, by the same word or another, or on the same day
            later = of.choice((published, f"{of.randrange(2024, 2026)}-03-01"))
            revised = of.choice((about.value, value(of)))
            yield replaced(about, value=revised, published=later, origin=f"ba9876543210#{line}")


def replaced(row: Measurement, **fields: str) -> Measurement:
    """The row with some fields changed."""
    return Measurement(**{name: fields.get(name, getattr(row, name)) for name in Measurement.__slots__})


def years(of: random.Random, regions: Sequence[str], days: Callable[[], str]) -> Iterator[Measurement]:
    """Whole years of flows in months or quarters, some with one missing, for the districts to add up."""
    for line, region in enumerate(regions, start=2):
        for year in range(2016, 2021):
            parts = of.choice((PARTS[4:8], PARTS[8:20], PARTS[2:4], PARTS[:1]))
            left_out = of.choice((None, None, None, *parts))
            for part in parts:
                if part != left_out:
                    yield Measurement("sales", region, f"{year}{part}", value(of), "万元", "", days(), "某局", "",
                                      f"aaaaaaaaaaaa#{line}")  # fmt: skip
            for id_ in ("cover", "homes", "share"):
                yield Measurement(id_, region, f"{year}", value(of), UNITS[id_][0], "", days(), "", "",
                                  f"bbbbbbbbbbbb#{line}")  # fmt: skip


def kept(folder: Path, *batches: Sequence[Measurement]) -> Store:
    """A store of these rows, as they are."""
    (folder / "batches").mkdir(parents=True)
    for measurements in batches:
        batch = Batch("rows", b"", tuple(measurements))
        (folder / "batches" / f"{batch.name}.csv").write_bytes(batch.content)
    return Store(folder)


@pytest.mark.parametrize("seed", range(3))
def test_random_data(session: Session, tmp_path: Path, seed: int) -> None:
    """Revisions, gaps, part-years, any unit, size and status; what the plan lacks is reported alike."""
    of, plan = random.Random(seed), places(8)  # noqa: S311  no secrets
    names = [region.name for region in plan.head.regions]
    day = lambda: f"20{of.randrange(17, 24)}-06-30"  # noqa: E731  as short as it is plain
    first = list(rows(of, [*names, "丁区"], 1500))
    store = kept(tmp_path / "a [b]*", first, list(years(of, names[1:], day)), list(rows(of, names, 300)))
    store.retract(store.batches()[0].stem, "测试", date(2024, 1, 1))
    (tmp_path / "a [b]*" / "batches" / "0123456789ab.csv").write_text("damaged\n", encoding="utf-8")
    asked = (Clocks(), Clocks(year=of.randrange(2016, 2021)), Clocks(as_of=date(of.randrange(2018, 2024), 6, 30)))
    both(session, store, plan, asked[seed])


def test_a_million_rows(session: Session, tmp_path: Path) -> None:
    """Months of years, some revised, of 1,000 districts: the same observations and gaps."""
    of, plan = random.Random(7), places(1000)  # noqa: S311  no secrets
    regions = [region.name for region in plan.head.regions[1:]]

    def months(id_: str, unit: str) -> Iterator[Measurement]:
        line = 1
        for region in regions:
            for year in range(2013, 2021):
                for month in range(1, 13):
                    for published in ("2021-01-31", "2021-06-30")[: 1 + (of.random() < 0.7)]:
                        line += 1
                        yield Measurement(id_, region, f"{year}-{month:02}", str(of.randrange(10**6)), unit, "final",
                                          published, "某局", "", f"{id_:0<12}#{line}")  # fmt: skip

    batches = [list(months(id_, UNITS[id_][0])) for id_ in ("sales", "paid", "speed", "homes", "cover", "gain")]
    assert sum(map(len, batches)) > 970_000
    both(session, kept(tmp_path / "data", *batches), plan, Clocks())


# What has no rows, and what cannot be done


def test_a_gathered_store(session: Session, tmp_path: Path) -> None:
    """Parquet, a batch that was taken back inside it, and one that stands twice beside it."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    store, plan = Store(tmp_path / "data"), load_plan(ROOT / "plan")[0]
    assert plan is not None
    first, *_ = store.batches()
    content = first.read_bytes()
    assert store.compact()[0] is not None
    store.retract(store.names()[-1], "why", date(2020, 6, 1))
    first.write_bytes(content)
    assert [path.suffix for path in store.batches()].count(".parquet") == 1
    both(session, store, plan, Clocks())


def test_an_empty_store_has_no_observations(session: Session, tmp_path: Path) -> None:
    """Neither has one whose only batch was taken back; a folder that is not there is no store."""
    (tmp_path / "empty").mkdir()
    assert spark.judged(session, str(tmp_path / "empty"), PLAN, Clocks(), assess_region) == ({}, [])
    store = stored(tmp_path / "data", sourced("sales,甲市,2018,1,亿元"))
    store.retract(store.batches()[0].stem, "错", date(2020, 1, 1))
    assert spark.judged(session, str(store.folder), PLAN, Clocks(), assess_region) == ({}, [])
    with pytest.raises(FileNotFoundError):
        spark.judged(session, str(tmp_path / "none"), PLAN, Clocks(), assess_region)


def test_damage_is_found_as_on_one_machine(session: Session, tmp_path: Path) -> None:
    """A batch and a tombstone that are not what their names say are findings, whoever reads them."""
    store = stored(tmp_path, sourced("sales,甲市,2018,1,亿元"))
    (tmp_path / "batches" / "0123456789ab.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "retractions").mkdir(exist_ok=True)
    (tmp_path / "retractions" / "0123456789ab.json").write_text("{}\n", encoding="utf-8")
    found, findings = spark.judged(session, str(tmp_path), PLAN, Clocks(), assess_region)
    observations, expected = store.observations(PLAN)
    assert (spark.unpacked(found["甲市"], PLAN), findings) == (assess_region(PLAN, observations, "甲市"), expected)
    assert [it.code for it in findings] == ["S010", "S002"]


# The commands


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("status", "--by", "region", "--forecast"), {}),
        (("status", "--region", "越城区", "--method", "sdsn"), {"SPARK_REMOTE": "local[2]"}),
        (("check", "--year", "2018", "--data", f"file://{ROOT}/data"), {"SPARK_REMOTE": "local[2]"}),
    ],
    ids=["local session", "Spark Connect", "at a URI"],
)
def test_commands_print_the_same(arguments: tuple[str, ...], env: dict[str, str]) -> None:
    """The same bytes and exit code, by a local session and by Spark Connect, from a folder and from a URI."""
    on_one = [it for it in arguments if not it.startswith("file://") and it != "--data"]
    done, expected = (run(*those, "--format", "json", env=env) for those in (
        [*arguments, "--engine", "spark"], on_one))  # fmt: skip
    assert expected.out
    assert (done.code, done.out) == (expected.code, expected.out), done.err


def test_a_scheme_that_spark_does_not_know_is_said(tmp_path: Path) -> None:
    """What Spark cannot read is no answer: exit code 74 and its reason, no traceback."""
    done = run("status", "--engine", "spark", "--data", "nonsense://bucket/data", cwd=tmp_path)
    assert done.code == 74
    assert "nonsense" in done.err.splitlines()[-1]
    assert "Traceback" not in done.err
