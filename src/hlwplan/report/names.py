"""What the things of a plan are called in the language spoken, as far as the plan has names in it."""

from hlwplan.language import spoken
from hlwplan.plan.head import Area, Head, Organisation, Region
from hlwplan.plan.model import Deliverable, Indicator, Plan, Task


def name_text(it: Indicator | Area | Region | Organisation) -> str:
    """What it is called."""
    return it.name_en if it.name_en and spoken() == "en" else it.name


def title_text(it: Head | Task | Deliverable) -> str:
    """What it is entitled."""
    return it.title_en if it.title_en and spoken() == "en" else it.title


def region_text(plan: Plan, name: str) -> str:
    """A region by the name that the plan lists."""
    known = plan.regions.find(name)
    return name_text(known) if known else name


def unit_text(plan: Plan, name: str) -> str:
    """An organisation by its name or an alias; as given to Chinese readers, and where the plan lists none such."""
    if spoken() == "zh":
        return name
    return next((name_text(it) for it in plan.head.organisations if name in (it.name, *it.aliases)), name)
