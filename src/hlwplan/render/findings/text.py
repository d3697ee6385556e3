"""For people: each finding as a line, and below it the line of the file with a mark under what is wrong.

Columns in the first line count characters; the mark stands by cells of the terminal, of which a sign of Chinese takes
two.
"""

from hlwplan.render.excerpt import excerpt
from hlwplan.render.findings import Findings, concise


def render(it: Findings) -> str:
    """The text; a finding without a line and a column, or in a file that cannot be read, has no excerpt."""
    return "".join(
        f"{concise.line(finding)}\n{excerpt(it.lines(finding.span.file), finding.span, it.width)}"
        for finding in it.found
    )
