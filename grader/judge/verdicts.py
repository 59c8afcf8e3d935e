"""From pytest's reports and the ledger of the wire to one verdict per case."""

from __future__ import annotations

import errno
import re
import sysconfig
from types import TracebackType
from typing import Any

import msgspec
import pytest

from grader.box.interpreter import executable
from grader.course import Limits
from grader.inside.wire import is_plain
from grader.judge.awaited import awaited
from grader.result import Call, Location, Outcome, Verdict
from grader.standin.failures import StudentFailure
from grader.standin.ledger import Ledger
from grader.standin.missing import NoSuchAttributeError
from grader.standin.policy import an_object, what
from grader.standin.rebuilt import details_of
from grader.standin.refs import ref_of
from grader.standin.wording import middle, short

MOST_TEXT = 4000  # characters of an expected or actual value
MOST_OUTPUT = 8000

_LIBRARY = f"{sysconfig.get_path('stdlib')}/".encode()
_PYTHON = re.compile(re.escape(f"{executable().parent}/").encode() + rb"python[\d.]*: ")
_VARIANT = re.compile(rb"/box/variant\w{8}(?!\w)")  # as `tempfile` ends its names


class Passed:
    """A report of a phase that passed, `setup`, `call` or `teardown`, with as much of it as is asked for."""

    passed = True
    failed = False

    def __init__(self, when: str) -> None:
        self.when = when


class Observed:
    """What was seen of one case while it ran."""

    def __init__(self, case: str) -> None:
        self.case = case
        self.reports: list[Any] = []
        self.error: BaseException | None = None
        self.compared: tuple[str, Any, Any] | None = None
        self.seconds = 0.0
        self.output: str | None = None  # None where the reports hold it

    def compare(self, operation: str, left: Any, right: Any, ledger: Ledger) -> None:
        """Keep the sides of a comparison that failed, and what the wire had said by then: explaining asks more."""
        self.compared = (operation, left, right)
        ledger.keep()

    def passed(self) -> bool:
        """Whether setup, call, teardown and every subtest passed, and there was a call."""
        called = any(report.when == "call" for report in self.reports)
        good = all(report.passed and not hasattr(report, "wasxfail") for report in self.reports)
        return called and good

    def ours(self) -> bool:
        """Whether what failed was a setup or teardown."""
        return any(report.failed and report.when != "call" for report in self.reports)


def told(verdict: Verdict, top: str) -> msgspec.Raw:
    """The verdict as JSON, with `/box` for the folder that the submission lay in: its real name differs each time.

    So do those of the copies that a suite makes of it, which are all `/box/variant`.

    So do Python's own, which stands before what it says itself, as in `python: No module named tools.__main__`, and
    the folder of the standard library.
    """
    plain = msgspec.json.encode(verdict).replace(top.encode(), b"/box").replace(_LIBRARY, b".../")
    plain = _VARIANT.sub(b"/box/variant", plain) if b"/box/variant" in plain else plain
    return msgspec.Raw(_PYTHON.sub(b"python: ", plain))


def judge_case(seen: Observed, ledger: Ledger, limits: Limits) -> Verdict:
    """The verdict on one case, in plain words for the student, whatever the student's values are like."""
    try:
        return cleaned(_judged(seen, ledger, limits))
    except BaseException as error:  # also what only ends programs: it came from the student's code
        if not ledger.touched:
            raise
        message = f"The answer cannot be shown: {type(error).__name__}."
        return Verdict(case=seen.case, outcome=Outcome.FAILED, message=message, seconds=round(seen.seconds, 4))


def cleaned(verdict: Verdict) -> Verdict:
    """The verdict with every text cut, and in characters that any file can hold."""
    texts = {name: _clean(text) for name in _TEXTS if (text := getattr(verdict, name))}
    calls = [Call(_clean(each.call), _clean(each.result)) for each in verdict.transcript]
    place = verdict.location
    place = None if place is None else Location(_clean(place.file), max(0, place.line))
    return msgspec.structs.replace(verdict, transcript=calls, location=place, **texts)


_TEXTS = ("message", "expected", "got", "exception", "traceback", "output")


def _clean(text: str) -> str:
    if text.isascii() and len(text) <= MOST_OUTPUT:
        return text
    return middle(text.encode("utf-8", "backslashreplace").decode(), MOST_OUTPUT)


def _judged(seen: Observed, ledger: Ledger, limits: Limits) -> Verdict:
    output = seen.output
    if output is None:
        output = "".join(_output(report) for report in seen.reports if report.when == "call")
    common = {"case": seen.case, "seconds": round(seen.seconds, 4), "output": output and middle(output, MOST_OUTPUT)}
    if ledger.failure is not None:
        return Verdict(**common, transcript=ledger.calls, **_of_failure(ledger.failure, ledger))  # type: ignore[arg-type]
    if seen.passed():
        return Verdict(**common, outcome=Outcome.PASSED, transcript=ledger.calls)  # type: ignore[arg-type]
    full = limit_reached(seen.error, limits)
    if full:
        outcome = Outcome.CRASHED
        return Verdict(**common, outcome=outcome, message=full, transcript=ledger.calls)  # type: ignore[arg-type]
    if seen.ours() and not ledger.touched:
        message = f"The grader could not prepare this check: {_last_line(seen.error)}"
        return Verdict(**common, outcome=Outcome.ERRORED, message=message)  # type: ignore[arg-type]
    return Verdict(**common, transcript=ledger.calls, **_of_error(seen, ledger))  # type: ignore[arg-type]


def limit_reached(error: BaseException | None, limits: Limits) -> str:
    """What to say where an error means that a limit was reached; empty where it does not."""
    if isinstance(error, MemoryError):
        return f"The program may use {limits.memory_mb} MB of memory, and it wanted more."
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"The files of the program may take {limits.files_mb} MB, and there is no room for more."
    if has_left_processes(error):
        return f"The program may have {limits.processes} processes and threads, and it wanted more."
    return ""


def has_left_processes(error: BaseException | None) -> bool:
    """Whether it says that student code has as many processes as it may: they are still there, and may yet speak."""
    return isinstance(error, OSError) and error.errno == errno.EAGAIN and details_of(error) is not None


def _output(report: Any) -> str:
    return str(report.capstdout) + str(report.capstderr)


def _of_failure(failure: StudentFailure, ledger: Ledger) -> dict[str, Any]:
    got = short(ledger.last_result) if failure.outcome is Outcome.FAILED and ledger.last_call else ""
    return {
        "outcome": failure.outcome,
        "message": failure.message,
        "exception": failure.exception,
        "location": failure.location,
        "got": got,
    }


def _of_error(seen: Observed, ledger: Ledger) -> dict[str, Any]:
    error = seen.error
    details = details_of(error) if error is not None else None
    if error is not None and details is not None:
        place = Location(*details.place) if details.place else None
        call = f"`{ledger.calls[-1].call}`" if ledger.calls else "The code"
        message = f"{call} stopped with an error: {details.last_line}"
        wanted = awaited(error)
        return {
            "outcome": Outcome.CRASHED,
            "message": message,
            "expected": wanted,
            "got": details.last_line.partition(":")[0] if wanted else "",
            "exception": details.last_line,
            "traceback": details.trace,
            "location": place,
        }
    expected, got = _expected_and_got(seen, ledger)
    message = _object_for_value(seen, ledger) or _message(seen, expected)
    return {"outcome": Outcome.FAILED, "message": message, "expected": expected, "got": got}


def _object_for_value(seen: Observed, ledger: Ledger) -> str:
    """What to say where an object of the student's was compared with a plain value."""
    compared = seen.compared or _unittest_pair(seen.error)
    if compared is None or compared[0] != "==":
        return ""
    for mine, other in (compared[1:], compared[:0:-1]):
        ref = ref_of(mine)
        if ref is not None and ref.shape == "object" and is_plain(other):
            return an_object(ref, what(other), ledger.last_call)
    return ""


def _message(seen: Observed, expected: str) -> str:
    error = seen.error
    if error is None:
        return "The check was not carried out."
    if isinstance(error, AssertionError | pytest.fail.Exception):
        own = str(error).partition("\nassert ")[0].partition("\n(assert")[0]
        if own and not own.startswith("assert ") and not expected:
            return middle(own.splitlines()[0], 300)
        if own and not own.startswith("assert ") and " != " not in own and not own.startswith("DID NOT RAISE"):
            return middle(own.splitlines()[0], 300)
        return ""
    if isinstance(error, NoSuchAttributeError):
        return f"`{error.name}` was not found in `{error.file}`."
    return f"The check stopped with {_last_line(error)}"


def _last_line(error: BaseException | None) -> str:
    return "an error" if error is None else middle(f"{type(error).__name__}: {error}".splitlines()[0], 300)


def _expected_and_got(seen: Observed, ledger: Ledger) -> tuple[str, str]:
    compared = seen.compared or _unittest_pair(seen.error)
    if compared is None:
        return _expected_exception(seen.error, ledger)
    operation, left, right = compared
    if operation in ("in", "not in"):
        negated = "not " if operation == "not in" else ""
        return f"{negated}{shown(left)} in it", shown(right)
    if _is_last(right, ledger) and not _is_last(left, ledger):
        left, right = right, left
    expected = shown(right) if operation in ("==", "is") else f"{operation} {shown(right)}"
    return expected, shown(left)


def _is_last(value: Any, ledger: Ledger) -> bool:
    last = ledger.last_result
    return value is last or (ref_of(value) is None and type(value) is type(last) and short(value) == short(last))


def _expected_exception(error: BaseException | None, ledger: Ledger) -> tuple[str, str]:
    text = str(error) if isinstance(error, pytest.fail.Exception) else ""
    if not text.startswith("DID NOT RAISE"):
        return "", ""
    return text.removeprefix("DID NOT RAISE").strip(), short(ledger.last_result) if ledger.last_call else ""


def _unittest_pair(error: BaseException | None) -> tuple[str, Any, Any] | None:
    """The two sides of a failed `assertEqual`, from the frame that compared them."""
    trace: TracebackType | None = error.__traceback__ if isinstance(error, AssertionError) else None
    while trace is not None:
        names = trace.tb_frame.f_locals
        if trace.tb_frame.f_code.co_filename.endswith("unittest/case.py") and {"first", "second"} <= set(names):
            return "==", names["first"], names["second"]
        trace = trace.tb_next
    return None


def shown(value: Any) -> str:
    """A value as the report shows it: a text of several lines as it is, so that it can be compared line by line."""
    if type(value) is str and "\n" in value:
        return middle(value, MOST_TEXT)
    ref = ref_of(value)
    if ref is not None and ref.shape == "object":
        return middle(ref.text, MOST_TEXT)
    return short(value)
