"""`hlwplan ingest`: files of measurements into the store, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.findings import annotate, stop_damaged
from hlwplan.cli.options import DataFolder, PlanFolder, Published, TableFormat, TableFormatOption
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.diagnostics import Diagnostic
    from hlwplan.measure.compare import Intake
    from hlwplan.measure.ingest import Batch, How, Reading
    from hlwplan.measure.layout import Given
    from hlwplan.measure.rows import Refused
    from hlwplan.measure.store import Store
    from hlwplan.plan.model import Plan


DryRun = Annotated[bool, typer.Option("--dry-run", help="Store nothing, show what would change")]
AcceptValid = Annotated[
    bool, typer.Option("--accept-valid", help="Store what is right, write the rest to FILE.rejected.csv")
]
ExplainLayout = Annotated[bool, typer.Option("--explain-layout", help="Say how each table was read")]
SetFields = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="FIELD=VALUE", show_default=False,
                 help="What a file does not say: 地区=绍兴市"),
]  # fmt: skip
Key = Annotated[
    str | None,
    typer.Option("--key", metavar="RULE", show_default=False,
                 help="How labels are split: {地区}_{指标}_{口径}"),
]  # fmt: skip
SheetNames = Annotated[
    list[str] | None, typer.Option("--sheet", show_default=False, help="Sheet of a workbook (all visible)")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", show_default=False, help="Encoding of text files (recognised)")
]
Delimiter = Annotated[
    str | None, typer.Option("--delimiter", show_default=False, help="What separates fields (recognised)")
]


def ingest(  # noqa: PLR0917  all but the files are options
    files: Annotated[list[Path], typer.Argument(help="CSV, text or Excel files; - reads standard input")],
    plan: PlanFolder = None,
    data: DataFolder = None,
    published: Published = None,
    dry_run: DryRun = False,
    accept_valid: AcceptValid = False,
    explain_layout: ExplainLayout = False,
    set_: SetFields = None,
    key: Key = None,
    sheet: SheetNames = None,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    format_: TableFormatOption = None,
) -> None:
    """Take measurements into the store.

    A file with an error changes nothing, and neither do the files given beside it: exit code 4.
    With --accept-valid what is right is stored; exit code 1 says that something was refused.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import stop, usable_plan
    from hlwplan.diagnostics import has_errors
    from hlwplan.measure.ingest import How
    from hlwplan.measure.store import Store

    known, folder, packaged = usable_plan(plan)
    if data is None and packaged and not dry_run:
        stop(exits.USAGE, _("the packaged demonstration data is not written to; give --data"))
    today = datetime.now().astimezone().date()
    how = How(published or today, today, encoding, delimiter, tuple(sheet) if sheet else None, _given(set_, key))
    store = Store(data_folder(data, folder))
    readings = _read(known, files, how, store)
    findings = [finding for reading in readings for finding in reading.findings]
    if explain_layout:
        _explain(readings)
    annotate(findings, store.folder)
    wrong = has_errors(findings) and not accept_valid
    if dry_run or (wrong and format_ is not None):
        _preview(known, store, readings, format_, None if published else str(today))
    if wrong:
        stop(exits.REFUSED, _("nothing was stored"))
    intakes, refused, late = _store(known, store, readings, accept_valid=accept_valid)
    annotate(late, store.folder)
    _tell(known, intakes, None if published else str(today))
    if format_ is not None:
        _write(known, intakes, [*findings, *late], format_, dry_run=False)
    _write_rejected(refused)
    if has_errors([*findings, *late]):
        stop(exits.NO if intakes else exits.REFUSED, _("some rows were refused"))


def _store(
    plan: "Plan", store: "Store", readings: Sequence["Reading"], *, accept_valid: bool
) -> tuple[list["Intake"], dict[str, list["Refused"]], list["Diagnostic"]]:
    """Store what was read; what each file did, the refused rows of each, and why rows were refused beside the store."""
    refused = {reading.file: [*reading.refused] for reading in readings}
    batches = [reading.batch for reading in readings if reading.batch is not None]
    late: list[Diagnostic] = []
    if accept_valid:
        batches, late = _without_contradictions(plan, store, batches, refused)
    return _add(plan, store, batches), refused, late


def _given(pairs: Sequence[str] | None, rule: str | None) -> "Given":
    """What --set and --key say; ends with exit code 2 where they cannot be used."""
    from hlwplan.cli.output import stop
    from hlwplan.measure.keys import key_rule
    from hlwplan.measure.labels import HEADERS, field_named
    from hlwplan.measure.layout import Given

    fields: dict[str, str] = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        field = field_named(name)
        if not equals or not value.strip() or field in {None, "value", *fields}:
            known = " ".join(f"{spellings[1]}=..." for field, spellings in HEADERS.items() if field != "value")
            stop(exits.USAGE, _("--set {pair}: write each of {known} once at most", pair=pair, known=known))
        fields[str(field)] = value.strip()
    split = key_rule(rule) if rule is not None else None
    if isinstance(split, str):
        stop(exits.USAGE, _("--key {rule}: {split}", rule=rule, split=split))
    return Given(fields, split)


def _read(plan: "Plan", files: Sequence[Path], how: "How", store: "Store") -> list["Reading"]:
    """Read every file; what is stored already tells what is out of line with it."""
    from hlwplan.cli.output import read_input
    from hlwplan.measure.ingest import read_file
    from hlwplan.render.progress import progress

    known = list(store.rows()[0])
    readings = []
    for file in files:
        with progress(file.name) as tick:
            readings.append(read_file(plan, read_input(file), str(file), how, known=known, tick=tick))
    return readings


def _explain(readings: Sequence["Reading"]) -> None:
    from hlwplan.cli.output import say
    from hlwplan.report.words import EXPLAINED

    for reading in readings:
        for place, name, where in reading.explained:
            say(_("{place}: {what}: {where}", place=place, what=EXPLAINED[name], where=where))


def _preview(
    plan: "Plan", store: "Store", readings: Sequence["Reading"], format_: TableFormat | None, today: str | None
) -> None:
    """Show what would change, and end: with 0 where all would be stored, else with 4."""
    from hlwplan.diagnostics import has_errors

    intakes, late = _compared(plan, store, [reading.batch for reading in readings if reading.batch is not None])
    unread = [finding for reading in readings for finding in reading.findings]
    annotate(late, store.folder)
    for intake in intakes:
        _tell_date(intake, today)
    _write(plan, intakes, unread, format_, dry_run=True)
    raise typer.Exit(exits.REFUSED if late or has_errors(unread) else exits.OK)


def _compared(plan: "Plan", store: "Store", batches: Sequence["Batch"]) -> tuple[list["Intake"], list["Diagnostic"]]:
    """What adding the batches would do, and why rows would be refused; ends with 74 where the store is damaged."""
    from hlwplan.cli.output import report

    intakes, findings = store.compare(plan, batches)
    if findings and not intakes:
        report(findings)
        stop_damaged(store.folder)
    return intakes, findings


def _without_contradictions(
    plan: "Plan", store: "Store", batches: Sequence["Batch"], refused: dict[str, list["Refused"]]
) -> tuple[list["Batch"], list["Diagnostic"]]:
    """The batches without the rows that contradict what is stored, which are refused, and why.

    A row that was taken back is not given back to be mended: sent again it would undo the retraction.
    """
    from hlwplan.diagnostics import Span
    from hlwplan.measure.rows import refusal

    intakes, findings = _compared(plan, store, batches)
    kept = []
    for batch, intake in zip(batches, intakes, strict=True):
        for change in intake.changes:
            if change.kind == "refused" and change.finding is not None and change.finding.code != "S012":
                span = Span(batch.file, change.measurement.line)
                refused[batch.file].append(refusal(change.measurement, span, change.finding))
        rows = tuple(change.measurement for change in intake.changes if change.kind != "refused")
        if rows:
            kept.append(replace(batch, measurements=rows))
    return kept, findings


def _add(plan: "Plan", store: "Store", batches: Sequence["Batch"]) -> list["Intake"]:
    """Store the batches; ends with an exit code where that cannot be done."""
    from hlwplan.cli.output import stop

    intakes, conflicts = store.add(plan, batches)
    annotate(conflicts, store.folder)
    if conflicts and store.sound()[1]:
        stop_damaged(store.folder)
    if conflicts:
        stop(exits.REFUSED, _("nothing was stored"))
    return intakes


def _tell(plan: "Plan", intakes: Sequence["Intake"], today: str | None) -> None:
    """Say what became of each file, and what was revised; `today` is the date that rows without one got, or None."""
    from hlwplan.cli.output import say
    from hlwplan.report.intake import revisions, summary

    for intake in intakes:
        values = {"file": intake.file, "rows": _rows(intake.rows), "name": intake.name}
        if intake.before:
            say(_("{file}: {rows} stored before, and left as it is, as batch {name}", **values))
        else:
            say(_("{file}: {rows} stored as batch {name}", **values))
        _tell_date(intake, today)
    for line in revisions(plan, intakes):
        say(_("revised: {line}", line=line))
    if intakes:
        say(summary(plan, intakes))


def _tell_date(intake: "Intake", today: str | None) -> None:
    """Say that rows got today's date of publication: it outranks every earlier one."""
    from hlwplan.cli.output import say

    if not intake.before and any(change.measurement.published == today for change in intake.changes):
        say(_("{file}: rows without a date of publication got today's, {today}", file=intake.file, today=today))


def _write(
    plan: "Plan", intakes: Sequence["Intake"], unread: Sequence["Diagnostic"], format_: TableFormat | None, *,
    dry_run: bool,
) -> None:  # fmt: skip
    from hlwplan.cli.output import write_table
    from hlwplan.report.intake import for_machines, for_people

    write_table(
        lambda _width: for_people(plan, intakes, unread, dry_run=dry_run),
        lambda: for_machines(plan, intakes, unread, dry_run=dry_run),
        format_,
    )


def _write_rejected(refused: Mapping[str, Sequence["Refused"]]) -> None:
    """Write the refused rows of each file beside it."""
    for file, rows in refused.items():
        if rows:
            _write_beside(Path(file), rows)


def _write_beside(file: Path, rows: Sequence["Refused"]) -> None:
    """Write refused rows beside their file, under a name that is not taken."""
    from hlwplan.cli.output import say, write_new
    from hlwplan.render import delimited
    from hlwplan.report.rejected import rejected

    near = Path("stdin.csv") if str(file) == "-" else file
    names = (
        near.with_name(f"{near.stem}.rejected{number}.csv") for number in ("", *(f"-{n}" for n in range(2, 10**6)))
    )
    path = next(name for name in names if not name.exists())
    write_new(path, delimited.for_excel(rejected(rows)))
    say(_("{path}: {rows} refused, with the reasons; mend and ingest it", path=path, rows=_rows(len(rows))))


def _rows(count: int) -> str:
    return _("1 row") if count == 1 else _("{count} rows", count=count)
