"""`hlwplan show`: every printed number can be redone from the numbers printed with it."""

import json
import math
import re
import shutil
import statistics
import subprocess
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final, get_args

import jsonschema
import pytest
from conftest import PROGRAM, ROOT, run
from hypothesis import example, given
from hypothesis import strategies as st
from making import REGION, Promise, indicator, observation, observations
from rich.cells import cell_len
from toy import HEAD, TASK

from hlwplan.assess.districts import contributions
from hlwplan.assess.methods import rate
from hlwplan.assess.options import Axis, Model, Options
from hlwplan.assess.progress import assess_series
from hlwplan.assess.rating import Method
from hlwplan.assess.rollup import assess, assess_regions
from hlwplan.language import speaking
from hlwplan.measure.measurement import Measurement, Observation
from hlwplan.plan.model import Plan
from hlwplan.render import markdown
from hlwplan.render import page as text
from hlwplan.report import chart
from hlwplan.report.arithmetic import decimals, evaluate, figures
from hlwplan.report.show import page
from hlwplan.report.status import Asked
from hlwplan.report.working import Evidence
from hlwplan.table import Fact, Formula, Page

pytestmark = pytest.mark.usefixtures("chinese")

ZHEJIANG: Final = ROOT / "examples" / "zhejiang-digital-economy"
SIX: Final = ("越城区", "柯桥区", "上虞区", "诸暨市", "嵊州市", "新昌县")
CALCULATOR: Final = {
    "ln": math.log, "exp": math.exp, "sqrt": math.sqrt, "sin": math.sin, "cos": math.cos, "atan": math.atan,
    "tan": math.tan, "abs": abs, "min": min, "max": max, "median": lambda *values: statistics.median(values),
    "π": math.pi, "__builtins__": {},
}  # fmt: skip


def redone(expression: str) -> float:
    """What a calculator says of an expression as it is printed."""
    return float(eval(expression.replace("×", "*").replace("^", "**"), CALCULATOR))  # noqa: S307  our own output


def check(numbers: str, sign: str, result: str) -> None:
    """The expression comes to the result: to its last digit where it is rounded, exactly where it is not."""
    value = redone(numbers)
    if sign == "=":
        assert value == pytest.approx(float(result), rel=1e-12, abs=1e-12), (numbers, result)
        return
    shown = Decimal(result)
    exponent = shown.as_tuple().exponent
    assert isinstance(exponent, int)
    # Half of the last digit, and what a float of 15 digits cannot tell.
    slack = Decimal(5).scaleb(exponent - 1) + abs(Decimal(repr(value))) * Decimal("1e-14")
    assert abs(Decimal(repr(value)) - shown) <= slack, (numbers, value, result)


def formulas(made: Page) -> list[Formula]:
    """The formulas of a page, in order."""
    return [part for block in made.blocks for part in block.parts if isinstance(part, Formula)]


def rounds(it: Formula) -> None:
    """What other reports print comes from the result by rounding as one learns it; 0.5385 would lead to 53.9 %."""
    number = re.match(r"[-+]?[0-9.]+", it.shown)
    assert number is not None
    shown, result = Decimal(number[0]), Decimal(it.result) * (100 if "%" in it.shown else 1)
    # A value that lies in the very middle is printed either way.
    middle = (
        math.isclose(it.value, float(it.result), rel_tol=1e-12) and result.quantize(shown, ROUND_HALF_DOWN) == shown
    )
    assert result.quantize(shown, ROUND_HALF_UP) == shown or middle, it


def hold(found: Iterable[Formula]) -> None:
    """Every formula comes out, and a number that is used again is used as it was printed."""
    printed: dict[str, str] = {}
    for it in found:
        if it.numbers:
            check(it.numbers, "=" if it.exact else "≈", it.result)
            symbols = r"[A-Za-zμ_][A-Za-z0-9_]*"
            skeleton = re.split(symbols, it.formula)
            used: list[str] = re.findall(symbols, it.formula)
            rest = it.numbers
            for before, name in zip(skeleton, used, strict=False):
                assert rest.startswith(before), (it.formula, it.numbers)
                rest = rest[len(before) :]
                written = re.match(r"\(-[0-9.]+\)|\([0-9]+ \+ [0-9/]+\)|[A-Za-z]+|[0-9.]+", rest)
                assert written is not None, (it.formula, rest)
                if name in printed:
                    assert written[0].strip("()") == printed[name], (it.formula, name)
                rest = rest[written.end() :]
            assert rest == skeleton[-1]
        printed[it.symbol] = it.result
        if it.shown:
            rounds(it)


def seen(
    promise: Promise, found: list[Observation], *, rows: tuple[Measurement, ...] = (), options: Options | None = None,
    asked: Asked | None = None, **fields: object,
) -> Page:  # fmt: skip
    """The page of a made-up indicator, whose city has two districts."""
    made = indicator(promise, **fields)
    plan = Plan(HEAD, (TASK,), (made,), {})
    wanted = options or Options(forecast=True)
    own = [it for it in found if it.region == REGION]
    gap = assess_series(made, made.target[-1], REGION, own, options=wanted)
    parts = [it for place in ("乙区", "丙县") for it in assess(plan, found, region=place)]
    rated = {method: rate(gap, own, method) for method in get_args(Method)}
    it = Evidence(gap, found, rows, {}, parts, contributions(plan, gap, found), rated)
    return page(plan, it, asked or Asked(options=wanted), {}, 80)


def named(made: Page) -> dict[str, Formula]:
    """The formulas of a page by symbol."""
    return {it.symbol: it for it in formulas(made)}


def facts(made: Page) -> dict[str, object]:
    """The facts of a page by name."""
    return {part.name: part.value for block in made.blocks for part in block.parts if isinstance(part, Fact)}


def shown(*arguments: str | Path, width: int = 80, cwd: Path = ROOT) -> str:
    """What the command prints."""
    done = run("show", *arguments, "-f", "text", cwd=cwd, env={"COLUMNS": str(width)})
    assert done.code == 0, done.err
    return done.out


# --- redoing ----------------------------------------------------------------------------------------------------------

LINE: Final = re.compile(r"^  \S.* = (?P<numbers>[^=≈]+) (?P<sign>[=≈]) (?P<result>-?[0-9.]+)(?:[ ，,]|$)")
TABLE: Final = re.compile("t分布表|table of Student's t")


def redo(out: str) -> int:
    """Put every formula line of a page into the calculator; how many there are."""
    written = [line for line in out.splitlines() if re.match(r"^  \S+(?: \S+)*? [A-Za-zμ]\w* = ", line)]
    results: dict[str, str] = {}
    for line in written:
        if not TABLE.search(line):
            found = LINE.match(line)
            assert found is not None, line
            # A number that is another one, such as y_T = z_T, has that one's result, above.
            check(results.get(found["numbers"], found["numbers"]), found["sign"], found["result"])
            results[line.partition(" = ")[0].split()[-1]] = found["result"]
    return len(written)


@pytest.mark.parametrize(
    "arguments",
    [(), ("--model", "ols"), ("--model", "theil-sen"), ("--scale", "linear"), ("--year", "2017"),
     ("--as-of", "2019-05-31")],
)  # fmt: skip
def test_a_reader_can_redo_every_printed_number(arguments: tuple[str, ...]) -> None:
    """Each printed line of the worked example, put into a calculator as it stands, gives the result behind it."""
    assert redo(shown("online-retail-sales", *arguments, width=2000)) > 25


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", ["online-retail-sales", "information-economy", "listed-e-commerce-enterprises"])
def test_english_pages_have_the_same_formulas(name: str) -> None:
    """They can be redone too, line by line, and only the words differ from the Chinese ones."""
    english, lines = _document(name), redo(shown(name, width=2000))
    with speaking("zh"):
        chinese = _document(name)
        assert redo(shown(name, width=2000)) == lines > 5
    for block in ("path", "formulas", "readings", "rows"):
        assert [{**it, "name": "", "unit": "", "shown": ""} for it in english[block]["formulas"]] == [
            {**it, "name": "", "unit": "", "shown": ""} for it in chinese[block]["formulas"]
        ]


def test_the_worked_example_is_the_one_of_the_documentation() -> None:
    """350 of 650 from 180: the numbers that `docs/walk.md` has, under the same names."""
    found = {it["symbol"]: it for it in _document("online-retail-sales")["formulas"]["formulas"]}
    assert (found["gap"]["numbers"], found["gap"]["result"]) == ("650 - 350", "300")
    assert found["A"]["numbers"] == "ln(350 / 180) / ln(650 / 180)"
    printed = {name: found[name]["shown"] for name in ("c", "E", "A", "lead", "v_obs", "v_plan", "v_req", "R")}
    assert printed == {
        "c": "53.8%", "E": "60.0%", "A": "51.8%", "lead": "-8.2", "v_obs": "24.8%/年", "v_plan": "29.3%/年",
        "v_req": "36.3%/年", "R": "0.85",
    }  # fmt: skip


def _document(*arguments: str, cwd: Path = ROOT) -> dict[str, Any]:
    document = json.loads(run("show", *arguments, "--format", "json", cwd=cwd).out)
    assert isinstance(document, dict)
    return document


@given(
    values=st.lists(st.decimals(-50, 900, places=1), min_size=1, max_size=6),
    goal=st.decimals(-50, 900, places=1),
    promise=st.sampled_from(["at_least", "at_most", "hold", "between", "direction"]),
    kind=st.sampled_from(["count", "amount", "rate"]),
    model=st.sampled_from(get_args(Model)),
    scale=st.sampled_from([None, *get_args(Axis)]),
)
@example([Decimal("-0.1"), Decimal("-4.8")], Decimal("-19.8"), "between", "count", "drift", None)
def test_every_formula_of_any_series_comes_out(
    values: list[Decimal], goal: Decimal, promise: str, kind: str, model: Model, scale: Axis | None
) -> None:
    """Whatever the series, the promise and the model: numbers put in give the result, to its last digit."""
    promises: dict[str, Promise] = {
        "hold": {"hold": {"at_least": goal}},
        "between": {"between": (goal, goal + 30)},
        "direction": {"direction": "up"},
    }
    options = Options(forecast=True, model=model, scale=scale)
    yearly = observations(dict(enumerate(values, start=2015)))
    made = seen(promises.get(promise, {promise: goal}), yearly, options=options, kind=kind)
    hold(formulas(made))
    assert all(cell_len(line) <= 80 for line in text.render(made, 80, colour=False).splitlines() if "—" not in line)


def test_what_rests_on_parts_of_a_year_can_be_redone() -> None:
    """Of 2019 nine months had come to 480 and of 2018 to 400 of 640: 480 / (400 / 640) = 768 for the year."""
    more = [observation("2019年1-9月", 480, rule="part"), observation("2018年1-9月", 400, rule="part_before")]
    made = seen({"at_least": 1000}, [*observations({2015: 460, 2018: 640}), *more], kind="amount", series="flow")
    hold(formulas(made))
    found = named(made)
    assert (found["y_w"].numbers, found["y_w"].result) == ("480 / (400 / 640)", "768")
    assert found["E_w"].result == "0.75"
    assert found["lead_w"].shown == "-18.9"


def test_a_milestone_is_owed_and_drawn_as_one() -> None:
    """The plan's own value for 2018 stands in the points, has no formula, and is marked in the chart."""
    made = seen({"at_least": 1000}, observations({2015: 400, 2017: 500}), milestones=({"by": 2018, "at_least": 800},))
    hold(formulas(made))
    assert "d2018" not in named(made)
    lines = text.render(made, 80, colour=False).splitlines()
    assert any(line.split()[:3] == ["2018年", "800个", "年度目标"] for line in lines)
    assert any(re.match(r" *[0-9]* [+|].*#", line) for line in lines)
    part = observation("2018年1-9月", 300, rule="part")
    owed = named(seen({"at_least": 1000}, [*observations({2015: 400, 2017: 500}), part],
                      milestones=({"by": 2018, "at_least": 800},)))  # fmt: skip
    assert owed["s_w"].numbers == "300 / 800"


@pytest.mark.parametrize("model", get_args(Model))
@pytest.mark.parametrize("scale", get_args(Axis))
@pytest.mark.parametrize("values", [(22, 31, 35, 52), (52, 40, 35, 22), (30, 30, 30)])
def test_every_model_and_scale_comes_out(model: Model, scale: Axis, values: tuple[int, ...]) -> None:
    """Three models on three scales, towards 60 % and 10 %."""
    options = Options(forecast=True, model=model, scale=scale)
    promise: Promise = {"at_least": 60} if values[-1] > values[0] else {"at_most": 10}
    yearly = observations(dict(enumerate(values, start=2015)))
    hold(formulas(seen(promise, yearly, options=options, kind="rate")))


@pytest.mark.parametrize("model", get_args(Model))
def test_a_scale_of_values_below_zero_comes_out(model: Model) -> None:
    """A loss of 80 that is to come down to 10, on the scale of folds."""
    options = Options(forecast=True, model=model, scale="log")
    hold(formulas(seen({"at_least": -10}, observations({2015: -80, 2016: -60, 2018: -40}), options=options)))


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 6])
def test_the_distribution_is_written_in_sines_and_cosines(df: int) -> None:
    """Student's t of one to six degrees of freedom, by the finite series of Abramowitz and Stegun."""
    values = dict(zip(range(2015 - df - 1, 2016), [10, 14, 15, 19, 24, 26, 31, 33][: df + 2], strict=True))
    made = seen({"at_least": 40}, observations(values), baseline=2015 - df - 1)
    hold(formulas(made))
    assert named(made)["P"].value == pytest.approx(redone(named(made)["P"].numbers), abs=1e-3)


# --- districts --------------------------------------------------------------------------------------------------------

BOTH: Final = [
    observation(year, value, region=region)
    for year, of in {2015: (100, 75, 25), 2018: (160, 110, 49)}.items()
    for region, value in zip((REGION, "乙区", "丙县"), of, strict=True)
]


def test_contributions_add_up_as_they_are_printed() -> None:
    """150 and 50 are owed, 110 and 49 there, and 1 nobody accounts for: 40 + 1 - 1 = 40 are lacking."""
    made = seen({"at_least": 200}, BOTH, across="sum")
    hold(formulas(made))
    found = named(made)
    assert found["a1"].numbers == "200 × 75 / (75 + 25)"
    assert found["gap_sum"].numbers == "40 + 1 + (-1)"
    assert (found["gap_sum"].result, found["gap_sum"].exact) == ("40", True)


def test_a_district_is_told_how_its_target_was_handed_down() -> None:
    """By its name, or to each region alike; the city's own target was not handed down."""
    shares = ({"region": "each", "at_least": 60}, {"region": "乙区", "at_least": 90})
    plan = Plan(HEAD, (TASK,), (indicator({"at_least": 150}, across="sum", shares=shares),), {})
    pages = {
        gap.region: page(plan, Evidence(gap, BOTH), Asked(region=gap.region), {}, 80)
        for gap in assess_regions(plan, BOTH)
    }
    said = {region: (facts(made)["target"], facts(made).get("handed_down")) for region, made in pages.items()}
    assert [kept for _, kept in said.values()] == [None, "本地区单列", "各地区同一数值"]
    assert all(f"≥{value}" in str(target) for value, (target, _) in zip((150, 90, 60), said.values(), strict=True))


def test_shares_and_ceilings_are_parted_too() -> None:
    """乙区 may have 60 at most, the rest is 丙县's; what is above is what lacks."""
    made = seen({"at_most": 90}, BOTH, across="sum", shares=({"region": "乙区", "at_most": 60},))
    hold(formulas(made))
    assert named(made)["g1"].numbers == "110 - 60"
    assert named(made)["a2"].numbers == "(90 - 60) × 25 / (25)"
    assert "计划分解" in text.render(made, 120, colour=False)


def test_a_discrepancy_shows_the_sum_that_was_made() -> None:
    """159 of the districts beside the 160 that were reported."""
    checked = Observation("x", REGION, BOTH[3].period, Decimal(159), "check", "final", "2019-03-01",
                          origins=("aa#1", "aa#2"), covered=2, parts=2)  # fmt: skip
    rows = tuple(
        Measurement("x", place, "2018", value, "个", "final", "2019-03-01", "", "", origin)
        for place, value, origin in (("乙区", "110", "aa#1"), ("丙县", "49", "aa#2"))
    )
    plan_rows = seen({"at_least": 200}, [*BOTH, checked], rows=rows, across="sum")
    assert named(plan_rows)["x_sum"].numbers == "110 + 49"
    assert named(plan_rows)["diff"].numbers == "160 - 159"
    without = seen({"at_least": 200}, [*BOTH, checked], across="sum")
    assert "x_sum" not in named(without)
    hold(formulas(without))


def weighed(folder: Path, without: Sequence[str] = (), more: Sequence[str] = ()) -> dict[str, Any]:
    """The page of a rate that districts' sales weigh, of a plan and a store made in the folder.

    Rates are 50, 55 ... 75 %, two points more each year; sales are 1, 2 ... 6 of 亿元, without the rows that begin so.
    """
    shutil.copytree(ROOT / "plan", folder / "plan")
    targets = folder / "plan" / "targets.yaml"
    before, id_, after = targets.read_text(encoding="utf-8").partition("id: fixed-broadband-households")
    after = after.replace("across: none", "across: {mean_weighted_by: online-retail-sales}", 1)
    targets.write_text(before + id_ + after, encoding="utf-8")
    rows = [
        row
        for year in (2015, 2017)
        for n, place in enumerate(SIX)
        for row in (f"固定宽带家庭普及率,{place},{year},{50 + 5 * n + year - 2015},%",
                    f"网络零售额,{place},{year},{n + 1},亿元")
    ]  # fmt: skip
    kept = [f"{row},示例,2018-03-01,虚构" for row in (*rows, *more) if not row.startswith(tuple(without) or "#")]
    table = "\n".join(("指标,地区,时间,数值,单位,状态,发布日期,来源", *kept)) + "\n"
    (folder / "in.csv").write_text(table, encoding="utf-8")
    assert run("ingest", "in.csv", cwd=folder).code == 0
    redo(shown("fixed-broadband-households", width=2000, cwd=folder))
    return _document("fixed-broadband-households", cwd=folder)


def of(document: dict[str, Any], block: str, symbol: str) -> dict[str, Any]:
    """The formula of a symbol in a block of a page's document."""
    (found,) = (it for it in document[block]["formulas"] if it["symbol"] == symbol)
    assert isinstance(found, dict)
    return found


def test_a_weighted_mean_of_districts_is_worked_out(tmp_path: Path) -> None:
    """Value times weight over the weights makes both years' means; every weight has its row, with file and line."""
    made = weighed(tmp_path)
    base, mean = of(made, "rows", "o1"), of(made, "rows", "o2")
    assert base["numbers"] == "(50 × 1 + 55 × 2 + 60 × 3 + 65 × 4 + 70 × 5 + 75 × 6) / (1 + 2 + 3 + 4 + 5 + 6)"
    assert (base["result"], mean["result"]) == ("66.666666667", "68.666666667")
    assert made["formulas"]["facts"]["given"] == (
        "基期值b=66.666666667 最新值x=68.666666667 目标值T=95 基期时间t0=2015 最新时间t=2017 目标时间tT=2020"
    )
    assert made["districts"]["rows"][5] == {
        "region": "新昌县", "baseline": 75, "latest": 77, "period": "2017年", "value": 77, "weight": 6,
        "status": "无分解目标",
    }  # fmt: skip
    assert "计入为2017年的数，权数为2017年的网络零售额" in made["districts"]["remarks"]
    rows = {(row["indicator"], row["region"], row["period"]): row for row in made["rows"]["rows"]}
    last = rows["网络零售额", "新昌县", "2017年"]
    assert (last["value"], last["use"], last["origin"].rpartition(":")[2]) == ("6亿元", "采用", "25")


def test_a_weight_of_four_quarters_is_added_up_first(tmp_path: Path) -> None:
    """1 + 2 + 1.5 + 1.5 of 新昌县 are its weight of 6; the mean is as if it had been reported whole."""
    quarters = [f"网络零售额,新昌县,2017Q{n},{value},亿元" for n, value in enumerate((1, 2, "1.5", "1.5"), start=1)]
    made = weighed(tmp_path, ["网络零售额,新昌县,2017,"], quarters)
    assert of(made, "rows", "w6_o2")["numbers"] == "1 + 2 + 1.5 + 1.5"
    assert of(made, "rows", "o2")["result"] == "68.666666667"


def test_a_reported_value_stands_beside_the_weighted_mean(tmp_path: Path) -> None:
    """70 % was reported, 68.67 % are made: the page has the mean's formula, then the difference."""
    made = weighed(tmp_path, more=["固定宽带家庭普及率,绍兴市,2017,70,%"])
    assert of(made, "districts", "x_sum")["result"] == "68.666666667"
    apart = of(made, "districts", "diff")
    assert (apart["numbers"], apart["unit"]) == ("70 - 68.666666667", "百分点")
    assert [it["symbol"] for it in made["rows"]["formulas"]] == ["o1"]


def test_a_mean_without_every_weight_is_none_and_says_whose_is_missing(tmp_path: Path) -> None:
    """诸暨市 has its rate of 2017 but no sales: no mean of 2017, and the table shows the hole."""
    made = weighed(tmp_path, ["网络零售额,诸暨市,2017,"])
    districts = made["districts"]
    assert [row["weight"] for row in districts["rows"]] == [1, 2, 3, None, 5, 6]
    assert {"2017年缺权数或权数为负：诸暨市", "2017年仅5/6区县有数，不汇总"} <= set(districts["remarks"])
    assert [it["symbol"] for it in made["rows"]["formulas"]] == ["o1"]
    listed = [row["region"] for row in made["rows"]["rows"] if row["period"] == "2017年"]
    assert len(listed) == 11


def test_the_table_has_the_numbers_of_the_value_that_counts(tmp_path: Path) -> None:
    """Of 2018 a weight is missing too, but 2017 is judged: its numbers are listed, and the hole of 2018 is named."""
    made = weighed(tmp_path, more=["固定宽带家庭普及率,诸暨市,2018,90,%", "固定宽带家庭普及率,越城区,2018,90,%",
                                   "网络零售额,诸暨市,2018,4,亿元"])  # fmt: skip
    districts = made["districts"]
    assert [(row["value"], row["weight"]) for row in districts["rows"][:2]] == [(52, 1), (57, 2)]
    assert {"2018年缺权数或权数为负：越城区", "计入为2017年的数，权数为2017年的网络零售额"} <= set(districts["remarks"])


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["online-retail-sales", "information-economy", "listed-e-commerce-enterprises"])
def test_page_looks_as_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    """Needs acceleration, made up of districts, missed: the pages at 80 columns are those that were looked at."""
    golden(f"show-{name}.txt", shown(name))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("name", ["online-retail-sales", "information-economy"])
def test_english_pages_look_as_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    """The same pages in English, at 80 columns."""
    golden(f"show-{name}.en.txt", shown(name))


@pytest.mark.usefixtures("english")
def test_english_markdown_looks_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """The page of the worked example as English Markdown."""
    golden("show-online-retail-sales.en.md", run("show", "online-retail-sales", "--format", "md").out)


def test_chinese_pages_have_no_english_words() -> None:
    """But names of methods, files, functions and the symbols of formulas."""
    known = {"SYNTHETIC", "hlwplan", "opensdg", "sdsn", "weather", "drift", "IPCC", "originals", "csv", "exp", "sqrt",
             "sin", "cos", "atan", "abs", "min", "max"}  # fmt: skip
    for name in ("online-retail-sales", "information-economy", "listed-e-commerce-enterprises"):
        out = shown(name, width=2000).replace(name, "")
        symbols = {it["symbol"].partition("_")[0] for block in _document(name).values() if isinstance(block, dict)
                   for it in block.get("formulas", ())}  # fmt: skip
        words = set(re.findall("(?<![0-9A-Za-z_…])[A-Za-z]{2,}", out)) - known - symbols
        assert words <= {"tT", "kT", "ln", "atan", "lead", "gap"}, words


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("cwd", [ROOT, ZHEJIANG])
def test_only_data_are_chinese_on_english_pages(cwd: Path) -> None:
    """Whatever is Chinese on the page of any target stands in the plan's files or in a file that was taken in."""
    files = [*(cwd / "plan").glob("*.yaml"), *(cwd / "data" / "batches").iterdir()]
    data = "".join(file.read_text(encoding="utf-8") for file in files)
    targets = json.loads(run("status", "--format", "json", cwd=cwd).out)["targets"]
    for target in targets[:: 1 + len(targets) // 8]:
        runs = re.findall("[\u4e00-\u9fff]+", shown(target["id"], width=2000, cwd=cwd))
        assert [it for it in runs if it not in data] == []


def test_markdown_looks_as_reviewed(golden: Callable[[str, str], None]) -> None:
    """The same page as Markdown."""
    golden("show-online-retail-sales.md", run("show", "online-retail-sales", "--format", "md").out)


def test_every_target_has_its_page_in_gbk() -> None:
    """No page of the shipped plan holds a character that a GBK console lacks, or a line that is too wide for 80."""
    for name in ("online-retail-sales", "information-economy", "fixed-broadband-households", "step-up-enterprises",
                 "optical-broadband-coverage", "urban-wifi", "integration-index", "research-institutes"):  # fmt: skip
        out = shown(name)
        out.encode("gbk")
        assert max(map(cell_len, out.splitlines())) <= 80, name


def test_a_gbk_console_gets_gbk() -> None:
    """Where standard output is GBK the page is GBK, whole."""
    clean = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "80",
        "PYTHONIOENCODING": "gbk",
        "HLWPLAN_LANG": "zh",
    }
    command: list[str | Path] = [PROGRAM, "show", "online-retail-sales", "-f", "text"]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, check=True)
    assert done.stdout.decode("gbk") == shown("online-retail-sales")


def test_json_keeps_its_schema() -> None:
    """Pages of both plans, with and without data, validate; the target is the row of the status report."""
    schema = json.loads(run("schema", "show").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for cwd, name in ((ROOT, "online-retail-sales"), (ROOT, "step-up-enterprises"), (ROOT, "information-economy"),
                      (ZHEJIANG, "digital-economy@2020")):  # fmt: skip
        document = _document(name, cwd=cwd)
        jsonschema.validate(document, schema)
        rows = json.loads(run("status", "--format", "json", "--forecast", cwd=cwd).out)["targets"]
        assert document["target"] in rows


def test_every_row_is_listed_with_its_file_and_line() -> None:
    """The value of 2018 was revised: both vintages are there, the older one as replaced."""
    rows = {(row["published"], row["period"]): row for row in _document("online-retail-sales")["rows"]["rows"]}
    old, new = rows["2019-03-01", "2018年"], rows["2019-06-01", "2018年"]
    assert (old["use"], old["value"], old["origin"]) == ("已被修订", "340亿元", "originals/10bb91c0690e….csv:46")
    assert (new["use"], new["value"], new["converted"]) == ("采用", "3500000万元", 350)
    assert new["origin"] == "originals/0916d2a3dac5….csv:2"


def test_the_clocks_say_which_rows_they_leave_out() -> None:
    """A row published after the day asked for is shown as such, and so is one of a later year."""
    assert "截至日后发布" in shown("online-retail-sales", "--as-of", "2019-05-31")
    assert "评至年之后" in shown("online-retail-sales", "--year", "2017")


def test_rows_of_every_kind_are_told_apart(tmp_path: Path) -> None:
    """Quarters make the year, a mark is none, a month beside the year is not used, and a lost original is missed."""
    name = "农产品网络销售额"
    values = {"2015": 20, "2018Q1": 12, "2018Q2": 15, "2018Q3": 14, "2018Q4": 19, "2017": 50, "2017Q1": 9}
    rows = [f"{name},绍兴市,{when},{value},亿元" for when, value in values.items()]
    file = tmp_path / "in.csv"
    file.write_text("\n".join(("指标,地区,时间,数值,单位", *rows, f"{name},绍兴市,2016,…,")) + "\n", encoding="utf-8")
    data = ("--data", tmp_path / "data")
    assert run("ingest", file, "--plan", ROOT / "plan", *data).code == 0
    document = _document("farm-produce-online-sales", *map(str, data))
    used = {row["period"]: row["use"] for row in document["rows"]["rows"]}
    assert (used["2016年"], used["2017年"], used["2017年一季度"], used["2018年四季度"]) == (
        "缺数标记", "采用", "未采用", "采用",
    )  # fmt: skip
    (made,) = document["rows"]["formulas"]
    assert (made["numbers"], made["result"]) == ("12 + 15 + 14 + 19", "60")
    next((tmp_path / "data" / "originals").iterdir()).unlink()
    assert "原件缺失" in shown("farm-produce-online-sales", *data)


def test_a_district_is_shown_by_its_rows() -> None:
    """柯桥区 has no share of the target: its values stand there, and that nothing was promised."""
    out = shown("信息经济增加值", "--region", "柯桥")
    assert "本地区无分解目标" in out
    assert "140亿元" in out
    assert "只列数据" in out


def test_an_empty_store_shows_the_promise(tmp_path: Path) -> None:
    """Without any measurement the clause, the target and the reason stand there, and nothing is computed."""
    (tmp_path / "data").mkdir()
    document = _document("online-retail-sales", "--data", str(tmp_path / "data"))
    assert document["formulas"]["formulas"] == []
    assert document["rows"]["remarks"] == ["无填报数"]
    assert document["verdict"]["facts"]["reason"] == "缺数据"


@pytest.mark.parametrize("name", ["online-retail-sales", "网络零售额", "网上零售额", "online-retail-sales@2020"])
def test_a_target_is_found_by_any_of_its_names(name: str) -> None:
    """Id, name, alias, and the id with its year, mean the same page."""
    assert shown(name) == shown("online-retail-sales")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("online-retail-sale",), "online-retail-sales"),
        (("zzz",), "hlwplan status"),
        (("online-retail-sales@2019",), "online-retail-sales@2020"),
        (("T03-D1",), "hlwplan tasks"),
    ],
)
def test_what_is_no_target_ends_with_two_and_says_what_to_write(arguments: tuple[str, ...], said: str) -> None:
    """Unknown names, other years and deliverables are refused, with what was meant or where it is shown."""
    done = run("show", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.usefixtures("english")
def test_one_of_several_targets_is_named_by_its_year() -> None:
    """The second plan promises for 2020 and 2022: the id alone is refused with both choices."""
    done = run("show", "digital-economy", cwd=ZHEJIANG)
    assert done.code == 2
    assert "digital-economy@2020 or digital-economy@2022" in done.err
    assert "(digital-economy@2022)" in shown("digital-economy@2022", cwd=ZHEJIANG)


def test_banner_and_expiry_are_everywhere() -> None:
    """Made up and no longer in force: text, Markdown and JSON say both."""
    for format_ in ("text", "md", "json"):
        done = run("show", "online-retail-sales", "--format", format_)
        assert "SYNTHETIC" in done.out
        assert "该文件已停止执行" in done.out


def test_markdown_shows_what_is_written() -> None:
    """Signs that Markdown would obey are escaped in text; a line that would begin a list begins none."""
    assert markdown.escaped("a|b*c_<d>\u202e") == "a\\|b\\*c\\_\\<d\\>\\\\u202e"
    assert markdown.escaped("1. x") == "1\\. x"


def test_values_to_be_held_show_their_trend() -> None:
    """96, 97, 95 of at least 95 every year: met, and half a point a year down."""
    made = seen({"hold": {"at_least": 95}}, observations({2015: 96, 2016: 97, 2017: 95}), kind="rate")
    hold(formulas(made))
    assert named(made)["trend"].numbers == "(95 - 96) / (2017 - 2015)"
    assert "每年保持" in str(facts(made)["method"])


def test_directions_show_their_cut_offs() -> None:
    """From 93 towards 100 % the cut-offs of growth are lower, by the factor of the published method."""
    made = seen({"direction": "up"}, observations({2015: 93, 2018: Decimal("93.6")}), kind="rate")
    hold(formulas(made))
    assert named(made)["C"].numbers == "1 - (abs(93) / abs(100))^4.44"
    assert named(made)["g1"].value == pytest.approx(0.00413, abs=1e-5)
    beyond = seen({"direction": "up"}, observations({2015: 130, 2018: 140}), kind="index", bounds=(0, 100))
    hold(formulas(beyond))
    assert named(beyond)["C"].numbers == "1 - ((2 × abs(100) - abs(130)) / abs(100))^4.44"
    far = seen({"direction": "down"}, observations({2015: 130, 2018: 100}), kind="count")
    assert named(far)["g2"].numbers == "0.005 × 1"


def test_ranges_have_the_chance_of_lying_between() -> None:
    """Both bounds have their distance, and the chance is what lies between."""
    made = seen({"between": (40, 60)}, observations({2015: 20, 2016: 26, 2017: 29, 2018: 36}))
    hold(formulas(made))
    assert {"u0", "u1", "F0", "F1", "P"} <= set(named(made))


def test_a_range_that_begins_where_the_scale_ends_has_one_distance() -> None:
    """Everything lies above 0 on the scale of folds, so that the chance is the one of staying below 30."""
    options = Options(forecast=True, scale="log")
    made = seen({"between": (0, 30)}, observations({2015: 10, 2016: 12, 2017: 17, 2018: 21}), options=options)
    hold(formulas(made))
    assert named(made)["P"].numbers == f"1 + {named(made)['F1'].result} - 1"


def test_a_baseline_of_the_plan_says_where_it_is_from() -> None:
    """A stated value has its source, an assumed one says so, and no baseline at all is said too."""
    source = {"url": "https://example.org"}
    values = observations({2018: 20})
    stated = seen({"at_least": 30}, values, baseline={"period": 2015, "value": 10, "source": source})
    assert facts(stated)["baseline"] == "2015年 10个（https://example.org）"
    assumed = seen({"at_least": 30}, values, baseline={"period": 2015, "value": 0, "assumed": True})
    assert facts(assumed)["baseline"] == "2015年 0个（假定）"
    assert facts(seen({"at_least": 30}, values, baseline=None))["baseline"] == "计划未定基期"


def test_the_ticks_of_a_chart_hold_every_value() -> None:
    """One value only, none below zero to above it, and tiny spans all have their chart."""
    for values in ({2015: 100, 2018: 100}, {2015: -3, 2018: 4}, {2015: "0.001", 2018: "0.0012"}):
        made = seen({"at_least": 100}, observations(values))
        hold(formulas(made))
        assert "*" in text.render(made, 60, colour=False)
    assert chart.draw({"actual": [(2018.0, 1.0)]}, [], 80) is None


def test_colour_only_repeats_the_words() -> None:
    """Without its escape sequences the coloured page is the plain one."""
    made = seen({"at_least": 1000}, observations({2015: 400, 2017: 500}))
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text.render(made, 80, colour=True))
    assert [line.rstrip() for line in plain.splitlines()] == text.render(made, 80, colour=False).splitlines()


@pytest.mark.parametrize(("text_", "value"), [("ln(0)", math.nan), ("2 ^ 3", 8.0), ("-(2 - 5)", 3.0)])
def test_the_calculator_computes(text_: str, value: float) -> None:
    """What has no value is NaN, powers and signs are a calculator's."""
    assert evaluate(text_) == pytest.approx(value, nan_ok=True)


def test_the_calculator_knows_nothing_else() -> None:
    """Texts, names and calls that are no arithmetic have no value."""
    assert math.isnan(evaluate("'a'"))


@pytest.mark.parametrize(
    ("value", "digits", "printed"),
    [(0.53125, 4, "0.5313"), (123456.7, 4, "123457"), (0, 4, "0"), (1e-7, 2, "0.00000010"), (-2.5, 1, "-3")],
)
def test_figures_round_as_calculators_do(value: float, digits: int, printed: str) -> None:
    """Halves go away from zero, no figure before the point is lost, and no exponent is printed."""
    assert figures(value, digits) == printed


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [(0.0005, 3, "0.001"), (-8.214, 2, "-8.21"), (1e-9, 2, "0.00"), (0, 2, "0.00"), (99.995, 2, "100.00")],
)
def test_decimals_round_as_calculators_do(value: float, places: int, printed: str) -> None:
    """The same with a number of decimals."""
    assert decimals(value, places) == printed


def test_a_time_without_an_end_is_a_fraction() -> None:
    """The end of April is a third of a year in: no decimal holds it, so it is written as it is."""
    made = seen({"at_least": 100}, observations({"2015": 20, "2018-04": 50}))
    hold(formulas(made))
    assert named(made)["E"].numbers == "((2017 + 1/3) - 2015) / (2020 - 2015)"
