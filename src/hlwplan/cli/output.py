"""Writing: data to standard output, the rest to standard error."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Literal, NoReturn

import typer

from hlwplan.cli import exits
from hlwplan.cli.find import data_folder, plan_folder
from hlwplan.cli.options import TableFormat
from hlwplan.diagnostics import Diagnostic, has_errors
from hlwplan.language import Language, _, preferred, speaking

if TYPE_CHECKING:
    from hlwplan.measure.measurement import Observation, State
    from hlwplan.measure.store import Store
    from hlwplan.plan.model import Plan
    from hlwplan.table import Cell, Column, Table


def say(text: str) -> None:
    """A line to the user, beside the data; what a name of a file would do to a terminal is shown, not obeyed."""
    from hlwplan.render.escape import visible

    sys.stderr.write(f"{visible(text)}\n")


def report(findings: Sequence[Diagnostic]) -> None:
    """Diagnostics beside the data."""
    from hlwplan.render.findings.concise import lines

    sys.stderr.write(lines(findings))


def stop(code: int, text: str) -> NoReturn:
    """End with an exit code and the reason why."""
    say(f"hlwplan: {text}")
    raise typer.Exit(code)


def located(given: Path | None) -> tuple[Path, bool]:
    """The plan's folder, and whether it is the packaged one because none was found, which is said."""
    folder, packaged = plan_folder(given)
    if packaged:
        say(_("hlwplan: no plan here or above; this is the packaged one"))
    return folder, packaged


def usable_plan(given: Path | None) -> "tuple[Plan, Path, bool]":
    """The plan, its folder and whether it is the packaged one; ends with exit code 2 where it cannot be used."""
    from hlwplan.plan.load import load_plan

    folder, packaged = located(given)
    plan, findings = load_plan(folder)
    report(findings)
    if plan is None:
        stop(
            exits.USAGE,
            _("the plan in {folder} cannot be used; `hlwplan validate {folder}` checks it", folder=folder),
        )
    return plan, folder, packaged


def usable_observations(
    plan: "Plan", folder: Path, data: Path | None, *, as_of: date | None = None, year: int | None = None
) -> "list[Observation]":
    """What was observed, by `--data` or beside the plan's `folder`; nothing, and that is said, where no store is yet.

    Ends with exit code 2 where the store given is no folder, with 74 where it is damaged.
    """
    store = usable_store(folder, data)
    observations, findings = store.observations(plan, as_of=as_of, year=year)
    report_store(store.folder, findings)
    return observations


def usable_store(folder: Path, data: Path | None) -> "Store":
    """The store at `--data` or beside the plan's `folder`, which need not be there yet, and that is said."""
    from hlwplan.measure.store import Store

    store = data_folder(data, folder)
    if not store.is_dir():
        if data is not None:
            stop(exits.USAGE, _("no such folder: {folder}", folder=store))
        say(_("hlwplan: no measurements: {store} does not exist", store=store))
    return Store(store)


def store_to_change(plan: Path | None, data: Path | None) -> "Store":
    """The store at `--data` or beside the plan, not the packaged one; ends with exit code 2 where there is none."""
    from hlwplan.measure.store import Store

    if data is None:
        folder, packaged = located(plan)
        if packaged:
            stop(exits.USAGE, _("the packaged demonstration data is not written to; give --data"))
        data = data_folder(None, folder)
    if not data.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=data))
    return Store(data)


def report_store(store: object, findings: Sequence[Diagnostic]) -> None:
    """Say what was found in a store, given by its folder or URI; ends with exit code 74 where it is damaged."""
    report(findings)
    if has_errors(findings):
        stop(exits.IO_ERROR, _("{store} is damaged, so nothing is judged by it", store=store))


def usable_states(plan: "Plan", store: Path, *, as_of: date | None = None, year: int | None = None) -> "list[State]":
    """What was last reported of each deliverable; `usable_observations` comes first, and ends with a damaged store."""
    from hlwplan.measure.store import Store

    states, findings = Store(store).states(plan, as_of=as_of, year=year)
    report(findings)
    return states


def in_utf8() -> None:
    """Let standard output be UTF-8 with line feeds, whatever the console or locale: what follows is for machines."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", newline="\n")


def format_used(asked: TableFormat | None) -> TableFormat:
    """The format asked for, else a table on a terminal and TSV into a pipe."""
    return asked or (TableFormat.TABLE if sys.stdout.isatty() else TableFormat.TSV)


def write_table(
    people: "Callable[[int], Table]", machines: "Callable[[], Table]", format_: TableFormat | None, *,
    flat: bool = False,
) -> None:  # fmt: skip
    """Write a report in the format that is used.

    `people` is given the width to fit; `flat` keeps the dots of column names in JSON, which nest otherwise.  What
    people must know beside a machine's data goes to standard error.
    """
    chosen = format_used(format_)
    if chosen is TableFormat.TABLE:
        from hlwplan.render import terminal

        width = terminal_width()
        sys.stdout.write(terminal.render(people(width), width, colour=wants_colour()))
        return
    in_utf8()
    with speaking(machine_language()):
        table = machines()
    _say_beside(table)
    if chosen is TableFormat.JSON:
        from hlwplan.render import document, records

        sys.stdout.write(records.render(table) if flat else document.render(table))
    else:
        from hlwplan.render import delimited

        sys.stdout.write(delimited.render(table, _separator(chosen)))


def write_stream(
    columns: "Sequence[Column]", pieces: Iterable[str], head: "Callable[[], Table]", format_: TableFormat
) -> None:
    """Write a report for machines that is too long to hold: pieces of `rendered` rows, into a file that nobody sees.

    `head` is the report without its rows, asked for when they have all gone by; it is written before them.
    """
    from hlwplan.render import delimited, document

    in_utf8()
    with speaking(machine_language()), TemporaryFile() as body:
        for piece in filter(None, pieces):
            body.write(f",{piece}".encode() if format_ is TableFormat.JSON and body.tell() else piece.encode())
        table = head()
        _say_beside(table)
        before, after = delimited.head(columns, _separator(format_)), ""
        if format_ is TableFormat.JSON:
            before, after = document.frame(table, filled=body.tell() > 0)
        sys.stdout.write(before)
        sys.stdout.flush()
        body.seek(0)
        shutil.copyfileobj(body, sys.stdout.buffer, 1 << 20)
        sys.stdout.write(after)


def rendered(columns: "Sequence[Column]", rows: "Iterable[tuple[Cell, ...]]", format_: TableFormat) -> Iterator[str]:
    """Each row as `write_stream` takes it, for a while in the language spoken."""
    from hlwplan.render import delimited, document

    if format_ is TableFormat.JSON:
        return document.members(columns, rows)
    return delimited.lines(rows, _separator(format_))


def _separator(format_: TableFormat) -> Literal[",", "\t"]:
    return "," if format_ is TableFormat.CSV else "\t"


def _say_beside(table: "Table") -> None:
    """What people must know beside a machine's data."""
    for line in (*table.banner, table.title, *table.notes[:1]):
        say(line)


def machine_language() -> Language:
    """The language of sentences in a machine's data: as `--lang` or HLWPLAN_LANG says, else Chinese.

    The locale has no say, so that the same input gives the same bytes on every machine.
    """
    return preferred(os.environ.get("HLWPLAN_LANG") or "zh", {})


def terminal_width() -> int:
    """The width to lay a table out for: COLUMNS, else the terminal's, else 120 where there is none."""
    return shutil.get_terminal_size((120, 24)).columns


def wants_colour() -> bool:
    """Whether what is for people is coloured: on a terminal that can.

    NO_COLOR refuses it, and FORCE_COLOR other than 0 asks for it wherever it goes, in this order; empty they say
    nothing.  What is for machines is never coloured.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in {"", "0"}:
        return True
    return os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def read_input(file: Path) -> bytes:
    """A file's bytes; `-` is standard input.  Ends with exit code 2 where there is no such file."""
    if str(file) == "-":
        if sys.stdin is None:
            stop(exits.IO_ERROR, _("standard input is closed"))
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except FileNotFoundError:
        stop(exits.USAGE, _("no such file: {file}", file=file))
    except IsADirectoryError:
        stop(exits.USAGE, _("{file} is a folder, a file is wanted", file=file))


def decoded(raw: bytes, name: object) -> str:
    """Text in UTF-8, with or without a byte order mark; ends with exit code 2 where it is none, by its `name`."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        stop(
            exits.USAGE,
            _("{file} is not UTF-8 at byte {start}", file=name, start=error.start + 1),
        )


def write_new(file: Path, content: bytes) -> None:
    """Write a file that is not there yet, whole or not at all.

    Ends with exit code 2 where it is there: somebody may have filled it in.
    """
    if file.exists() or file.is_symlink():
        stop(exits.USAGE, _("{file} is there already, and is left as it is", file=file))
    if not file.parent.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=file.parent))
    temporary = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
