"""Runs the examples of a task on a student's files, in the box, as Python itself or a shell would show them.

Theory of operation. The examples go to the judge as a suite of one test for each block, which is collected and run
like any other. Its test starts a script in the box, which plays the session and prints what came; the judge only
hands that on. So nothing of the student runs outside, and what came is the student's testimony: it is shown, and
earns nothing.
"""

from __future__ import annotations

import json
import tempfile
from doctest import ELLIPSIS, IGNORE_EXCEPTION_DETAIL, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path
from typing import Any

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from grader.course import Exercise
from grader.examples.reading import SHELL, Example, examples_in
from grader.intake.folder import take
from grader.post import post_without_suite
from grader.result import Verdict
from grader.worker.client import Worker
from grader.worker.orders import Judged, Order

_HERE = Path(__file__).parent
_README = "README.md"
_TRACEBACK = "Traceback (most recent call last):"


class Shown(Struct, frozen=True, kw_only=True):
    """One example as it came out. `ran` is false where it was not reached, and `got` may then say why."""

    source: str
    expected: str
    prompt: str
    got: str = ""
    right: bool = False
    ran: bool = True


def run_examples(exercise: Exercise, path: Path | None, *, box: str = "auto") -> list[Shown]:
    """The examples of the exercise's README.md, run on the work at `path`; None is work without a file."""
    try:
        task = (exercise.public / _README).read_bytes().decode("utf-8-sig", "replace")
    except FileNotFoundError:
        return []
    blocks = examples_in(task)
    if not blocks:
        return []
    order = Order(files={}, given=exercise.read_given())
    if path is not None:
        submission = take(path, exercise)
        order = replace(order, files=submission.files, given=submission.given)
    verdicts = _judged(exercise, blocks, order, box)
    return [shown for place, block in enumerate(blocks) for shown in _compared(block, verdicts.get(place))]


def _judged(exercise: Exercise, blocks: list[list[Example]], order: Order, box: str) -> dict[int, Verdict]:
    """The verdict on each block by its place."""
    with tempfile.TemporaryDirectory(prefix="gradebox-") as folder:
        suite = Path(folder)
        suite.chmod(0o755)  # the judge may run as another user
        (suite / "test_examples.py").write_bytes((_HERE / "suite.py").read_bytes())
        (suite / "session.txt").write_bytes((_HERE / "session.py").read_bytes())
        (suite / "examples.json").write_text(json.dumps(to_builtins(blocks)), encoding="utf-8")
        post = replace(post_without_suite(exercise, box), suite=str(suite.resolve()), fork=False)
        with Worker(post) as worker:
            verdicts = [word.verdict for word in worker.grade(order) if isinstance(word, Judged)]
    return {int(each.case.rpartition("[")[2].rstrip("]")): each for each in verdicts}


def _compared(block: list[Example], verdict: Verdict | None) -> list[Shown]:
    answers = _answers(verdict.output) if verdict else {}
    why = verdict.message.replace("`python __examples__.py`", "This") if verdict else ""
    shown = []
    for place, example in enumerate(block):
        plain = {
            "source": example.source,
            "expected": example.error or example.expected,
            "prompt": example.prompt,
        }
        if place in answers:
            got, error = answers[place]
            shown.append(Shown(**plain, got=got, right=_is_right(example, got, error)))  # type: ignore[arg-type]
        else:
            shown.append(Shown(**plain, got=why, ran=False))  # type: ignore[arg-type]
            why = ""
    return shown


def _answers(output: str) -> dict[int, tuple[str, str]]:
    """What came for each example: the text, and the last line of its error; what is no answer is passed over."""
    answers: dict[int, tuple[str, str]] = {}
    for line in output.splitlines():
        try:
            match json.loads(line):
                case {"example": int(place), "got": str(got), "error": str(error)}:
                    answers.setdefault(place, (got, error))
                case _:
                    pass
        except (ValueError, RecursionError):
            continue
    return answers


def _is_right(example: Example, got: str, error: str) -> bool:
    if example.error:
        if example.flags & IGNORE_EXCEPTION_DETAIL:
            return _kind(error) == _kind(example.error)
        return _same(example.error, error, example.flags)
    if example.prompt == SHELL:
        return _same(_without_blanks(example.expected), _without_blanks(got), example.flags)
    return not error and _same(example.expected, got, example.flags)


def _without_blanks(text: str) -> str:
    """The lines without what the eye does not see at their ends."""
    return "\n".join(line.rstrip() for line in text.splitlines())


def _kind(error: str) -> str:
    return error.partition(":")[0].rpartition(".")[2]


def _same(expected: str, got: str, flags: int) -> bool:
    """Whether the text came; `...` in the task stands for any, but not for none and not for a traceback."""
    if not got.strip() or (_TRACEBACK in got and _TRACEBACK not in expected):
        return not expected.strip() and not got.strip()
    lines = [f"{text.rstrip()}\n" if text.strip() else "" for text in (expected, got)]
    checker: Any = OutputChecker()
    return bool(checker.check_output(*lines, ELLIPSIS | (flags & NORMALIZE_WHITESPACE)))
