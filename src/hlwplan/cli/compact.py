"""`hlwplan compact`: many small files of batches made few."""

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder
from hlwplan.language import _


def compact(plan: PlanFolder = None, data: DataFolder = None) -> None:
    """Gather small batches.

    Thousands of small files of measurements become a few Parquet files, which are read faster. Batches keep their
    names and rows their origins, originals are not touched, and every batch is proven from the new file before its old
    one is deleted. Version control then no longer shows rows where versions are compared.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import located, report, say, stop
    from hlwplan.measure.store import Store, StoreBusyError

    if data is None:
        folder, packaged = located(plan)
        if packaged:
            stop(exits.USAGE, _("the packaged demonstration data is not written to; give --data"))
        data = data_folder(None, folder)
    if not data.is_dir():
        stop(exits.USAGE, _("no such folder: {folder}", folder=data))
    try:
        done, findings = Store(data).compact()
    except StoreBusyError as error:
        stop(exits.BUSY, _("another program is writing to {error}", error=error))
    report(findings)
    if done is None:
        stop(exits.IO_ERROR, _("{store} is damaged, so nothing is gathered", store=data))
    for name in done.left:
        say(_("batch {name} stays as it is: its CSV is not written as `hlwplan ingest` writes it", name=name))
    if done.files == (0, 0):
        say(_("{store}: nothing to gather", store=data))
        return
    values = dict(zip(("files", "new_files"), done.files, strict=True), bytes=done.size[0], new_bytes=done.size[1])
    say(
        _(
            "{store}: files {files} -> {new_files}, bytes {bytes} -> {new_bytes}; batches {batches}, rows {rows} are in"
            " the new files",
            store=data,
            batches=done.batches,
            rows=done.rows,
            **values,
        )
    )
