"""`hlwplan explain`: what a diagnostic means, why it matters, and how it is mended."""

import sys
import unicodedata
from typing import Annotated

import typer

from hlwplan.cli import exits
from hlwplan.language import _


def explain(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", show_default=False, help="Such as P104, in either case")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every page, as a Markdown document")] = False,
) -> None:
    """Explain a diagnostic.

    What it says, why it matters, an example that fails with what is printed, and the mended one.
    Exit code 2 where there is no such code.
    """
    from hlwplan.cli.output import in_utf8, stop, terminal_width
    from hlwplan.diagnostics import CATALOGUE, did_you_mean, nearest
    from hlwplan.diagnostics.pages import base, in_families, page
    from hlwplan.render import explained

    if (code is None) != everything:
        stop(exits.USAGE, _("give one code, or --all"))
    if code is None:
        shown = explained.markdown([page(it) for it in in_families(CATALOGUE)], base())
    else:
        wanted = unicodedata.normalize("NFKC", code).strip().upper()
        if wanted not in CATALOGUE:
            hint = did_you_mean(nearest(wanted, CATALOGUE)) or _("`hlwplan explain --all` has every one")
            stop(exits.USAGE, _("no code is {code!r}; {hint}", code=code, hint=hint))
        width = min(terminal_width(), 100) if sys.stdout.isatty() else None
        shown = explained.text(page(wanted), width)
    if not sys.stdout.isatty():
        in_utf8()
    sys.stdout.write(shown)
