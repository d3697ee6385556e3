"""The program `hlwplan`: its commands, and what each way of ending is to the outside."""

import contextlib
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

import hlwplan
from hlwplan.cli import (
    audit,
    changes,
    check,
    exits,
    fsck,
    ingest,
    init,
    query,
    retract,
    schema,
    show,
    status,
    tasks,
    template,
    validate,
)
from hlwplan.language import preferred, speak

app = typer.Typer(
    name="hlwplan",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("status")(status.status)
app.command("show")(show.show)
app.command("changes")(changes.changes)
app.command("tasks")(tasks.tasks)
app.command("check")(check.check)
app.command("validate")(validate.validate)
app.command("audit")(audit.audit)
app.command("ingest")(ingest.ingest)
app.command("template")(template.template)
app.command("query")(query.query)
app.command("schema")(schema.schema)
app.command("fsck")(fsck.fsck)
app.command("retract")(retract.retract)
app.command("init")(init.init)


_SIGNALS: list[int] = []
"""The exit codes of the signals that came, first one first."""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hlwplan {hlwplan.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version / 显示版本")
    ] = False,
) -> None:
    """A plan as code: targets, measurements, and gaps that can be followed to the clause and the line.

    计划即代码：目标、填报数与差距，每个数都可追溯到条款和文件行。
    """


def run() -> None:
    """Run the program and leave with the exit code that says what happened."""
    speak(preferred(None, os.environ))
    signal.signal(signal.SIGTERM, _ended)
    signal.signal(signal.SIGINT, _ended)
    # A stream that was closed before we began is None.  Without standard error only the remarks are lost.
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end
    if sys.stdout is None:
        sys.exit(exits.IO_ERROR)
    try:
        code = _call()
        sys.stdout.flush()
    except BrokenPipeError:
        code = exits.PIPE_CLOSED
    except OSError as error:
        code = _failed(error)
    if code == exits.PIPE_CLOSED:
        # Whoever read us is gone; the interpreter must not try to flush to it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if code in {exits.INTERRUPTED, exits.TERMINATED}:
        # A thread of the column engine may still be at work, and leaving in the ordinary way would wait for it.
        with contextlib.suppress(OSError):
            sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _call() -> int:
    """Run the command; every failure that is not an answer gets a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a character still gets the rest
            stream.reconfigure(errors="backslashreplace")
    # Not `app()`: it would turn a closed pipe into exit code 1, which is an answer here.
    command = typer.main.get_command(app)
    try:
        with command.make_context("hlwplan", sys.argv[1:]) as context:
            command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.TyperException as error:
        getattr(error, "show", lambda: None)()
        return exits.USAGE
    except (KeyboardInterrupt, typer.Abort):
        return _SIGNALS[0] if _SIGNALS else exits.INTERRUPTED
    except OSError:
        raise
    except Exception:  # noqa: BLE001  whatever it is, it must not leave as code 1
        if _SIGNALS:
            return _SIGNALS[0]
        traceback.print_exc()
        sys.stderr.write("hlwplan: this is a bug; please report it with the lines above / 程序错误，请附上文报告\n")
        return exits.BUG
    return exits.OK


def _failed(error: OSError) -> int:
    where = f": {error.filename}" if error.filename else ""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"hlwplan: {error.strerror or error}{where}\n")
    return exits.IO_ERROR


def _ended(number: int, _frame: FrameType | None) -> None:
    # Remembered, because a library may turn what is raised here into an error of its own.
    _SIGNALS.append(exits.TERMINATED if number == signal.SIGTERM else exits.INTERRUPTED)
    raise KeyboardInterrupt
