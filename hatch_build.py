"""Compiles the catalogue of messages when the project is built, and when it is installed to be worked on."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface):
    """Makes each `.mo` beside its `.po`."""

    def initialize(self, version, build_data):  # noqa: ARG002  the builder calls it so
        """Compile them all."""
        for source in Path(self.root, "src", "hlwplan", "locale").rglob("*.po"):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text, locale="zh"))
