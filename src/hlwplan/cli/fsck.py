"""`hlwplan fsck`: whether the store is what was written to it."""

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder
from hlwplan.cli.validate import Format, FormatOption, write_findings
from hlwplan.language import _


def fsck(plan: PlanFolder = None, data: DataFolder = None, format_: FormatOption = Format.TEXT) -> None:
    """Check the store.

    Every hash is computed again, and every row held against its form and its origin.  The plan only says where the
    data is; it may be wrong.  Nothing is changed.  Exit code 0 without errors, 1 with errors.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import located, say, stop
    from hlwplan.measure.fsck import check

    store = data if data is not None else data_folder(None, located(plan)[0])
    if not store.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=store))
    checked, findings = check(store)
    say(
        _(
            "{store}: originals {originals}, batches {batches}, rows {rows}, retractions {retractions} were checked",
            store=store,
            originals=checked.originals,
            batches=checked.batches,
            rows=checked.rows,
            retractions=checked.retractions,
        )
    )
    write_findings(findings, format_)
