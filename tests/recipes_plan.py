"""What pages about plans describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from pathlib import Path


def failing_Y010(folder: Path) -> None:
    """No targets.yaml."""
    (folder / "targets.yaml").unlink()
