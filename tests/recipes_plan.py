"""What pages about plans describe in words, because no text can show it.

`failing_CODE` makes what the page calls failing in a folder that has the base plan and the example's files already,
`mended_CODE` the mended one; one that is missing has nothing to make.  Figures are made up.
"""

from pathlib import Path


def failing_Y010(folder: Path) -> None:
    """No targets.yaml."""
    (folder / "targets.yaml").unlink()


def failing_Y001(folder: Path) -> None:
    """The targets in the encoding that older Chinese editors save in."""
    path = folder / "targets.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))


def failing_Y002(folder: Path) -> None:
    """The targets with comments behind them, up to the size that the page names."""
    path = folder / "targets.yaml"
    written = path.read_bytes()
    path.write_bytes(written + b"#" * (12_000_000 - len(written)))
