"""`hlwplan compact`: many small files of batches made few."""

from hlwplan.cli.options import DataFolder, PlanFolder
from hlwplan.language import _


def compact(plan: PlanFolder = None, data: DataFolder = None) -> None:
    """Gather small batches.

    Thousands of small files of measurements become a few Parquet files, which are read faster. Batches keep their
    names and rows their origins, originals are not touched, and every batch is proven from the new file before its old
    one is deleted. Version control then no longer shows rows where versions are compared.
    """
    from hlwplan.cli.findings import stop_damaged
    from hlwplan.cli.output import report, say, store_to_change

    store = store_to_change(plan, data)
    done, findings = store.compact()
    report(findings)
    if done is None:
        stop_damaged(store.folder)
    for name in done.left:
        say(_("batch {name} stays as it is: its CSV is not written as `hlwplan ingest` writes it", name=name))
    if done.files == (0, 0):
        say(_("{store}: nothing to gather", store=store.folder))
        return
    files, new_files = done.files
    size, new_size = done.size
    say(
        _(
            "{store}: files {files} -> {new_files}, bytes {bytes} -> {new_bytes}; batches {batches}, rows {rows} are in"
            " the new files",
            store=store.folder, files=files, new_files=new_files, bytes=size, new_bytes=new_size,
            batches=done.batches, rows=done.rows,
        )
    )  # fmt: skip
