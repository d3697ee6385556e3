"""Start-up: what short commands import, which is most of what they take."""

import subprocess
import sys
from collections.abc import Callable

import pytest
from conftest import ROOT

CODE = """
import sys
before = {name.partition(".")[0] for name in sys.modules}
from hlwplan.cli.main import main
sys.argv = ["hlwplan", *sys.argv[1:]]
main()
sys.stdout = sys.__stdout__
known = set(sys.stdlib_module_names) | before
roots = sorted({name.partition(".")[0] for name in sys.modules} - known - {"hlwplan"})
print("\\n--", *(name for name in roots if not name.startswith("_")), sep="\\n")
print(*sorted(name for name in sys.modules if name.startswith("hlwplan.")), sep="\\n")
"""


@pytest.mark.parametrize("command", ["--version", "--help", "validate", "status"])
def test_a_command_imports_what_it_needs(command: str, golden: Callable[[str, str], None]) -> None:
    """The libraries, then our own modules; one more is a decision, read in review."""
    done = subprocess.run([sys.executable, "-c", CODE, command], cwd=ROOT, capture_output=True, text=True, check=True)
    golden(f"imports-{command.strip('-')}.txt", done.stdout.rpartition("\n--\n")[2])
