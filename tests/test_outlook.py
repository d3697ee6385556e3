"""The outlook in words, in the table and in the documents for machines."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import get_args

import jsonschema
import pytest
from conftest import ROOT, run
from hypothesis import given
from hypothesis import strategies as st
from making import REGION, Number, Promise, indicator, judged, observations
from rich.cells import cell_len

from hlwplan.assess.forecast import Forecast, Likelihood, Missing, likelihood
from hlwplan.assess.gap import Gap
from hlwplan.assess.options import Options
from hlwplan.assess.progress import assess_series
from hlwplan.report.outlook import LIKELIHOOD, MISSING, chance, expected, feasible, percent
from hlwplan.report.words import remarks

pytestmark = pytest.mark.usefixtures("chinese")


def asked(values: Mapping[int, Number], promise: Promise, **fields: object) -> Gap:
    """The gap of a made-up indicator, with its forecast."""
    made = indicator(promise, **fields)
    return assess_series(made, made.target[0], REGION, observations(values), options=Options(forecast=True))


def rows(*arguments: str) -> dict[str, dict[str, object]]:
    """The rows of the JSON document by id."""
    found = json.loads(run("status", "--format", "json", *arguments).out)["targets"]
    return {row["id"]: row for row in found}


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "printed"),
    [
        (0.724, "72%"),
        (0.5, "50%"),
        (0.92, "92%"),
        (0.0005, "1%"),
        (0, "1%"),
        (0.9999, "99%"),
        (1, "99%"),
        (0.9, "90%"),
        (0.8996, "89.96%"),
        (0.6599, "65.99%"),
        (0.658, "65.8%"),
        (0.3304, "33.04%"),
        (0.1004, "10.04%"),
    ],
)
def test_a_probability_is_printed_to_the_percent(probability: float, printed: str) -> None:
    """Between 1 and 99 %, and never on the other side of a band than its word: 89.96 % is not yet 很可能."""
    assert percent(probability) == printed


@given(probability=st.floats(0, 1))
def test_number_and_word_agree(probability: float) -> None:
    """Whoever looks the printed number up in the bands finds the printed word."""
    printed = float(percent(probability).removesuffix("%")) / 100
    assert likelihood(printed) == likelihood(probability)
    assert 0.01 <= printed <= 0.99
    assert abs(printed - min(max(probability, 0.01), 0.99)) <= 0.005 + 1e-12


@pytest.mark.parametrize(
    ("probability", "word"),
    [(0.95, "很可能"), (0.7, "可能"), (0.5, "难以判断"), (0.2, "不太可能"), (0.05, "很可能不能")],
)
def test_the_words_are_those_of_the_method(probability: float, word: str) -> None:
    """`methods.md` A.5 names five."""
    assert str(LIKELIHOOD[likelihood(probability)]) == word


def test_every_word_and_every_reason_is_said() -> None:
    """No code is without its words."""
    assert set(LIKELIHOOD) == set(get_args(Likelihood))
    assert set(MISSING) == set(get_args(Missing))


def test_a_forecast_in_two_cells() -> None:
    """The value with its interval and unit, the likelihood in a word and a number."""
    gap = asked({2015: 180, 2016: 240, 2017: 330}, {"at_least": 650}, kind="amount")
    assert gap.forecast is not None
    assert expected(gap, gap.forecast) == "819.2 (681.9–984.1)亿元"
    assert chance(gap.forecast) == "很可能 92%"
    assert "预测低置信(3个点)" in remarks(gap)


def test_what_is_missing_is_said_in_its_place() -> None:
    """Two points have a value and the reason why there is no more; without a value there is none."""
    gap = asked({2015: 180, 2017: 330}, {"at_least": 650})
    assert gap.forecast is not None
    assert expected(gap, gap.forecast) == "555.0个"
    assert chance(gap.forecast) == "点数不足"
    assert not any("低置信" in remark for remark in remarks(gap))
    assert expected(gap, Forecast("drift", "logit", 3, reason="no_limits")) is None
    assert chance(Forecast("drift", "linear", 3)) == ""


def test_an_interval_past_the_limit_is_optimistic() -> None:
    """60, 64, 71 % goes on to 87.5, with an interval cut off at 100: that is said, as for the value itself."""
    gap = asked({2015: 60, 2016: 64, 2017: 71}, {"at_least": 98}, kind="rate")
    assert gap.numbers.capped is False
    assert "接近上限，外推偏乐观" in remarks(gap)
    assert "接近上限，外推偏乐观" not in remarks(judged({2015: 60, 2016: 64, 2017: 71}, {"at_least": 98}, kind="rate"))


@pytest.mark.parametrize(
    ("values", "promise", "kind", "said"),
    [
        ({2015: 180, 2016: 230, 2018: 350}, {"at_least": 650}, "amount",
         "剩余年均需36.3%/年，此前最快27.8%/年（2015年至2016年），基期以来从未达到"),
        ({2015: 40, 2016: 30, 2018: 28}, {"at_most": 20}, "rate",
         "剩余年均需-4.0百分点/年，此前最快-10.0百分点/年（2015年至2016年），已达到过"),
        ({2015: 40, 2016: 50, 2018: 52}, {"at_least": 60}, "index",
         "剩余年均需4.0点/年，此前最快10.0点/年（2015年至2016年），已达到过"),
    ],
)  # fmt: skip
def test_feasibility_in_a_sentence(values: Mapping[int, Number], promise: Promise, kind: str, said: str) -> None:
    """Both paces, when the best was kept, and whether it was enough."""
    assert feasible(judged(values, promise, kind=kind)) == said


def test_nothing_to_compare_is_not_said() -> None:
    """A target that is met requires no pace."""
    assert feasible(judged({2015: 10, 2017: 60}, {"at_least": 50})) is None


# --- the program ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 140])
def test_table_with_forecast_looks_as_reviewed(width: int, golden: Callable[[str, str], None]) -> None:
    """The likelihood stands at any width, the expected value where there is room, within the width."""
    out = run("status", "--forecast", "--format", "table", env={"COLUMNS": str(width)}).out
    golden(f"forecast-{width}.txt", out)
    assert max(map(cell_len, out.splitlines())) <= width


def test_json_fills_the_forecast_in() -> None:
    """Four points of retail sales: the interval around the projection, the probability, and how they were made."""
    row = rows("--forecast")["online-retail-sales"]
    low, high = row["interval"] if isinstance(row["interval"], list) else (None, None)
    made = row["forecast"]
    assert isinstance(made, dict)
    assert (low, high) == pytest.approx((492.0, 604.3), abs=0.05)
    # (ln 545.3 - ln 650) / 0.0545 = -3.22, and two degrees of freedom leave 1 / (r (r + 3.22)) below, r^2 = 2 + 3.22^2
    assert row["p_hit"] == pytest.approx(0.0421, abs=5e-4)
    assert made["point"] == row["projected"]
    assert (made["model"], made["scale"], made["points"], made["df"]) == ("drift", "log", 4, 2)
    assert (made["chance"], made["unsure"], made["reason"]) == ("very_unlikely", True, None)
    assert row["feasibility"] == {
        "best": pytest.approx(230 / 180 - 1), "from": "2015", "to": "2016",
        "enough": False,
    }  # fmt: skip


def test_json_keeps_its_schema_with_a_forecast() -> None:
    """The document validates whatever model and scale is asked for."""
    schema = json.loads(run("schema", "status").out)
    for arguments in (["--forecast"], ["--model", "theil-sen"], ["--model", "ols", "--scale", "logit"]):
        document = json.loads(run("status", "--format", "json", *arguments).out)
        jsonschema.validate(document, schema)
        assert document["forecast"]["level"] == 0.8


@pytest.mark.parametrize(
    ("arguments", "asked_for"),
    [
        ([], None),
        (["--forecast"], {"model": "drift", "scale": None, "level": 0.8}),
        (["--model", "ols"], {"model": "ols", "scale": None, "level": 0.8}),
        (["--scale", "logit"], {"model": "drift", "scale": "logit", "level": 0.8}),
    ],
)
def test_model_and_scale_ask_for_the_forecast(arguments: list[str], asked_for: object) -> None:
    """Either implies `--forecast`, and the head of the document says what was asked for."""
    document = json.loads(run("status", "--format", "json", *arguments).out)
    assert document["forecast"] == asked_for
    made = [row["forecast"] for row in document["targets"] if row["forecast"]]
    assert bool(made) == bool(asked_for)


def test_forecast_changes_no_verdict() -> None:
    """All that `status` says without a forecast it says with one too."""
    plain, ahead = rows(), rows("--forecast")
    for id_, row in plain.items():
        ahead[id_] |= {name: row[name] for name in ("interval", "p_hit", "forecast", "verdict")}
    assert ahead == plain


def test_csv_holds_the_interval_whole() -> None:
    """Both ends in one field, every digit of them."""
    out = run("status", "--forecast", "--format", "csv").out
    row = next(row for row in csv.DictReader(io.StringIO(out)) if row["id"] == "online-retail-sales")
    assert list(map(float, row["interval"].split())) == rows("--forecast")["online-retail-sales"]["interval"]
    assert row["forecast.df"] == "2"


def test_another_method_keeps_the_forecast() -> None:
    """Its own columns and notes have the forecast's beside them, with the mark of low confidence."""
    out = run("status", "--method", "sdsn", "--forecast", "--format", "table", env={"COLUMNS": "200"}).out
    row, remark = (line.strip() for line in out.splitlines() if line.strip().startswith("网络零售额"))
    assert "很可能不能 4%" in row
    assert remark.startswith("网络零售额：预测低置信(4个点)")
    assert "SDSN趋势箭头" in out
    assert "预测：漂移模型(drift)" in out


def test_an_unknown_model_is_refused() -> None:
    """Holt's method is not offered, and the models that are, are named."""
    done = run("status", "--model", "holt")
    assert done.code == 2
    assert "theil-sen" in done.err


@pytest.mark.parametrize(("arguments", "loaded"), [([], False), (["--forecast"], True)])
def test_only_a_forecast_loads_the_forecast(arguments: list[str], loaded: bool) -> None:
    """Without `--forecast` neither the models nor Student's t are imported."""
    code = (
        "import sys; sys.argv = ['hlwplan', 'status', *sys.argv[1:]]\n"
        "from hlwplan.cli.main import main\n"
        "main()\n"
        "names = ('forecast', 'student', 'fits', 'scales')\n"
        "print([f'hlwplan.assess.{name}' in sys.modules for name in names])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == str([loaded] * 4)
