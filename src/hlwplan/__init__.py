"""hlwplan: a government plan as code.

Targets stand in YAML that CI can trust, measurements arrive as the files that departments send, and every verdict can
be followed to the clause of the plan and to the line of the file behind it.

A **measurement** is a row as reported; an **observation** the one value adopted for an indicator, region and period.
A **period** is what a value is about, a **vintage** when it was published, **as of** leaves later vintages out.  An
**indicator** is measured in a **unit**, always of measure; people are a **lead unit** or a **responsible unit**.  A
**target** is what an indicator is promised to reach by a year, from its **baseline**; a **gap** is target minus
latest, turned so that positive is short.

The names in `__all__` are the public API; `docs/python.md` shows each at work.  They load what they need when they are
first used: `import hlwplan` alone loads no library.
"""

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "Gap",
    "Observation",
    "Plan",
    "Store",
    "__version__",
    "assess",
    "has_errors",
    "load_plan",
    "observe",
    "summarise",
]

TYPE_CHECKING = False  # as type checkers know it; `typing` would be the largest import here
if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.assess.rollup import assess, summarise
    from hlwplan.diagnostics import Diagnostic, has_errors
    from hlwplan.measure.inline import observe
    from hlwplan.measure.measurement import Observation
    from hlwplan.measure.store import Store
    from hlwplan.plan.load import load_plan
    from hlwplan.plan.model import Plan

_HOMES = {
    "Diagnostic": "diagnostics",
    "Gap": "assess.gap",
    "Observation": "measure.measurement",
    "Plan": "plan.model",
    "Store": "measure.store",
    "assess": "assess.rollup",
    "has_errors": "diagnostics",
    "load_plan": "plan.load",
    "observe": "measure.inline",
    "summarise": "assess.rollup",
}

# The room `assess` has the name of its function, and a package binds its name here when it is first loaded.  Loaded now
# (it is empty) and unbound, the name is looked up like the others: it is always the function.  What is in the room
# still comes by `from hlwplan.assess.gap import ...`.
__import__("hlwplan.assess")
globals().pop("assess", None)


def __getattr__(name: str) -> object:
    """A public name, loaded when it is first asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
