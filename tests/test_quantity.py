"""Numbers and units of measure: what is read, what is refused and why, what conversion keeps."""

from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlwplan.quantity import (
    UNITS,
    Missing,
    Quantity,
    Unit,
    Unreadable,
    convert,
    factor,
    find_unit,
    parse_quantity,
    plain,
    unit_symbols,
)

NUMBERS = [
    # plain digits
    ("0", "0"),
    ("7", "7"),
    ("000123", "123"),
    ("1234.5", "1234.5"),
    ("0.00", "0"),
    ("3.10", "3.1"),
    ("12345678901234567890", "12345678901234567890"),
    ("0.123456789012", "0.123456789012"),
    ("1.10000000000000000000", "1.1"),
    ("  7  ", "7"),
    ("\u30007\u00a0", "7"),
    # grouping
    ("1,234", "1234"),
    ("1,234.5", "1234.5"),
    ("1,000,000", "1000000"),
    ("12,345,678.90", "12345678.9"),
    ("1，234", "1234"),
    # full-width
    ("１２３４", "1234"),
    ("１，２３４．５", "1234.5"),
    ("－５", "-5"),
    ("＋５", "5"),
    # signs
    ("+5", "5"),
    ("-5", "-5"),
    ("−5", "-5"),
    ("﹣5", "-5"),
    ("-0", "0"),
    ("-0.00", "0"),
    # exponents
    ("1e3", "1000"),
    ("1.5E+3", "1500"),
    ("25e-1", "2.5"),
    ("1e18", "1000000000000000000"),
    ("1e-12", "0.000000000001"),
    ("1e-00", "1"),
    ("1e+0018", "1000000000000000000"),
    ("1,234e2", "123400"),
]

WITH_UNITS = [
    ("95%", "95", "%"),
    ("９５％", "95", "%"),
    ("95 %", "95", "%"),
    ("-0.5%", "-0.5", "%"),
    ("3‰", "3", "‰"),
    ("5百分点", "5", "百分点"),
    ("5个百分点", "5", "百分点"),
    ("3.57万亿元", "3.57", "万亿元"),
    ("1.2 亿元", "1.2", "亿元"),
    ("1,200万元", "1200", "万元"),
    ("5 亿 元", "5", "亿元"),
    ("6000元/人年", "6000", "元/人年"),
    ("5万户", "5", "万户"),
    ("120家", "120", "家"),
    ("3个", "3", "个"),
    ("20G", "20", "Gbps"),
    ("20 gbps", "20", "Gbps"),
    ("100M", "100", "Mbps"),
    ("100Mb/s", "100", "Mbps"),
    ("12兆", "12", "Mbps"),
    ("3倍", "3", "倍"),
    ("1e3家", "1000", "家"),
]

SCALED = [
    ("5千", "5000"),
    ("5万", "50000"),
    ("1.2亿", "120000000"),
    ("-1.2 亿", "-120000000"),
    ("3百万", "3000000"),
    ("3千万", "30000000"),
    ("1.5万亿", "1500000000000"),
    ("０．５亿", "50000000"),
]

THREES = "commas group by threes, and there is one decimal point at most"
DIGITS = "digits are expected, such as 1234.5 or 1,234.5"
REFUSED = [
    ("12,34", THREES),
    ("1,2345", THREES),
    ("1234,567", THREES),
    ("1,234,56", THREES),
    ("1 234", THREES),
    ("5.5.5", THREES),
    ("5.", THREES),
    ("5,", THREES),
    ("1\n2", THREES),
    (".5", DIGITS),
    ("- 5", DIGITS),
    ("+-5", DIGITS),
    ("约5", DIGITS),
    ("≥5", DIGITS),
    ("(5)", DIGITS),
    ("¥5", DIGITS),
    ("三百", DIGITS),
    ("nan", DIGITS),
    ("NaN", DIGITS),
    ("inf", DIGITS),
    ("-Infinity", DIGITS),
    ("=1+1", DIGITS),
    ("\u202e350", DIGITS),
    ("1_000", "'_000' is no unit of measure"),
    ("0x10", "'x10' is no unit of measure"),
    ("1/2", "'/2' is no unit of measure"),
    ("5左右", "'左右' is no unit of measure"),
    ("5%%", "'%%' is no unit of measure"),
    ("5亿亿", "'亿亿' is no unit of measure"),
    ("5e", "'e' is no unit of measure"),
    ("350\u200b", r"'\u200b' is no unit of measure"),
    ("1e19", "its exponent is over 18"),
    ("1e-19", "its exponent is over 18"),
    ("1e999999999", "its exponent is over 18"),
    ("123456789012345678901", "it has more than 20 digits before the point"),
    ("999999999万亿", "it has more than 20 digits before the point"),
    ("0.1234567890123", "it has more than 12 decimals"),
    ("1e-13", "it has more than 12 decimals"),
]

MARKS = ["", " ", "-", "--", "—", "——", "–", "−", "－", "…", "……", "...", "......", "NA", "N/A", "Ｎ／Ａ", " - "]

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


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_what_is_no_number_is_refused_with_the_reason(written: str, why: str) -> None:
    """Half-wrong grouping, words, bare floats' names, too many digits: no value is guessed, and the reason is said."""
    assert parse_quantity(written) == Unreadable(why)


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


FACTORS = [
    ("亿元", "money", "100000000"),
    ("百万元", "money", "1000000"),
    ("万元", "money", "10000"),
    ("千元", "money", "1000"),
    ("元", "money", "1"),
    ("万亿元", "money", "1000000000000"),
    ("元/人年", "money a person-year", "1"),
    ("万元/人年", "money a person-year", "10000"),
    ("个", "count", "1"),
    ("家", "count", "1"),
    ("件", "count", "1"),
    ("户", "count", "1"),
    ("万户", "count", "10000"),
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
]


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


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [("％", "%"), (" 亿 元 ", "亿元"), ("g", "Gbps"), ("GBPS", "Gbps"), ("Mbit/s", "Mbps"), ("兆", "Mbps"),
     ("T", "Tbps"), ("k", "Kbps"), ("个百分点", "百分点"), ("元／人年", "元/人年")],
)  # fmt: skip
def test_other_spellings_lead_to_the_same_unit(spelling: str, symbol: str) -> None:
    """Width, case and spaces make no difference, and short forms are known."""
    assert unit(spelling) == unit(symbol)


@pytest.mark.parametrize("symbol", ["", "万", "亿", "美元", "吨", "%%", "pp", "元/年"])
def test_what_is_no_unit_is_not_guessed(symbol: str) -> None:
    """A bare multiple, a foreign currency and a near miss are no units of measure."""
    assert find_unit(symbol) is None


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
     ("1E-12", "0.000000000001"), ("1000.0", "1000"), ("10", "10")],
)  # fmt: skip
def test_plain_text_is_whole_and_short(value: str, text: str) -> None:
    """No exponent, no minus zero, no trailing zero behind the point, and none lost before it."""
    assert plain(Decimal(value)) == text


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_but_never_crashes(text: str) -> None:
    """Whatever stands in a cell is a quantity, a mark or refused; a quantity fits the store's decimals."""
    read = parse_quantity(text)
    if isinstance(read, Quantity):
        assert read.value.is_finite()
        assert abs(read.value) < Decimal(10) ** 20
