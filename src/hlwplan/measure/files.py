"""Writing: files that are there whole or not at all, whenever the writer ends."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


class StoreBusyError(Exception):
    """Another writer holds the store, whose folder this names, and did not let go in time."""


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write files, all or none: every byte is on the disk before the first gets its name.

    A file that is there already is left alone: in a store it has this content by its name.  Raises OSError where the
    disk refuses.
    """
    new = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in files if not path.exists()}
    named: list[Path] = []
    try:
        for path, temporary in new.items():
            with temporary.open("wb") as file:
                file.write(files[path])
                file.flush()
                os.fsync(file.fileno())
        for path, temporary in new.items():
            temporary.replace(path)
            named.append(path)
        for folder in {path.parent for path in new}:
            _sync(folder)
    except BaseException:
        for path in named:
            path.unlink()
        raise
    finally:
        for temporary in new.values():
            temporary.unlink(missing_ok=True)


def settle(temporary: Path, path: Path) -> None:
    """Give a file that is written its name, when every byte of it is on the disk.  Raises OSError."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync(path.parent)


def replace(path: Path, content: bytes) -> None:
    """Write a file that may be there already: it is the new one as a whole, or, where that fails, as it was.

    Links are followed.  What is no file, such as a pipe or a device, is written to.  Raises OSError.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(target.stat().st_mode)
        temporary.replace(target)
        _sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def make_folders(folder: Path, names: Iterable[str]) -> None:
    """Make folders inside a folder, which is made too; those that are new outlive a loss of power."""
    missing = [folder / name for name in names if not (folder / name).is_dir()]
    for path in missing:
        path.mkdir(parents=True, exist_ok=True)
    if missing:
        _sync(folder)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
