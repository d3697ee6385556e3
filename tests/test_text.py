"""Text: bytes become characters by the encoding they are certain to have, or are refused.  All texts are made up."""

import codecs
from collections.abc import Iterator
from itertools import product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy import places

from hlwplan.diagnostics import Diagnostic
from hlwplan.measure.form import Form, form_of
from hlwplan.measure.plausible import doubt
from hlwplan.measure.text import Text, read_text


def words(text: str) -> list[str]:
    """The words of a text."""
    return text.split()


CHINESE: Final = words(
    "指标 地区 时间 数值 单位 状态 发布日期 来源 备注 越城区 柯桥区 上虞区 诸暨市 嵊州市 新昌县 衢州市 鄞州区 "
    "泸州市 亳州市 网络零售额 亿元 万户 光纤入户 正式 初步 示例 统计局 年鉴 生产总值 农林牧渔业 "
    "交通运输、仓储和邮政业 黑龙江省 新疆维吾尔自治区 注： 数据来源：某某局 负责人 出口带宽 信息经济增加值 "
    "上半年 全市 合计 嵊泗县 瓯海区 濮阳市"
)
TRADITIONAL: Final = words(
    "縣市別 年份 人口數 單位 臺北市 新北市 桃園市 高雄市 基隆市 新竹縣 苗栗縣 彰化縣 雲林縣 嘉義縣 屏東縣 "
    "花蓮縣 澎湖縣 指標 地區 時間 數值 備註 資料來源 國內生產毛額 失業率 出口總額 億元 千人 工業產值 電子商務 "
    "零售業 營業額 上半年 年增率 合計 香港 九龍 港幣 統計處"
)
JAPANESE: Final = words(
    "都道府県 年度 人口 単位 東京都 大阪府 北海道 神奈川県 データ 売上高 出典 備考 指標 地域 期間 億円 百万円 "
    "国内総生産 失業率 ホームページ インターネット利用率 サービス業 前年比 増加率 合計 小売業 しています "
    "について ものとする 速報値 上半期 ﾃﾞｰﾀ ﾄｳｷｮｳ"
)
KOREAN: Final = words(
    "시도 인구 연도 단위 서울특별시 부산광역시 대구 인천 경기도 지역 기간 지표 출처 통계청 합계 수출액 백만원"
)
WESTERN: Final = words(
    "Größe Länder München Köln Straße Übersicht Bevölkerung région année dépenses hôpital élèves économie "
    "société España población año São Paulo indústria Málaga Malmö Östersund Tromsø naïve crème 20°C m² "
    "“quoted” don’t"
)


def files(among: list[str], rows: int, encoding: str) -> Iterator[bytes]:
    """Files with an English header whose rows each begin with one of the words; five for each word."""
    for start, step in product(range(len(among)), (1, 2, 3, 5, 7)):
        chosen = [among[(start + step * number) % len(among)] for number in range(rows)]
        text = "".join(f"{word},{2000 + number},{37 * start}.{step}\n" for number, word in enumerate(chosen))
        yield f"indicator,period,value\n{text}".encode(encoding, "ignore")


def read(raw: bytes, encoding: str | None = None) -> Text:
    """The text of bytes that are right."""
    text, findings = read_text(raw, "in.csv", encoding)
    assert text is not None, [finding.message for finding in findings]
    assert findings == []
    return text


def refused(raw: bytes, encoding: str | None = None) -> Diagnostic:
    """The one reason why bytes are refused."""
    text, (finding,) = read_text(raw, "in.csv", encoding)
    assert text is None
    assert finding.message
    assert "{" not in finding.message + finding.hint
    return finding


# The ladder


@pytest.mark.parametrize(
    ("codec", "mark", "printed"),
    [("utf-8", b"", "UTF-8"), ("utf-8", codecs.BOM_UTF8, "UTF-8 with BOM"), ("gb18030", b"", "GB18030"),
     ("gbk", b"", "GB18030"), ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
     ("utf-16-be", codecs.BOM_UTF16_BE, "UTF-16"),
     ("utf-32-le", codecs.BOM_UTF32_LE, "UTF-32"), ("utf-32-be", codecs.BOM_UTF32_BE, "UTF-32")],
)  # fmt: skip
def test_each_step_of_the_ladder_says_its_encoding(codec: str, mark: bytes, printed: str) -> None:
    """Marked or not, the text is the same, its line ends are kept, and the encoding has a name to print."""
    text = "指标,地区\r\n零售额,甲市\n"
    assert read(mark + text.encode(codec)) == Text(text, printed)


def test_plain_english_is_utf8() -> None:
    """Without a single other byte there is nothing to decide; so with no bytes at all."""
    assert read(b"a,b\n").encoding == "UTF-8"
    assert read(b"") == Text("", "UTF-8")
    assert read(codecs.BOM_UTF8) == Text("", "UTF-8 with BOM")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le"])
def test_marks_inside_joined_files_are_removed(codec: str) -> None:
    """Two files with a mark, one behind the other, leave no mark in a cell."""
    part = "\ufeff指标\n".encode(codec)
    assert read(part + part).content == "指标\n指标\n"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_marked_text_comes_back_whole(text: str) -> None:
    """Whatever it says, text behind a byte order mark is read as it was written."""
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")):
        found, findings = read_text(mark + text.encode(codec), "in.csv")
        assert found is None or found.content == text
        assert (found is None) == bool(findings) == (form_of(mark + text.encode(codec)) is not None)


@pytest.mark.parametrize(
    ("raw", "place", "words"),
    [(codecs.BOM_UTF8 + "甲\n乙".encode("gbk"), "1:1 D001", "not UTF-8 with BOM: byte 0xbc"),
     (codecs.BOM_UTF16_LE + "甲\n乙".encode("utf-16-le") + b"\x00", "2:2 D001", "not UTF-16"),
     ("指标,地区\n零售额,甲".encode() + b"\xe4\xba", "2:6 D001", "not UTF-8: byte 0xe4"),
     ("指标,地区\n零售额,甲".encode() + b"\xed\xa0\x80", "2:6 D001", "not UTF-8: byte 0xed"),
     ("指标,地区\n零售额,甲市\n".encode("gbk") + b"a\xff", "3:2 D001", "not GB18030: byte 0xff"),
     (b"a\r\nb\r\xff", "3:1 D001", "not UTF-8: byte 0xff")],
    ids=["mark and GBK", "odd UTF-16", "cut UTF-8", "surrogate", "damaged GBK", "no text"],
)  # fmt: skip
def test_a_wrong_byte_is_reported_in_the_encoding_that_was_meant(raw: bytes, place: str, words: str) -> None:
    """Decoding is strict; the finding names the byte, its line and its column in characters."""
    finding = refused(raw)
    assert places([finding]) == [place]
    assert finding.message.startswith(words)


# What is no GB18030 though it decodes as such


def test_made_up_chinese_files_pass_the_gate() -> None:
    """Of files of three ordinary words, strange place names among them, 49 in 50 are read; of twelve words, all."""
    for rows, most_refused in ((3, 0.02), (12, 0), (40, 0)):
        texts = [read_text(raw, "x")[0] for raw in files(CHINESE, rows, "gb18030")]
        assert {text.encoding for text in texts if text} == {"GB18030"}
        assert texts.count(None) <= most_refused * len(texts)


@pytest.mark.parametrize(
    ("among", "codec"),
    [(TRADITIONAL, "big5"), (TRADITIONAL, "big5hkscs"), (JAPANESE, "shift_jis"), (JAPANESE, "cp932"),
     (JAPANESE, "euc_jp"), (WESTERN, "latin-1"), (WESTERN, "cp1252"), (KOREAN, "euc_kr")],
    ids=lambda it: it if isinstance(it, str) else "",
)  # fmt: skip
def test_other_encodings_are_refused(among: list[str], codec: str) -> None:
    """No made-up file of six words and more in another encoding is taken for GB18030, or for anything else."""
    for rows in (6, 10, 20, 40):
        for raw in files(among, rows, codec):
            assert refused(raw).code in {"D001", "D011"}


@pytest.mark.parametrize(
    ("among", "codec"),
    [(TRADITIONAL, "big5"), (JAPANESE, "shift_jis"), (WESTERN, "latin-1"), (WESTERN, "cp1252")],
    ids=lambda it: it if isinstance(it, str) else "",
)  # fmt: skip
def test_even_single_words_in_other_encodings_are_refused(among: list[str], codec: str) -> None:
    """One word is little to go by: each alone is refused, but for one in thirty at the most."""
    alone = [f"indicator\n{word},1\n".encode(codec, "ignore") for word in among]
    taken = [raw for raw in alone if not raw.isascii() and read_text(raw, "x")[0] is not None]
    assert len(taken) * 30 <= len(alone)


@pytest.mark.parametrize("name", ["李堃", "朱镕某", "某喆", "赵𬭎", "王犇"])
def test_a_rare_name_passes_in_a_file_of_common_words(name: str) -> None:
    """A name that GB2312 lacks is no reason to doubt the rest, be the file ever so short."""
    text = f"指标,地区,负责人\n零售额,甲市,{name}\n"
    assert read(text.encode("gb18030")) == Text(text, "GB18030")


@pytest.mark.parametrize("unit", ["μg/m³", "㎡", "℃", "①", "‰", "のり"])
def test_signs_of_units_pass_in_a_file_of_common_words(unit: str) -> None:
    """A few signs outside the hanzi, of units of measure or of a brand, belong to ordinary files."""
    text = f"指标,地区,时间,数值,单位\n空气质量,甲市,2018年,35,{unit}\n"
    assert read(text.encode("gb18030")).content == text


@pytest.mark.parametrize(
    ("text", "why"),
    [("指标,地区\n零售额,甲\ue000", "U+E000 is a character that nobody uses"),
     ("指标,地区\n零售额,甲\x81", "U+0081 is a character that nobody uses"),
     ("指标,地区\n零售额,甲\U000e1000", "U+E1000 is a character that nobody uses"),
     ("のりのり,指标", "too many characters are rare, の (U+306E) the first"),
     ("紹興縣,指标", "too many characters are rare, 紹 (U+7D39) the first"),
     ("魑魅魍魉,市", "too few characters are common, 魑 (U+9B51) the first"),
     ("“”。，", "too few characters are common, “ (U+201C) the first")],
    ids=["private use", "control", "unassigned", "kana", "traditional", "strange", "no hanzi"],
)  # fmt: skip
def test_what_speaks_against_chinese_text(text: str, why: str) -> None:
    """Each reason for doubt names the first character that gives it, at its place."""
    found = doubt(text)
    assert found is not None
    assert found[1] == why
    finding = refused(f"a\n{text}".encode("gb18030"))
    assert finding.code == "D011"
    assert why in finding.message
    assert finding.span.line == f"a\n{text}"[: found[0] + 2].count("\n") + 1


@pytest.mark.parametrize("name", ["状态", "一", "目", "住"])
def test_text_that_is_right_in_two_encodings_is_refused(name: str) -> None:
    """A few hanzi in GBK are letters of other scripts in UTF-8; nothing but more text, or the user, can tell."""
    raw = f"indicator,{name}\n".encode("gbk")
    assert raw.decode("utf-8")
    finding = refused(raw)
    assert places([finding]) == ["1:11 D019"]
    assert read(raw, "gbk").content == f"indicator,{name}\n"
    assert read(raw, "utf-8").encoding == "UTF-8"


@pytest.mark.parametrize("text", ["León", "Größe", "20°C", "Škoda", "Москва", "±5"])
def test_western_letters_in_utf8_are_no_chinese(text: str) -> None:
    """Letters of two bytes are UTF-8 where they make no common Chinese."""
    assert read(f"name,value\n{text},1\n".encode()).content == f"name,value\n{text},1\n"


# Mixed files


@pytest.mark.parametrize(
    ("parts", "line", "words"),
    [(["utf-8", "gbk"], 4, "this line is GBK, line 1 is UTF-8"),
     (["gbk", "utf-8"], 4, "this line is UTF-8, line 1 is GBK"),
     (["gbk"] * 50 + ["utf-8"] + ["gbk"] * 50, 151, "this line is UTF-8, line 1 is GBK"),
     (["utf-8-sig", "utf-8", "gbk"], 7, "this line is GBK, line 1 is UTF-8")],
    ids=["UTF-8 first", "GBK first", "one part of many", "with a mark"],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_of_two_encodings_is_refused_with_a_line_of_each(
    parts: list[str], line: int, words: str, ending: str
) -> None:
    """Parts that were joined without a look at their encodings are told apart by line."""
    text = ending.join(["指标,地区,时间", "a,b,c", "网络零售额,绍兴市,2018", ""])
    finding = refused(b"".join(text.encode(codec) for codec in parts))
    assert (finding.code, finding.span.line, finding.message) == ("D012", line, words)


@pytest.mark.parametrize("strange", [*CHINESE, "衢山", "衢水", "甲", "嵊泗"])
def test_one_line_in_another_encoding_is_found(strange: str) -> None:
    """A single word in UTF-8 at the end of a file in GBK is found, be it one that is valid in GBK as well."""
    lines = "".join(f"{word},1\n" for word in CHINESE)
    finding = refused(lines.encode("gbk") + f"{strange},1\n".encode())
    assert (finding.code, finding.span.line) == ("D012", len(CHINESE) + 1)


@given(st.permutations(CHINESE))
def test_a_file_in_gbk_is_not_taken_for_mixed(among: list[str]) -> None:
    """However ordinary words follow each other, in cells or in one, the file is one in GB18030."""
    text = f"{','.join(among)}\n{''.join(among)}\n"
    assert read(text.encode("gbk")) == Text(text, "GB18030")


# No text at all


@pytest.mark.parametrize(
    ("codec", "suggested"), [("utf-16-le", "--encoding utf-16-le"), ("utf-16-be", "--encoding utf-16-be")]
)
def test_utf16_without_a_mark_is_recognised_and_not_guessed(codec: str, suggested: str) -> None:
    """It is refused with the option that reads it."""
    raw = "指标,地区,一\r\n零售额,甲市,1\r\n".encode(codec)
    finding = refused(raw)
    assert finding.code == "D018"
    assert suggested in finding.hint
    assert read(raw, codec).content == raw.decode(codec)


@pytest.mark.parametrize(
    ("raw", "place"),
    [(b"\0", "1 D007"), (b"a\nb\0", "2 D007"), ("甲\r乙\0".encode(), "2 D007"),
     (codecs.BOM_UTF16_LE + "甲\n\0".encode("utf-16-le"), "2 D007"), (b"a,b\n" * 9 + b"\0\0\0\0", "10 D007")],
)  # fmt: skip
def test_a_nul_is_refused_with_its_line(raw: bytes, place: str) -> None:
    """A file with NULs was damaged, in whatever encoding."""
    assert places([refused(raw)]) == [place]


@pytest.mark.parametrize(
    ("raw", "form"),
    [(b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml", Form.XLSX), (b"PK\x03\x04..content.xml", Form.ZIP),
     (b"PK\x05\x06" + bytes(18), Form.ZIP), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Form.XLS),
     (b"PAR1....", Form.PARQUET),
     (b"%PDF-1.7", Form.PDF), (b"\x1f\x8b\x08", Form.GZIP), (b"Rar!\x1a\x07", Form.RAR),
     (b"7z\xbc\xaf\x27\x1c", Form.SEVEN_ZIP), (b" \r\n<TABLE><tr>", Form.HTML), (b"<html xmlns=", Form.HTML),
     (codecs.BOM_UTF8 + b"<!DOCTYPE html>", Form.HTML), (b'<?xml version="1.0"?><Workbook>', Form.XML)],
)  # fmt: skip
def test_other_forms_are_named(raw: bytes, form: Form) -> None:
    """Workbooks, archives and web pages are recognised by their first bytes, and refused here by name."""
    assert form_of(raw) is form
    finding = refused(raw)
    assert finding.code == "D009"
    assert form.value in finding.message


def test_text_has_no_other_form() -> None:
    """A file of rows is no other form, also where it begins with a sign of markup."""
    assert [form_of(raw) for raw in (b"", b"a,b\n", b"<5,6\n", b"PK,1\n", b"ID,1\n")] == [None] * 5


# An encoding that is asked for


@pytest.mark.parametrize(
    ("encoding", "codec", "printed"),
    [("big5", "big5", "Big5"), ("BIG5-HKSCS", "big5hkscs", "BIG5HKSCS"), ("Shift_JIS", "shift_jis", "Shift-JIS"),
     ("utf8", "utf-8", "UTF-8"), ("utf-8-sig", "utf-8-sig", "UTF-8"), ("utf-16", "utf-16", "UTF-16"),
     ("gbk", "gb18030", "GB18030"), ("GB2312", "gbk", "GB18030"), ("gb18030", "gb18030", "GB18030")],
)  # fmt: skip
def test_an_encoding_that_is_asked_for_is_used(encoding: str, codec: str, printed: str) -> None:
    """The gate is skipped: text that it would doubt is read, and the encoding is named."""
    assert read("中山,大小\n".encode(codec), encoding) == Text("中山,大小\n", printed)
    assert doubt("山\n") is None
    assert read("\ue000".encode("gb18030"), "gbk").content == "\ue000"


def test_an_encoding_that_is_asked_for_is_strict() -> None:
    """The first byte that is no text in it is reported."""
    finding = refused("a\n中".encode("gbk"), "utf-8")
    assert places([finding]) == ["2:1 D001"]
    assert places([refused("中文\n".encode(), "ascii")]) == ["1:1 D001"]
    assert refused("无".encode(), "undefined").code == "D001"


@pytest.mark.parametrize("name", ["utf-88", "gb-18030x", "hex", "rot13", "", "编码", "a\0b", "../etc"])
def test_an_encoding_that_there_is_not_is_a_finding(name: str) -> None:
    """An unknown name, or a codec that makes no text, is reported with names that come near."""
    assert refused(b"abc", name).code == "D013"
    assert refused(b"abc", "utf8x").nearest[0] == "utf-8"


@given(st.binary(max_size=60) | st.text(max_size=40).map(lambda it: it.encode("gb18030", "ignore")))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    """There is text or exactly one finding, with a message, whatever the bytes."""
    text, findings = read_text(raw, "x")
    assert (text is None) == (len(findings) == 1)
    assert all(finding.message and finding.hint for finding in findings)
    assert text is None or text.content.isascii() or text.encoding in {"UTF-8", "GB18030", "UTF-16", "UTF-8 with BOM"}
