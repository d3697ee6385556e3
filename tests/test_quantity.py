"""Numbers and units of measure: what is read, what is refused and why, what conversion keeps."""

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.quantity import (
    UNITS,
    Fault,
    Missing,
    Quantity,
    Unit,
    Unreadable,
    convert,
    factor,
    find_unit,
    multiplied,
    no_factor,
    parse_quantity,
    plain,
    unit_symbols,
)

# One line a case: what stands in the cell, and the value that it has.
NUMBERS = [
    # plain digits
    ("0", "0"),
    ("7", "7"),
    ("000123", "123"),
    ("007.50", "7.5"),
    ("1234.5", "1234.5"),
    ("0.00", "0"),
    ("3.10", "3.1"),
    ("12345678901234567890", "12345678901234567890"),
    ("0.123456789012", "0.123456789012"),
    ("1.10000000000000000000", "1.1"),
    ("  7  ", "7"),
    ("\t7\r\n", "7"),
    ("\u30007\u00a0", "7"),
    # groups of three, by commas
    ("1,234", "1234"),
    ("1,234.5", "1234.5"),
    ("1,000,000", "1000000"),
    ("12,345,678.90", "12345678.9"),
    ("100,000", "100000"),
    ("-1,234.5", "-1234.5"),
    ("1，234", "1234"),
    # groups of three, by the thin or no-break space of GB/T 15835, ISO 80000-1 and spreadsheets
    ("1\u2009234", "1234"),
    ("1\u202f234", "1234"),
    ("1\u00a0234", "1234"),
    ("1\u2005234", "1234"),
    ("12\u2009345\u2009678.9", "12345678.9"),
    ("-1\u00a0234", "-1234"),
    ("−1\u00a0234", "-1234"),
    # full-width
    ("１２３４", "1234"),
    ("１，２３４．５", "1234.5"),
    ("－５", "-5"),
    ("＋５", "5"),
    # signs
    ("+5", "5"),
    ("-5", "-5"),
    ("−5", "-5"),
    ("−3.5", "-3.5"),
    ("﹣5", "-5"),
    ("-0", "0"),
    ("+0", "0"),
    ("-0.00", "0"),
    # exponents
    ("1e3", "1000"),
    ("1.2e3", "1200"),
    ("1.5E+3", "1500"),
    ("1.2E+05", "120000"),
    ("25e-1", "2.5"),
    ("1e18", "1000000000000000000"),
    ("1e-12", "0.000000000001"),
    ("1e-00", "1"),
    ("1e+0018", "1000000000000000000"),
    ("1,234e2", "123400"),
    # one apostrophe, by which spreadsheets keep a number as text
    ("'5", "5"),
    ("'-5", "-5"),
    ("'1,234.5", "1234.5"),
    ("＇5", "5"),
]

WITH_UNITS = [
    ("95%", "95", "%"),
    ("95％", "95", "%"),
    ("９５％", "95", "%"),
    ("95 %", "95", "%"),
    ("95.3 %", "95.3", "%"),
    ("100.00%", "100", "%"),
    ("-0.5%", "-0.5", "%"),
    ("3‰", "3", "‰"),
    ("5百分点", "5", "百分点"),
    ("5个百分点", "5", "百分点"),
    ("-0.3 个百分点", "-0.3", "百分点"),
    ("3.57万亿元", "3.57", "万亿元"),
    ("1.2 亿元", "1.2", "亿元"),
    ("1.2亿\n元", "1.2", "亿元"),
    ("1,200万元", "1200", "万元"),
    ("1\u2009200\u2009万元", "1200", "万元"),
    ("5 亿 元", "5", "亿元"),
    ("350（亿元）", "350", "亿元"),
    ("6000元/人年", "6000", "元/人年"),
    ("5万户", "5", "万户"),
    ("120家", "120", "家"),
    ("120 家", "120", "家"),
    ("3个", "3", "个"),
    ("20G", "20", "Gbps"),
    ("20 gbps", "20", "Gbps"),
    ("100M", "100", "Mbps"),
    ("100Mb/s", "100", "Mbps"),
    ("12兆", "12", "Mbps"),
    ("3倍", "3", "倍"),
    ("1e3家", "1000", "家"),
    ("1.5万吨", "1.5", "万吨"),
    ("120平方米", "120", "平方米"),
    ("120㎡", "120", "平方米"),
    ("120m²", "120", "平方米"),
    ("3.5km²", "3.5", "平方公里"),
    ("7天", "7", "天"),
]

SCALED = [
    ("5千", "5000"),
    ("5万", "50000"),
    ("12万", "120000"),
    ("1.2亿", "120000000"),
    ("-1.2 亿", "-120000000"),
    ("3百万", "3000000"),
    ("3千万", "30000000"),
    ("5百亿", "50000000000"),
    ("1.5万亿", "1500000000000"),
    ("０．５亿", "50000000"),
    ("1.2e3万", "12000000"),
]

THREES = "commas group by threes, and there is one decimal point at most"
DIGITS = "digits are expected, such as 1234.5 or 1,234.5"
BEFORE = "the word or sign before it leaves it open"
BEHIND = "the word or sign behind it leaves it open"
RANGE = "it is a range, or two numbers"
PLUS_MINUS = "± leaves a range"
NOTE = "brackets may mean a minus or a note, and a mark a note"
NONE = "it may mean none, or not measured"
FAILED = "the spreadsheet showed an error in place of the value"
# One line a case: what stands in the cell, what kind of fault it is, and the reason that is said.
REFUSED = [
    # grouping that is not by threes throughout
    ("1,23", "form", THREES),
    ("12,34", "form", THREES),
    ("1,2345", "form", THREES),
    ("1234,567", "form", THREES),
    ("1,234,56", "form", THREES),
    ("12,34,567", "form", THREES),
    ("0,123", "form", THREES),
    ("012,345", "form", THREES),
    ("1,234.567,8", "form", THREES),
    ("1.234,5", "form", THREES),
    ("1.234.567", "form", THREES),
    ("1.2.3", "form", THREES),
    ("5.5.5", "form", THREES),
    ("1..2", "form", THREES),
    ("5.", "form", THREES),
    ("5,", "form", THREES),
    ("5,%", "form", THREES),
    # a plain space may stand between two numbers; thin spaces group by threes or not at all
    ("1 234", "form", THREES),
    ("1 234 567", "form", THREES),
    ("1\n2", "form", THREES),
    ("1\u200923", "form", THREES),
    ("12\u200934", "form", THREES),
    ("1\u2009234\u00a0567", "form", THREES),
    ("1\u2009234,567", "form", THREES),
    ("0\u2009123", "form", THREES),
    ("2.345\u200967", "form", THREES),
    # no digits where a number begins
    (".5", "form", DIGITS),
    ("- 5", "form", DIGITS),
    ("+-5", "form", DIGITS),
    ("--5", "form", DIGITS),
    ("—5", "form", DIGITS),
    ("▲5", "form", DIGITS),
    ("¥5", "form", DIGITS),
    ("$5", "form", DIGITS),
    ("%5", "form", DIGITS),
    ("''5", "form", DIGITS),
    ("’5", "form", DIGITS),
    ("'", "form", DIGITS),
    ('="5"', "form", DIGITS),
    ("=1+1", "form", DIGITS),
    ("\u202e350", "form", DIGITS),
    # numerals of other scripts, and words
    ("三百", "form", DIGITS),
    ("一", "form", DIGITS),
    ("〇", "form", DIGITS),
    ("零", "form", DIGITS),
    ("百分之五", "form", DIGITS),
    ("٣٥", "form", DIGITS),
    ("5٣", "form", THREES),
    ("Ⅲ", "form", DIGITS),
    ("nan", "form", DIGITS),
    ("NaN", "form", DIGITS),
    ("inf", "form", DIGITS),
    ("-Infinity", "form", DIGITS),
    ("是", "form", DIGITS),
    ("TRUE", "form", DIGITS),
    ("已完成", "form", DIGITS),
    # what spreadsheets show where there is no value to show
    ("#N/A", "form", FAILED),
    ("#DIV/0!", "form", FAILED),
    ("#REF!", "form", FAILED),
    ("#VALUE!", "form", FAILED),
    ("#NAME?", "form", FAILED),
    ("######", "form", FAILED),
    # too large, too fine
    ("1e19", "form", "its exponent is over 18"),
    ("1e-19", "form", "its exponent is over 18"),
    ("1e999999999", "form", "its exponent is over 18"),
    ("123456789012345678901", "form", "it has more than 20 digits before the point"),
    ("999999999万亿", "form", "it has more than 20 digits before the point"),
    ("0.1234567890123", "form", "it has more than 12 decimals"),
    ("1e-13", "form", "it has more than 12 decimals"),
    # something behind the number that is no unit of measure
    ("1_000", "unit", "'_000' is no unit of measure"),
    ("0x10", "unit", "'x10' is no unit of measure"),
    ("1/2", "unit", "'/2' is no unit of measure"),
    ("3:1", "unit", "':1' is no unit of measure"),
    ("1'234", "unit", '"\'234" is no unit of measure'),
    ("1、234", "unit", "'、234' is no unit of measure"),
    ("5-", "unit", "'-' is no unit of measure"),
    ("5%%", "unit", "'%%' is no unit of measure"),
    ("5亿亿", "unit", "'亿亿' is no unit of measure"),
    ("3百", "unit", "'百' is no unit of measure"),
    ("1亿2000万元", "unit", "'亿2000万元' is no unit of measure"),
    ("1.2×10^3", "unit", "'×10^3' is no unit of measure"),
    ("5e", "unit", "'e' is no unit of measure"),
    ("350\u200b", "unit", r"'\u200b' is no unit of measure"),
    ("2018年", "unit", "'年' is no unit of measure"),
    ("2018-06-30", "unit", "'-06-30' is no unit of measure"),
    ("5pp", "unit", "'pp' is no unit of measure"),
    ("5美元", "unit", "'美元' has no exact factor: rates of exchange change"),
    ("1.2亿美元", "unit", "'亿美元' has no exact factor: rates of exchange change"),
    ("20MB/s", "unit", "'MB/s' has no exact factor: it counts bytes, which are eight bits"),
    ("5pct", "unit", "'pct' has no exact factor: some write it for % and some for 百分点"),
    # not one exact number
    ("约5", "inexact", BEFORE),
    ("近350亿元", "inexact", BEFORE),
    ("超过5", "inexact", BEFORE),
    ("不少于5", "inexact", BEFORE),
    (">5", "inexact", BEFORE),
    ("＞5", "inexact", BEFORE),
    (">=5", "inexact", BEFORE),
    ("≥5", "inexact", BEFORE),
    ("<0.1", "inexact", BEFORE),
    ("~5", "inexact", BEFORE),
    ("5左右", "inexact", BEHIND),
    ("5家左右", "inexact", BEHIND),
    ("5以上", "inexact", BEHIND),
    ("500余家", "inexact", BEHIND),
    ("5万多户", "inexact", BEHIND),
    ("5+", "inexact", BEHIND),
    ("3-5", "inexact", RANGE),
    ("3—5", "inexact", RANGE),
    ("3～5家", "inexact", RANGE),
    ("3%-5%", "inexact", RANGE),
    ("3至5", "inexact", RANGE),
    ("±5", "inexact", PLUS_MINUS),
    ("5±1", "inexact", PLUS_MINUS),
    # brackets and note marks
    ("(5)", "marked", NOTE),
    ("（3）", "marked", NOTE),
    ("(1,234.5)", "marked", NOTE),
    ("5*", "marked", NOTE),
    ("12家*", "marked", NOTE),
    ("5†", "marked", NOTE),
    ("5[1]", "marked", NOTE),
    ("5（1）", "marked", NOTE),
    ("5(初步)", "marked", NOTE),
    ("5注1", "marked", NOTE),
    ("350①", "marked", "'①' is a note's mark or a fraction, not a digit"),
    ("①", "marked", "'①' is a note's mark or a fraction, not a digit"),
    ("3²", "marked", "'²' is a note's mark or a fraction, not a digit"),
    ("100M²", "marked", "'²' is a note's mark or a fraction, not a digit"),
    ("1½", "marked", "'½' is a note's mark or a fraction, not a digit"),
    # signs that some write for none and some for not measured
    ("/", "unclear", NONE),
    ("／", "unclear", NONE),
    ("\\", "unclear", NONE),
    ("*", "unclear", NONE),
    (".", "unclear", NONE),
    ("?", "unclear", NONE),
    ("x", "unclear", NONE),
    ("○", "unclear", NONE),
    ("无", "unclear", NONE),
    ("空", "unclear", NONE),
    ("暂无", "unclear", NONE),
    ("没有", "unclear", NONE),
    ("None", "unclear", NONE),
]

# What says that there is no value, and nothing else.
MARKS = [
    "", " ", "\u3000", "-", "--", "---", "—", "——", "–", "−", "－", "―", "─", " - ", "'-",
    "…", "……", "...", "......", "..", "NA", "N/A", "Ｎ／Ａ", "na", "n/a", "n.a.", "NULL", "null",
    "无数据", "暂无数据", "数据暂缺", "缺", "缺失", "未统计", "未填报", "未上报", "不详", "不适用",
]  # fmt: skip

VALUES = st.decimals(
    min_value=-(Decimal(10) ** 20) + 1, max_value=Decimal(10) ** 20 - 1, places=12, allow_nan=False
) | st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**20), 10**20), st.integers(0, 12)
)
UNIT = st.sampled_from(sorted(set(UNITS.values()), key=lambda it: it.symbol))
WIDE = Context(prec=100)
YUAN, YI_YUAN = UNITS["元"], UNITS["亿元"]


@pytest.mark.parametrize(("written", "value"), NUMBERS)
def test_a_written_number_has_one_exact_value(written: str, value: str) -> None:
    """Digits, grouping, full-width forms, signs and exponents give the value that a person reads."""
    assert parse_quantity(written) == Quantity(Decimal(value))


@pytest.mark.parametrize(("written", "value", "symbol"), WITH_UNITS)
def test_a_unit_in_the_cell_is_read_with_the_number(written: str, value: str, symbol: str) -> None:
    """A number may carry its unit of measure, which then does not multiply the number."""
    assert parse_quantity(written) == Quantity(Decimal(value), find_unit(symbol))


@pytest.mark.parametrize(("written", "value"), SCALED)
def test_a_bare_multiple_is_multiplied_out(written: str, value: str) -> None:
    """万 or 亿 without a unit of measure multiplies the number, and is remembered."""
    assert parse_quantity(written) == Quantity(Decimal(value), None, scaled=True)


@pytest.mark.parametrize(("written", "fault", "why"), REFUSED)
def test_what_is_no_number_is_refused_with_the_reason(written: str, fault: Fault, why: str) -> None:
    """Half-wrong grouping, words, ranges, marks, too many digits: no value is guessed, and the reason is said."""
    assert parse_quantity(written) == Unreadable(why, fault)


def test_the_tables_hold_what_they_promise() -> None:
    """Over 120 written numbers, each once."""
    cells = [case[0] for table in (NUMBERS, WITH_UNITS, SCALED, REFUSED) for case in table] + MARKS
    assert len(cells) == len(set(cells)) >= 120


def test_a_long_text_is_refused_at_once() -> None:
    """Text as long as a field may be is not searched for words and marks beside a number, nor said in full."""
    for text in ("约" + "1" * 90_000, "1-" + "." * 90_000, "(" * 90_000, "5" + "*" * 90_000):
        read = parse_quantity(text)
        assert isinstance(read, Unreadable)
        assert len(read.why) < 100


@pytest.mark.parametrize("mark", MARKS)
def test_a_mark_for_missing_is_kept_and_is_no_number(mark: str) -> None:
    """Blank, dashes, dots and NA say that nothing was measured; the mark stays as written, its blanks aside."""
    assert parse_quantity(mark) == Missing(mark.strip())


def test_zeros_in_front_and_behind_count_for_nothing() -> None:
    """Hundreds of zeros that change no value are no reason to refuse it."""
    assert parse_quantity("0" * 5_000 + "12." + "5" + "0" * 5_000) == Quantity(Decimal("12.5"))


def test_a_hundred_thousand_digits_are_refused_like_twenty_one() -> None:
    """A number as long as a field may be is refused at once."""
    assert parse_quantity("9" * 100_000) == Unreadable("it has more than 20 digits before the point")


@pytest.mark.parametrize("sign", ["", "-", "+"])
@pytest.mark.parametrize("digits", [4_300, 5_000, 50_000])
def test_an_exponent_of_any_length_is_refused(sign: str, digits: int) -> None:
    """An exponent that is itself thousands of digits long is over 18 like any other, and crashes nothing."""
    assert parse_quantity(f"1e{sign}{'9' * digits}") == Unreadable("its exponent is over 18")


@pytest.mark.parametrize(
    "written",
    [f"1.{'0' * 80}1", f"99.{'9' * 76}%", f"1.{'0' * 80}1万", f"0.{'3' * 200}"],
    ids=["far one", "nearly 100 %", "times 10000", "a third"],
)
def test_decimals_are_counted_and_never_rounded_away(written: str) -> None:
    """A number with more than 12 decimals is refused however many it has, for it would be stored as another."""
    assert parse_quantity(written) == Unreadable("it has more than 12 decimals")


@pytest.mark.parametrize("written", ["350①", "350②", "3²", "12.5³%", "350⑴", "350⒈", "350₁", "①", "1½"])
def test_a_footnote_mark_is_no_digit(written: str) -> None:
    """A circled or raised figure after a number is a note's mark; it must not be read as one more digit."""
    assert isinstance(parse_quantity(written), Unreadable)


# One line a case: a unit of measure as it is printed, what it measures, how many base units it holds.
FACTORS = [
    ("元", "money", "1"),
    ("千元", "money", "1000"),
    ("万元", "money", "10000"),
    ("百万元", "money", "1000000"),
    ("千万元", "money", "10000000"),
    ("亿元", "money", "100000000"),
    ("百亿元", "money", "10000000000"),
    ("千亿元", "money", "100000000000"),
    ("万亿元", "money", "1000000000000"),
    ("元/人年", "money a person-year", "1"),
    ("万元/人年", "money a person-year", "10000"),
    ("个", "count", "1"),
    ("家", "count", "1"),
    ("件", "count", "1"),
    ("户", "count", "1"),
    ("台", "count", "1"),
    ("人", "count", "1"),
    ("名", "count", "1"),
    ("辆", "count", "1"),
    ("万户", "count", "10000"),
    ("万台", "count", "10000"),
    ("万人", "count", "10000"),
    ("万人次", "count", "10000"),
    ("亿件", "count", "100000000"),
    ("亿人次", "count", "100000000"),
    ("%", "share", "1"),
    ("‰", "share", "0.1"),
    ("百分点", "percentage points", "1"),
    ("Kbps", "speed", "0.001"),
    ("Mbps", "speed", "1"),
    ("Gbps", "speed", "1000"),
    ("Tbps", "speed", "1000000"),
    ("指数", "index", "1"),
    ("倍", "multiple", "1"),
    ("毫米", "length", "0.001"),
    ("米", "length", "1"),
    ("公里", "length", "1000"),
    ("万公里", "length", "10000000"),
    ("平方米", "surface", "1"),
    ("万平方米", "surface", "10000"),
    ("公顷", "surface", "10000"),
    ("平方公里", "surface", "1000000"),
    ("千公顷", "surface", "10000000"),
    ("立方米", "volume", "1"),
    ("亿立方米", "volume", "100000000"),
    ("千克", "mass", "0.001"),
    ("吨", "mass", "1"),
    ("万吨", "mass", "10000"),
    ("亿吨", "mass", "100000000"),
    ("千瓦时", "energy", "1"),
    ("兆瓦时", "energy", "1000"),
    ("亿千瓦时", "energy", "100000000"),
    ("吨标准煤", "standard coal", "1"),
    ("万吨标准煤", "standard coal", "10000"),
    ("千瓦", "power", "1"),
    ("万千瓦", "power", "10000"),
    ("天", "days", "1"),
    ("工作日", "working days", "1"),
    ("小时", "hours", "1"),
    ("分钟", "minutes", "1"),
    ("秒", "seconds", "1"),
    ("毫秒", "seconds", "0.001"),
    ("岁", "age", "1"),
]

# Other spellings, and the unit of measure that they lead to.
SPELLINGS = [
    ("％", "%"),
    (" % ", "%"),
    ("（%）", "%"),
    (" 亿 元 ", "亿元"),
    ("(亿元)", "亿元"),
    ("亿\n元", "亿元"),
    ("元／人年", "元/人年"),
    ("个百分点", "百分点"),
    ("K", "Kbps"),
    ("k", "Kbps"),
    ("M", "Mbps"),
    ("兆", "Mbps"),
    ("Mb/s", "Mbps"),
    ("Mbit/s", "Mbps"),
    ("mbps", "Mbps"),
    ("g", "Gbps"),
    ("G", "Gbps"),
    ("GBPS", "Gbps"),
    ("Gb/s", "Gbps"),
    ("T", "Tbps"),
    ("km", "公里"),
    ("千米", "公里"),
    ("m²", "平方米"),
    ("㎡", "平方米"),
    ("km²", "平方公里"),
    ("平方千米", "平方公里"),
    ("ha", "公顷"),
    ("m³", "立方米"),
    ("公斤", "千克"),
    ("KG", "千克"),
    ("kWh", "千瓦时"),
    ("MW", "兆瓦"),
    ("万吨标煤", "万吨标准煤"),
    ("个工作日", "工作日"),
]

# What is no unit of measure here: bare multiples, near misses, what has no exact factor, what is a period.
NO_UNITS = [
    "", "万", "亿", "%%", "%/", "pp", "PPT", "bp", "元/年", "元/吨", "亿圆", "块", "点", "分", "度", "克", "升", "斤",
    "年", "月", "日", "周", "美元", "万美元", "亿美元", "USD", "欧元", "港元", "日元", "亩", "万亩", "pct", "GB",
    "MB/s", "GBps", "MiB/s", "mW", "mWh", "()", "(亿元", "亿元)", "亿元①", "户/百户",
]  # fmt: skip


def unit(symbol: str) -> Unit:
    """The unit of measure so written, which must be one."""
    found = find_unit(symbol)
    assert found is not None, symbol
    return found


@pytest.mark.parametrize(("symbol", "dimension", "times"), FACTORS)
def test_units_have_their_dimension_and_exact_factor(symbol: str, dimension: str, times: str) -> None:
    """Each unit of measure says what it measures and how many of the base unit it holds."""
    found = unit(symbol)
    assert (found.symbol, found.dimension, found.factor) == (symbol, dimension, Decimal(times))


@pytest.mark.parametrize(("spelling", "symbol"), SPELLINGS)
def test_other_spellings_lead_to_the_same_unit(spelling: str, symbol: str) -> None:
    """Width, case, spaces and brackets make no difference, and short forms are known."""
    assert unit(spelling) == unit(symbol)


@pytest.mark.parametrize("symbol", NO_UNITS)
def test_what_is_no_unit_is_not_guessed(symbol: str) -> None:
    """A bare multiple, a foreign currency, bytes for bits and a near miss are no units of measure."""
    assert find_unit(symbol) is None


@pytest.mark.parametrize(
    ("symbol", "word"),
    [("美元", "exchange"), ("亿美元", "exchange"), ("€", "exchange"), ("MB/s", "bytes"), ("GBps", "bytes"),
     ("万亩", "公顷"), ("pct", "百分点"), ("mW", "thousandth")],
)  # fmt: skip
def test_a_known_unit_without_a_factor_says_why(symbol: str, word: str) -> None:
    """What people know, and what still has no exact factor, is refused with its reason."""
    assert word in (no_factor(symbol) or "")


def test_no_reason_is_made_up_for_other_text() -> None:
    """A unit that is known here, or not known to anyone, has no such reason."""
    assert [symbol for symbol in ("亿元", "Mbps", "GBPS", "斗", "") if no_factor(symbol) is not None] == []


@pytest.mark.parametrize(
    ("symbol", "said"),
    [("万元", True), ("亿元", True), ("万户", True), ("万元/人年", True), ("万千瓦", True), ("元", False),
     ("户", False), ("千克", False), ("千瓦时", False), ("百分点", False), ("公里", False), ("Kbps", False)],
)  # fmt: skip
def test_a_multiple_in_a_unit_is_told_from_a_name(symbol: str, *, said: bool) -> None:
    """万 in 万元 is a multiple; 千 in 千克 belongs to the name."""
    assert multiplied(unit(symbol)) is said


def test_the_tables_of_units_hold_what_they_promise() -> None:
    """Over 60 units of measure and percentages, each once."""
    written = [case[0] for table in (FACTORS, SPELLINGS) for case in table] + NO_UNITS
    assert len(written) == len(set(written)) >= 60


def test_units_of_one_dimension_are_within_what_the_engine_converts() -> None:
    """The column engine multiplies by 10^-12 to 10^12; every pair of units is a power of ten within that apart."""
    units = set(UNITS.values())
    for one in units:
        for other in units:
            times = factor(one, other)
            if times is not None:
                assert times.as_tuple().digits == (1,)
                assert -12 <= times.adjusted() <= 12


def test_symbols_of_one_dimension_can_be_asked_for() -> None:
    """A hint suggests only what can be converted."""
    assert unit_symbols("share") == ["%", "‰"]
    assert {unit(symbol).dimension for symbol in unit_symbols("surface")} == {"surface"}


def test_symbols_to_suggest_are_canonical_and_said_once() -> None:
    """Each suggested symbol is found again under itself, and stands in the list once."""
    symbols = unit_symbols()
    assert len(symbols) == len(set(symbols))
    assert [unit(symbol).symbol for symbol in symbols] == symbols


@pytest.mark.parametrize(
    ("value", "given_", "wanted", "result"),
    [("3500000", "万元", "亿元", "350"), ("3.57", "万亿元", "亿元", "35700"), ("1", "元", "万亿元", "0.000000000001"),
     ("512", "Kbps", "Gbps", "0.000512"), ("1.5", "Tbps", "Mbps", "1500000"), ("3", "万户", "户", "30000"),
     ("12", "‰", "%", "1.2"), ("95", "%", "‰", "950"), ("5", "家", "个", "5"), ("-2", "亿元", "万元", "-20000")],
)  # fmt: skip
def test_conversion_is_worked_by_hand(value: str, given_: str, wanted: str, result: str) -> None:
    """A value in one unit of measure is the same quantity in another of its dimension."""
    assert convert(Decimal(value), unit(given_), unit(wanted)) == Decimal(result)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [("%", "百分点"), ("百分点", "%"), ("‰", "百分点"), ("元", "个"), ("亿元", "万户"), ("家", "元"), ("元", "元/人年"),
     ("倍", "%"), ("指数", "倍"), ("Mbps", "个"), ("%", "指数")],
)  # fmt: skip
def test_nothing_converts_across_dimensions(given_: str, wanted: str) -> None:
    """A percentage is no percentage point, money no count, and a multiple no share."""
    assert factor(unit(given_), unit(wanted)) is None
    assert convert(Decimal(1), unit(given_), unit(wanted)) is None


@given(VALUES)
def test_yuan_to_a_hundred_million_and_back_is_exact(value: Decimal) -> None:
    """元 to 亿元 to 元 gives the very value again, with all its digits."""
    there = convert(value, YUAN, YI_YUAN)
    assert there is not None
    assert convert(there, YI_YUAN, YUAN) == value


@given(VALUES, UNIT, UNIT)
def test_conversion_never_loses_a_digit(value: Decimal, given_: Unit, wanted: Unit) -> None:
    """Between any two units of one dimension the significant digits stay, and the way back gives the value."""
    there = convert(value, given_, wanted)
    if given_.dimension != wanted.dimension:
        assert there is None
    else:
        assert there is not None
        assert there.normalize(WIDE).as_tuple().digits == value.normalize(WIDE).as_tuple().digits
        assert convert(there, wanted, given_) == value


@given(VALUES)
def test_plain_digits_are_read_back_as_the_same_value(value: Decimal) -> None:
    """`parse(plain(x)) == x`, and plain text has neither exponent nor trailing zeros."""
    text = plain(value)
    assert "E" not in text
    assert text == "0" or not ("." in text and text.endswith(("0", ".")))
    if abs(value) < Decimal(10) ** 20:
        assert parse_quantity(text) == Quantity(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("-0", "0"), ("0E-30", "0"), ("1E+3", "1000"), ("100", "100"), ("1.50", "1.5"), ("-0.10", "-0.1"),
     ("1E-12", "0.000000000001"), ("1000.0", "1000"), ("10", "10"), ("-0.00", "0"), ("-0E-9", "0"), ("1.0E+2", "100"),
     ("-1E-7", "-0.0000001")],
)  # fmt: skip
def test_plain_text_is_whole_and_short(value: str, text: str) -> None:
    """No exponent, no minus zero, no trailing zero behind the point, and none lost before it."""
    assert plain(Decimal(value)) == text


@given(VALUES)
def test_permille_and_percent_are_ten_apart(value: Decimal) -> None:
    """A value in % is ten times that in ‰, and the way back gives the very value."""
    percent, permille = unit("%"), unit("‰")
    there = convert(value, percent, permille)
    assert there == WIDE.multiply(value, Decimal(10))
    assert convert(there, permille, percent) == value


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", "\u2009", "\u202f", "\u00a0"]), UNIT)
def test_grouping_and_a_unit_change_no_value(number: int, gap: str, measured: Unit) -> None:
    """A number with its groups and its unit of measure is read as the number, in the unit."""
    written = f"{number:,}".replace(",", gap) + measured.symbol
    assert parse_quantity(written) == Quantity(Decimal(number), measured)


@given(st.text("0123456789.,-+~—±()%万亿元约多*eE'\u2009 ", max_size=20) | st.text(max_size=40))
def test_any_text_is_read_or_refused_but_never_crashes(text: str) -> None:
    """Whatever stands in a cell is a quantity, a mark or refused; a quantity fits the store's decimals."""
    read = parse_quantity(text)
    if isinstance(read, Quantity):
        assert read.value.is_finite()
        assert abs(read.value) < Decimal(10) ** 20
        assert parse_quantity(plain(read.value)) == Quantity(read.value)
    assert find_unit(text) is None or no_factor(text) is None
