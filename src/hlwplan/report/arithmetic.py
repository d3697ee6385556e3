"""Arithmetic as it is printed: `ln(350 / 180) / ln(650 / 180)`, with a pocket calculator's functions."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from statistics import median
from typing import Final

from hlwplan.quantity import plain

_OPERATORS: Final[Mapping[type[ast.AST], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "ln": math.log, "exp": math.exp, "sqrt": math.sqrt, "tan": math.tan, "atan": math.atan, "sin": math.sin,
    "cos": math.cos, "abs": abs, "min": min, "max": max, "median": lambda *values: median(values),
}  # fmt: skip
"""What a formula may use; angles are in radians."""
CONSTANTS: Final[Mapping[str, float]] = {"π": math.pi}


def evaluate(text: str) -> float:
    """The value of an expression in numbers; NaN where it has none, as ln(0) has."""
    try:
        return float(_value(ast.parse(text.replace("×", "*").replace("^", "**"), mode="eval").body))
    except (ArithmeticError, ValueError):
        return math.nan


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=given):
            return FUNCTIONS[name](*map(_value, given))
        case ast.Name(id=name):
            return CONSTANTS[name]
        case _:
            raise ValueError(ast.dump(node))


def figures(value: float, digits: int) -> str:
    """A number to so many figures, halves away from zero as calculators round, and every figure before the point."""
    if value == 0:
        return "0"
    exact = Decimal(repr(float(value)))
    kept = Context(prec=max(digits, exact.adjusted() + 1), rounding=ROUND_HALF_UP).create_decimal(exact)
    return f"{kept:.{max(digits - 1 - kept.adjusted(), 0)}f}"


def decimals(value: float, places: int) -> str:
    """A number to so many decimals, rounded the same way."""
    exact = Decimal(repr(float(value)))
    digits = max(exact.adjusted() + 1 + places, 1)
    if exact and exact.adjusted() < -places - 1:
        return f"{Decimal(0):.{places}f}"
    context = Context(prec=digits + 2, rounding=ROUND_HALF_UP)
    return f"{exact.quantize(Decimal(1).scaleb(-places), context=context):f}"


def whole(value: float, most: int = 8) -> str | None:
    """The number as it is where so many figures hold it, else None."""
    text = figures(value, most)
    near = abs(float(text) - value) <= 1e-13 * abs(value)
    return plain(Decimal(text)) if near else None
