"""Worked formulas: every number is written with as many figures as redoing the later ones takes.

A number that comes out of a formula is rounded once, and goes into later formulas as it is printed.  Whoever redoes a
line with the numbers printed in it gets the number printed behind it, to its last figure: the lines are gone through
backwards, and where a line does not come out, the numbers that go into it are given one figure more.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final

from hlwplan.quantity import plain
from hlwplan.report.arithmetic import CONSTANTS, FUNCTIONS, decimals, evaluate, figures, whole
from hlwplan.table import Formula

FIGURES: Final = 4
"""With how many figures a number begins."""
_MOST: Final = 17
_SYMBOL: Final = re.compile(r"[A-Za-zμΣ_][A-Za-z0-9_]*")
_KNOWN: Final = {*FUNCTIONS, *CONSTANTS}


@dataclass(frozen=True, slots=True)
class Step:
    """A number to be worked out: its formula in symbols, and its value at full precision.

    `shown` is what other reports print, made from the value by `{}`'s format: "{:.1f}%" with `times` 100.  `places`
    counts decimals instead of figures, for numbers that are differences.
    """

    name: str
    symbol: str
    formula: str
    value: float | Decimal
    unit: str = ""
    shown: str = ""
    times: int = 1
    places: int | None = None
    looked_up: str = ""
    topic: str = ""

    @property
    def number(self) -> float:
        """The value as a float."""
        return float(self.value)

    def saying(self, value: float) -> str:
        """What other reports print of a value."""
        return self.shown.format(self.times * value) if self.shown else ""


@dataclass(slots=True)
class Worksheet:
    """Numbers given, and numbers worked out of them, in order; a symbol means one number throughout.

    `topic` is what the steps that are added now belong to.
    """

    given: dict[str, str] = field(default_factory=dict)
    steps: dict[str, Step] = field(default_factory=dict)
    topic: str = ""

    def give(self, symbol: str, value: Decimal | Fraction | int) -> None:
        """A number that is known exactly."""
        self.given[symbol] = _bracketed(exactly(value))

    def work(
        self, name: str, symbol: str, formula: str, value: float | Decimal | None, unit: str = "", *,
        shown: str = "", times: int = 1, places: int | None = None, looked_up: str = "",
    ) -> None:  # fmt: skip
        """A number that comes from others; nothing where it is None."""
        if value is not None and math.isfinite(value):
            self.steps[symbol] = Step(name, symbol, formula, value, unit.strip(), shown, times, places,
                                      looked_up, self.topic)  # fmt: skip

    def knows(self, *symbols: str) -> bool:
        """Whether each symbol means a number."""
        return all(symbol in self.given or symbol in self.steps for symbol in symbols)

    def worked(self) -> dict[str, dict[str, Formula]]:
        """Every number worked out, by topic and symbol, in order."""
        written = _Written(self.given, self.steps)
        changed = True
        while changed:  # a figure more for one line may undo another that was settled before
            changed = False
            for step in reversed(self.steps.values()):
                changed = written.settle(step) or changed
        found: dict[str, dict[str, Formula]] = {}
        for symbol, step in self.steps.items():
            found.setdefault(step.topic, {})[symbol] = written.formula(step)
        return found


def exactly(value: Decimal | Fraction | int) -> str:
    """A number whole: plain digits, or years and a fraction of one where they have no end."""
    if isinstance(value, Decimal):
        return plain(value)
    fraction = Fraction(value)
    if 10**4 % fraction.denominator == 0:
        return plain(Decimal(fraction.numerator) / Decimal(fraction.denominator))
    begun = math.floor(fraction)
    rest = fraction - begun
    return f"({begun} + {rest.numerator}/{rest.denominator})"


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


class _Written:
    """How each number is written so far."""

    def __init__(self, given: Mapping[str, str], steps: Mapping[str, Step]) -> None:
        self._given, self._steps = given, steps
        self._digits = {symbol: FIGURES if it.places is None else it.places for symbol, it in steps.items()}
        self._exact: dict[str, str | None] = {}
        for symbol, step in steps.items():
            self._exact[symbol] = self._whole(step)

    def settle(self, step: Step) -> bool:
        """Give the step, then what goes into it, the figures that it takes for the step to come out.

        Whether any was given: figures are only ever added, so that an end comes.
        """
        before = dict(self._digits)
        if self._exact[step.symbol] is None:
            self._settle(step)
        return self._digits != before

    def _settle(self, step: Step) -> None:
        while not self._tells(step) and self._digits[step.symbol] < _MOST:
            self._digits[step.symbol] += 1
        used = [it for it in self._symbols(step.formula) if self._exact.get(it, "") is None]
        while evaluated(self.numbers(step), self._digits[step.symbol], step) != self.result(step):
            coarse = [it for it in used if self._digits[it] < _MOST] or [step.symbol]
            if self._digits[coarse[0]] >= _MOST:  # a float holds no more
                return
            for symbol in coarse:
                self._digits[symbol] += 1

    def formula(self, step: Step) -> Formula:
        """The step as it is printed."""
        return Formula(
            step.name, step.symbol, step.looked_up or step.formula, "" if step.looked_up else self.numbers(step),
            self.result(step), self._exact[step.symbol] is not None, step.number, step.unit,
            step.saying(step.number),
        )  # fmt: skip

    def result(self, step: Step) -> str:
        """The number as it is printed."""
        exact = self._exact[step.symbol]
        return written(step.number, self._digits[step.symbol], step) if exact is None else exact

    def numbers(self, step: Step) -> str:
        """The formula with its numbers put in."""
        return _SYMBOL.sub(lambda found: self._number(found[0]), step.formula)

    def _number(self, symbol: str) -> str:
        if symbol in _KNOWN:
            return symbol
        return self._given[symbol] if symbol in self._given else _bracketed(self.result(self._steps[symbol]))

    def _symbols(self, formula: str) -> list[str]:
        return [it for it in dict.fromkeys(_SYMBOL.findall(formula)) if it not in _KNOWN]

    def _whole(self, step: Step) -> str | None:
        """The number in full where nothing that goes into it was rounded and few figures hold it, else None."""
        if step.looked_up or any(self._exact.get(it, "") is None for it in self._symbols(step.formula)):
            return None
        exact = plain(step.value) if isinstance(step.value, Decimal) else whole(step.value)
        if exact is None or not math.isclose(evaluate(self.numbers_of(step.formula)), float(exact), rel_tol=1e-12,
                                             abs_tol=1e-12):  # fmt: skip
            return None
        return exact

    def numbers_of(self, formula: str) -> str:
        """A formula with the numbers of exact symbols put in."""
        return _SYMBOL.sub(
            lambda found: found[0] if found[0] in _KNOWN
            else self._given.get(found[0]) or _bracketed(self._exact.get(found[0]) or ""),
            formula,
        )  # fmt: skip

    def _tells(self, step: Step) -> bool:
        """Whether what is printed leads to what other reports print, and does not read as zero without being it."""
        text = written(step.number, self._digits[step.symbol], step)
        if float(text) == 0 and step.number and step.places is not None and not step.shown:
            return False
        value, said = float(text), step.saying(step.number)
        # Calculators and readers round halves away from zero, which a float of 2.195 does not.
        other = step.saying(value * (1 + 1e-12)) == said or math.isclose(value, step.number, rel_tol=1e-12)
        return step.saying(value) == said and other


def written(value: float, digits: int, step: Step) -> str:
    """A value with so many figures, or decimals."""
    return figures(value, digits) if step.places is None else decimals(value, digits)


def evaluated(numbers: str, digits: int, step: Step) -> str:
    """What redoing a line gives, rounded as its result is."""
    if step.looked_up:
        return written(step.number, digits, step)
    value = evaluate(numbers)
    return written(value, digits, step) if math.isfinite(value) else ""
