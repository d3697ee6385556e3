"""Plans with one thing changed, seeded: what people mistype, and what looks like a mistake but is none."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Final

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Raw:
    """A scalar as it is typed, without quotes."""

    text: str


@dataclass(frozen=True)
class Twice:
    """A mapping with one of its keys written twice."""

    data: Mapping[str, object]
    key: str


class _Gone:
    """A key or an item that is left out."""


GONE: Final = _Gone()
SCALARS: Final = (
    "~", "", "null", "yes", "no", "NO", "on", "true", "False", "010", "0o17", "0x1F", "1:30", "1_000", "1,234", "1e3",
    ".5", "2015.0", "-0", "+7", ".nan", "-.inf", "2016-06-28", "650亿元", "95%", "'2020'", '""', "!!str 5", "&a 5",
    "*a", "<<", "[]", "{}", "[1, 2]", "1e400", "0.1234567890123", "99999999999999999999", "100000000000000000000",
)  # fmt: skip
"""Scalars that YAML 1.1 and 1.2, or people and programs, take differently."""

VALUES: Final[Mapping[str, tuple[object, ...]]] = {
    "id": ("甲", "a b", "-a", "a.b_c-1", 7, "x/y"),
    "by": (1899, 1900, 2019, 2199, 2200, "2020", Decimal("2020.0"), -1),
    "horizon": (1899, 2021, 2200, "2020", None),
    "no": (0, 1, -3, Decimal("1.5"), "一"),
    "period": (
        2014, 1899, 2200, 201512, "2015", "2015年", "2015Q3", "2015Q5", "2015-06", "2015-13", "2015-01/09",
        "2015-01/12", "2015年上半年", "2015年三季度", "2015年前三季度", "2015年6月", "2015年1-9月", "2015-12-31",
        "2015-02-29", "2012-02-29", "2015-2-1", "去年", "二〇一五年", "15年", "2015H2", "2015h2", "2015全年",
        Decimal("2015.5"),
    ),
    "issued": (
        "2016-06-31", "2016-6-28", "20160628", "2016-W26-2", "2016-06-28T00:00", "2020-02-29", 2016, "0000-01-01",
    ),
    "url": ("www.a.b", "http://a.b", "https://", "ftp://a.b/c", "https://a b", "某网站", " "),
    "kind": ("amount", "rate", "growth", "index", "比率", "Rate", "percent", None),
    "series": ("flow", "level", "cumulative", "flows", "累计"),
    "stated": ("explicit", "horizon", "Horizon", None),
    "nature": ("binding", "aspirational", None, "约束性", "", ("binding",)),
    "path": ("auto", "linear", "geometric", "log", None),
    "across": ("sum", "none", None, "avg", {"mean_weighted_by": "x"}, {"mean_weighted": "x"}, {}, ("sum",)),
    "bounds": ((0, 10**9), (0,), (), (0, 1, 2), (5, 1), None, {"low": 0}, ("0", "1")),
    "between": ((1, 2), (1,), (), (1, 2, 3), None, ("1", 2)),
    "aliases": ((), ("别名",), ("别名", "别名"), ("",), "别名", None, (5,)),
    "milestones": (
        (), ({"by": 2019, "at_least": 1},), ({"by": 2019},), ({"by": 2019, "at_least": 1, "at_most": 2},), None,
    ),
    "shares": (
        (), ({"region": "某区", "at_least": 1},), ({"region": "某区"},), ({"at_least": 1},), "某区",
        ({"region": "each", "at_least": 1},), ({"region": "each", "at_least": 1}, {"region": "each", "at_least": 2}),
        ({"region": "Each", "at_least": 1},), ({"region": "each"},), "each",
    ),
    "baseline": (None, {"period": 2015}, {"period": "2015Q1"}, {"period": 2015, "value": 1}, {"value": 1}, {}, 2015,
                 {"period": 2015, "value": 1, "assumed": True}, {"period": 2015, "value": 0, "source": None}),
    "source": ({"clause": "一"}, {"url": "https://a.b"}, {"quote": "力争达到"}, {"clause": "一", "quote": "力争达到"},
               {}, {"clause": None, "url": None}, "一(三)", None),
    "target": (
        (), ({"by": 2020, "at_least": 1},), {"by": 2020}, {"by": 2020, "at_least": 1, "at_most": 2},
        {"by": 2020, "hold": {"at_least": 1}}, {"by": 2020, "hold": {}}, {"by": 2020, "hold": 5}, {"at_least": 5},
        {"by": 2020, "direction": "up"}, {"by": 2020, "direction": "rise"}, {"by": 2020, "between": (1,)},
        {"by": 2020, "at_least": None, "at_most": 3}, {"by": 2020, "at_least": 0}, None, 650,
    ),
    "lead": (None, (), ("市商务局",), "市商务局", ("市商务局", "市商务局"), (None,)),
    "responsible_open": (True, "true", 1, None),
    "in_force": (True, None, "否", 0),
    "name_en": ("x", "", "  ", "\u3000", None, 5),
    "title": ("", None, "甲", 2020, ("甲",)),
    "areas": ((), None, {}, ({"id": "a", "name": "甲"}, {"id": "a", "name": "乙"})),
    "regions": ((), ({},), ("某市",), ({"name": "某市", "parts": ("某市",)},), ({"name": "each"},)),
    "uncited": ((), ({"phrase": "甲"},), ({"phrase": "甲", "reason": "乙"},)),
    "deliverables": ((), None, ({"id": "D", "title": "甲", "stated": "explicit"},), ({"id": "D", "title": "甲"},)),
}  # fmt: skip
"""For a key, values that it may have and values that it may not."""
TOGETHER: Final[tuple[Mapping[str, object], ...]] = (
    {"path": "geometric"},
    {"path": "geometric", "kind": "growth"},
    {"path": "geometric", "target": {"by": 2020, "at_least": 0}},
    {"path": "geometric", "target": ({"by": 2020, "at_most": -1}, {"by": 2022, "hold": {"at_most": -2}})},
    {"path": "geometric", "target": {"by": 2020, "between": (0, 5)}},
    {"path": "geometric", "target": {"by": 2020, "direction": "down"}},
    {"across": "sum"},
    {"across": "sum", "kind": "rate"},
    {"across": "sum", "kind": "count"},
    {"across": None, "kind": "rate"},
    {"series": "flow", "baseline": {"period": "2015Q3"}},
    {"series": "flow", "baseline": {"period": "2015-01/12"}},
    {"series": "level", "baseline": {"period": "2015-06-30"}},
    {"series": "flow", "baseline": {"period": "2015-06-30"}},
    {"baseline": {"period": 2015, "value": 1, "assumed": False}},
    {"baseline": {"period": 2015, "value": 1, "source": {"clause": "一"}}},
    {"source": {"clause": "一", "quote": "争创第一"}},
    {"source": {"clause": "一", "quote": "争取"}, "nature": "aspirational"},
    {"source": {"clause": "一", "quote": "争取"}, "nature": "binding"},
)
"""Values that an indicator may or may not have together."""
PLACED: Final[Mapping[str, tuple[str, ...]]] = {
    "plan": ("uncited", "aliases", "name_en", "url", "in_force", "issued"),
    "tasks": ("aliases", "deliverables", "nature", "lead", "responsible_open", "url", "quote"),
    "targets": ("path", "across", "bounds", "milestones", "shares", "aliases", "baseline", "nature", "url", "between"),
}
"""Keys that are added where they do not stand yet, or do not belong, file by file."""


def written(value: object) -> str:
    """A value as YAML; what is given raw, as it is."""
    match value:
        case Raw():
            return value.text
        case Twice():
            pairs = [*value.data.items(), (value.key, value.data[value.key])]
            return "{" + ", ".join(f"{json.dumps(key)}: {written(it)}" for key, it in pairs) + "}"
        case dict():
            return "{" + ", ".join(f"{json.dumps(key)}: {written(it)}" for key, it in value.items()) + "}"
        case tuple():
            return "[" + ", ".join(map(written, value)) + "]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def places(data: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a file with its path, the whole first."""
    yield at, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, tuple) else ()
    for key, value in inner:
        yield from places(value, (*at, key))


def replaced(data: Any, at: Path, new: object) -> Any:
    """A copy of the data with another value at a path, or without it."""
    if not at:
        return new
    inner = dict(data) if isinstance(data, dict) else dict(enumerate(data))
    if at[1:] or new is not GONE:
        inner[at[0]] = replaced(inner.get(at[0]), at[1:], new)
    else:
        del inner[at[0]]
    return inner if isinstance(data, dict) else tuple(inner.values())


def _misspelt(random: Random, word: str) -> str:
    spot = random.randrange(len(word))
    return random.choice(
        [word[:spot] + word[spot + 1 :], word[:spot] + "x" + word[spot:], word.capitalize(), f"{word}s"]
    )


Change = Callable[[Random, str, Path, Any], object]
"""What a value becomes: from the seed, the file, the path and the value; None where the change does not fit it."""


def _of_mapping(change: Callable[[Random, dict[str, Any]], object]) -> Change:
    return lambda random, _file, _at, value: change(random, value) if isinstance(value, dict) and value else None


def _of_list(change: Callable[[Random, tuple[Any, ...]], object]) -> Change:
    return lambda random, _file, _at, value: change(random, value) if isinstance(value, tuple) and value else None


def _without_key(random: Random, value: dict[str, Any]) -> object:
    gone = random.choice(list(value))
    return {key: it for key, it in value.items() if key != gone}


def _misspelt_key(random: Random, value: dict[str, Any]) -> object:
    wrong = random.choice(list(value))
    return {_misspelt(random, key) if key == wrong else key: it for key, it in value.items()}


def _repeated_item(random: Random, value: tuple[Any, ...]) -> object:
    return (*value, random.choice(value))


def _added_key(random: Random, file: str, _at: Path, value: Any) -> object:
    if not isinstance(value, dict):
        return None
    key = random.choice(PLACED[file])
    return {**value, key: random.choice(VALUES.get(key, ("甲",)))}


def _together(random: Random, value: dict[str, Any]) -> object:
    return {**value, **random.choice(TOGETHER)} if "series" in value else None


def _another_value(random: Random, _file: str, at: Path, _value: Any) -> object:
    key = at[-1] if at else ""
    return Raw(written(random.choice(VALUES[key]))) if isinstance(key, str) and key in VALUES else None


def _another_type(random: Random, _file: str, _at: Path, value: Any) -> object:
    others: list[object] = ["甲", 5, Decimal("0.5"), True, ("甲",), {"甲": 1}]
    return random.choice([it for it in others if type(it) is not type(value)])


def _as_text(_random: Random, _file: str, _at: Path, value: Any) -> object:
    return str(value) if isinstance(value, (bool, int, Decimal)) else None


CHANGES: Final[Mapping[str, Change]] = {
    "a key left out": _of_mapping(_without_key),
    "a key misspelt": _of_mapping(_misspelt_key),
    "an unknown key": _of_mapping(lambda _, value: {**value, "remark": "甲"}),
    "a key twice": _of_mapping(lambda random, value: Twice(value, random.choice(list(value)))),
    "a key added": _added_key,
    "an item twice": _of_list(_repeated_item),
    "an empty list": _of_list(lambda _random, _value: ()),
    "a list unpacked": _of_list(lambda _, value: value[0]),
    "an item left out": _of_list(lambda random, value: value[: random.randrange(len(value))]),
    "another value": _another_value,
    "another value again": _another_value,
    "values together": _of_mapping(_together),
    "values together again": _of_mapping(_together),
    "another type": _another_type,
    "null": lambda _random, _file, at, _value: Raw("null") if at else None,
    "a number as text": _as_text,
    "a scalar as typed": lambda random, _file, at, value: (
        Raw(random.choice(SCALARS)) if at and not isinstance(value, (dict, tuple)) else None
    ),
    "the whole file": lambda random, _file, at, _value: (
        None if at else Raw(random.choice(["", "[]", "{}", "甲", "5", "---\n---"]))
    ),
}


@dataclass(frozen=True)
class Mutant:
    """The text of one file of a plan, and what was changed in it where."""

    change: str
    at: Path
    text: str


def mutants(data: Any, file: str, each: int, seed: int) -> Iterator[Mutant]:
    """Up to `each` different mutants by every change, at places chosen by the seed; rare keys as often as others."""
    random = Random(seed)  # noqa: S311  no secret
    by_key: dict[object, list[tuple[Path, Any]]] = {}
    for at, value in places(data):
        by_key.setdefault(next((step for step in reversed(at) if isinstance(step, str)), ""), []).append((at, value))
    seen = {written(data)}
    for name, change in CHANGES.items():
        found = 0
        for _ in range(each * 30):
            at, value = random.choice(random.choice(list(by_key.values())))
            new = change(random, file, at, value)
            text = "" if new is None else written(replaced(data, at, new)) + "\n"
            if new is not None and text not in seen and found < each:
                found += 1
                seen.add(text)
                yield Mutant(name, at, text)
