"""The command line by its real entry point: exit code, standard output, standard error."""

from __future__ import annotations

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from grader.cli.commands import COMMANDS, load_command
from grader.cli.main import main
from grader.course import Course
from grader.runner import Grader

ROOT = Path(__file__).parent.parent
SOLUTION = ROOT / "solutions" / "ex03_calculator" / "solution"
SKELETON = ROOT / "exercises" / "ex03_calculator"
GRADE = [sys.executable, "-m", "grader"]

Completed = subprocess.CompletedProcess[str]


def grade(*arguments: str | Path, cwd: Path = ROOT, environ: Mapping[str, str] | None = None) -> Completed:
    return subprocess.run(
        [*GRADE, *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environ or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def burn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Add a command `burn` whose body is the given statement; returns the words that run it with a log."""

    def add(statement: str) -> list[str]:
        source = [
            "import click",
            "from grader.cli.options import log_option",
            "from grader.errors import *",
            "@click.command()",
            "@log_option",
            "def burn(log):",
            f"    {statement}",
        ]
        (tmp_path / "burning_command.py").write_text("\n".join(source))
        monkeypatch.delitem(sys.modules, "burning_command", raising=False)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.setitem(COMMANDS, "burn", "burning_command:burn")
        return ["burn", "--log", str(tmp_path / "log.txt")]

    return add


def test_the_solution_passes_with_full_points() -> None:
    done = grade("ex03", SOLUTION)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["ex03", "calculator.py", "20", "/", "20"]
    assert "Next step: " in done.stdout
    assert "\x1b" not in done.stdout
    assert done.stderr == f"Grading {SOLUTION}\n"


def test_the_skeleton_fails_with_a_hint_and_exit_code_1() -> None:
    done = grade("ex03", SKELETON)

    assert done.returncode == 1, done.stderr
    assert "  NO   " in done.stdout
    assert "For a hint: `grade ex03 --hint`" in " ".join(done.stdout.split())
    assert "Traceback" not in done.stdout + done.stderr


@pytest.fixture(scope="module")
def ex03() -> Iterator[Grader]:
    """One judge for the tests whose subject is what the command does with a result."""
    with Grader(Course.load(ROOT).find("ex03")) as grader:
        yield grader


@pytest.fixture
def grade_here(
    ex03: Grader, lend: Callable[[Grader], Any], capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Completed]:
    """As `grade`, in this process."""
    monkeypatch.chdir(ROOT)

    def run(*arguments: str | Path) -> Completed:
        line = ["ex03", *map(str, arguments)]
        code = main(line, open_grader=lend(ex03))
        return subprocess.CompletedProcess(line, code, *capfd.readouterr())

    return run


def test_json_to_standard_output_leaves_nothing_else_there(grade_here: Callable[..., Completed]) -> None:
    done = grade_here(SOLUTION, "--json", "-")

    document = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (document["schema"], document["status"], document["points"]) == ("grade/v1", "passed", 20)


def test_reports_go_to_files_beside_the_terminals(tmp_path: Path, grade_here: Callable[..., Completed]) -> None:
    """What was in a file is replaced, a link is followed."""
    target, link, text = tmp_path / "result.json", tmp_path / "link.json", tmp_path / "report.txt"
    target.write_text("old")
    link.symlink_to(target)

    done = grade_here("--json", link, "--format", f"terminal={text}", SKELETON)

    assert done.returncode == 1, done.stderr
    assert json.loads(target.read_text())["status"] == "failed"
    assert link.is_symlink()
    assert text.read_text() == done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "report.txt", "result.json"]


def test_a_new_file_gets_the_rights_of_any_new_file(tmp_path: Path, grade_here: Callable[..., Completed]) -> None:
    grade_here(SOLUTION, "--json", tmp_path / "result.json")
    (tmp_path / "other").touch()

    assert stat.S_IMODE((tmp_path / "result.json").stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path, grade_here: Callable[..., Completed]) -> None:
    """`--json /dev/null` as root must not replace the device; a pipe shows the same rule."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()), daemon=True)
    reader.start()

    grade_here(SOLUTION, "--json", pipe)
    reader.join(timeout=10)

    assert json.loads(read[0])["points"] == 20
    assert pipe.is_fifo()


def test_the_pytest_json_report_is_written_on_request(tmp_path: Path) -> None:
    """Options may stand before the exercise."""
    done = grade("--json-report", tmp_path / "report.json", "ex03", SOLUTION)

    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["passed"] > 0


def test_feedback_can_be_lowered(grade_here: Callable[..., Completed]) -> None:
    """Below `full` no expected value and no call is told; below `hint` no hint."""
    told = {level: json.loads(grade_here(SKELETON, "--feedback", level, "--json", "-").stdout) for level in LEVELS}
    failed = {level: [each for each in told[level]["checks"] if each["outcome"] != "passed"] for level in LEVELS}

    assert any(check["transcript"] for check in failed["full"])
    assert not any(check["transcript"] or check["expected"] for check in failed["hint"] + failed["score"])
    assert any(check["hint"] for check in failed["hint"])
    assert not any(check["hint"] for check in failed["score"])


LEVELS = ("full", "hint", "score")


def test_the_current_folder_is_graded_where_no_path_is_given(tmp_path: Path) -> None:
    for file in SOLUTION.iterdir():
        shutil.copy(file, tmp_path) if file.is_file() else None

    done = grade("calculator", cwd=tmp_path, environ={"GRADE_COURSE": str(ROOT)})

    assert done.returncode == 0, done.stderr
    assert done.stderr == "Grading the current folder\n"


def test_an_empty_folder_gets_a_problem_and_a_next_step(tmp_path: Path) -> None:
    done = grade("ex03", tmp_path)

    assert done.returncode == 1, done.stderr
    assert "calculator.py" in done.stdout
    assert "Next step: put the files of the exercise there" in done.stdout


WRONG_USE = {
    "no-such-path": (["ex03", "nowhere"], "`nowhere` is not there"),
    "no-such-exercise": (["ex99", "."], "no exercise `ex99`"),
    "near-exercise": (["calculatr", "."], "Did you mean `calculator`?"),
    "near-option": (["ex03", ".", "--jsno", "x"], "--json"),
    "near-format": (["ex03", ".", "--format", "jsn"], "Did you mean `json`?"),
    "format-without-file": (["ex03", ".", "--format", "json="], "names no file"),
    "two-reports-on-stdout": (["ex03", ".", "--json", "-", "--format", "terminal"], "go to standard output"),
    "two-reports-in-one-file": (["ex03", ".", "--json", "a", "--format", "terminal=./a"], "two reports would go to"),
    "too-many-words": (["ex03", ".", "extra"], "unexpected extra argument"),
    "option-without-value": (["ex03", "--json"], "requires an argument"),
    "unknown-box": (["ex03", ".", "--box", "vm"], "is not one of"),
    "unknown-feedback": (["ex03", ".", "--feedback", "all"], "is not one of"),
    "course-is-nowhere": (["list", "--course", "nowhere"], "does not exist"),
    "course-is-none": (["list", "--course", "docs"], "has no `exercises/` folder"),
    "json-in-no-folder": (["ex03", ".", "--json", "no/where.json"], "there is no folder `no`"),
    "json-is-a-folder": (["ex03", ".", "--json", "tests"], "it is a folder"),
    "json-in-a-file": (["ex03", ".", "--json", "LICENSE/x"], "there is no folder `LICENSE`"),
    "json-in-no-writable-folder": (["ex03", ".", "--json", "/proc/x.json"], "cannot write `/proc/x.json`"),
    "log-in-no-folder": (["ex03", ".", "--log", "no/log"], "there is no folder `no`"),
    "report-in-no-folder": (["ex03", ".", "--json-report", "no/r.json"], "there is no folder `no`"),
    "report-below-full": (["ex03", ".", "--feedback", "hint", "--json-report", "r.json"], "feedback `full` only"),
    "watch-with-examples": (["ex03", ".", "--watch", "--examples"], "cannot be asked for together"),
    "hint-with-watch": (["ex03", ".", "--hint", "--watch"], "cannot be asked for together"),
    "watch-with-a-file": (["ex03", ".", "--watch", "--json", "x.json"], "writes no file"),
    "start-nothing": (["start"], "Missing argument"),
    "start-near": (["start", "ex3_calculatr"], "Did you mean"),
    "completion-of-no-shell": (["completion", "tcsh"], "is not one of"),
    "option-of-another-command": (["list", "--details"], "No such option"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG_USE.values(), ids=WRONG_USE.keys())
def test_wrong_use_is_exit_code_2_with_the_reason_and_a_hint(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is found before grading; nothing reaches standard output."""
    monkeypatch.chdir(ROOT)

    code = main(arguments)

    said = capsys.readouterr()
    assert code == 2, said.err
    assert said.out == ""
    assert message in said.err
    assert said.err.startswith("Error: ")
    assert "\nHint: " in said.err
    assert "Traceback" not in said.err


def test_a_process_ends_with_the_exit_code_and_the_reason() -> None:
    done = grade("ex99", ".")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: There is no exercise `ex99`")


def test_usage_errors_name_the_help_of_their_command() -> None:
    assert "`grade list --help`" in grade("list", "--details").stderr
    assert "`grade --help`" in grade("ex03", "--detail").stderr


def test_grade_alone_says_what_to_do_next() -> None:
    """Nothing was graded, so a script with an empty variable must not see a success."""
    done = grade()

    assert done.returncode == 2
    assert "  ex03_calculator     calculator.py  " in done.stdout
    assert "Next step: " in done.stdout
    assert done.stderr == ""


def test_list_shows_the_exercises() -> None:
    done = grade("list")

    assert done.returncode == 0, done.stderr
    first, *lines = done.stdout.splitlines()
    assert first.split()[-5:] == ["of", str(sum(line.startswith("  ex") for line in lines)), "passed,", "0", "points"]
    assert lines[2].split() == ["ex03_calculator", "calculator.py", "not", "started"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([*command.split(), "--help"])

    said = capsys.readouterr()
    assert code == 0, said.err
    assert f"Usage: grade {command}".rstrip() in said.out
    assert "Example" in said.out
    assert f"  grade {command}" in said.out


def test_help_names_the_other_commands() -> None:
    shown = grade("--help").stdout

    assert [name for name in COMMANDS if f"\n  {name} " not in shown] == []


def test_version_names_the_distribution() -> None:
    assert grade("--version").stdout.startswith("gradebox, version ")


def test_every_command_of_the_table_can_be_loaded() -> None:
    assert all(load_command(target).callback for target in COMMANDS.values())


def test_an_unforeseen_failure_is_exit_code_3_without_a_traceback(
    burn: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(burn("raise RuntimeError('fire \\x1b[31m')")) == 3

    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == (
        "Error: the grader failed: RuntimeError: fire \\x1b[31m\n"
        "Hint: run it again with `--log FILE` and report the file\n"
    )
    assert "Traceback (most recent call last)" in (tmp_path / "log.txt").read_text()


def test_the_traceback_is_shown_to_whoever_asks_for_it(
    burn: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADE_DEBUG", "1")

    assert main(burn("1 / 0")) == 3
    assert "Traceback (most recent call last):\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("statement", "exit_code", "shown"),
    [
        ("raise InputError('not there', hint='look')", 2, "Error: not there\nHint: look\n"),
        ("raise JudgeError('the judge died')", 3, "Error: the judge died\n"),
        ("raise BoxError('no box')", 2, "Error: no box\n"),
        ("raise KeyboardInterrupt", 130, "Interrupted.\n"),
        ("raise BrokenPipeError(32, 'gone')", 3, "Error: the grader failed: BrokenPipeError: [Errno 32] gone\n"),
        ("return 1", 1, ""),
    ],
)
def test_errors_become_a_message_and_an_exit_code(
    statement: str, exit_code: int, shown: str, burn: Callable[[str], list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken pipe inside the grader is no broken standard output."""
    assert main(burn(statement)) == exit_code
    assert capsys.readouterr().err.startswith(shown)


def test_a_closed_standard_output_is_quiet() -> None:
    """`grade list | head -0`: no traceback and no exit code that means a grade."""
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run([*GRADE, "list"], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)

    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_standard_output_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*GRADE, "list"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr == "Error: cannot write to standard output: No space left on device\n"


def test_a_terminal_that_lacks_a_letter_gets_its_number() -> None:
    done = grade("ex03", "計算", environ={"PYTHONIOENCODING": "latin-1"})

    assert done.returncode == 2
    assert r"`\u8a08\u7b97` is not there" in done.stderr


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
    ids=str,
)
def test_colour_is_for_terminals_and_can_be_refused(environ: dict[str, str], coloured: bool) -> None:
    assert ("\x1b[" in in_terminal(["ex03", str(SOLUTION)], environ)) is coloured


def in_terminal(arguments: list[str], environ: Mapping[str, str]) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*GRADE, *arguments], cwd=ROOT, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=os.environ | environ
    ):
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # Linux answers EIO when the last writer is gone
            while chunk := os.read(ours, 4096):
                shown += chunk
    os.close(ours)
    return shown.decode()
