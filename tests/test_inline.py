"""Rows at hand: Python values and Arrow tables are read as a file's rows are, and nothing of them is lost."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy import PLAN, TODAY, observed, places, read

from hlwplan.diagnostics import has_errors
from hlwplan.measure.ingest import How
from hlwplan.measure.inline import observe
from hlwplan.measure.measurement import Observation
from hlwplan.measure.store import Store


def values(*rows: Sequence[object]) -> list[str | None]:
    """What is adopted from rows that are right."""
    observations, findings = observe(PLAN, rows)
    assert findings == []
    return [None if it.value is None else str(it.value) for it in observations]


def refused(*rows: Sequence[object], as_of: date | None = None) -> list[str]:
    """Where rows fail, after which nothing is adopted."""
    observations, findings = observe(PLAN, rows, as_of=as_of)
    assert observations == []
    assert {finding.span.file for finding in findings} == {"rows"}
    return places(findings)


def anonymous(observations: Sequence[Observation]) -> list[Observation]:
    return [replace(it, origins=("",) * len(it.origins)) for it in observations]


# What a row is


def test_a_row_of_every_field_is_an_observation(tmp_path: Path) -> None:
    """All nine fields mean what they mean in a file; the origin names the row."""
    row = ("零售额", "全市", "2018年", "15,000", "万元", "初步", date(2019, 3, 1), "某局", "口径未变")
    (found,), findings = observe(PLAN, [row])
    assert findings == []
    (filed,) = observed(tmp_path, '零售额,全市,2018年,"15,000",万元,初步,2019-03-01,某局,口径未变')
    assert replace(filed, origins=("rows#1",)) == found
    assert (found.value, found.status, found.published, found.sources) == (
        Decimal("1.5"), "preliminary", "2019-03-01", ("某局",))  # fmt: skip


def test_trailing_fields_may_be_left_off() -> None:
    """Four values are enough where the value says its unit; a date of publication that nobody gave is none."""
    (found,), _ = observe(PLAN, [("sales", "甲市", 2018, "1.5亿元")])
    assert (found.value, found.published, found.status) == (Decimal("1.5"), "", None)
    assert values(["sales", "甲市", 2018, 1, "亿元", None, None, None]) == ["1"]


def test_mappings_take_the_headers_of_files_and_mix_with_tuples() -> None:
    """Names in Chinese or English, in any order, with a unit in the header; what a row does not say is empty."""
    rows = [{"数值": 3, "时间": 2018, "指标": "光纤户数", "地区": "甲市", "单位": "户"},
            {"地区": "甲市", "指标": "光纤户数", "时间": 2019, "数值": 4, "单位": "户", "备注": "无"}]  # fmt: skip
    observations, findings = observe(PLAN, rows)
    assert (findings, [str(it.value) for it in observations]) == ([], ["3", "4"])
    named = {"indicator": "sales", "region": "甲市", "period": "2017", "value": "2", "unit": "亿元", "note": ""}
    observations, findings = observe(PLAN, [("sales", "甲市", 2018, 1, "亿元"), named])
    assert (findings, [it.origins for it in observations]) == ([], [("rows#2",), ("rows#1",)])


@pytest.mark.parametrize(
    ("cell", "adopted"),
    [(0.1, "0.1"), (350.0, "350"), (1e-3, "0.001"), (12345678.25, "12345678.25"), (-2.5, "-2.5"), (7, "7"),
     (Decimal("1.50"), "1.5"), (Decimal("1E+3"), "1000"), ("１,２００", "1200")],
)  # fmt: skip
def test_a_number_is_taken_by_its_digits(cell: object, adopted: str) -> None:
    """A float means its shortest digits; no binary fraction and no exponent gets through."""
    assert values(("sales", "甲市", 2018, cell, "亿元")) == [adopted]


@pytest.mark.parametrize(
    "cell", [float("nan"), float("inf"), 1e30, 1e300, True, Decimal("NaN"), Decimal("1E+999999999"), "1e30"]
)
def test_what_is_no_measured_number_is_refused(cell: object) -> None:
    """NaN is not a missing value, and neither is anything else that has no plain digits."""
    (place,) = refused(("sales", "甲市", 2018, cell, "亿元"))
    assert place.startswith("1:4 D1")


def test_nothing_is_missing_and_missing_is_nothing() -> None:
    """None, empty text and a dash adopt no value, and never zero."""
    assert (
        values(("sales", "甲市", 2018, None, "亿元"), ("sales", "甲市", 2017, "—"), ("sales", "甲市", 2016, "")) == []
    )


def test_days_may_be_days() -> None:
    """A date, or a moment at midnight as tables hold it, is the day that it says."""
    for day in (date(2018, 6, 30), datetime(2018, 6, 30)):  # noqa: DTZ001
        (found,), _ = observe(PLAN, [("speed", "甲市", day, 5, "Gbps")])
        assert str(found.period) == "2018-06-30"


def test_no_rows_are_no_observations() -> None:
    """And no reason to complain."""
    assert observe(PLAN, []) == ([], [])
    assert observe(PLAN, iter(())) == ([], [])


# What is wrong


def test_every_mistake_has_its_row_and_column() -> None:
    """All of them in one run, in reading order, and nothing is adopted."""
    rows: list[Sequence[object]] = [
        ("sales", "甲市", 2016, 1, "亿元"),
        ("sale", "甲市", 2018, "1.2.3", "亿元"),
        ("sales", "丁县", "18年", 1, "亿元"),
        ("sales", "甲市", 2018),
        ("sales", "甲市", 2019, 1, "亿元", "", "2020-01-01", "", "", "?"),
        ("", "", "", "", ""),
        ("sales", "甲市", 2017, 1),
        ("speed", "甲市", 2018, 1, "亿元"),
    ]
    wrong = ["2:1 D107", "2:4 D101", "3:2 D108", "3:3 D117", "4 D040", "5 D040", "6:1 D112", "6:2 D112", "6:3 D112",
             "7:5 D105", "8:5 D104"]  # fmt: skip
    assert refused(*rows) == wrong
    observations, findings = observe(PLAN, rows, accept_valid=True)
    assert ([it.origins for it in observations], places(findings)) == ([("rows#1",)], wrong)


def test_contradicting_rows_are_both_refused() -> None:
    """As in a file: the order of rows decides nothing; the same value again is said and counts once."""
    one, other = ("sales", "甲市", 2018, 1, "亿元"), ("零售额", "甲市", "2018年1-12月", 2, "亿元")
    assert refused(one, other) == ["2 D201"]
    assert observe(PLAN, [one, other], accept_valid=True)[0] == []
    observations, findings = observe(PLAN, [one, ("sales", "甲市", 2018, 10000, "万元")])
    assert (len(observations), places(findings)) == (1, ["2 D202"])


def test_the_last_row_is_never_a_footer() -> None:
    """In a file 注：… below the table is a note; among rows it is a row, and wrong."""
    assert refused(("sales", "甲市", 2018, 1, "亿元"), ("注：初步", None, None, None)) == [
        "2:1 D107", "2:2 D112", "2:3 D112"]  # fmt: skip


def test_a_column_that_nobody_knows_is_refused() -> None:
    """The place is the whole, since the header is no row."""
    observations, findings = observe(PLAN, [{"indicator": "sales", "region": "甲市", "period": 2018, "valu": 1}])
    assert (observations, {finding.code for finding in findings}) == ([], {"D031"})
    assert {str(finding.span) for finding in findings} == {"rows"}


def test_a_doubtful_value_is_adopted_with_a_warning() -> None:
    """A tenfold step may be true; it is said, and it counts."""
    observations, findings = observe(
        PLAN, [("sales", "甲市", 2017, 100, "亿元"), ("sales", "甲市", 2018, 1000, "亿元")]
    )
    assert (len(observations), places(findings)) == (2, ["2:4 D206"])
    assert not has_errors(findings)


@pytest.mark.parametrize("row", ["sales", b"sales", 7, None, {1, 2}])
def test_what_is_no_row_is_a_type_error(row: object) -> None:
    """A text is a sequence too, but never a row; the message names the row."""
    rows: list[Any] = [("sales", "甲市", 2018, 1, "亿元"), row]
    with pytest.raises(TypeError, match="row 2 is no tuple, list or mapping"):
        observe(PLAN, rows)


# When it was published


def test_a_later_date_of_publication_is_a_revision() -> None:
    """The newest counts, and as of a day before it the older one does."""
    rows = [("sales", "甲市", 2018, value, "亿元", "", day) for value, day in ((1, "2019-03-01"), (2, "2019-06-01"))]
    (newest,), _ = observe(PLAN, rows)
    assert (str(newest.value), newest.revised, newest.origins) == ("2", 1, ("rows#2",))
    (before,), _ = observe(PLAN, rows, as_of=date(2019, 5, 31))
    assert (str(before.value), before.revised) == ("1", 0)


def test_without_a_date_nothing_can_be_told_older() -> None:
    """Beside dated rows, or as of a day, a row without a date is refused; `published` gives it one."""
    dated = ("sales", "甲市", 2018, 1, "亿元", "", "2019-03-01")
    undated = ("sales", "甲市", 2018, 2, "亿元")
    assert refused(dated, undated) == ["2 D112"]
    assert refused(undated, as_of=TODAY) == ["1 D112"]
    assert [str(it.value) for it in observe(PLAN, [dated, undated], accept_valid=True)[0]] == ["1"]
    for day, value in ((date(2019, 2, 1), "1"), (date(2019, 4, 1), "2")):
        (found,), findings = observe(PLAN, [dated, undated], published=day, as_of=TODAY)
        assert (findings, str(found.value), found.revised) == ([], value, 1)


def test_years_after_the_one_asked_for_are_left_out() -> None:
    """`year` is the last one that counts."""
    rows = [("sales", "甲市", year, 1, "亿元") for year in (2017, 2018, 2019)]
    observations, _ = observe(PLAN, rows, year=2018)
    assert [it.period.year for it in observations] == [2017, 2018]


# As in a file


CELLS = st.tuples(
    st.sampled_from(["sales", "零售额", "homes", "光纤户数", "homs"]),
    st.sampled_from(["甲市", "全市", "乙区", "丙县", "合计"]),
    st.sampled_from(["2018", "2018年", "2018年1-12月", "2018Q1", "2018年1-9月", "2019年末", "18年"]),
    st.sampled_from(["1", "2", "1,000", "10000", "-", "1.5亿", "x"]),
    st.sampled_from(["亿元", "万元", "户", "万户", ""]),
    st.sampled_from(["", "初步", "示例"]),
    st.sampled_from(["", "2020-01-01", "2020/3/1", "2021-02-30"]),
)


@settings(deadline=None)
@given(rows=st.lists(CELLS, min_size=1, max_size=6))
def test_rows_are_read_as_a_file_of_them_is(rows: list[tuple[str, ...]]) -> None:
    """The same findings at the same rows and fields, and the same observations as from a store that took the file."""
    out = io.StringIO()
    header = ["indicator", "region", "period", "value", "unit", "status", "published"]
    csv.writer(out).writerows([header, *rows])
    batch, filed = read(out.getvalue().encode(), how=How(TODAY, None))
    observations, findings = observe(PLAN, rows, published=TODAY)
    assert [(it.code, it.span.line + 1) for it in findings] == [(it.code, it.span.line) for it in filed]
    if batch is None:
        assert observations == []
        return
    with TemporaryDirectory() as folder:
        store = Store(Path(folder))
        assert store.add(PLAN, [batch])[1] == []
        assert anonymous(observations) == anonymous(store.observations(PLAN)[0])


# Arrow


class Stream:
    """A table that can be handed over once, as readers of batches can."""

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self.relation: duckdb.DuckDBPyRelation | None = relation

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        relation, self.relation = self.relation, None
        assert relation is not None
        capsule: object = relation.__arrow_c_stream__(requested_schema)
        return capsule


def arrow(sql: str) -> tuple[list[Observation], list[str]]:
    """What is adopted from a table of Arrow, and where it fails."""
    with duckdb.connect() as connection:
        observations, findings = observe(PLAN, Stream(connection.sql(sql)))
    return observations, places(findings)


def test_a_table_of_arrow_is_read_as_its_rows() -> None:
    """Decimals, whole numbers, days, categories and floats of both widths mean their digits; NULL is an empty field."""
    numbers = {"DECIMAL(9, 2)": "1.50", "INTEGER": "7", "DOUBLE": "0.1", "FLOAT": "0.1", "VARCHAR": "'1,200.5'",
               "HUGEINT": "12"}  # fmt: skip
    wanted = ["1.5", "7", "0.1", "0.1", "1200.5", "12"]
    for (kind, number), value in zip(numbers.items(), wanted, strict=True):
        observations, found = arrow(
            f"SELECT 'sales'::ENUM('sales', 'homes') AS 指标, '甲市' AS 地区, 2018 AS 时间, {number}::{kind} AS 数值,"
            " '亿元' AS 单位, NULL AS 备注, DATE '2019-03-01' AS 发布日期"
        )
        assert found == []
        (it,) = observations
        assert (str(it.value), it.published, it.origins) == (value, "2019-03-01", ("rows#1",))


def test_mistakes_in_a_table_of_arrow_have_their_rows() -> None:
    """Rows count in the table's order, columns as the table has them; a name given twice is one too many."""
    many = "SELECT '甲市' AS region, 2000 + i % 20 AS period, i AS value, '亿元' AS unit, 'sales' AS indicator"
    _, found = arrow(f"{many} FROM range(3) t(i) UNION ALL SELECT '丁县', 2018, 1, '亿元', 'sales'")
    assert found[-1] == "4:1 D108"
    _, found = arrow("SELECT 'sales' AS indicator, '甲市' AS region, 2018 AS period, 1 AS value, 2 AS value")
    assert found == ["D004"]
    _, found = arrow(many.replace("i AS value", "true AS value") + " FROM range(1) t(i)")
    assert found == ["1:3 D101"]
    assert arrow(f"{many} FROM range(0) t(i)") == ([], [])


def test_a_stream_that_holds_no_table_is_a_value_error() -> None:
    """What the column engine cannot read is said in its words, and does not end the program."""

    class Broken:
        def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
            return object()

    with pytest.raises(ValueError, match="no table that can be read"):
        observe(PLAN, Broken())


def test_rows_leave_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written for the column engine is gone afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len(observe(PLAN, [("sales", "甲市", 2018, 1, "亿元")])[0]) == 1
    assert list(tmp_path.iterdir()) == []
