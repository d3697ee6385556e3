"""Cells: one written field at a time to its canonical text, or to the code that says why not."""

import pytest
from toy import PLAN

from hlwplan.diagnostics import CATALOGUE
from hlwplan.measure.cells import REFUSED, CellError, Cells, remembered
from hlwplan.plan.model import Indicator

CELLS = Cells(PLAN)


def of(name: str) -> Indicator | str | None:
    """The indicator or deliverable of the made-up plan; None for a name that it does not have."""
    return CELLS.indicator(name) if name else None


def refused(name: str, text: str, unit: str) -> CellError:
    """What a value is refused with, which it must be."""
    with pytest.raises(CellError) as caught:
        CELLS.value(of(name), text, unit)
    return caught.value


@pytest.mark.parametrize(
    ("name", "text", "unit", "stored"),
    [("sales", "1,234.5", "亿元", ("1234.5", "亿元")),
     ("sales", "3.57万亿元", "", ("3.57", "万亿元")),
     ("sales", "1\u2009200", "（万元）", ("1200", "万元")),
     ("sales", "1.2亿", "元", ("120000000", "元")),
     ("sales", "'350", "亿元", ("350", "亿元")),
     ("sales", "不详", "亿元", ("不详", "")),
     ("cover", "95.3 %", "", ("95.3", "%")),
     ("cover", "95", "％", ("95", "%")),
     ("speed", "20G", "", ("20", "Gbps")),
     ("homes", "5万", "户", ("50000", "户")),
     ("homes", "5", "万户", ("5", "万户")),
     ("speed", "5万", "Kbps", ("50000", "Kbps")),
     ("T1-D1", "60%", "", ("60%", "")),
     ("T1-D1", "推进中", "", ("in_progress", "")),
     ("T1-D1", "not_started", "", ("not_started", "")),
     ("T1-D1", " In  progress", "", ("in_progress", "")),
     ("", "1,234", "什么", ("1234", ""))],
)  # fmt: skip
def test_a_value_is_stored_as_plain_digits_in_a_known_unit(
    name: str, text: str, unit: str, stored: tuple[str, str]
) -> None:
    """Value and unit come from the cell and the unit column together; the value is never converted here."""
    assert CELLS.value(of(name), text, unit) == stored


@pytest.mark.parametrize(
    ("name", "text", "unit", "field", "code"),
    [("sales", "三百", "亿元", "value", "D101"),
     ("sales", "约350", "亿元", "value", "D114"),
     ("sales", "340-350", "亿元", "value", "D114"),
     ("sales", "350*", "亿元", "value", "D115"),
     ("sales", "（350）", "亿元", "value", "D115"),
     ("sales", "/", "亿元", "value", "D116"),
     ("homes", "无", "户", "value", "D116"),
     ("sales", "350", "亿美元", "unit", "D118"),
     ("speed", "350", "GB/s", "unit", "D118"),
     ("sales", "350美元", "", "value", "D119"),
     ("sales", "350亿圆", "", "value", "D119"),
     ("sales", "350", "亿圆", "unit", "D103"),
     ("homes", "5万", "万户", "value", "D106"),
     ("sales", "5万", "百万元", "value", "D106"),
     ("sales", "350", "万吨", "unit", "D104"),
     ("sales", "350天", "", "value", "D104"),
     ("T1-D1", "约60%", "", "value", "D111"),
     ("", "约350", "", "value", "D114")],
)  # fmt: skip
def test_a_value_is_refused_under_the_code_of_its_fault(name: str, text: str, unit: str, field: str, code: str) -> None:
    """Each fault has its code, and the field that is to be mended."""
    error = refused(name, text, unit)
    assert (error.field, error.code) == (field, code)


@pytest.mark.parametrize(("text", "why"), [("美元", "exchange"), ("亿美元", "exchange"), ("亩", "公顷")])
def test_a_unit_without_a_factor_gets_no_near_name(text: str, why: str) -> None:
    """元 is near to 美元 in letters only, so nothing is suggested but the plan's unit of measure."""
    error = refused("sales", "350", text)
    assert error.near == ()
    assert why in str(error.values["why"])
    assert CATALOGUE[error.code].hint.format_map(error.values) == "report in 亿元"


def test_a_misspelt_unit_gets_near_names_of_its_dimension() -> None:
    """What is suggested can be converted: money for money, never tonnes."""
    near = refused("sales", "350", "亿圆").near
    assert near[0] == "亿元"
    assert all(symbol.endswith("元") for symbol in near)


@pytest.mark.parametrize("code", REFUSED.values())
def test_the_hint_of_a_refused_value_says_what_to_write(code: str) -> None:
    """Each fault has a hint of its own."""
    assert CATALOGUE[code].hint
    assert [other for other in REFUSED.values() if CATALOGUE[other].hint == CATALOGUE[code].hint] == [code]


def test_a_period_is_stored_in_its_canonical_form() -> None:
    """However it is written, one text is stored."""
    assert [CELLS.period(text) for text in ("2018年度", "2018年7-9月", "2018年6月末", "2018年1—9月累计")] == [
        "2018", "2018Q3", "2018-06-30", "2018-01/09",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "code"), [("三季度", "D117"), ("18年", "D117"), ("2018.1", "D117"), ("2018年春", "D102"), (" ", "D112")]
)
def test_a_period_is_refused_with_the_reason_where_one_is_known(text: str, code: str) -> None:
    """What is almost a period is told what it lacks, another text what periods look like."""
    with pytest.raises(CellError) as caught:
        CELLS.period(text)
    assert (caught.value.field, caught.value.code) == ("period", code)
    assert "{" not in CATALOGUE[code].message.format_map(caught.value.values)


@pytest.mark.parametrize("text", ["2019年3月底", "2019年3月末", "截至2019年3月31日", "2019-03", "三月"])
def test_only_a_plain_day_is_a_date_of_publication(text: str) -> None:
    """The end of a month is what a value is about, and no day on which something was published."""
    with pytest.raises(CellError) as caught:
        CELLS.published(text)
    assert caught.value.code == "D110"


@pytest.mark.parametrize("text", ["2019-03-01", "2019-03-01 00:00:00", "2019/3/1 0:00", "二〇一九年三月一日"])
def test_a_date_of_publication_is_stored_in_iso_form(text: str) -> None:
    """Dates as spreadsheets and documents write them are one day."""
    assert CELLS.published(text) == "2019-03-01"


def test_each_distinct_text_is_read_once() -> None:
    """A value or a refusal is remembered, and a refusal is raised again each time."""
    asked: list[object] = []

    def reader(text: object) -> object:
        asked.append(text)
        if text == "bad":
            raise CellError("value", "D101")
        return text

    read = remembered(reader)
    assert [read("good"), read("good")] == ["good", "good"]
    for _ in range(2):
        with pytest.raises(CellError):
            read("bad")
    assert asked == ["good", "bad"]
