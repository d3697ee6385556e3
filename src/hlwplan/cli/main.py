"""The program `hlwplan`: its commands, and what each way of ending is to the outside."""

import contextlib
import gc
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

import hlwplan
from hlwplan.cli import exits
from hlwplan.language import _, preferred, speak

if TYPE_CHECKING:
    import typer

_SIGNALS: list[int] = []
"""The exit codes of the signals that came, first one first."""

_ASKED: Final = "_HLWPLAN_COMPLETE"
"""What a shell sets, to its own name, when it asks how a command line may go on."""


def run() -> None:
    """Run the program and leave with the exit code that says what happened.

    The process ends here and now: what would be taken down piece by piece is a tenth of a short command's time, and a
    thread of the column engine may still be at work when a signal came.
    """
    gc.set_threshold(100_000)  # what start-up makes stays; looking through it for garbage finds none
    code = main()
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.flush()
    os._exit(code)


def main() -> int:
    """Run the program; the exit code, when everything is written."""
    # A stream that was closed before we began is None.  Without standard error only the remarks are lost.
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open to the end
    if sys.stdout is None:
        return exits.IO_ERROR
    try:
        signal.signal(signal.SIGTERM, _ended)
        signal.signal(signal.SIGINT, _ended)
        code = _completed(os.environ[_ASKED], *sys.argv[1:]) if _ASKED in os.environ else _call()
        sys.stdout.flush()
    except KeyboardInterrupt:  # while it was loaded, or while a slow reader kept what is written waiting
        code = _interrupted()
    except BrokenPipeError:
        code = exits.PIPE_CLOSED
    except OSError as error:
        code = _failed(error)
    return code


def _call() -> int:
    """Run the command; every failure that is not an answer gets a code of its own."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that lacks a character still gets the rest
            stream.reconfigure(errors="backslashreplace")
    arguments = _in_a_language(sys.argv[1:])
    if arguments == ["--version"]:
        sys.stdout.write(f"hlwplan {hlwplan.__version__}\n")  # nothing else is needed for it, so nothing is loaded
        return exits.OK
    # Looking through every installed package for plugins takes a while, and no stranger's plugin shall judge a plan.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    import typer

    from hlwplan.cli.program import program

    # Not `app()`: it would turn a closed pipe into exit code 1, which is an answer here.
    try:
        with program().make_context("hlwplan", arguments) as context:
            context.command.invoke(context)
    except typer.Exit as ending:
        return ending.exit_code
    except typer.TyperException as error:
        _explain(error)
        return exits.USAGE
    except typer.Abort:
        return _interrupted()
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  whatever it is, it must not leave as code 1
        return _ended_by(error)
    return exits.OK


def _completed(shell: str, line: str = "", text: str = "", *_more: str) -> int:
    """Answer a shell how a line may go on; it has no place for a message, so what goes wrong completes nothing."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    with contextlib.suppress(Exception, SystemExit, KeyboardInterrupt):
        from hlwplan.cli import completion
        from hlwplan.cli.program import program

        words, word, quote = completion.typed(line)
        words = ["--lang"] if words[-1:] == ["--lang"] else _in_a_language(words[1:])
        sys.stdout.write(completion.answer(shell, completion.offers(program(), words, word), word, quote, text))
    return exits.OK


def _explain(error: "typer.TyperException") -> None:
    """Say what is wrong with the command line; without any command, the help is what is wanted."""
    from hlwplan.cli.usage import problem

    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(f"{error.format_message()}\n")
        return
    known: list[str] = []
    if context is not None:
        known = [] if context.parent else context.command.list_commands(context)
        known += [name for it in context.command.get_params(context) for name in getattr(it, "opts", [])]
    sys.stderr.write(f"hlwplan: {problem(error, known)}\n")
    path = context.command_path if context is not None else " ".join(["hlwplan", *sys.argv[1:2]])
    sys.stderr.write(_("hlwplan: `{command} -h` says how it is used", command=path) + "\n")


def _in_a_language(arguments: list[str]) -> list[str]:
    """Speak as `--lang` asks, wherever it stands, else as the environment does; the arguments without it.

    Help texts are built when a command is loaded, so this comes first.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    at = next((n for n, it in enumerate(arguments[:end]) if it == "--lang" or it.startswith("--lang=")), None)
    if at is None:
        speak(preferred(None, os.environ))
        return arguments
    size = 1 if "=" in arguments[at] else 2
    found = arguments[at : at + size]
    wish = found[-1].removeprefix("--lang=")
    rest = [*arguments[:at], *arguments[at + size :]]
    if wish in {"zh", "en"}:
        os.environ["HLWPLAN_LANG"] = wish
        found = []  # anything else is refused where options are read
    speak(preferred(None, os.environ))
    return [*found, *rest]


def _failed(error: OSError) -> int:
    where = f": {error.filename}" if error.filename else ""
    with contextlib.suppress(OSError):
        sys.stderr.write(f"hlwplan: {error.strerror or error}{where}\n")
    return exits.IO_ERROR


def _ended_by(error: Exception) -> int:
    """Say what ended a command; the exit code.  Only what nothing is known about is a bug."""
    from hlwplan.measure.files import StoreBusyError
    from hlwplan.measure.memory import VARIABLE, NoSizeError

    if _SIGNALS:
        return _SIGNALS[0]
    if isinstance(error, NoSizeError):
        said = _("{name}: {text!r} is no amount of memory; write it as 512MB or 2GB", name=VARIABLE, text=str(error))
        code = exits.USAGE
    elif isinstance(error, MemoryError):
        said = _("{limit} of memory are too little; allow more by --memory-limit or {name}", limit=error, name=VARIABLE)
        code = exits.IO_ERROR
    elif isinstance(error, StoreBusyError):
        said, code = _("another program is writing to {error}", error=error), exits.BUSY
    else:
        traceback.print_exception(error)
        said, code = _("this is a bug; please report it with the lines above"), exits.BUG
    sys.stderr.write(f"hlwplan: {said}\n")
    return code


def _interrupted() -> int:
    return _SIGNALS[0] if _SIGNALS else exits.INTERRUPTED


def _ended(number: int, _frame: FrameType | None) -> None:
    # Remembered, because a library may turn what is raised here into an error of its own.
    if _SIGNALS:  # who asks twice is not kept waiting; the store is whole at any moment
        os._exit(_SIGNALS[0])
    _SIGNALS.append(exits.TERMINATED if number == signal.SIGTERM else exits.INTERRUPTED)
    raise KeyboardInterrupt
