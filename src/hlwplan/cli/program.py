"""The commands, each loaded when it is called for, and their help in the language spoken."""

import re
from importlib import import_module
from typing import Annotated, Any, Final, Literal, TypeVar
from unicodedata import east_asian_width

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

import hlwplan
from hlwplan.language import Phrase, _

Shell = Literal["bash", "zsh", "fish"]

_FILL: Final = "\ue000"
_FRAMEWORK: Final = (
    (r"^Usage: ", Phrase("Usage: ")),
    (r"^Options:$", Phrase("Options:")),
    (r"^Arguments:$", Phrase("Arguments:")),
    (r"^Commands:$", Phrase("Commands:")),
    (r"Show this message and exit\.", Phrase("Show this message and exit.")),
    (r"\[required\]", Phrase("[required]")),
    (r"(?<=\[)default: ", Phrase("default: ")),
    (r"(?<=\[)env var: ", Phrase("env var: ")),
)
"""What the framework says on a help page in English only."""

COMMANDS: Final = (
    "status",
    "show",
    "changes",
    "tasks",
    "check",
    "init",
    "validate",
    "audit",
    "ingest",
    "template",
    "query",
    "schema",
    "explain",
    "fsck",
    "retract",
    "compact",
)
"""In the order of the help; a command is the function of that name in the module of that name."""


class Command(TyperCommand):
    """A command whose help page is in the language spoken."""

    def get_help(self, ctx: Any) -> str:
        """The page."""
        return _page(super().get_help(ctx))


class Commands(TyperGroup):
    """The program: a group that knows its commands by name and loads one when it is asked for."""

    def get_help(self, ctx: Any) -> str:
        """The page of the program."""
        return _page(super().get_help(ctx))

    def list_commands(self, _ctx: object) -> list[str]:
        """Every name, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, _ctx: object, cmd_name: str) -> TyperCommand | None:
        """The command of that name, its help in the language spoken; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self.commands:
            self.commands[cmd_name] = _loaded(cmd_name)
        command = self.commands[cmd_name]
        return command if isinstance(command, TyperCommand) else None


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"hlwplan {hlwplan.__version__}")
        raise typer.Exit


def _script(shell: Shell | None) -> None:
    if shell is not None:
        from hlwplan.cli.completion import script

        typer.echo(script(shell), nl=False)
        raise typer.Exit


def program() -> Commands:
    """The program as typer runs it."""
    app = _application()
    app.callback(cls=Commands, no_args_is_help=True)(hlwplan_)
    group = typer.main.get_command(app)
    if not isinstance(group, Commands):
        raise TypeError(group)
    _said(group)
    return group


def hlwplan_(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version")
    ] = False,
    lang: Annotated[
        Literal["zh", "en"] | None,
        typer.Option(
            help="Language of messages, wherever it stands (HLWPLAN_LANG, else the locale)", show_default=False
        ),
    ] = None,
    show_completion: Annotated[
        Shell | None,
        typer.Option(
            "--show-completion", callback=_script, is_eager=True, show_default=False,
            help="Print what lets this shell complete command lines",
        ),
    ] = None,
) -> None:  # fmt: skip
    """A plan as code: targets, measurements, and gaps that can be followed to the clause and the line."""


def _application() -> typer.Typer:
    return typer.Typer(
        name="hlwplan",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def _loaded(name: str) -> TyperCommand:
    app = _application()
    app.command(name, cls=Command)(getattr(import_module(f"hlwplan.cli.{name}"), name))
    command = typer.main.get_command(app)
    if not isinstance(command, TyperCommand):
        raise TypeError(command)
    return _said(command)


C = TypeVar("C", TyperCommand, TyperGroup)


def _said(command: C) -> C:
    """The command with its help in the language spoken, paragraph by paragraph."""
    paragraphs = [" ".join(it.split()) for it in (command.help or "").split("\n\n")]
    command.help = "\n\n".join(_wide(_(it)) for it in paragraphs)
    for it in command.params:
        if isinstance(it, (TyperOption, TyperArgument)):
            it.help = _wide(_(it.help or ""))
    return command


def _wide(text: str) -> str:
    """The text with a mark behind each sign that takes two cells: the framework breaks lines by counting signs."""
    return "".join(f"{it}{_FILL}" if east_asian_width(it) in "WF" else it for it in text)


def _page(text: str) -> str:
    """A help page as it is read: without the marks, and with the framework's own words in the language spoken."""
    for pattern, phrase in _FRAMEWORK:
        text = re.sub(pattern, str(phrase), text, flags=re.MULTILINE)
    return text.replace(_FILL, "")
