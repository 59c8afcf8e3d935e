"""A student's runs one after the other: what the report says besides the result, and the three levels of hints."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.attempts import Attempt, Task, attempt
from grader.course import Course
from grader.memory import Memory
from grader.reporters.terminal import report
from grader.result import Feedback
from grader.runner import Grader

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
EX03 = COURSE.find("ex03")
SOLUTION = ROOT / "solutions" / "ex03_calculator" / "solution"

Run = Callable[..., str]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(EX03) as grader:
        yield grader


@pytest.fixture
def work(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EX03.public, tmp_path / "ex03_calculator"))


@pytest.fixture
def run(grader: Grader, work: Path, tmp_path: Path) -> Run:
    def once(*, hint: bool = False, memory: Memory | None = None, feedback: Feedback = Feedback.FULL) -> str:
        kept = memory or Memory(tmp_path / "memory")
        tried: Attempt = attempt(Task(COURSE, EX03, work, feedback), grader, kept, hint=hint)
        return " ".join(report(tried.result, background=tried.background).split())

    return once


def test_each_hint_goes_one_level_further(run: Run) -> None:
    """The report itself is the first level: title and gap."""
    told = [run(), run(hint=True), run(hint=True), run(hint=True)]

    assert "For a hint: `grade ex03 --hint`" in told[0]
    assert "Hand the result back" not in told[0]
    assert "Hint 2 of 3: Hand the result back to the caller. In the notes: outline (notes A)" in told[1]
    assert "For the next hint: `grade ex03 --hint`" in told[1]
    assert "Hint 3 of 3: Hand the result back" in told[2]
    assert "thermometer.py" in told[2]
    assert told[3] == told[2]


def test_hints_from_the_first_run_on_take_three(run: Run) -> None:
    told = [run(hint=True) for _ in range(3)]

    assert [f"Hint {number} of 3: " in text for number, text in enumerate(told, 1)] == [True] * 3
    assert "compare what was expected with what came, then look at calculator.py line 4." in told[0]
    assert all("expected: 13 got: None" in text for text in told)


def test_the_third_run_with_the_same_failure_offers_the_example(run: Run, work: Path) -> None:
    told = []
    for number in range(3):
        (work / "notes.py").write_text(f"# try {number}\n")
        told.append(run())

    assert ["Stuck?" in text for text in told] == [False, False, True]
    assert "Hint 3 of 3" in run(hint=True)


def test_another_failure_begins_with_its_first_hint(run: Run, work: Path) -> None:
    run()
    run(hint=True)
    shutil.copy(SOLUTION / "calculator.py", work)

    assert "receipt.py imports calculator" in run()
    assert "Hint 2 of 3: Write the import" in run(hint=True)


def test_without_memory_the_whole_help_is_given_at_once(run: Run) -> None:
    assert "Hint 3 of 3: Hand the result back" in run(hint=True, memory=Memory(None))
    assert "Nothing changed" not in run(memory=Memory(None)) + run(memory=Memory(None))


def test_what_is_new_and_what_is_not_is_said(run: Run, work: Path) -> None:
    run()
    assert "Nothing changed since the last run." in run()

    shutil.copy(SOLUTION / "calculator.py", work)
    told = run()
    assert "Nothing changed" not in told
    assert "yes add works for ints, floats and negatives (new) 2" in told
    assert "folder (new)" not in told
    assert "(new)" not in run()

    shutil.copy(EX03.public / "calculator.py", work)
    assert "Best so far: 11 / 20, and the best counts." in run()


def test_a_first_run_marks_nothing_as_new(run: Run, work: Path) -> None:
    shutil.copy(SOLUTION / "calculator.py", work)

    assert "(new)" not in run()


def test_after_the_last_check_the_next_exercise_follows(run: Run, work: Path) -> None:
    shutil.copytree(SOLUTION, work, dirs_exist_ok=True)

    assert "Next step: go on with ex04" in run()


@pytest.mark.parametrize(
    ("feedback", "text"), [(Feedback.HINT, "Hint 2 of 3: Hand the"), (Feedback.SCORE, "Hint 2 of 2: Here")]
)
def test_hints_stay_within_what_the_level_allows(feedback: Feedback, text: str, run: Run) -> None:
    """`score` has no hint to give, and the example is the student's own file anyway."""
    told = [run(hint=True, feedback=feedback), run(hint=True, feedback=feedback)]

    assert text in told[1]
    assert "expected:" not in "".join(told)
    assert "def add" not in "".join(told)
