"""Language: every message has its Chinese, and who is spoken to in which language."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final, get_args

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from conftest import CATALOGUE, ROOT
from typer import Context

from hlwplan.cli.program import COMMANDS, program
from hlwplan.diagnostics import CATALOGUE as CODES
from hlwplan.language import Language, Phrase, _, preferred, speaking
from hlwplan.quantity import Dimension

CHINESE: Final = re.compile("[\u4e00-\u9fff]")
HEAD: Final = """# Chinese of hlwplan's messages, in the order of the English.
msgid ""
msgstr ""
"Language: zh\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


def in_code() -> Iterator[str]:
    """Every message that the program can say, as the code has it."""
    marked = extract_from_dir(
        str(ROOT / "src"), [("**.py", "python")], keywords={"_": None, "Phrase": None, "Wording": None}, comment_tags=()
    )
    yield from (str(message) for _file, _line, message, *_rest in marked)
    for code in CODES.values():
        yield from filter(None, (code.message, code.hint))
    yield from get_args(Dimension)
    group = program()
    commands = [group.get_command(Context(group), name) for name in COMMANDS]
    for command in (group, *filter(None, commands)):
        yield from command.help.replace("\ue000", "").split("\n\n") if command.help else ()
        yield from filter(None, (getattr(it, "help", "").replace("\ue000", "") for it in command.params))


def translated() -> dict[str, str]:
    """The catalogue: English to Chinese."""
    with CATALOGUE.open("rb") as text:
        return {str(it.id): str(it.string) for it in read_po(text, locale="zh") if it.id}


def places(template: str) -> set[str]:
    """The names of the values that a message shows."""
    return {name for _text, name, _spec, _kind in Formatter().parse(template) if name}


def quoted(text: str) -> str:
    """A string as a catalogue writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def test_every_message_has_its_chinese(request: pytest.FixtureRequest) -> None:
    """The catalogue holds what the code says and nothing else, in order; `--update-golden` adds and drops."""
    said, known = set(in_code()), translated()
    entries = [f"\nmsgid {quoted(it)}\nmsgstr {quoted(known.get(it, ''))}\n" for it in sorted(said)]
    if request.config.getoption("--update-golden"):
        CATALOGUE.write_text(HEAD + "".join(entries), encoding="utf-8")
    assert [it for it in sorted(said) if not known.get(it)] == []
    assert CATALOGUE.read_text(encoding="utf-8") == HEAD + "".join(entries)


@pytest.mark.parametrize(("english", "chinese"), translated().items())
def test_chinese_shows_the_same_values(english: str, chinese: str) -> None:
    """A translation has the places of its message, and no others."""
    assert not chinese or places(chinese) == places(english)


@pytest.mark.parametrize(
    ("given", "environment", "language"),
    [
        ("zh", {"HLWPLAN_LANG": "en"}, "zh"),
        ("en", {"HLWPLAN_LANG": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"HLWPLAN_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"HLWPLAN_LANG": "", "LANG": "zh_CN.GBK"}, "zh"),
        (None, {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
        (None, {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        (None, {"LC_ALL": "C", "LANGUAGE": "zh_CN"}, "en"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_who_is_spoken_to_in_which_language(
    given: str | None, environment: Mapping[str, str], language: Language
) -> None:
    """The option comes before the variable, the variable before the locale, and English is left."""
    assert preferred(given, environment) == language


def test_phrases_are_said_in_the_language_of_the_moment() -> None:
    """A phrase is kept without a language, and is itself a value of other messages."""
    phrase = Phrase("{name} is missing", name=Phrase("any task"))
    assert str(phrase) == f"{phrase}" == "any task is missing"
    with speaking("zh"):
        assert f"{phrase}" == _("{name} is missing", name="各项任务") == "缺少 各项任务"
    assert phrase == Phrase("{name} is missing", name=Phrase("any task"))
