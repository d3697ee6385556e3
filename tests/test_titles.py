"""Titles: what a title says of time, in made-up titles; half of a period is never taken for the whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.measure.titles import period_of
from hlwplan.period import parse_period


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("某市情况（2020年）", "2020"),
        ("某市2019年度情况", "2019"),
        ("某市2019年1～9月情况", "2019-01/09"),
        ("某市2019年1–9月情况", "2019-01/09"),
        ("某市2019年1月至9月情况", "2019-01/09"),
        ("某市2019年1-3季度情况", "2019-01/09"),
        ("某市2019年9月累计情况", "2019-01/09"),
        ("某市 2019 年 1-9 月情况", "2019-01/09"),
        ("某市2019年九月情况", "2019-09"),
        ("某市2019年第一季度情况", "2019Q1"),
        ("某市截至2019年6月末情况", "2019-06-30"),
        ("某市2019年一般预算", "2019"),
        ("某市2019年三产增加值", "2019"),
        ("某市2019年4G用户", "2019"),
    ],
)
def test_a_title_names_its_period_whole(title: str, period: str) -> None:
    """The longest stretch that says when counts, and what merely follows the year does not."""
    assert str(parse_period(period_of([title])[0])) == period


@pytest.mark.parametrize(
    "title",
    [
        "某市2018-2019年情况",
        "某规划（2016－2020年）",
        "某市2018年至2019年情况",
        "某市2019年和2018年情况",
        "某市2019年前8个月情况",
        "某市2019年一、二季度情况",
        "某市2019年半年报",
        "2019年某市情况（1-9月）",
    ],
)
def test_a_title_that_names_no_one_period_is_unclear(title: str) -> None:
    """Spans of years, parts that are no period, and a year whose part stands elsewhere in the title."""
    period, unclear = period_of([title])
    assert not period
    assert unclear


@pytest.mark.parametrize(
    "title", ["填报日期：2020年1月10日", "制表时间：2020年1月", "2020年1月10日", "某政发〔2016〕27号", "某市月报"]
)
def test_when_a_table_was_made_is_no_period(title: str) -> None:
    """The day of filling in or printing, or the number of a document, says nothing of the values."""
    assert period_of([title]) == ("", "")


def test_a_part_in_another_title_is_seen() -> None:
    """2019年 in one line and 1-9月 in the next are not the year."""
    assert period_of(["某市2019年情况", "（1-9月）"]) == ("", "2019年, 1-9月")


@given(st.text(st.sampled_from("2019年度1-9月至季半上前截止、 某～"), max_size=14))
def test_whatever_is_taken_is_a_period(title: str) -> None:
    """A title never makes an unreadable period, and never both a period and a doubt."""
    period, unclear = period_of([title])
    assert not (period and unclear)
    assert not period or parse_period(period) is not None
