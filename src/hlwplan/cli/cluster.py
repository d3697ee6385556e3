"""Judging with Spark: what is asked goes to its workers, and gaps come back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hlwplan.cli import exits
from hlwplan.language import _

if TYPE_CHECKING:
    from hlwplan.assess.gap import Gap
    from hlwplan.plan.model import Plan
    from hlwplan.report.status import Asked


def by_spark(plan: "Plan", folder: Path, data: str | None, asked: "Asked", *, everywhere: bool) -> Iterator["Gap"]:
    """The gaps that `assessed` finds by `--data`, a folder or a URI that Spark reads, or beside the plan's `folder`.

    Ends with exit code 2 where pyspark is not installed or no store is where `data` says, with 74 where the store is
    damaged or Spark cannot do it.
    """
    from hlwplan.cli.find import data_folder
    from hlwplan.cli.judging import Judge
    from hlwplan.cli.output import report_store, say, stop
    from hlwplan.measure import spark, tables

    judge, place = Judge(asked, everywhere), asked.region or plan.region
    store = str(data_folder(None, folder)) if data is None else data
    try:
        with spark.session() as session:
            clocks = tables.Clocks(asked.as_of, asked.year)
            found, findings = spark.judged(session, store, plan, clocks, judge, None if everywhere else place)
    except spark.NotInstalledError:
        stop(exits.USAGE, _("--engine spark needs more packages: pip install 'hlwplan[spark]'"))
    except FileNotFoundError:
        if data is not None:
            stop(exits.USAGE, _("no such folder: {folder}", folder=store))
        say(_("hlwplan: no measurements: {store} does not exist", store=store))
        found, findings = {}, []
    except spark.SparkError as error:
        stop(exits.IO_ERROR, _("Spark cannot do it: {reason}", reason=str(error)))
    report_store(store, findings)
    places = plan.places if everywhere else [place]
    return (gap for it in places for gap in (spark.unpacked(found[it], plan) if it in found else judge(plan, [], it)))
