"""Finding a plan and its data: by option or environment, upwards from the working directory, else the packaged."""

from pathlib import Path
from typing import Final

import hlwplan

_MARK: Final = "plan.yaml"


def plan_folder(given: Path | None) -> tuple[Path, bool]:
    """The folder with the three plan files, and whether it is the packaged one because none was given or found.

    `given` may be the folder itself or one that has it as `plan/`; what is given is taken even where nothing is there,
    so that loading it says so.
    """
    if given is not None:
        here = given.parent if given.name == _MARK else given
        inside = not (here / _MARK).exists() and (here / "plan" / _MARK).exists()
        return here / "plan" if inside else here, False
    for folder in (Path.cwd(), *Path.cwd().parents):
        for candidate in (folder / "plan", folder):
            if (candidate / _MARK).is_file():
                return _shortened(candidate), False
    return shipped() / "plan", True


def data_folder(given: Path | None, plan: Path) -> Path:
    """The store's folder: the one given, else `data` beside the plan's folder."""
    return given if given is not None else plan.parent / "data"


def shipped() -> Path:
    """The folder of the packaged plan and demonstration data; in a source checkout, the checkout."""
    package = Path(hlwplan.__file__).parent
    packaged = package / "shipped"
    return packaged if packaged.is_dir() else package.parent.parent


def _shortened(folder: Path) -> Path:
    # Places in messages are shorter from where the user stands.
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
