"""The examples of `docs/suites.md` are one course, put together from its blocks and graded; nothing is without one."""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from grader.assembly import explained, required_by
from grader.authoring import settled
from grader.authoring.killing import mutants_of
from grader.authoring.mistakes import Mistake, named_checks, read_mistake
from grader.authoring.settled import SETTLED_FILE, Settled, read_settled
from grader.box.bubblewrap import why_not
from grader.course import Course, Exercise, Limits
from grader.files import read_tree
from grader.intake.folder import take
from grader.judge import collected, plugin
from grader.judge.fakedisk import FakeDisk
from grader.judge.fixtures import Fixtures
from grader.judge.notebook import CellError, Notebook, NotebookCell
from grader.judge.submission import Fresh, ImportLine, Run, Submission
from grader.judging import judge, record_of
from grader.manifest import CourseManifest, Defaults, Manifest, Pair
from grader.post import post_for
from grader.record import Record
from grader.result import CheckResult, Feedback, Finding, Outcome
from grader.rules import LateRule
from grader.scoring import score
from grader.submission import Entry
from grader.worker.client import Worker

PAGE = (Path(__file__).parent.parent / "docs" / "suites.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^<!-- example: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
CELL = {"cell_type": "code", "metadata": {}, "outputs": list[str]()}
BOX = "process" if why_not() else "bubblewrap"

# What goes past each limit of the example's manifest, in `total`, and what the student reads.
PAST = {
    "seconds": ("import time; time.sleep(5)", "did not finish within 2 seconds"),
    "submission_seconds": ("import time; time.sleep(0.8)", "all checks"),
    "memory_mb": ("bytearray(300 << 20)", "MemoryError"),
    "output_kb": ("print('x' * 20_000); 1 / 0", "division by zero"),
    "processes": (
        "import os, time; [os.fork() or time.sleep(5) for _ in range(20)]",
        "The program may have 8 processes",
    ),
    "files_mb": ("open('big', 'w').write('x' * (5 << 20))", "The files of the program may take 4 MB"),
}


def blocks() -> dict[str, str]:
    """The text of each example file: its blocks in their order."""
    texts: dict[str, list[str]] = {}
    for each in EXAMPLE.finditer(PAGE):
        texts.setdefault(each["path"], []).append(each["text"])
    return {path: "\n\n".join(parts) for path, parts in texts.items()}


def notebook(text: str) -> str:
    """A notebook of the cells behind the lines `# %%`."""
    sources = [cell.strip("\n") for cell in text.split("# %%\n")[1:]]
    cells = [{**CELL, "source": source, "execution_count": place} for place, source in enumerate(sources, 1)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4})


def write(files: dict[str, bytes], folder: Path) -> None:
    """Make the files of a submission."""
    folder.mkdir(exist_ok=True)
    for path, content in files.items():
        (folder / path).write_bytes(content)


class Graded(NamedTuple):
    """What one submission of the page's course gave."""

    checks: dict[str, CheckResult]
    findings: list[Finding]

    @property
    def not_passed(self) -> set[str]:
        return {name for name, check in self.checks.items() if check.outcome is not Outcome.PASSED}


class Desk:
    """One exercise of the page in a worker of its own."""

    def __init__(self, exercise: Exercise) -> None:
        assert exercise.suite is not None
        self.exercise = exercise
        self.worker = Worker(post_for(exercise, BOX, fork=True))
        self.record: Record = record_of(self.worker.collected(), exercise.suite)

    def grade(self, folder: Path) -> Graded:
        submission = take(folder, self.exercise)
        verdicts, finished, _ = judge(self.worker, submission, self.record, required_by(self.exercise))
        scored = score(self.record, verdicts, feedback=Feedback.FULL)
        told = explained(scored, self.record, finished, submission, self.exercise, feedback=Feedback.FULL)
        return Graded({check.id.partition("::")[2]: check for check in scored.checks}, told.findings)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    root = tmp_path_factory.mktemp("page")
    for path, text in blocks().items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(notebook(text) if path.endswith(".ipynb") else text, encoding="utf-8")
    return Course.load(root)


@pytest.fixture(scope="module")
def desks(course: Course) -> Iterator[dict[str, Desk]]:
    opened = {exercise.slug: Desk(exercise) for exercise in course.exercises}
    yield opened
    for desk in opened.values():
        desk.worker.close()


@pytest.mark.parametrize("name", ["shed", "bench"])
def test_the_right_answer_passes_every_check_and_the_unfinished_one_none(name: str, desks: dict[str, Desk]) -> None:
    exercise = desks[name].exercise
    assert exercise.solution is not None

    right, unfinished = (desks[name].grade(folder) for folder in (exercise.solution, exercise.public))

    assert {check.id: check.message for check in right.checks.values() if check.outcome is not Outcome.PASSED} == {}
    assert unfinished.not_passed == right.checks.keys()
    assert len(right.checks) >= 6


def test_a_mistake_fails_what_it_names_and_gets_its_message(desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["bench"]
    (folder,) = desk.exercise.mistakes
    mistake, files = read_mistake(folder, read_tree(desk.exercise.solution))
    write(files, tmp_path)

    graded = desk.grade(tmp_path)

    expected, faults = named_checks(mistake.fails, desk.record)
    assert faults == []
    assert {f"test_bench.py::{name}" for name in graded.not_passed} == expected
    assert (graded.findings[0].id, graded.findings[0].file) == (mistake.message, mistake.file)


def test_what_is_settled_of_mutants_is_what_no_check_notices(desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["shed"]
    assert desk.exercise.secret is not None
    said = read_settled(desk.exercise.secret / SETTLED_FILE)
    made = mutants_of(desk.exercise)

    for entry in (*said.equivalent, *said.survivor):
        (mutant,) = [each for each in made if entry.means(each)]
        folder = tmp_path / entry.operator
        write(mutant.files, folder)
        assert desk.grade(folder).not_passed == set()
    assert named_checks([each.check for each in said.idle], desk.record)[1] == []


@pytest.mark.parametrize("limit", Limits.__struct_fields__)
def test_each_limit_is_kept(limit: str, desks: dict[str, Desk], tmp_path: Path) -> None:
    desk = desks["shed"]
    line, told = PAST[limit]
    assert desk.exercise.solution is not None
    write(read_tree(desk.exercise.solution), tmp_path)
    source = (tmp_path / "shed.py").read_text(encoding="utf-8")
    start = '    """Return the price of all these tools together."""\n'
    assert source.count(start) == 1
    (tmp_path / "shed.py").write_text(source.replace(start, f"{start}    {line}\n"), encoding="utf-8")

    graded = desk.grade(tmp_path)

    assert any(told.casefold() in f"{check.message} {check.exception}".casefold() for check in graded.checks.values())
    if limit == "output_kb":
        assert 0 < len(graded.checks["test_total"].output) <= desk.exercise.limits.output_kb << 10


def test_what_is_expected_of_a_message_and_a_check_is_what_comes(desks: dict[str, Desk], tmp_path: Path) -> None:
    """`expects` keeps G01 silent, `feedback` hides a check, `points` and `stretch` are worth what they say."""
    desk = desks["shed"]
    assert desk.exercise.solution is not None
    write(read_tree(desk.exercise.solution), tmp_path)
    source = (tmp_path / "shed.py").read_text(encoding="utf-8")
    (tmp_path / "shed.py").write_text(source.replace("    return sum(", "    print("), encoding="utf-8")

    graded = desk.grade(tmp_path)

    assert [each.id for each in graded.findings] == []
    checks = {check.id.partition("::")[2]: check for check in desk.record.checks}
    assert (checks["test_total"].points, checks["test_total"].concepts) == ("3", ["S01"])
    assert (checks["test_each_tool"].points, checks["test_each_tool"].split) == ("1/2", False)
    assert (graded.checks["test_unknown_tool"].feedback, checks["test_tied"].stretch) == (Feedback.SCORE, True)


def test_the_manifests_say_what_the_page_says(course: Course) -> None:
    shed, bench = course.exercises

    assert (course.name, course.title) == ("shed", "Tools and ropes")
    assert (course.report.attempts, course.report.drop_lowest, course.report.timezone) == ("best", 1, "Europe/Vienna")
    assert course.report.of("ex01_shed").weight == 2
    assert course.report.of("ex02_bench").late == LateRule(points_per_day=1.5, points=2)
    assert (shed.feedback, bench.feedback) == (Feedback.FULL, Feedback.HINT)
    assert (shed.filesystem, bench.filesystem) == (("temporary",), ("temporary", "fake"))
    assert (shed.limits.seconds, bench.limits.seconds, bench.limits.memory_mb) == (2.0, 3.0, 512)
    assert course.pairs == (Pair(exercise="ex02_bench", given="shed.py", solves="ex01_shed"),)
    assert course.messages == {"H03": ("S02",)}
    assert course.concepts.keys() == {"S01", "S02"}


# Nothing is without an example


INTERNAL = {"path", "transcript", "start", "end", "restore", "count", "index"}  # of the judge, or of every tuple
MADE = re.compile(r"^ +self\.([a-z]\w*)(?:, self\.([a-z]\w*))? = ", re.MULTILINE)


def public(kind: Any) -> set[str]:
    """The names that a suite may use of an object of this class."""
    made = {name for pair in MADE.findall(inspect.getsource(kind)) for name in pair if name}
    return {name for name in {*dir(kind), *made} if not name.startswith("_")} - INTERNAL


def parts(kind: type[ast.AST]) -> list[Any]:
    """The nodes of a kind in the suites of the page."""
    suites = [text for path, text in blocks().items() if "/suite/" in path]
    return [node for text in suites for node in ast.walk(ast.parse(text)) if isinstance(node, kind)]


def keys(table: dict[str, Any]) -> set[str]:
    """The keys of a TOML table, and of the tables in it."""
    inner = [each for value in table.values() for each in (value if isinstance(value, list) else [value])]
    return {*table, *(key for each in inner if isinstance(each, dict) for key in keys(each))}


@pytest.mark.parametrize(
    "kind",
    [Submission, ImportLine, Fresh, Run, Entry, Notebook, NotebookCell, CellError, FakeDisk],
    ids=lambda k: k.__name__,
)
def test_every_name_that_a_fixture_has_stands_in_an_example(kind: Any) -> None:
    used = {node.attr for node in parts(ast.Attribute)}

    assert public(kind)
    assert sorted(public(kind) - used) == []


def test_every_fixture_every_marker_and_every_option_stands_in_an_example() -> None:
    asked = {argument.arg for node in parts(ast.FunctionDef) for argument in node.args.args}
    marks = {node.attr for node in parts(ast.Attribute) if ast.unparse(node).startswith("pytest.mark.")}
    options = {
        word.arg for node in parts(ast.Call) if ast.unparse(node.func) == "pytest.mark.check" for word in node.keywords
    }

    assert {name for name in vars(Fixtures) if not name.startswith("_")} <= asked
    assert {line.partition("(")[0].partition(":")[0] for line in plugin.MARKERS} <= marks
    assert {*collected._MARK} == options


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("exercises/ex01_shed/exercise.toml", [Manifest, Limits]),
        ("course.toml", [CourseManifest, Defaults, Pair]),
        ("solutions/ex02_bench/mistakes/second_ending/mistake.toml", [Mistake]),
        ("solutions/ex01_shed/mutants.toml", [Settled, settled.Entry, settled.IdleCheck]),
    ],
    ids=["exercise.toml", "course.toml", "mistake.toml", "mutants.toml"],
)
def test_every_key_of_a_manifest_stands_in_an_example(file: str, kinds: list[Any]) -> None:
    wanted = {key for kind in kinds for key in kind.__struct_fields__}

    assert sorted(wanted - keys(tomllib.loads(blocks()[file]))) == []
