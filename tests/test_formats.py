"""Every format of a result: one of each kind through each, as recorded in `tests/formats/`, and what all must keep.

`tests/test_readers.py` reads the same files back as their platforms do. After a wanted change,
`python tests/test_formats.py` writes the files anew; read what has changed as its recipient would.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.cli.main import main
from grader.record import Record, RecordedCheck
from grader.reporters import classroom, classroom50, telling
from grader.reporters.registry import FORMATS, REPORTERS
from grader.result import (
    Call,
    CheckResult,
    Feedback,
    Finding,
    GraderInfo,
    Location,
    Outcome,
    Problem,
    Result,
    Status,
    SubmissionInfo,
    SuiteInfo,
    Verdict,
)
from grader.scoring import score, without_names

FOLDER = Path(__file__).parent / "formats"
PLACE = classroom50.Place(
    classroom="py101",
    assignment="ex03",
    assignment_type="individual",
    owner="ada",
    submission="submit/2026-06-01T14-32-05Z-a1b2c3d",
    commit="https://example.org/ada/ex03/commit/a1b2c3d",
    release="https://example.org/ada/ex03/releases/1",
    review="https://example.org/ada/ex03/pull/1",
    datetime="2026-06-01T14:32:01Z",
)
# What a student's object may call itself, print or raise.
HOSTILE = (
    "\n::error file=x::forged\n##[error]forged\n::set-output name=result::x \x1b[31mred\x1b[0m \x9b31m\x07\r\x00\x0b"
    "<script>alert(1)</script> <img src=x onerror=alert(1)> </pre> ]]> &lt; [link](https://evil.example) "
    "![picture](https://evil.example/x.png) www.evil.example @everyone #1 `code` ``` | cell | **bold** $x$ "
    "\ud83d \u202eabc\u2066 é 日本 🙂 \ufffe"
)


def check(title: str, outcome: Outcome = Outcome.PASSED, **more: Any) -> CheckResult:
    worth = more.pop("max_points", 2.0)
    points = more.pop("points", worth if outcome is Outcome.PASSED else 0.0)
    name = re.sub(r"\W+", "_", title.casefold(), flags=re.ASCII).strip("_")
    base = {"id": f"test_calculator.py::test_{name}", "title": title, "seconds": 0.012}
    return CheckResult(outcome=outcome, points=points, max_points=worth, **{**base, **more})


def result(*checks: CheckResult, **more: Any) -> Result:
    core = [each for each in checks if not each.stretch]
    status = Status.PASSED if all(each.outcome is Outcome.PASSED for each in core) else Status.FAILED
    base: dict[str, Any] = {
        "exercise": "ex03_calculator",
        "title": "calculator.py",
        "status": status,
        "points": round(sum(each.points for each in checks), 2),
        "max_points": round(sum(each.max_points for each in checks), 2),
        "core_points": round(sum(each.max_points for each in core), 2),
        "submission": SubmissionInfo(student="ada", path="work", sha256="5" * 64),
        "suite": SuiteInfo("7" * 64),
        "box": "bubblewrap",
        "grader": GraderInfo("0.1.0", "3.11.7"),
        "started": "2026-06-01T14:33:00Z",
        "seconds": 0.431,
    }
    return Result(checks=list(checks), **{**base, **more})


THERE = check("calculator.py is there", max_points=1.0)
ADD = check(
    "add works for negatives",
    Outcome.FAILED,
    transcript=[Call("calculator.add(-2, -3)", "5")],
    expected="-5",
    got="5",
    message="`add(-2, -3)` should give -5.",
    exception="AssertionError: assert 5 == -5",
    traceback='File "calculator.py", line 2, in add\n    return abs(a) + abs(b)',
    hint="Hand the result back to the caller.",
    location=Location("calculator.py", 2),
    output="adding\nagain\n",
)
LATER = check("total adds up a list", Outcome.NOT_CHECKED, needs=[ADD.id])
SCORED = check("add works for negatives", Outcome.FAILED, feedback=Feedback.SCORE)
HINTED = check(
    "add works for negatives",
    Outcome.FAILED,
    feedback=Feedback.HINT,
    hint=ADD.hint,
    location=ADD.location,
)


def partial() -> Result:
    """Thirds, which do not add up once they are rounded, and a stretch."""
    checks = [RecordedCheck(id=f"test_a.py::test_{name}", title=name, cases=[name], points="1/3") for name in "abc"]
    split = RecordedCheck(id="test_a.py::test_split", title="split into three cases", cases=["x", "y", "z"], points="2")
    more = RecordedCheck(id="test_a.py::test_more", title="more", cases=["more"], points="1/2", stretch=True)
    failing = {"b": Outcome.FAILED, "z": Outcome.FAILED}
    cases = [case for each in (*checks, split, more) for case in each.cases]
    verdicts = {case: Verdict(case=case, outcome=failing.get(case, Outcome.PASSED)) for case in cases}
    return scored(Record(checks=[*checks, split, more]), verdicts)


def scored(record: Record, verdicts: dict[str, Verdict], feedback: Feedback = Feedback.FULL) -> Result:
    """A result whose points the scoring itself gave."""
    given = score(record, verdicts, feedback=feedback)
    totals = {key: getattr(given, key) for key in ("points", "max_points", "core_points", "status")}
    return result(*without_names(given.checks), **totals)


def hostile() -> Result:
    everywhere = {
        "message": HOSTILE,
        "hint": HOSTILE,
        "transcript": [Call(HOSTILE, HOSTILE), Call("calculator.add(1, 2)", "::error::forged")],
        "expected": HOSTILE,
        "got": HOSTILE,
        "exception": f"ValueError: {HOSTILE}",
        "traceback": HOSTILE,
        "output": HOSTILE,
        "location": Location(HOSTILE, 3),
        "finding": Finding("G01", HOSTILE, 3, HOSTILE),
    }
    return result(
        check("Größe 日本 🙂"),
        check(HOSTILE, Outcome.FAILED, id="test_hostile", **everywhere),
        check("crashes", Outcome.CRASHED, **everywhere),
        title=HOSTILE,
        notices=[HOSTILE],
        findings=[Finding("A13", HOSTILE, 1, f"{HOSTILE}!")],
        submission=SubmissionInfo(student=HOSTILE, path=HOSTILE),
    )


def hidden(level: Feedback, failing: CheckResult) -> Result:
    """A result below full feedback: what may not be seen is empty, and numbers stand for names."""
    return result(*without_names([replace(each, feedback=level) for each in (THERE, failing, LATER)]))


def kinds() -> dict[str, Result]:
    """One result of every kind."""
    slow = check("total ends", Outcome.TIMED_OUT, message="It took longer than 5 seconds.", seconds=5.0)
    crashed = check(
        "divide works",
        Outcome.CRASHED,
        transcript=[Call("calculator.divide(1, 2)")],
        exception="NameError: name 'c' is not defined",
        traceback='File "calculator.py", line 8, in divide\n    return a / c',
        location=Location("calculator.py", 8),
    )
    missing = Problem("missing files", "Not one expected file is there. This exercise expects `calculator.py`.")
    nothing = [check(name, Outcome.FAILED, message=missing.message) for name in ("one", "two")]
    broken = [THERE, check("add works", Outcome.ERRORED)]
    made = {
        "full_marks": result(THERE, check("add works"), check("more", stretch=True)),
        "stretch_left": result(THERE, check("more", Outcome.FAILED, stretch=True, message="`more` is not there.")),
        "partial": partial(),
        "timeout": result(THERE, slow),
        "crash": result(
            THERE,
            crashed,
            replace(LATER, needs=[crashed.id]),
            findings=[Finding("A13", "random.py", 1, "`random` is Python's own.")],
        ),
        "missing_files": result(*nothing, problem=missing),
        "failed": result(THERE, ADD, LATER, notices=["taken from the folder `work`"]),
        "hint": hidden(Feedback.HINT, HINTED),
        "score": hidden(Feedback.SCORE, SCORED),
        "hostile": hostile(),
        "many": result(*(check(f"check {n}", Outcome(NUMBERED[n % 3]), max_points=0.25) for n in range(200))),
        "zero_points": result(check("shown only", max_points=0.0), check("asked only", Outcome.FAILED, max_points=0.0)),
        "grader_error": result(*broken, status=Status.ERROR),
    }
    recorded = {file.stem: file.read_bytes() for file in sorted((FOLDER / "recorded").glob("*.json"))}
    return made | {f"recorded_{name}": msgspec.json.decode(text, type=Result) for name, text in recorded.items()}


NUMBERED = (Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED)
KINDS = kinds()


def written(name: str, graded: Result) -> str:
    return classroom50.report(graded, PLACE) if name == "classroom50" else REPORTERS[name](graded, details=True)


def file_of(kind: str, name: str) -> Path:
    return FOLDER / kind / f"{name}.{FORMATS[name].file.rpartition('.')[2]}"


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_what_the_format_writes(kind: str, name: str) -> None:
    assert file_of(kind, name).read_text(encoding="utf-8") == written(name, KINDS[kind]), (
        "run `python tests/test_formats.py` and read what has changed as its recipient would"
    )


def test_every_file_is_of_a_kind_and_a_format() -> None:
    expected = {file_of(kind, name) for kind in KINDS for name in FORMATS}

    assert {file for kind in KINDS for file in (FOLDER / kind).iterdir()} == expected


def test_the_recorded_results_are_of_this_version_of_the_normal_form() -> None:
    for name in ("right", "wrong"):
        text = (FOLDER / "recorded" / f"{name}.json").read_text()

        assert REPORTERS["json"](KINDS[f"recorded_{name}"]) == text


@pytest.mark.parametrize("name", FORMATS)
def test_student_text_stays_text(name: str) -> None:
    """No line starts a workflow's command, nothing moves a cursor, and all of it can be encoded."""
    text = written(name, KINDS["hostile"])
    told = text if name != "json" else ""  # the normal form keeps what came, in escapes

    assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in told
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    text.encode("utf-8")


@pytest.mark.parametrize("name", ["classroom", "classroom50", "exercism", "gradescope", "prairielearn", "ctrf"])
def test_decoded_student_text_starts_no_workflow_command(name: str) -> None:
    """What a platform's action prints after decoding is a line of a log as well."""
    lines = [line for text in strings(json.loads(written(name, KINDS["hostile"]))) for line in text.split("\n")]

    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line or "\x1b" in line]


def strings(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case list():
            return [text for each in value for text in strings(each)]
        case dict():
            return [text for each in value.values() for text in strings(each)]
        case _:
            return []


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("terminal", "json")])
@pytest.mark.parametrize("kind", ["hint", "score"])
def test_below_full_a_check_keeps_its_title_and_its_points(kind: str, name: str) -> None:
    text = written(name, KINDS[kind])

    assert "add works for negatives" in text
    assert "test_calculator" not in text
    assert (str(ADD.hint) in text) is (kind == "hint")


def test_a_long_result_fits_the_variable_of_the_classroom_action() -> None:
    """Linux allows one variable 128 KiB; long messages go first, then checks are put together, points never."""
    told = [check(f"{n} {'日' * 100}", Outcome.FAILED, message="x" * 5000, max_points=0.3) for n in range(300)]
    graded = result(*told, check("y", max_points=0.1))

    document = json.loads(classroom.report(graded))

    assert len(classroom.report(graded)) <= 44_000
    assert 1 < len(document["tests"]) < 301
    assert document["tests"][-1]["name"].endswith(" further checks, together")
    assert sum(test["score"] for test in document["tests"]) == 0.1
    assert document["max_score"] == 90.1


@pytest.mark.parametrize(
    "points",
    [[0.1, 0.2], [1.0, 0.2, 2.7], [17.91, 0.33, 2.7, 0.33, 0.2, 4.88, 0.33, 0.33], [0.1] * 200],
    ids=["two", "a-tie", "many", "two-hundred"],
)
def test_the_classroom_action_gets_scores_whose_binary_sum_has_two_decimals(points: list[float]) -> None:
    """It shows every digit of what it adds up from the first to the last."""
    graded = result(*(check(f"{each}", points=each, max_points=20.0) for each in points))

    totals, _ = read_classroom(graded)

    assert totals[0] == cents(graded.points)


@pytest.mark.parametrize(("name", "most"), [("prairielearn", 1_000_000), ("gradescope", 1_000_000)])
def test_a_long_result_fits_the_platform(name: str, most: int) -> None:
    told = [check(f"{n}", Outcome.FAILED, got="日" * 5000, expected="x", output="日\n" * 5000) for n in range(300)]

    text = written(name, result(*told))

    assert len(text) <= most
    assert len(json.loads(text)["tests"]) == 300


def test_a_format_is_loaded_when_it_is_wanted() -> None:
    """Start-up time: a run of a student's pays for the report it shows."""
    modules = "('html', 'xml', 'hashlib', 'grader.reporters.junit')"
    script = f"import sys; import grader.reporters.registry; sys.exit(any(name in sys.modules for name in {modules}))"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_every_format_is_listed_in_a_line_with_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[name, each.file] for name, each in FORMATS.items()]
    assert max(map(len, lines)) <= 100


def test_classroom50_names_the_submission_as_its_runner_does() -> None:
    environ = {"CLASSROOM": "py101", "ASSIGNMENT": "ex03", "SUBMISSION_TAG": "submit/1", "COMMIT_URL": "https://c"}

    place = classroom50.place_of(environ, datetime="2026-06-01T14:32:01Z")
    document = json.loads(classroom50.report(KINDS["full_marks"], place))

    assert (document["submission"], document["commit"]) == ("submit/1", "https://c")
    assert document["datetime"] == "2026-06-01T14:32:01Z"
    assert "release" not in document, "an empty address would be refused"


@st.composite
def graded(draw: st.DrawFn) -> Result:
    """Results with points as an author may give them, scored by the scoring itself."""
    worth = st.fractions(min_value=0, max_value=20, max_denominator=12) | st.sampled_from([Fraction(1), Fraction(1, 3)])
    count = draw(st.integers(1, 12))
    checks, verdicts = [], {}
    for number in range(count):
        cases = [f"{number}-{case}" for case in range(draw(st.integers(1, 5)))]
        split, stretch = draw(st.booleans()), draw(st.booleans())
        made = RecordedCheck(id=f"t::{number}", title=f"t{number}", cases=cases, split=split, stretch=stretch)
        checks.append(replace(made, points=str(draw(worth))))
        for case in cases:
            outcome = draw(st.sampled_from([each for each in Outcome if each is not Outcome.ERRORED]))
            verdicts[case] = Verdict(case=case, outcome=outcome)
    return scored(Record(checks=checks), verdicts)


@given(graded())
def test_every_format_shows_the_same_score_and_its_parts_add_up_to_it(graded: Result) -> None:
    """Hundredths of a point are exact everywhere; PrairieLearn shows the score as a part of 1."""
    expected = round(graded.points * 100), round(graded.max_points * 100)

    for read in (read_classroom, read_classroom50, read_gradescope, read_ctrf, read_junit, read_pytest, read_markdown):
        totals, parts = read(graded)
        assert totals == expected, read.__name__
        assert tuple(map(sum, zip(*parts, strict=True))) == expected, read.__name__
        assert all(0 <= earned <= worth for earned, worth in parts), read.__name__
    document = json.loads(written("prairielearn", graded))
    parts = [(cents(test["points"]), cents(test["max_points"])) for test in document["tests"]]
    assert tuple(map(sum, zip(*parts, strict=True))) == expected
    assert 0 <= document["score"] <= 1
    assert cents(document["score"] * graded.max_points) == expected[0]
    assert read_html(graded) == expected


Read = tuple[tuple[int, int], list[tuple[int, int]]]


def cents(points: float | str) -> int:
    return round(float(points) * 100)


def read_classroom(graded: Result) -> Read:
    """As the action does it: sums of binary fractions, of which it shows every digit."""
    document = json.loads(written("classroom", graded))
    total: float = 0
    for test in document["tests"]:
        total += test["score"]
    assert total == round(total, 2)
    # What each check is worth the action does not know.
    worth = [cents(document["max_score"]), *[0] * (len(document["tests"]) - 1)]
    earned = [cents(test["score"]) for test in document["tests"]]
    assert all(each >= 0 for each in earned)
    if len(earned) > 1:
        earned = [sum(earned), *[0] * (len(earned) - 1)]
    return (cents(total), cents(document["max_score"])), list(zip(earned, worth, strict=True))


def read_classroom50(graded: Result) -> Read:
    document = json.loads(written("classroom50", graded))
    for test in document["tests"]:
        assert (cents(test["points"]), cents(test["max-points"])) == (test["score"], test["max-score"])
    totals = document["score"], document["max-score"]
    return totals, [(test["score"], test["max-score"]) for test in document["tests"]]


def read_gradescope(graded: Result) -> Read:
    document = json.loads(written("gradescope", graded))
    parts = [(cents(test["score"]), cents(test["max_score"])) for test in document["tests"]]
    return (cents(document["score"]), sum(worth for _, worth in parts)), parts


def read_ctrf(graded: Result) -> Read:
    results = json.loads(written("ctrf", graded))["results"]
    parts = [(cents(test["extra"]["points"]), cents(test["extra"]["max_points"])) for test in results["tests"]]
    return (cents(results["extra"]["score"]), cents(results["extra"]["max_score"])), parts


def read_junit(graded: Result) -> Read:
    suite = ET.fromstring(written("junit", graded))[0]  # noqa: S314 -- our own text
    parts = [both_of(case.find("properties")) for case in suite.iter("testcase")]
    return both_of(suite.find("properties")), parts


def both_of(properties: ET.Element | None) -> tuple[int, int]:
    assert properties is not None
    values = {each.get("name"): each.get("value") or "" for each in properties}
    return cents(values["points"]), cents(values["max_points"])


def read_pytest(graded: Result) -> Read:
    document = json.loads(written("pytest-json-report", graded))
    parts = [(cents(test["metadata"]["points"]), cents(test["metadata"]["max_points"])) for test in document["tests"]]
    return (cents(document["gradebox"]["points"]), cents(document["gradebox"]["max_points"])), parts


def read_markdown(graded: Result) -> Read:
    heading, *lines = written("markdown", graded).splitlines()
    rows = [line for line in lines if line.startswith("| ") and re.search(r"\d \|$", line)]
    return pair(heading.rpartition(": ")[2]), [pair(row.rstrip("| ").rpartition("| ")[2]) for row in rows]


def pair(text: str) -> tuple[int, int]:
    earned, _, worth = text.partition(" / ")
    return cents(earned), cents(worth)


class Scores(HTMLParser):
    """Finds the paragraph that holds the score of a page."""

    found = ""
    _inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = ("class", "score") in attrs

    def handle_data(self, data: str) -> None:
        self.found = self.found or (data if self._inside else "")


def read_html(graded: Result) -> tuple[int, int]:
    page = Scores()
    page.feed(written("html", graded))
    return pair(page.found)


def test_the_next_step_is_one_sentence_for_every_kind() -> None:
    steps = {kind: telling.next_step(graded) for kind, graded in KINDS.items() if kind != "hostile"}

    assert steps["full_marks"] == "this exercise is done; go on with another."
    assert steps["failed"] == "look at calculator.py line 2, then hand in again."
    assert steps["missing_files"] == "put the files of the exercise there, then hand in again."
    assert steps["stretch_left"] == 'passed, and the stretch is left: work on "more", then hand in again.'
    assert steps["grader_error"] == "hand in again; if the grader fails again, tell your instructor."


if __name__ == "__main__":
    for kind, graded_kind in KINDS.items():
        for name in FORMATS:
            file_of(kind, name).parent.mkdir(exist_ok=True)
            file_of(kind, name).write_text(written(name, graded_kind), encoding="utf-8")
