"""Completion: what is offered for a line typed so far, and that shells take it as it is meant."""

import json
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

import pytest
from conftest import ROOT, run
from hypothesis import assume, given
from hypothesis import strategies as st
from shells import CLEAR, SHELLS, Terminal

from hlwplan.cli.completion import answer, offers, script, typed
from hlwplan.cli.offers import OFFERS, Offer
from hlwplan.cli.program import COMMANDS, Shell, program
from hlwplan.cli.schema import Name
from hlwplan.diagnostics import CATALOGUE
from hlwplan.plan.load import load_plan
from hlwplan.report import filters

AWKWARD: Final = 'A\'s "b" $(touch x) `touch x` [c] *?:%d \\ ;|&<>#~ {e,f} ${x} @ =g'
"""Whatever means something to a shell; `!` is left out, which bash has no sign for behind an open quotation mark."""
LINES: Final = "两\n行\tname"
HIDDEN: Final = "某\u202e局"


def installed(shell: str) -> str:
    """The shell; skips the test where it is not there.  `.ci/run` sees to it that all are."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    return shell


def asked(line: str, shell: str = "fish", *, cwd: Path = ROOT, text: str = "", **env: str) -> list[str]:
    """The lines that the program answers; it never fails and never says anything beside."""
    done = run(line, text, cwd=cwd, env={"_HLWPLAN_COMPLETE": shell, **env})
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


def names(line: str, cwd: Path = ROOT) -> list[str]:
    """The words offered."""
    kind, *words = asked(line, cwd=cwd)
    assert kind == "words"
    return [word.partition("\t")[0] for word in words]


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan whose names mean something to a shell, and an indicator with two targets."""
    folder = tmp_path_factory.mktemp("awkward")
    assert run("init", folder, "--no-input", "--years", "2021-2025").code == 0
    plan = folder / "plan"
    changes = {
        "plan.yaml": [
            ('"Example City"', json.dumps(f"R{AWKWARD}")),
            (
                "- {name: Example Bureau}",
                "\n  ".join(f"- {{name: {json.dumps(it)}}}" for it in (AWKWARD, LINES, HIDDEN)),
            ),
        ],
        "tasks.yaml": [
            ("[Example Bureau]", json.dumps([AWKWARD, LINES, HIDDEN])),
            ("title: Example task", f"title: {json.dumps(LINES + HIDDEN)}"),
        ],
        "targets.yaml": [
            ("{by: 2025, at_least: 100}", "[{by: 2024, at_least: 100}, {by: 2025, at_least: 100}]"),
            ("stated: horizon ", "stated: explicit "),
            (", quote: Example indicators reach 100个", ""),
            ("name: Example indicator", f"name: {json.dumps(f'N{AWKWARD}')}"),
        ],
    }
    for file, replacements in changes.items():
        text = (plan / file).read_text(encoding="utf-8")
        for before, after in replacements:
            assert before in text
            text = text.replace(before, after)
        (plan / file).write_text(text, encoding="utf-8")
    assert run("validate", folder) == (0, "", "")
    return folder


@pytest.fixture(scope="module", params=SHELLS)
def terminal(
    request: pytest.FixtureRequest, awkward: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Terminal]:
    """Each shell, standing in that folder."""
    sitting = Terminal(installed(request.param), awkward, tmp_path_factory.mktemp("home") / request.param)
    yield sitting
    sitting.close()
    assert not [it for it in awkward.rglob("*") if it.name in {"x", "y"}]


TYPED: Final = {
    "stat\t--by are\t": ["status", "--by", "area"],
    "status --lead A\t": ["status", "--lead", AWKWARD],
    "status --lead=A\t": ["status", f"--lead={AWKWARD}"],
    "status --lead 'A\t": ["status", "--lead", AWKWARD],
    'status --lead "A\t': ["status", "--lead", AWKWARD],
    "status --lead 两\t": ["status", "--lead", "两 行 name"],
    "status --region R\t--by task": ["status", "--region", f"R{AWKWARD}", "--by", "task"],
    "show ex\t4\t": ["show", "example-indicator@2024"],
    "show example-indicator@2\t5\t": ["show", "example-indicator@2025"],
    "check --year 2024 --fail-on limited,unmet_w\t": [
        "check",
        "--year",
        "2024",
        "--fail-on",
        "limited,unmet_worsening",
    ],
    "status --lead 某\t": ["status", "--lead", "某"],
    "status --lead nobody\t": ["status", "--lead", "nobody"],
    "validate pl\t": ["validate", "plan/"],
    "status --plan=pl\t": ["status", "--plan=plan/"],
}


@pytest.mark.parametrize("keys", TYPED)
def test_what_is_completed_reaches_the_program(terminal: Terminal, keys: str) -> None:
    """A whole word arrives as the plan has it, whatever it means to the shell; where nothing fits, nothing is added."""
    arrived = terminal.typed(f"hlwplan {keys}")
    # A folder may be left without its slash, which means the same.
    assert [it.removesuffix("/") for it in arrived] == [it.removesuffix("/") for it in TYPED[keys]]


def test_what_fits_is_listed(terminal: Terminal) -> None:
    """Where several words fit, they are listed, and in zsh and fish what each means, brackets and all."""
    more, wanted = ("\t\t", "@2025") if terminal.shell == "bash" else ("\t", "[c] *?:%d")
    terminal.lists(f"hlwplan show ex\t{more}", wanted)
    assert terminal.typed(f"{CLEAR}hlwplan done") == ["done"]


@pytest.mark.parametrize("shell", get_args(Shell))
def test_the_scripts_are_valid(shell: Shell) -> None:
    """What `--show-completion` prints is read by its shell without a complaint; no other shell is known."""
    done = run("--show-completion", shell)
    assert done == (0, script(shell), "")
    checked = subprocess.run([installed(shell), "-n"], input=done.out, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert run("--show-completion", "tcsh").code == 2


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("hlwplan ", COMMANDS),
        ("hlwplan --", ["--version", "--lang", "--show-completion", "--help"]),
        ("hlwplan --show-completion ", get_args(Shell)),
        ("hlwplan status --lang ", ["zh", "en"]),
        ("/opt/bin/hlwplan show outlet", ["outlet-bandwidth"]),
        ("hlwplan show online-retail-sales --re", ["--region"]),
        ("hlwplan status --task T0", ["T01", "T09"]),
        ("hlwplan status --task 推广电", ["推广电子商务"]),
        ("hlwplan status --task 'Promote e", ["Promote e-commerce"]),
        ("hlwplan tasks T01 --brief T0", ["T03"]),
        ("hlwplan tasks --area ", ["overall", "safeguard"]),
        ("hlwplan status --region 柯", ["柯桥区"]),
        ("hlwplan changes --from 2018 --to 2020 --region Ke", ["Keqiao"]),
        ("hlwplan status --state=on", ["--state=on_track"]),
        ("hlwplan status --nature ", ["binding", "none"]),
        ("hlwplan check --fail-on limited,missed:", ["limited,missed:binding"]),
        ("hlwplan status --method ", ["hlwplan", "sdsn"]),
        ("hlwplan show x -f ", ["text", "json", "md"]),
        ("hlwplan schema ", list(Name)),
        ("hlwplan explain ", list(CATALOGUE)),
    ],
)
def test_what_is_offered(line: str, some: list[str]) -> None:
    """Commands, options, closed choices and the plan's names, each where it may stand."""
    assert set(some) <= set(names(line))


@pytest.mark.parametrize(
    "line",
    [
        "hlwplan nonsense ",
        "hlwplan show online-retail-sales ",
        "hlwplan status --year ",
        "hlwplan status --nonsense=",
        "hlwplan init --region ",
        "hlwplan query ",
        "hlwplan status --task 'x\" $(",
        "hlwplan status --year x --top y --la",
        "hlwplan tasks -- --",
        "hlwplan schema --wr=",
    ],
)
def test_where_nothing_is_known_nothing_is_offered(line: str) -> None:
    """No guess, and no file where none is wanted."""
    assert names(line) == []


@pytest.mark.parametrize(
    "line", ["validate ", "ingest a.csv ", "status --plan ", "status --data=", "changes --from ", "schema --write "]
)
def test_paths_are_left_to_the_shell(line: str) -> None:
    """Where a file or a folder is wanted, the shell completes it."""
    assert asked(f"hlwplan {line}") == ["files"]


def test_units_are_those_with_the_role() -> None:
    """Each unit of the plan once, if it leads or is responsible; `none` where a task names none."""
    plan, _findings = load_plan(ROOT / "plan")
    assert plan is not None
    leading = {unit for task in plan.tasks for unit in task.lead or ()}
    *leads, last = names("hlwplan status --lead ")
    assert (last, len(leads)) == ("none", len(set(leads)))
    assert leading <= {unit for it in plan.head.organisations if it.name in leads for unit in (it.name, *it.aliases)}
    assert names("hlwplan template --year 2019 --lead ") == leads
    assert set(leads) < {it.name for it in plan.head.organisations}


@pytest.mark.parametrize("folder", [ROOT / "plan", ROOT / "examples" / "zhejiang-digital-economy" / "plan"])
def test_what_is_offered_is_understood(folder: Path) -> None:
    """Every name that an option may be completed to is one that the option takes."""
    plan, _findings = load_plan(folder)
    assert plan is not None

    def offered(line: str) -> list[str]:
        command, *option = line.split()
        found = offers(program(), [command, "--plan", str(folder), *option], "")
        return [name for it in found or () for name in it.names]

    assert filters.tasks(plan, offered("status --task"))[1] == []
    assert filters.units(plan, "--lead", offered("status --lead"))[1] == []
    assert filters.units(plan, "--responsible", offered("status --responsible"))[1] == []
    assert filters.areas(plan, offered("status --area"))[1] == []
    assert filters.states("--state", offered("status --state"))[1] == []
    assert filters.natures(offered("status --nature"))[1] == []
    for name in offered("show"):
        by = name.rpartition("@")[2]
        assert plan.measured().get(name if not by.isdigit() else name.removesuffix(f"@{by}")) is not None


def test_a_name_that_two_things_share_is_offered_for_the_one_it_finds(tmp_path: Path) -> None:
    """A title is taken for the first task that has it, so it is not offered for another."""
    shutil.copytree(ROOT / "plan", tmp_path / "plan")
    file = tmp_path / "plan" / "tasks.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("title_en: Share information", "title_en: Promote e-commerce"), encoding="utf-8")
    found = offers(program(), ["tasks", "--plan", str(tmp_path)], "") or []
    assert ["Promote e-commerce" in it.names for it in found if it.about == "Promote e-commerce"] == [True, False]


def test_every_completer_has_its_parameter() -> None:
    """They are found by the names of parameters, and no name is without one."""
    known = {it.name for name in COMMANDS for it in (program().get_command(None, name) or program()).params}
    assert set(OFFERS) <= known


def test_meanings_follow_the_language() -> None:
    """That of the line, else that of the environment; the words themselves stay."""
    english, chinese = ["online-retail-sales\tOnline retail sales"], ["online-retail-sales\t网络零售额"]
    line = "hlwplan show online-r"
    assert (
        asked(line)[1:] == asked(f"hlwplan --lang en {line.removeprefix('hlwplan ')}", HLWPLAN_LANG="zh")[1:] == english
    )
    assert asked(line, HLWPLAN_LANG="zh")[1:] == asked(line.replace("show", "show --lang=zh"))[1:] == chinese
    assert "--top\t只列差距最大的 N 项" in asked("hlwplan status --to", HLWPLAN_LANG="zh")
    assert asked("hlwplan explain P101", HLWPLAN_LANG="zh")[1:] == ["P101\t标识 … 已见于 …"]
    assert "--help\t显示本帮助。" in asked("hlwplan --h", HLWPLAN_LANG="zh")


def test_each_shell_gets_words_in_its_way() -> None:
    """For zsh a colon ends a word; bash replaces only what follows a sign that parts words."""
    found = [Offer(("a:b@1\\",), "what it is")]
    assert answer("fish", found, "", "", "") == "words\na:b@1\\\twhat it is\n"
    assert answer("zsh", found, "", "", "") == "words\na\\:b@1\\\\:what it is\n"
    assert answer("bash", found, "a:b@", "", "") == "words\n1\\\\\n"
    assert answer("bash", found, "a:b@1", "", "1") == "words\n1\\\\\n"


def test_the_plan_is_the_one_that_the_command_would_take(awkward: Path, tmp_path: Path) -> None:
    """The line's own, with the tilde that no shell has read yet; else from where one stands; else the packaged one."""
    (tmp_path / "home").symlink_to(awkward)
    ids = ["example-indicator@2024", "example-indicator@2025"]
    line = "hlwplan show --plan ~/home exa"
    assert [it.partition("\t")[0] for it in asked(line, cwd=tmp_path, HOME=str(tmp_path))[1:]] == ids
    assert [
        it.partition("\t")[0] for it in asked("hlwplan show exa", cwd=tmp_path, HLWPLAN_PLAN=str(awkward))[1:]
    ] == ids
    assert names("hlwplan show ", awkward / "plan") == ids
    assert "online-retail-sales" in names("hlwplan show ", tmp_path)


def test_a_plan_that_cannot_be_used_offers_nothing(tmp_path: Path) -> None:
    """A broken or missing plan completes nothing from it, and what is not from it all the same."""
    (tmp_path / "plan.yaml").write_text("id: [", encoding="utf-8")
    for folder in (tmp_path, tmp_path / "nowhere"):
        for parameter in ("--task", "--lead", "--responsible", "--area", "--region"):
            assert offers(program(), ["status", "--plan", str(folder), parameter], "") == []
        assert offers(program(), ["status", "--plan", str(folder), "--state"], "")
        assert names(f"hlwplan show --plan {folder} ") == []


def test_nothing_that_is_not_seen_gets_to_a_terminal(awkward: Path) -> None:
    """A meaning is one line, and shows hidden signs; a name with one cannot be typed as it is, so it is not offered."""
    (task,) = asked("hlwplan tasks T", cwd=awkward)[1:]
    assert task == "T01\t两 行 name某\\u202e局"
    assert names("hlwplan status --lead ", awkward) == [AWKWARD, "两 行 name"]
    assert names("hlwplan status --responsible ", awkward) == ["none"]


def test_a_name_outside_the_encoding_of_the_console_is_not_offered() -> None:
    """What is offered is typed, so a stand-in for a sign would be a wrong name."""
    assert asked("hlwplan status --region ", PYTHONIOENCODING="ascii") == ["words"]
    assert asked("hlwplan tasks T0", PYTHONIOENCODING="ascii")[1].startswith("T0")


def test_a_stray_call_is_no_crash() -> None:
    """Whatever a shell sends, the program ends with 0 and says nothing beside."""
    env = {"_HLWPLAN_COMPLETE": "bash"}
    for arguments in ([], ["hlwplan show '"], ["hlwplan sta", "sta", "more"], ["x" * 100_000]):
        assert run(*arguments, env=env)[::2] == (0, "")


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"))), st.sampled_from(["", "a", "'", '"']))
def test_words_are_read_as_a_shell_reads_them(words: list[str], last: str) -> None:
    """Quoted words come out as they were, the last one with the quotation mark that is still open."""
    assert typed(f"{shlex.join(words)} {last}") == (words, last.strip("'\""), last if last in {"'", '"'} else "")


@given(st.text(st.characters(exclude_characters="\0", codec="utf-8")))
def test_any_line_can_be_read(line: str) -> None:
    """Half a quotation, or a backslash at the end, is no mistake yet."""
    words, word, _quote = typed(line)
    assert "\0" not in "".join([*words, word])


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), st.sampled_from(["", "'", '"']))
def test_what_bash_inserts_is_the_word_itself(name: str, quote: str) -> None:
    """Behind an open quotation mark or none, it is read back as the name."""
    assume(name.isprintable())
    line = answer("bash", [Offer((name,))], "", quote, "").splitlines()[1]
    echo = subprocess.run(["bash", "-c", f"printf %s {quote}{line}{quote}"], capture_output=True, check=True)
    assert echo.stdout.decode() == name
