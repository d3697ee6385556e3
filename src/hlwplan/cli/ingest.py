"""`hlwplan ingest`: files of measurements into the store, all of them or none."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hlwplan.cli import exits
from hlwplan.cli.options import DataFolder, PlanFolder, Published

if TYPE_CHECKING:
    from hlwplan.measure.layout import Given


def ingest(
    files: Annotated[list[Path], typer.Argument(help="CSV, text or Excel files; - reads standard input / 填报文件")],
    plan: PlanFolder = None,
    data: DataFolder = None,
    published: Published = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing, show what would change / 只看不存")] = False,
    accept_valid: Annotated[
        bool,
        typer.Option("--accept-valid", help="Store what is right, write the rest to FILE.rejected.csv / 收正确行"),
    ] = False,
    explain_layout: Annotated[
        bool, typer.Option("--explain-layout", help="Say how each table was read / 说明如何读表")
    ] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", show_default=False,
                     help="What a file does not say: 地区=绍兴市 / 文件未写明的项"),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="RULE", show_default=False,
                     help="How labels are split: {地区}_{指标}_{口径} / 复合键拆分规则"),
    ] = None,
    sheet: Annotated[
        list[str] | None, typer.Option(show_default=False, help="Sheet of a workbook (all) / 工作表")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(show_default=False, help="Encoding of text files (recognised) / 文字编码")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(show_default=False, help="What separates fields (recognised) / 分隔符")
    ] = None,
) -> None:  # fmt: skip
    """Take measurements into the store / 导入填报数.

    A file with an error changes nothing, and neither do the files given beside it: exit code 4.
    With --accept-valid what is right is stored: exit code 1 where something else was refused.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.output import stop, usable_plan
    from hlwplan.measure.ingest import How
    from hlwplan.measure.store import Store

    known, folder, packaged = usable_plan(plan)
    if data is None and packaged and not dry_run:
        stop(exits.USAGE, "the packaged demonstration data is not written to; give --data / 内置示例数据不可写")
    today = datetime.now().astimezone().date()
    separator = {"tab": "\t", "\\t": "\t"}.get(delimiter or "", delimiter)
    how = How(published or today, today, encoding, separator, tuple(sheet) if sheet else None, _given(set_, key))
    store = Store(data_folder(data, folder))
    intakes = _read(known, files, how, store)
    _tell(intakes, explain=explain_layout)


def _given(pairs: Sequence[str] | None, rule: str | None) -> "Given":
    """What --set and --key say; ends with exit code 2 where they cannot be used."""
    from hlwplan.cli.output import stop
    from hlwplan.measure.keys import KeyRule, key_rule
    from hlwplan.measure.labels import HEADERS, field_named
    from hlwplan.measure.layout import Given

    fields = {}
    for pair in pairs or ():
        name, equals, value = pair.partition("=")
        field = field_named(name)
        if not equals or not value.strip() or field is None or field == "value":
            known = " ".join(f"{spellings[1]}=..." for field, spellings in HEADERS.items() if field != "value")
            stop(exits.USAGE, f"--set {pair}: write one of {known} / --set 写法有误")
        fields[field] = value.strip()
    split = key_rule(rule) if rule is not None else None
    if isinstance(split, str):
        stop(exits.USAGE, f"--key {rule}: {split} / --key 写法有误")
    return Given(fields, split if isinstance(split, KeyRule) else None)
