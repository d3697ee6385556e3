"""`hlwplan fsck`: whether the store is what was written to it."""

from hlwplan.cli import exits
from hlwplan.cli.findings import write_findings
from hlwplan.cli.options import DataFolder, FindingsFormatOption, OutputFile, PlanFolder, Strict


def fsck(
    plan: PlanFolder = None,
    data: DataFolder = None,
    format_: FindingsFormatOption = None,
    output_file: OutputFile = None,
    strict: Strict = False,
) -> None:
    """Check the store / 检查数据文件夹.

    Every hash is computed again, and every row held against its form and its origin.  The plan only says where the
    data is; it may be wrong.  Nothing is changed.  Exit code 0 without errors, 1 with errors.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import located, say, stop
    from hlwplan.measure.fsck import check
    from hlwplan.render.findings import About

    store = data if data is not None else data_folder(None, located(plan)[0])
    if not store.is_dir():
        stop(exits.USAGE, f"no such folder: {store} / 数据文件夹不存在")
    checked, findings = check(store)
    say(
        f"{store}: originals {checked.originals}, batches {checked.batches}, rows {checked.rows},"
        f" retractions {checked.retractions} were checked / 已检查"
    )
    write_findings(findings, About("store", str(store)), format_, output_file, strict=strict)
