"""Figures in Chinese text: what they say, in which unit of measure, on which side."""

from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hlwplan.plan.figures import figures, normal
from hlwplan.quantity import UNITS, plain

LEAST: Final = "at_least"
MOST: Final = "at_most"

PHRASES: Final[list[tuple[str, list[tuple[str, str, str, str | None]]]]] = [
    # digits with a unit of measure
    ("增加值达到1000亿元", [("1000亿元", "1000", "亿元", None)]),
    ("实现销售额1,234.5万元", [("1,234.5万元", "1234.5", "万元", None)]),
    ("建成10家", [("10家", "10", "家", None)]),
    ("样板10个", [("10个", "10", "个", None)]),
    ("覆盖12万户", [("12万户", "12", "万户", None)]),
    ("普及率达到95%", [("95%", "95", "%", None)]),
    ("普及率达到95％", [("95%", "95", "%", None)]),
    ("损耗率2.5‰", [("2.5‰", "2.5", "‰", None)]),
    ("提高5个百分点", [("5个百分点", "5", "百分点", None)]),
    ("扩容至2000G", [("2000G", "2000", "Gbps", None)]),
    ("达到100Mbps", [("100Mbps", "100", "Mbps", None)]),
    ("达到100mbps", [("100mbps", "100", "Mbps", None)]),
    ("规模3.57万亿元", [("3.57万亿元", "3.57", "万亿元", None)]),
    ("劳动生产率38万元/人年", [("38万元/人年", "38", "万元/人年", None)]),
    ("培训500人次", [("500人次", "500", "人次", None)]),
    ("增长3倍", [("3倍", "3", "倍", None)]),
    ("用户达到１２０万户", [("120万户", "120", "万户", None)]),
    ("用户1.2亿,收入10万", [("1.2亿", "120000000", "", None), ("10万", "100000", "", None)]),
    ("指数达到85", [("85", "85", "", None)]),
    ("企业7家、基地2家", [("7家", "7", "家", None), ("2家", "2", "家", None)]),
    # comparators
    ("服务点1000个以上", [("1000个", "1000", "个", LEAST)]),
    ("50家及以上", [("50家", "50", "家", LEAST)]),
    ("不低于30%", [("30%", "30", "%", LEAST)]),
    ("不少于30家", [("30家", "30", "家", LEAST)]),
    ("至少3家", [("3家", "3", "家", LEAST)]),
    ("超过100亿元", [("100亿元", "100", "亿元", LEAST)]),
    ("突破100亿元", [("100亿元", "100", "亿元", LEAST)]),
    ("高于6%", [("6%", "6", "%", LEAST)]),
    ("不超过5%", [("5%", "5", "%", MOST)]),
    ("不高于5%", [("5%", "5", "%", MOST)]),
    ("不多于5件", [("5件", "5", "件", MOST)]),
    ("低于5%", [("5%", "5", "%", MOST)]),
    ("少于5件", [("5件", "5", "件", MOST)]),
    ("控制在5%以内", [("5%", "5", "%", MOST)]),
    ("10天以内5件以下", [("10天", "10", "天", MOST), ("5件", "5", "件", MOST)]),
    ("5%及以下", [("5%", "5", "%", MOST)]),
    ("不得超过5%", [("5%", "5", "%", MOST)]),
    ("不得低于5%", [("5%", "5", "%", LEAST)]),
    # Chinese numerals
    ("实施百家企业计划", [("百家", "100", "家", None)]),
    ("实现千兆到校、百兆到班", [("千兆", "1000", "Mbps", None), ("百兆", "100", "Mbps", None)]),
    ("十家以上", [("十家", "10", "家", LEAST)]),
    ("三百五十家", [("三百五十家", "350", "家", None)]),
    ("两万户", [("两万户", "20000", "户", None)]),
    ("一千零五个", [("一千零五个", "1005", "个", None)]),
    ("二十一项", [("二十一项", "21", "项", None)]),
    ("百万户", [("百万户", "1000000", "户", None)]),
    ("三亿元", [("三亿元", "300000000", "元", None)]),
    ("万亿元", [("万亿元", "1000000000000", "元", None)]),
    ("三万亿元", [("三万亿元", "3000000000000", "元", None)]),
    ("一亿二千万元", [("一亿二千万元", "120000000", "元", None)]),
    ("一万二千亿元", [("一万二千亿元", "1200000000000", "元", None)]),
    ("两级平台", [("两", "2", "", None)]),
    ("三网融合", [("三", "3", "", None)]),
    # words
    ("无线全覆盖", [("全覆盖", "100", "%", None)]),
    ("所有学校", [("所有", "100", "%", None)]),
    ("每所学校", [("每所", "100", "%", None)]),
    ("每村一站", [("每村", "100", "%", None)]),
    ("产值翻番", [("翻番", "2", "倍", None)]),
    ("产值翻一番", [("翻一番", "2", "倍", None)]),
    ("产值翻两番", [("翻两番", "4", "倍", None)]),
    # no figures
    ("全市统一的平台", []),
    ("网络零售额", []),
    ("打造一批平台", []),
    ("每年投诉减少", []),
    ("", []),
    # bare numbers of names
    ("F5创意园", [("5", "5", "", None)]),
    ("NGB及IPv6", [("6", "6", "", None)]),
    ("十八大", [("十八", "18", "", None)]),
]


@pytest.mark.parametrize(("phrase", "said"), PHRASES, ids=[phrase for phrase, _ in PHRASES])
def test_figures_of_a_phrase(phrase: str, said: list[tuple[str, str, str, str | None]]) -> None:
    """A phrase says these figures: as written, their value, unit of measure and comparator."""
    found = list(figures(normal(phrase)))
    assert [(it.text, plain(it.value), it.unit.symbol if it.unit else "", it.sense) for it in found] == said
    assert not any(figure.is_date for figure in found)


@pytest.mark.parametrize(
    ("phrase", "dates", "others"),
    [
        ("到2020年", ["2020年"], []),
        ("2016年6月28日", ["2016年", "6月", "28日"], []),
        ("2020年达到85", ["2020年"], ["85"]),
        ("到 2020 年 建成 10 家", ["2020年"], ["10家"]),
    ],
)
def test_dates_are_marked(phrase: str, dates: list[str], others: list[str]) -> None:
    """A number with 年, 月 or 日 is part of a date, whatever unit of measure is looked for."""
    found = list(figures(normal(phrase)))
    assert [figure.text for figure in found if figure.is_date] == dates
    assert [figure.text for figure in found if not figure.is_date] == others
    assert {figure.unit for figure in found if figure.is_date} == {None}


def test_quotes_are_compared_without_width_and_space() -> None:
    """Full-width signs and white space of any kind make no difference."""
    assert normal("达到 ８５％\u3000（以上）\n") == "达到85%(以上)"


PIECE: Final = st.sampled_from(
    ["1", "20", "百", "千", "亿", "家", "%", "亿元", "以上", "不超过", "统一", "年", "所有", "A"]
)


@settings(deadline=None)
@given(st.lists(PIECE, max_size=12).map("".join))
def test_figures_stand_where_they_say(text: str) -> None:
    """Every figure is the text between its ends, and figures come in order without overlapping."""
    last = 0
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.start >= last
        last = figure.end


@settings(deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["亿元", "家", "%", "Mbps", "户"]))
def test_digits_are_read_exactly(number: int, unit: str) -> None:
    """Digits mean their number, with or without commas."""
    for written in (f"{number}{unit}", f"{number:,}{unit}"):
        assert [figure.value for figure in figures(written)] == [Decimal(number)]


@pytest.mark.parametrize("symbol", UNITS)
def test_every_unit_of_measure_is_read_to_its_end(symbol: str) -> None:
    """Behind digits a unit is found whole, never a shorter one that it begins with."""
    for text in (f"达到5{symbol}以上", f"5{symbol}"):
        assert [(figure.text, figure.unit) for figure in figures(text)] == [(f"5{symbol}", UNITS[symbol])]
