"""Below `full`, nothing that is shown holds a line of the suite, a name of it, or what a check calls and expects."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from grader.authoring.mistakes import read_mistake
from grader.cli.main import main
from grader.course import Course, Exercise
from grader.errors import SuiteError
from grader.files import read_tree
from grader.reporters.registry import REPORTERS
from grader.result import Feedback, Result
from grader.runner import Grader

ROOT = Path(__file__).parent.parent
SHORTEST = 4  # characters of a secret that could not stand there by chance
MISTAKES = 1  # of each exercise, beside its skeleton
RUNS = [["hint", "--details"], ["hint", "--hint"], ["score", "--details", "--hint"]]
# What the reports say of any exercise: a plain word there may also be a name in a suite.
WORDING = [
    *(ROOT / "grader" / "reporters").glob("*.py"),
    ROOT / "grader" / "result.py",
    *(ROOT / "grader" / "diagnosis").glob("messages/*"),
]
OURS = "\n".join(path.read_text() for path in WORDING)
# What is different at each run and written in digits.
VOLATILE = re.compile(
    r'"(?:seconds|started|sha256|path|duration|created|start|stop|execution_time|submission|suite)": [^\n\[]*'
    r'|Graded in [^\n]*|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d|time="[\d.]+"|"duration":\d+'
)


Lend = Callable[[Grader], Callable[..., Any]]


def wrong_submissions(exercise: Exercise) -> list[dict[str, bytes]]:
    solution = read_tree(exercise.solution)
    step = max(1, len(exercise.mistakes) // MISTAKES)
    mistakes = [read_mistake(folder, solution)[1] for folder in exercise.mistakes[::step][:MISTAKES]]
    return [read_tree(exercise.public), *mistakes]


def test_below_full_nothing_tells_of_the_suite(
    each_exercise: Exercise, each_grader: Grader, lend: Lend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real command, in every format, with details and with hints."""
    exercise, grader = each_exercise, each_grader
    for number, files in enumerate(wrong_submissions(exercise)):
        work = tmp_path / str(number) / exercise.name
        write(work, files)
        full = grader.grade(work, feedback=Feedback.FULL).result
        runs = RUNS if number == 0 else RUNS[:1]
        told = "\n".join(shown(work, exercise, lend(grader), tmp_path, capsys, level, *words) for level, *words in runs)

        own = [*files, *(text.decode("utf-8", "replace") for text in files.values())]
        public = "\n".join([public_text(exercise), OURS, *own])
        leaks = [each for each in {*secrets_of(exercise), *gap(full)} if each not in public and holds(told, each)]
        assert leaks == []
        assert exercise.title in told, "the search must have something to search"


def shown(
    work: Path,
    exercise: Exercise,
    open_grader: Callable[..., Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    *words: str,
) -> str:
    """All that the command says and writes."""
    files = [tmp_path / f"report.{name}" for name in REPORTERS]
    formats = [word for file in files for word in ("--format", f"{file.suffix[1:]}={file}")]

    code = main([exercise.name, str(work), "--feedback", *words, *formats], open_grader=open_grader)

    assert code in (0, 1)  # a mistake in the stretch costs points, and passes
    said = capsys.readouterr()
    return VOLATILE.sub("", "\n".join([said.out, said.err, *(file.read_text() for file in files)]))


def public_text(exercise: Exercise) -> str:
    """What students may read: their folder, the titles, the hints."""
    texts = [content.decode("utf-8", "replace") for content in read_tree(exercise.public).values()]
    marks = [call for tree in suite_trees(exercise) for call in ast.walk(tree) if is_mark(call)]
    return "\n".join([exercise.name, *texts, *(str(text) for mark in marks for text in constants(mark))])


def suite_trees(exercise: Exercise) -> list[ast.Module]:
    assert exercise.suite is not None
    return [ast.parse(path.read_bytes()) for path in exercise.suite.rglob("*.py")]


def is_mark(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check"


def constants(node: ast.AST) -> Iterator[Any]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str | int | float):
            yield each.value


def secrets_of(exercise: Exercise) -> set[str]:
    """The suite's lines, the names that it defines, and its plain values."""
    found: set[str] = set()
    assert exercise.suite is not None
    for path in exercise.suite.rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        public = {
            line for node in ast.walk(tree) if is_mark(node) for line in range(node.lineno, (node.end_lineno or 0) + 1)
        }
        lines = enumerate(path.read_text().splitlines(), 1)
        found |= {line.strip() for number, line in lines if number not in public}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
            elif isinstance(node, ast.arg):
                found.add(node.arg)
        found |= {str(value) for value in constants(tree)}
    return {each for each in found if len(each) >= SHORTEST}


def gap(full: Result) -> set[str]:
    """What the student may see at `full` only: calls, expected and actual values."""
    found: set[str] = set()
    for check in full.checks:
        found |= {call.call for call in check.transcript} | {call.result for call in check.transcript}
        found |= {check.expected, check.got, check.message, check.exception, check.traceback, check.output}
    problem = full.problem.message if full.problem else ""  # which anybody may see
    return {each for each in found if len(each) >= SHORTEST and each != problem}


def holds(told: str, secret: str) -> bool:
    """Whether `secret` stands there as a word or text of its own, not as a part of a longer word or number."""
    return secret in told and re.search(rf"(?<![\w.]){re.escape(secret)}(?![\w.]*\w)", told) is not None


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def test_the_search_finds_what_full_feedback_shows(
    each_exercise: Exercise, each_grader: Grader, lend: Lend, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise the test above could pass for want of secrets."""
    exercise = each_exercise
    write(tmp_path / exercise.name, wrong_submissions(exercise)[1])
    main([exercise.name, str(tmp_path / exercise.name), "--json", "-"], open_grader=lend(each_grader))
    told = capsys.readouterr().out
    public = public_text(exercise) + OURS

    assert [each for each in secrets_of(exercise) if each not in public and holds(told, each)]


def test_a_broken_suite_is_not_quoted_below_full(tmp_path: Path) -> None:
    """Its author needs the line that fails; a student under `hint` must not get it."""
    for part, name, text in (
        ("exercises", "exercise.toml", 'title = "Sum"\nfiles = ["total.py"]\n'),
        ("exercises", "total.py", ""),
        ("solutions", "solution/total.py", "def add(a, b): return a + b\n"),
        ("solutions", "suite/test_total.py", "import total\nSECRET = total.add(40, 2) / 0\ndef test_it(): pass\n"),
    ):
        file = tmp_path / part / "ex01_sum" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    broken = Course.load(tmp_path).find("ex01")

    with Grader(broken) as grader, pytest.raises(SuiteError) as told:
        grader.grade(broken.public, feedback=Feedback.HINT)

    assert "SECRET" not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
