"""The author's gate: small courses with one thing wrong each, graded for real, and the course of this repository."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any, Self

import msgspec
import pytest
from msgspec.structs import replace

from grader.authoring import evidence
from grader.authoring.check import Checked, check, check_all, exit_code, rule
from grader.authoring.evidence import NEED_MUTANTS, Evidence, Gathering, StoppedError, gather
from grader.authoring.gates.record import differences
from grader.authoring.gates.registry import GATES
from grader.authoring.gates.ruling import Flaw, Ruling
from grader.authoring.mistakes import named_checks, read_mistake
from grader.authoring.repeats import Run, orders
from grader.authoring.report import report
from grader.course import Course
from grader.errors import ManifestError
from grader.record import Record, RecordedCheck
from grader.worker.client import Worker
from grader.worker.orders import Collected, Order, Post, Word

ROOT = Path(__file__).parent.parent
# What takes seconds, for an exercise that is right in all that the other gates ask.
SLOW = ("runs", "time", "hostile", *NEED_MUTANTS)
QUICK = tuple(gate for gate in GATES if gate not in SLOW)
PUBLIC = "exercises/ex01_numbers"
HIDDEN = "solutions/ex01_numbers"

SUITE = """
import pytest
import numbers_kit


@pytest.mark.check("double doubles", points=6, hint="What is a number plus itself?")
def test_double():
    assert numbers_kit.double(4) == 8
    assert numbers_kit.double(3) == 6


@pytest.mark.check("half halves", points=4, hint="Which operator divides?")
def test_half():
    assert numbers_kit.half(5) == 2.5
    assert numbers_kit.half(1) == 0.5


@pytest.mark.check("triple triples", points=2, hint="Once more.", stretch=True, feedback="score")
def test_triple():
    assert numbers_kit.triple(2) == 6
    assert numbers_kit.triple(5) == 15
"""
LIVES = (
    '[[equivalent]]\noperator = "print-at-import"\nfile = "numbers_kit.py"\nadded = \'print("test")\'\n'
    'reason = "Nobody asks for silence."\n'
)
SOLUTION = "def double(n):\n    return 2 * n\n\ndef half(n):\n    return n / 2\n\ndef triple(n):\n    return 3 * n\n"
CORE = SOLUTION.partition("def triple")[0]
SKELETON = "def double(n):\n    pass\n\ndef half(n):\n    pass\n"
ADDS_TWO = SOLUTION.replace("2 * n", "n + 2")
MISTAKE = 'message = ""\nfile = "numbers_kit.py"\nline = 2\nfails = ["test_double"]\n'
RIGHT = {
    f"{PUBLIC}/exercise.toml": 'title = "Numbers"\nfiles = ["numbers_kit.py"]\n',
    f"{PUBLIC}/numbers_kit.py": SKELETON,
    f"{HIDDEN}/suite/test_numbers.py": SUITE,
    f"{HIDDEN}/solution/numbers_kit.py": SOLUTION,
    f"{HIDDEN}/mutants.toml": LIVES,
    f"{HIDDEN}/core/numbers_kit.py": CORE,
    f"{HIDDEN}/alternatives/clever/numbers_kit.py": "double = lambda n: n << 1\n" + SOLUTION.partition("\n\n")[2],
    f"{HIDDEN}/alternatives/verbose/numbers_kit.py": SOLUTION.replace(
        "return 2 * n", "total = n\n    return total + n"
    ),
    f"{HIDDEN}/alternatives/typed/numbers_kit.py": SOLUTION.replace("(n)", "(n: float) -> float"),
    f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": ADDS_TWO,
    f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE,
    f"{HIDDEN}/mistakes/no_file/mistake.toml": (
        'message = ""\nfile = "numbers_kit.py"\nline = 0\nremove = ["numbers_kit.py"]\n'
        'fails = ["test_double", "test_numbers.py::test_half", "test_triple"]\nrun = "python -c 1"\n'
    ),
}


def make_course(root: Path, changes: Mapping[str, str | None] | None = None) -> Course:
    """A right course with one exercise; `changes` replaces or, with None, leaves out files."""
    for path, text in {**RIGHT, **(changes or {})}.items():
        if text is not None:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
    return Course.load(root)


def checked(
    root: Path, changes: Mapping[str, str | None] | None = None, *, write: bool = True, gates: tuple[str, ...] = QUICK
) -> Checked:
    return check(make_course(root, changes).find("ex01"), Gathering(write=write, gates=gates))


def flaws(found: Checked) -> dict[str, list[tuple[str, list[str]]]]:
    """The folder or file and what came, for each flaw of each gate that has one."""
    root = found.exercise.public.parents[1]
    return {
        gate: [(flaw.file.relative_to(root).as_posix(), flaw.came) for flaw in ruling.flaws]
        for gate, ruling in found.rulings.items()
        if ruling.flaws
    }


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """All that there is to know of an exercise that is right."""
    course = make_course(tmp_path_factory.mktemp("right"))
    return gather(course.find("ex01"), Gathering(write=True))


def test_a_right_exercise_passes_every_gate(right: Evidence) -> None:
    rulings = rule(right)

    assert {gate: ruling.shown for gate, ruling in rulings.items() if gate != "time"} == {
        "solution": "12 / 12",
        "runs": "10 / 10",
        "alternatives": "3 / 3",
        "core": "10 / 10",
        "skeleton": "0 / 12",
        "mistakes": "2 / 2",
        "mutants": "30 / 30",
        "idle": "3 / 3",
        "concepts": "-",
        "texts": "right",
        "leaks": "none",
        "hostile": "16 / 16",
        "record": "written",
        "source": "by hand",
        "written": "all",
    }
    assert [flaw for ruling in rulings.values() for flaw in ruling.flaws] == []
    assert right.notes == []
    assert len(rulings["time"].facts["seconds"]) == 10


ONE_THING_WRONG: dict[str, tuple[dict[str, str | None], str, str, str]] = {
    "a mistake gets another message": (
        {
            f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": SOLUTION.replace("return 2 * n", "print(2 * n)"),
            f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE.replace('""', '"G02"'),
        },
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "`G01` for `numbers_kit.py` line 2: `double(4)` showed 8 on the screen but handed back None.",
    ),
    "a mistake gets a message that it does not name": (
        {f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": SOLUTION.replace("return 2 * n", "print(2 * n)")},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "`G01` for `numbers_kit.py` line 2: `double(4)` showed 8 on the screen but handed back None.",
    ),
    "a mistake gets no message": (
        {f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE.replace('""', '"G01"')},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "there is none",
    ),
    "the solution fails a check": (
        {f"{HIDDEN}/solution/numbers_kit.py": SOLUTION.replace("3 * n", "n")},
        "solution",
        f"{HIDDEN}/solution",
        "`test_numbers.py::test_triple` failed: `numbers_kit.triple(2)` gave 2; expected 6",
    ),
    "an alternative fails a check": (
        {f"{HIDDEN}/alternatives/typed/numbers_kit.py": SOLUTION.replace("n / 2", "n // 2")},
        "alternatives",
        f"{HIDDEN}/alternatives/typed",
        "`test_numbers.py::test_half` failed: `numbers_kit.half(5)` gave 2; expected 2.5",
    ),
    "an alternative lacks the file": (
        {
            f"{HIDDEN}/alternatives/typed/numbers_kit.py": None,
            f"{HIDDEN}/alternatives/typed/numbers.py": SOLUTION,
        },
        "alternatives",
        f"{HIDDEN}/alternatives/typed",
        "Not one expected file is there: `numbers_kit.py`.",
    ),
    "two alternatives": (
        {f"{HIDDEN}/alternatives/typed/numbers_kit.py": None},
        "alternatives",
        f"{HIDDEN}/alternatives",
        "there are 2",
    ),
    "the core does the stretch": (
        {f"{HIDDEN}/core/numbers_kit.py": SOLUTION},
        "core",
        f"{HIDDEN}/core",
        "`test_numbers.py::test_triple` is stretch and gave 2",
    ),
    "the core lacks a part": (
        {f"{HIDDEN}/core/numbers_kit.py": CORE.partition("def half")[0]},
        "core",
        f"{HIDDEN}/core",
        "`test_numbers.py::test_half` failed: ",
    ),
    "no core": (
        {f"{HIDDEN}/core/numbers_kit.py": None},
        "core",
        f"{HIDDEN}/core",
        "there is none, and `test_numbers.py::test_triple` is stretch",
    ),
    "the skeleton earns too much": (
        {f"{PUBLIC}/numbers_kit.py": SKELETON.replace("pass", "return n / 2")},
        "skeleton",
        PUBLIC,
        "`test_numbers.py::test_half` gave 4",
    ),
    "a check has no hint": (
        {f"{HIDDEN}/suite/test_numbers.py": SUITE.replace(', hint="Which operator divides?"', "")},
        "skeleton",
        f"{HIDDEN}/suite",
        "`test_numbers.py::test_half` has none",
    ),
    "a mistake fails another test": (
        {f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": ADDS_TWO.replace("n / 2", "0")},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "also `test_numbers.py::test_half` failed: `numbers_kit.half(5)` gave 0; expected 2.5",
    ),
    "a mistake does not fail its test": (
        {f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": SOLUTION.replace("2 * n", "n + n")},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "`test_numbers.py::test_double` passed",
    ),
    "a hint judges": (
        {f"{HIDDEN}/suite/test_numbers.py": SUITE.replace("Which operator", "Obviously: which operator")},
        "texts",
        f"{HIDDEN}/suite",
        "hint of `test_numbers.py::test_half`: Obviously: which operator divides?",
    ),
    "an assertion says too much": (
        {f"{HIDDEN}/suite/test_numbers.py": SUITE.replace("== 2.5", f"== 2.5, '{'half of it, ' * 20}'")},
        "texts",
        PUBLIC,
        "message of `test_numbers.py::test_half`: half of it, half of it, ",
    ),
    "README shows a line of the solution": (
        {f"{PUBLIC}/README.md": "# Numbers\n\nWrite `return 2 * n`.\n"},
        "leaks",
        f"{PUBLIC}/README.md",
        "in line 3: `return 2 * n`",
    ),
    "similar.md names a test": (
        {f"{PUBLIC}/similar.md": "`test_half` wants the same.\n"},
        "leaks",
        f"{PUBLIC}/similar.md",
        "in line 1: `test_half`",
    ),
    "a comment of the skeleton has a hidden value": (
        {
            f"{PUBLIC}/numbers_kit.py": SKELETON + "# Is 1234 even?\n",
            f"{HIDDEN}/suite/test_numbers.py": SUITE.replace("double(4) == 8", "double(1234) == 2468"),
        },
        "leaks",
        f"{PUBLIC}/numbers_kit.py",
        "in line 6: `1234`",
    ),
    "a mistake's manifest is wrong": (
        {f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE.replace("line = 2", 'line = "2"')},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "`line` must be a whole number, not text.",
    ),
    "a mistake has no manifest": (
        {f"{HIDDEN}/mistakes/adds_two/mistake.toml": None},
        "mistakes",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml",
        "mistake.toml` is missing.",
    ),
}


class Kept:
    """A worker that outlives a check, for the next one of the same suite; what it has graded before it tells again."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._collected = worker.collected()
        self._told: dict[bytes, list[Word]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def collected(self) -> Collected:
        return self._collected

    def grade(self, order: Order) -> Iterator[Word]:
        key = msgspec.json.encode(order)
        if key not in self._told:
            self._told[key] = list(self._worker.grade(order))
        yield from self._told[key]


@pytest.fixture(scope="module")
def keep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Callable[..., Kept]]]:
    """A folder for courses that all have the right suite and solution, and what opens their one worker."""
    workers: list[Worker] = []
    kept: dict[bytes, Kept] = {}

    def open_one(post: Post, **_: Any) -> Kept:
        key = msgspec.json.encode(post)
        if key not in kept:
            workers.append(Worker(post))
            kept[key] = Kept(workers[-1])
        return kept[key]

    yield tmp_path_factory.mktemp("kept"), open_one
    for worker in workers:
        worker.close()


@pytest.fixture
def one_worker(keep: tuple[Path, Callable[..., Kept]], monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that check one course several times and change nothing of its suite."""
    monkeypatch.setattr(evidence, "Worker", keep[1])


@pytest.fixture
def root_for(
    keep: tuple[Path, Callable[..., Kept]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mapping[str, str | None]], Path]:
    """Where a course with these changes may be made: the kept folder if they leave suite and solution alone."""

    def root(changes: Mapping[str, str | None]) -> Path:
        if any(path.startswith((f"{HIDDEN}/suite", f"{HIDDEN}/solution")) for path in changes):
            return tmp_path
        folder, open_one = keep
        monkeypatch.setattr(evidence, "Worker", open_one)
        for part in ("core", "alternatives", "mistakes"):
            shutil.rmtree(folder / HIDDEN / part, ignore_errors=True)
        shutil.rmtree(folder / PUBLIC, ignore_errors=True)
        return folder

    return root


@pytest.mark.parametrize(
    ("changes", "gate", "place", "came"), ONE_THING_WRONG.values(), ids=map("-".join, map(str.split, ONE_THING_WRONG))
)
def test_one_thing_wrong_is_one_flaw_of_one_gate(
    changes: dict[str, str | None],
    gate: str,
    place: str,
    came: str,
    root_for: Callable[[Mapping[str, str | None]], Path],
) -> None:
    found = checked(root_for(changes), changes)

    assert list(flaws(found)) == [gate], flaws(found)
    ((where, lines),) = flaws(found)[gate]
    assert where == place
    assert came in lines[0]
    assert found.exit_code == 1


def test_a_hint_with_the_answer_is_a_spoiler_and_a_leak(tmp_path: Path) -> None:
    suite = SUITE.replace("Which operator divides?", "Write `return n / 2`.")

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite})

    assert {gate: lines[-1] for gate, ((_, lines),) in flaws(found).items()} == {
        "texts": "it says `return n / 2`",
        "leaks": "a line of the solution, from solution/numbers_kit.py line 5",
    }


def test_mistakes_that_are_told_the_same_are_both_named(tmp_path: Path) -> None:
    prints = SOLUTION.replace("return 2 * n", "print(2 * n)")
    found = checked(
        tmp_path,
        {
            f"{HIDDEN}/mistakes/adds_two/numbers_kit.py": prints,
            f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE.replace('""', '"G02"'),
            f"{HIDDEN}/mistakes/prints/numbers_kit.py": prints + "\n",
            f"{HIDDEN}/mistakes/prints/mistake.toml": MISTAKE.replace('""', '"G01"'),
        },
    )

    ((_, lines),) = flaws(found)["mistakes"]
    assert lines[-1] == "the mistakes `adds_two` and `prints` are told the same: `G01`"
    facts = found.rulings["mistakes"].facts
    assert facts["confusion"] == {"G02": {"G01": 1}, "none": {"none": 1}, "G01": {"G01": 1}}
    assert facts["diagonal"] is False


def test_words_of_the_grader_in_a_report_are_a_flaw(tmp_path: Path) -> None:
    suite = SUITE.replace("== 2.5", "== 2.5, 'see grader/judge/plugin.py'")

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite})

    ((where, lines),) = flaws(found)["skeleton"]
    assert where == PUBLIC
    assert lines[0] == "terminal: see grader/judge/plugin.py"
    assert lines[1].startswith('json: "message": "see grader/judge/plugin.py')


# The same again


def test_a_check_that_leaves_it_to_chance_is_flaky(tmp_path: Path) -> None:
    """Each of six checks passes in half of its runs: that none of them shows it is as likely as 54 heads in a row."""
    checks = "".join(f"\n\ndef test_chance_{number}():\n    assert random.random() < 0.5\n" for number in range(6))
    suite = SUITE.replace("import pytest", "import random\nimport pytest") + checks

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite}, gates=("runs",))

    ruling = found.rulings["runs"]
    flaky = [flaw for flaw in ruling.flaws if "it is flaky" in flaw.expected]
    assert flaky
    assert "`test_numbers.py::test_chance_" in flaky[0].expected
    assert sorted(line.split(": ")[1].split(";")[0] for line in flaky[0].came)[1] == "passed"
    assert ruling.shown != "10 / 10"
    assert not any("test_half" in flaw.expected for flaw in ruling.flaws)


def test_a_check_that_needs_another_to_run_before_it_depends_on_the_order(tmp_path: Path) -> None:
    suite = SUITE.replace("import numbers_kit", "import numbers_kit\n\nSEEN = []")
    suite = suite.replace("== 8", "== 8\n    SEEN.append(8)").replace("== 6", "== 6\n    assert 8 in SEEN, 'no eight'")

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite}, gates=("runs",))

    (flaw,) = found.rulings["runs"].flaws
    assert flaw.expected == (
        "`test_numbers.py::test_triple` ends the same in any order of the checks; it depends on what ran before"
    )
    assert all(line.startswith("`test_numbers.py::test_triple` failed: no eight; it came after ") for line in flaw.came)
    assert not any("`test_double`" in line for line in flaw.came)


def test_needs_are_kept_in_any_order(tmp_path: Path) -> None:
    """What a check is said to need it may rely on."""
    suite = SUITE.replace("import numbers_kit", "import numbers_kit\n\nSEEN = []")
    suite = suite.replace("== 8", "== 8\n    SEEN.append(8)").replace("== 6", "== 6\n    assert 8 in SEEN")
    suite = suite.replace("stretch=True", 'stretch=True, needs="test_double"')

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite}, gates=("runs",))

    assert (found.rulings["runs"].shown, flaws(found)) == ("10 / 10", {})


def test_orders_are_the_same_for_the_same_suite_and_put_each_case_before_each_other() -> None:
    ids = ["a", "b", "c", "d", "e"]
    record = Record(checks=[RecordedCheck(id=name, title=name, cases=[name]) for name in ids], suite="one")

    assert orders(record) == orders(record)
    assert orders(record) != orders(replace(record, suite="another"))
    assert all(sorted(order) == ids for order in orders(record))
    assert orders(record)[0] == orders(record)[1][::-1]


def test_a_suite_over_its_time_is_a_flaw_and_one_slow_moment_is_none(right: Evidence) -> None:
    def lasting(seconds: float) -> list[Run]:
        return [replace(run, graded=replace(run.graded, seconds=seconds)) for run in right.runs]

    one_fast = [*lasting(3.5)[1:], *lasting(0.1)[:1]]
    slow = GATES["time"](replace(right, runs=lasting(3.5)))
    patient = replace(right.exercise, limits=replace(right.exercise.limits, seconds=6))

    assert GATES["time"](replace(right, runs=one_fast)).flaws == []
    assert [flaw.expected for flaw in slow.flaws] == [
        "all checks of the solution within 3 seconds, and they took 3.5",
    ]
    assert [line.partition(" took ")[0] for line in slow.flaws[0].came] == [
        f"`test_numbers.py::{name}`" for name in _slowest_first(right)
    ]
    (flaw,) = GATES["time"](replace(right, exercise=patient)).flaws
    assert (flaw.file.name, flaw.came) == ("exercise.toml", ["`limits.seconds` is 6"])


def _slowest_first(evidence: Evidence) -> list[str]:
    checks = sorted(evidence.solution.scored.checks, key=lambda check: -check.seconds)
    return [check.id.rpartition("::")[2] for check in checks]


# Attacks


def test_a_check_that_an_attack_passes_is_a_flaw(tmp_path: Path) -> None:
    """Whatever ends the call is taken for the error that was asked for."""
    suite = SUITE.replace(
        "    assert numbers_kit.half(5) == 2.5\n    assert numbers_kit.half(1) == 0.5\n",
        "    with pytest.raises(BaseException):\n        numbers_kit.half('five')\n",
    )

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite}, gates=("hostile",))

    first = found.rulings["hostile"].flaws[0]
    assert first.expected == (
        "at most 0 points, as the skeleton, for “exit with success, at every function of `numbers_kit.py`”, "
        "and it earns 4"
    )
    assert first.came == ["`test_numbers.py::test_half` gave 4"]


def test_an_attack_that_is_answered_with_silence_is_a_flaw(right: Evidence) -> None:
    silent = [
        replace(each, checks=[replace(check, message="", expected="", got="", transcript=[], exception="")])
        for each in right.attacks
        for check in each.checks[:1]
    ]

    ruling = GATES["hostile"](replace(right, attacks=silent))

    assert ruling.shown == "0 / 16"
    assert ruling.flaws[0].came == ["`test_numbers.py::test_double` crashed"]
    assert "exit with success, at the top of `numbers_kit.py`" in ruling.flaws[0].expected


def test_a_check_that_was_not_reached_counts_as_failing(tmp_path: Path) -> None:
    suite = SUITE.replace('operator divides?"', 'operator divides?", needs="test_double"')
    mistake = MISTAKE.replace('"test_double"', '"test_double", "test_half"')

    found = checked(
        tmp_path,
        {f"{HIDDEN}/suite/test_numbers.py": suite, f"{HIDDEN}/mistakes/adds_two/mistake.toml": mistake},
    )

    assert flaws(found) == {}


def test_what_is_collected_again_is_a_note_and_no_flaw(tmp_path: Path) -> None:
    suite = SUITE.replace("\n\n\n@", "\n\nFOUR = numbers_kit.double(2)\n\n\n@", 1)

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite})

    assert flaws(found) == {}
    assert [note.partition(": ")[0] for note in found.notes] == ["test_numbers.py:5"]
    assert "  test_numbers.py:5: " in report([found], tmp_path)


def test_a_stretch_is_not_asked_for(tmp_path: Path) -> None:
    """A core folder is owed where some check is stretch, and there only."""
    suite = SUITE.replace(", stretch=True", "")

    found = checked(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite, f"{HIDDEN}/core/numbers_kit.py": None})

    assert flaws(found) == {}
    assert found.rulings["core"].shown == "none"


# The record


def test_a_solution_stands_on_the_given_files(tmp_path: Path) -> None:
    """Collecting against the solution finds the given files beside it, as every submission does."""
    given = {
        f"{PUBLIC}/exercise.toml": 'title = "Numbers"\nfiles = ["numbers_kit.py"]\ngiven = ["three.py"]\n',
        f"{PUBLIC}/three.py": "THREE = 3\n",
        f"{HIDDEN}/solution/numbers_kit.py": f"from three import THREE\n\n{SOLUTION.replace('3 * n', 'THREE * n')}",
        f"{HIDDEN}/suite/test_numbers.py": SUITE.replace("import numbers_kit", "import numbers_kit\nimport three")
        + "    assert three.THREE == 3\n",
        f"{HIDDEN}/mistakes/adds_two/mistake.toml": MISTAKE,
    }

    assert flaws(checked(tmp_path, given)) == {}


def test_a_missing_record_is_a_flaw_and_is_written_on_request_only(tmp_path: Path, one_worker: None) -> None:
    file = tmp_path / HIDDEN / "suite" / "checks.json"

    missing = checked(tmp_path, write=False)

    assert flaws(missing) == {"record": [(f"{HIDDEN}/suite/checks.json", ["there is no such file"])]}
    assert missing.rulings["record"].flaws[0].remedy.startswith("Write it with `grade check ex01_numbers --write`")
    assert not file.exists()
    assert checked(tmp_path, write=True).rulings["record"].shown == "written"
    before = file.stat()
    assert checked(tmp_path, write=True).rulings["record"].shown == "current"
    assert file.stat() == before  # what is current is not written again
    assert sorted(each.name for each in file.parent.iterdir()) == ["checks.json", "test_numbers.py"]


def test_a_stale_record_is_a_flaw_that_says_what_differs(tmp_path: Path) -> None:
    assert checked(tmp_path).exit_code == 0
    suite = SUITE.replace("points=6", "points=5").replace("test_triple", "test_thrice")
    changes = {f"{HIDDEN}/suite/test_numbers.py": suite, f"{HIDDEN}/mistakes/no_file/mistake.toml": None}

    make_course(tmp_path, changes)
    (tmp_path / HIDDEN / "mistakes" / "no_file" / "mistake.toml").unlink()
    (tmp_path / HIDDEN / "mistakes" / "no_file").rmdir()
    found = check(Course.load(tmp_path).find("ex01"), Gathering(gates=QUICK))

    assert found.rulings["record"].shown == "stale"
    assert flaws(found) == {
        "record": [
            (
                f"{HIDDEN}/suite/checks.json",
                [
                    "`test_numbers.py::test_thrice` is not in it",
                    "`test_numbers.py::test_triple` is in it, and no longer in the suite",
                    "`test_numbers.py::test_double` has another `points`: '6' there, '5' now",
                    "a file of the suite has changed since it was written",
                ],
            )
        ]
    }


def test_a_spoilt_record_is_a_flaw_and_can_be_written_anew(tmp_path: Path, one_worker: None) -> None:
    spoilt = {f"{HIDDEN}/suite/checks.json": '{"checks": ['}

    found = checked(tmp_path, spoilt, write=False)

    assert found.rulings["record"].shown == "wrong"
    assert "checks.json`, line 1: " in flaws(found)["record"][0][1][0]
    assert checked(tmp_path, spoilt, write=True).exit_code == 0


def test_records_differ_by_order_and_imports() -> None:
    one, two = (RecordedCheck(id=name, title=name, cases=[name]) for name in ("one", "two"))
    old, new = Record(checks=[one, two]), Record(checks=[two, one], imports={"kit": {"": "module"}})

    assert list(differences(old, new)) == [
        "the checks come in another order",
        "the suite imports other names from the submission",
    ]
    assert list(differences(old, old)) == []


# mistake.toml

KIT = {"kit/__init__.py": b"", "kit/numbers.py": b"ONE = 1\n"}
WRONG_MANIFESTS = {
    "unknown key": ('fail = ["test_one"]', "there is no key `fail`. Did you mean `fails`?"),
    "missing key": ("", "the key `fails` is missing."),
    "no test": ("fails = []", "`fails` must name at least one test"),
    "a test twice": ('fails = ["a", "a"]', "`fails` names `a` twice."),
    "one word for a list": ('fails = "a"', "`fails` must be a list, not text."),
    "a line below 0": ('fails = ["a"]\nline = -1', "`line` counts from 1"),
    "a line beyond the end": ('fails = ["a"]\nline = 3', "`line` is 3, and `kit/numbers.py` has 2 lines."),
    "a folder's line": ('fails = ["a"]\nfile = "kit"\nline = 1', "`line` is 1, and `kit` has 0 lines."),
    "a file that is nowhere": (
        'fails = ["a"]\nfile = "kit/number.py"',
        "`file` names `kit/number.py`, which neither the mistake nor the solution has. Did you mean `kit/numbers.py`?",
    ),
    "nothing to remove": (
        'fails = ["a"]\nremove = ["kit/__int__.py"]',
        "`remove` names `kit/__int__.py`, and the solution has no such file or folder. Did you mean `kit/__init__.py`?",
    ),
    "no TOML": ("fails = [", "is not valid TOML: "),
}


def make_mistake(folder: Path, extra: str, files: Mapping[str, bytes]) -> Path:
    keys = {"message": '""', "file": '"kit/numbers.py"', "line": "1"}
    lines = [f"{key} = {value}" for key, value in keys.items() if f"{key} =" not in extra]
    (folder / "mistake.toml").write_text("\n".join([*lines, extra]), encoding="utf-8")
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.mark.parametrize(("extra", "rule"), WRONG_MANIFESTS.values(), ids=WRONG_MANIFESTS)
def test_a_wrong_manifest_of_a_mistake_names_file_key_and_rule(extra: str, rule: str, tmp_path: Path) -> None:
    folder = make_mistake(tmp_path, extra, {"kit/numbers.py": b"ONE = 2\n\n"})

    with pytest.raises(ManifestError) as raised:
        read_mistake(folder, KIT)

    assert str(raised.value).startswith(f"`{folder / 'mistake.toml'}`")
    assert rule in str(raised.value)


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        pytest.param({"kit/numbers.py": b"ONE = 1\n"}, "`kit/numbers.py` beside it is the solution's own", id="same"),
        pytest.param({}, "no file lies beside it and `remove` is empty: this is the solution.", id="nothing"),
    ],
)
def test_a_mistake_holds_the_files_that_differ(files: dict[str, bytes], rule: str, tmp_path: Path) -> None:
    folder = make_mistake(tmp_path, 'fails = ["a"]', files)

    with pytest.raises(ManifestError, match=rule):
        read_mistake(folder, KIT)


def test_a_mistake_is_laid_over_the_solution_after_what_it_removes(tmp_path: Path) -> None:
    """A folder goes with all that is in it, and another whose name only starts alike stays."""
    extra = 'fails = ["a"]\nremove = ["kit"]\nfile = "Kit"\nline = 0'
    folder = make_mistake(tmp_path, extra, {"Kit/numbers.py": b"ONE = 1\n", "Kit/__pycache__/x.pyc": b""})

    mistake, files = read_mistake(folder, {**KIT, "kitchen.py": b""})

    assert (mistake.file, mistake.fails, mistake.run) == ("Kit", ("a",), "")
    assert files == {"kitchen.py": b"", "Kit/numbers.py": b"ONE = 1\n"}


def test_tests_are_named_by_their_name_or_id() -> None:
    ids = ["test_a.py::test_one", "test_a.py::TestB::test_two", "test_c.py::test_two"]
    record = Record(checks=[RecordedCheck(id=name, title=name, cases=[name]) for name in ids])

    assert named_checks(["test_one", "test_a.py::TestB::test_two"], record) == (set(ids[:2]), [])
    assert named_checks(["TestB::test_two"], record) == ({ids[1]}, [])
    assert named_checks(["test_two", "test_on"], record) == (
        set(),
        [
            f"`test_two` is the name of several tests: `{ids[1]}` and `{ids[2]}`; write the whole id",
            "the suite has no test `test_on`. Did you mean `test_one`?",
        ],
    )


# Several exercises


def test_an_exercise_that_cannot_be_checked_hides_nothing_of_another(tmp_path: Path) -> None:
    course = make_course(
        tmp_path,
        {
            "exercises/ex02_public/exercise.toml": 'title = "Public"\nfiles = ["a.py"]\n',
            "exercises/ex03_broken/exercise.toml": 'title = "Broken"\nfiles = ["a.py"]\n',
            "solutions/ex03_broken/solution/a.py": "A = 1\n",
            "solutions/ex03_broken/suite/test_a.py": "def test_a(:\n",
        },
    )
    heard: list[str] = []

    found = check_all(
        list(course.exercises), jobs=2, write=True, say=lambda each: heard.append(each.exercise.name), gates=QUICK
    )

    assert [each.exercise.name for each in found] == ["ex01_numbers", "ex02_public", "ex03_broken"]
    assert sorted(heard) == ["ex01_numbers", "ex02_public", "ex03_broken"]
    right, public, broken = found
    assert (flaws(right), right.exit_code) == ({}, 0)
    assert public.trouble is not None
    assert public.trouble.message.startswith("`ex02_public` has no `suite/` here")
    assert broken.trouble is not None
    assert "SyntaxError" in broken.trouble.message
    assert (public.rulings, broken.rulings) == ({}, {})
    assert exit_code(found) == broken.exit_code
    shown = report(found, tmp_path)
    assert "ex03_broken could not be checked\n  came:     " in shown
    assert shown.splitlines()[-1] == "3 exercises checked, 0 flaws; not right yet: ex02_public, ex03_broken."


def test_a_check_can_be_ended_early(tmp_path: Path) -> None:
    stop = Event()
    stop.set()

    with pytest.raises(StoppedError):
        check(make_course(tmp_path).find("ex01"), Gathering(stop=stop))


def test_an_exercise_of_this_repository_passes_the_gates() -> None:
    """A notebook; `.ci/run` puts all exercises through all gates."""
    (found,) = check_all([Course.load(ROOT).find("ex07")], jobs=1, write=False, say=lambda _: None, gates=QUICK)

    assert found.trouble is None
    assert [name for name, ruling in found.rulings.items() if ruling.flaws] == [], report([found], ROOT)
    assert list(found.rulings) == list(QUICK)


# The command


def grade_check(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", "check", "--no-mutants", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_command_shows_a_table_and_writes_the_record(tmp_path: Path) -> None:
    make_course(tmp_path)

    done = grade_check(tmp_path, "--write", "--jobs", "1", "--gate", "record", "--gate", "solution")

    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "exercise      solution  record\n"
        "ex01_numbers  12 / 12   written\n"
        "\n"
        "1 exercise checked, and these gates passed: solution, record.\n"
    )
    assert done.stderr.startswith("ex01_numbers: checked in ")
    assert (tmp_path / HIDDEN / "suite" / "checks.json").is_file()


def test_on_a_terminal_a_bar_shows_what_is_in_work(tmp_path: Path) -> None:
    make_course(tmp_path)
    end, terminal = pty.openpty()

    command = [sys.executable, "-m", "grader", "check", "--gate", "mistakes", "--jobs", "1"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.DEVNULL, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        with suppress(OSError):  # the end of a terminal
            while part := os.read(end, 4096):
                shown += part
    os.close(end)

    assert process.returncode == 0
    assert b"0/1" in shown
    assert b"ex01_numbers: " in shown
    assert b"ex01_numbers: checked in " in shown


def test_the_document_has_every_gate_in_its_order() -> None:
    text = (ROOT / "docs" / "check.md").read_text(encoding="utf-8").partition("## ")[0]

    assert re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE) == list(GATES)


def test_tables_stay_within_100_columns_with_every_gate_in_one_of_them(right: Evidence) -> None:
    rulings = {gate: Ruling("NO 119 / 127", [Flaw(Path("x"), "a", ["b"], "c")]) for gate in GATES}
    exercise = replace(right.exercise, name="ex05_with_a_name_of_some_length")

    lines = report([Checked(exercise=exercise, rulings=rulings)], Path()).partition("\n\nex05")[0].splitlines()

    assert max(map(len, lines)) <= 100
    heads = [line.split() for line in lines if line.startswith("exercise")]
    assert [gate for head in heads for gate in head if gate != "exercise"] == list(GATES)


def test_the_command_says_where_what_was_expected_what_came_and_what_to_do(tmp_path: Path) -> None:
    make_course(tmp_path, {f"{HIDDEN}/core/numbers_kit.py": SOLUTION})

    done = grade_check(tmp_path, "numbers", "ex01", "--json", "check.json", "--gate", "core", "--gate", "record")

    assert done.returncode == 1, done.stderr
    assert "ex01_numbers  NO 12 / 10  NO missing\n" in done.stdout
    assert (
        "\nex01_numbers, core: solutions/ex01_numbers/core\n"
        "  expected: exactly the core points, 10: every core check passes, no stretch check does\n"
        "  came:     `test_numbers.py::test_triple` is stretch and gave 2\n"
        "  to do:    Take the stretch out of `core/`, or move the check to the side it belongs to.\n"
    ) in done.stdout
    assert done.stdout.endswith("\n1 exercise checked, 2 flaws; not right yet: ex01_numbers.\n")
    (exercise,) = json.loads((tmp_path / "check.json").read_text())["exercises"]
    assert (exercise["exercise"], exercise["passed"], exercise["trouble"]) == ("ex01_numbers", False, None)
    assert [name for name, gate in exercise["gates"].items() if not gate["passed"]] == ["core", "record"]
    assert exercise["gates"]["core"]["flaws"][0] == {
        "file": "solutions/ex01_numbers/core",
        "expected": "exactly the core points, 10: every core check passes, no stretch check does",
        "came": ["`test_numbers.py::test_triple` is stretch and gave 2"],
        "remedy": "Take the stretch out of `core/`, or move the check to the side it belongs to.",
        "verbatim": "",
    }


def test_a_failure_of_the_grader_is_exit_code_3_and_json_has_standard_output_alone(tmp_path: Path) -> None:
    suite = SUITE + "\n\n@pytest.fixture(autouse=True)\ndef desk():\n    raise LookupError('no desk')\n"
    make_course(tmp_path, {f"{HIDDEN}/suite/test_numbers.py": suite})

    done = grade_check(tmp_path, "--json", "-")

    assert done.returncode == 3, done.stderr
    document = json.loads(done.stdout)
    assert document["schema"] == "grade/check/v1"
    (exercise,) = document["exercises"]
    assert exercise["gates"] == {}
    assert exercise["trouble"]["message"].startswith("the grader failed on `test_numbers.py::test_double` with ")
    assert "no desk" in exercise["trouble"]["message"]


WRONG_USE = {
    "no-such-exercise": (["numbres"], "Did you mean `numbers`?"),
    "no-jobs": (["--jobs", "0"], "0 is not in the range"),
    "json-in-no-folder": (["--json", "no/check.json"], "there is no folder `no`"),
    "no-such-gate": (["--gate", "text"], "there is no gate `text`. Did you mean `texts`?"),
    "near-option": (["--wirte"], "--write"),
    "a-wrong-manifest": (["ex02"], "there is no key `file`. Did you mean `files`?"),
}


@pytest.mark.parametrize(("arguments", "message"), WRONG_USE.values(), ids=WRONG_USE.keys())
def test_wrong_use_is_exit_code_2_before_any_grading(arguments: list[str], message: str, tmp_path: Path) -> None:
    make_course(tmp_path, {"exercises/ex02_wrong/exercise.toml": 'title = "Wrong"\nfile = ["a.py"]\n'})

    done = grade_check(tmp_path, *arguments)

    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert message in done.stderr


def test_a_course_without_exercises_has_nothing_to_check(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "solutions").mkdir()
    (tmp_path / "course.toml").write_text('name = "empty"\n')

    done = grade_check(tmp_path)

    assert done.returncode == 2
    assert "holds no exercise to check" in done.stderr
