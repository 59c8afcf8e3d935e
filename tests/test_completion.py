"""What a shell is told: the script that asks, and the words that can follow."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.commands import COMMANDS
from grader.cli.main import main

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0

    script = capsys.readouterr().out
    assert f"_GRADE_COMPLETE={shell}_complete" in script


def test_bash_takes_the_script(capsys: pytest.CaptureFixture[str]) -> None:
    main(["completion", "bash"])
    script = capsys.readouterr().out
    bash = shutil.which("bash")
    assert bash

    done = subprocess.run([bash, "-c", f"{script}\ncomplete -p grade"], capture_output=True, text=True, check=False)

    assert "-F _grade_completion" in done.stdout


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", {*COMMANDS, "ex03", "ex04", "ex12"}),
        ("ex0", {"ex03", "ex04"}),
        ("ex03_", {"ex03_calculator"}),
        ("do", {"doctor"}),
        ("ex03 --h", {"--hint", "--help"}),
        ("ex03 --feedback ", {"full", "hint", "score"}),
        ("start ex1", {"ex12"}),
        ("check ex03 ex0", {"ex03", "ex04"}),
        ("--det", {"--details"}),
        ("zz", set()),
    ],
)
def test_words_that_can_follow(
    line: str, words: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = ["grade", *line.split(" ")]
    monkeypatch.setenv("_GRADE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join(typed))
    monkeypatch.setenv("COMP_CWORD", str(len(typed) - 1))
    monkeypatch.setenv("GRADE_COURSE", str(ROOT))

    assert main([]) == 0
    assert {word.partition(",")[2] for word in capsys.readouterr().out.split()} >= words
    if not words:
        assert capsys.readouterr().out == ""


def test_a_shell_that_nobody_knows_gets_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("_GRADE_COMPLETE", "tcsh_complete")

    assert main([]) == 1
    assert capsys.readouterr().out == ""


def test_where_there_is_no_course_only_commands_follow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("GRADE_COURSE", str(tmp_path))
    monkeypatch.setenv("_GRADE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "grade ex")
    monkeypatch.setenv("COMP_CWORD", "1")

    assert main([]) == 0
    assert capsys.readouterr().out.split() == []


def test_a_plain_run_does_not_import_what_only_some_runs_need() -> None:
    """Start-up time: watching, completion, colour and examples are paid for by those who ask for them."""
    script = (
        "import sys; from grader.cli.main import main; main(['ex03', 'exercises/ex03_calculator']);"
        "slow = {'watchfiles', 'anyio', 'rich', 'doctest', 'nbformat', 'click.shell_completion'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.stdout.splitlines()[-1] == "[]", done.stdout + done.stderr
