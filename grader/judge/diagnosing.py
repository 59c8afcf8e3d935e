"""After the last case: which known mistakes explain what failed. It costs nothing where all passed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from grader.diagnosis.catalogue import LINES, OF_THE_RUN, load
from grader.diagnosis.diagnose import COMPILING, ON_DISK, STEPS, diagnose
from grader.diagnosis.evidence import Called, Evidence, Frame, Raised, Ran
from grader.diagnosis.found import Found
from grader.diagnosis.raised import read_last_line, read_raised
from grader.diagnosis.touched import imported_files
from grader.judge.apart import apart
from grader.judge.control import Job
from grader.judge.insides import Insides
from grader.judge.trying import try_command
from grader.record import RecordedCheck
from grader.result import Verdict

MOST_CASES = 12  # whose failure is explained

_OF_A_CHECK = tuple(step for step in STEPS if step not in (*ON_DISK, *COMPILING))
_ABSENT = re.compile(r"^`(\w+)` was not found in `([\w/]+)\.py`\.$")
_ENDED = re.compile(r" ended with (\w+), which stops a whole program\.$")
_STARTED = re.compile(r"^\$ python (?:-m )?(\S+)")
_WORD = re.compile(r"\w+")
_CELLS = re.compile(r"^# all cells of (.+), from top to bottom$")
_EXIT_CODE = re.compile(r"\(exit code (\d{1,3})\)\s*$")


def prepare() -> None:
    """Load what every diagnosis needs, once for all forks."""
    load()


def find_mistakes(
    insides: Insides,
    job: Job,
    checks: Sequence[RecordedCheck],
    verdicts: Sequence[Verdict],
    messages: Mapping[str, Sequence[str]],
) -> dict[str, list[Found]]:
    """The findings by case, the root cause first; under the empty name those that the files alone show.

    With a command in the job, what a run of it shows, under the empty name. `messages` are the course's, by id.
    """
    failed = [verdict for verdict in verdicts if verdict.outcome.is_failure][:MOST_CASES]
    if not failed and not job.command:
        return {}
    ran = try_command(insides, job) if job.command else None
    files = {path: insides.original(job, path) for path in sorted({*job.files, *job.given})}
    bare = Evidence(files, tuple(entry.path for entry in job.listing), tuple(job.required), ran)

    def work() -> bytes:
        words = words_of(files)
        found = {"": diagnose(bare, STEPS if ran else (*ON_DISK, *COMPILING))}
        for verdict in failed:
            evidence = bare.of(ran_of(verdict, checks, job.seat.top, messages))
            near = [*imported_files(evidence), evidence.run.notebook if evidence.run else ""]
            told = (each for each in diagnose(evidence, _OF_A_CHECK) if is_told_by_files(each, words))
            found[verdict.case] = [each for each in told if each.file in near or each.file not in files]
        return msgspec.json.encode({case: each for case, each in found.items() if each})

    answer = apart(work)
    return msgspec.json.decode(answer, type=dict[str, list[Found]]) if answer else {}


def words_of(files: Mapping[str, bytes]) -> set[str]:
    """All words in the files and in their paths."""
    texts = [*files, *(content.decode("utf-8", "replace") for content in files.values())]
    return {word for text in texts for word in _WORD.findall(text)}


def is_told_by_files(found: Found, words: set[str]) -> bool:
    """Whether a finding says nothing that only the run knows, but where its message may.

    The text of an exception is the student's: one that repeats what a check gave must not show it at every level.
    """
    told = (value for name, value in found.values.items() if name not in OF_THE_RUN | LINES)
    return all(word in words for value in told for word in _WORD.findall(value.replace(" and ", " ")))


def ran_of(verdict: Verdict, checks: Sequence[RecordedCheck], top: str, messages: Mapping[str, Sequence[str]]) -> Ran:
    """What a check that failed did, from its verdict. `top` is where the submission lay."""
    check = next((check for check in checks if verdict.case in check.cases), None)
    about = check.concepts if check else []
    script, exit_code, stdout, raised = "", 0, verdict.output, _raised(verdict, top)
    for call in reversed(verdict.transcript):
        started = _STARTED.match(call.call)
        if started is not None:
            script, stdout = started[1], call.result
            ended = _EXIT_CODE.search(call.result)
            exit_code = int(ended[1]) if ended else 0
            raised = raised or read_raised(localized(call.result.removesuffix(ended[0] if ended else ""), top))
            break
    return Ran(
        script=script,
        exit_code=exit_code,
        stdout=stdout,
        raised=raised,
        calls=tuple(filter(None, (_called(call.call, call.result, verdict.output) for call in verdict.transcript))),
        expected=verdict.expected,
        got=verdict.got,
        said=f"{check.title if check else ''} {verdict.message}",
        about=frozenset(name for name, concepts in messages.items() if not {*concepts}.isdisjoint(about)),
        notebook=next((ran[1] for call in verdict.transcript if (ran := _CELLS.match(call.call))), ""),
        name=next((call.call for call in reversed(verdict.transcript) if call.call.isidentifier()), ""),
        is_check=True,
    )


def localized(text: str, top: str) -> str:
    """A text with the paths of the submission's files relative to its folder."""
    return re.sub(rf"{re.escape(top)}/(?:work|variant\w+)/", "", text)


def _raised(verdict: Verdict, top: str) -> Raised | None:
    absent = _ABSENT.match(verdict.message)
    if absent is not None:
        module = absent[2].replace("/", ".")
        return Raised("AttributeError", f"module '{module}' has no attribute '{absent[1]}'")
    if not verdict.exception:
        ended = _ENDED.search(verdict.message)
        return Raised(ended[1], "") if ended else None
    told = read_raised(localized(verdict.traceback, top))
    if told is not None and told.frames:
        return told
    last = read_last_line(localized(verdict.exception, top))
    place = verdict.location
    if last is None:
        return None
    return Raised(last.kind, last.text, (Frame(place.file, place.line),) if place else ())


def _called(call: str, result: str, output: str) -> Called | None:
    """One line of a transcript as a call; None for any other line."""
    try:
        node = ast.parse(call, mode="eval").body
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return None
        args = tuple(_plain(each) for each in node.args)
        kwargs = {each.arg: _plain(each.value) for each in node.keywords if each.arg}
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    target = ast.unparse(node.func)
    text = call.removeprefix(f"{target.rpartition('.')[0]}.")
    return Called(target, text, args, kwargs, result, output)


def _plain(node: ast.expr) -> Any:
    """The value of an argument, or `...` for one that is no literal."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return ...
