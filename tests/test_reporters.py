"""The reporters: `grade/v1` exactly, and what a student reads, whatever text the student's code made."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from grader.reporters.background import Background
from grader.reporters.layout import paragraph
from grader.reporters.plain import cells, cut, visible, wrapped
from grader.reporters.prose import rendered, said_of_notes
from grader.reporters.registry import REPORTERS
from grader.reporters.schema import schema
from grader.reporters.terminal import report
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
)

SCHEMA_FILE = Path(__file__).parent.parent / "docs" / "grade-v1.schema.json"
HOSTILE = "\x1b[31mred\x1b[0m \x07\r\x00 [bold]markup[/] \ud83d \u202eabc\u2066 ::error::x \x9b31m"


def check(name: str, outcome: Outcome = Outcome.PASSED, **more: Any) -> CheckResult:
    full = {"id": f"test_calculator.py::{name}", "title": name, "max_points": 2.0}
    full["points"] = 2.0 if outcome is Outcome.PASSED else 0.0
    return CheckResult(outcome=outcome, **{**full, **more})


def failed(name: str = "add works", **more: Any) -> CheckResult:
    return check(name, Outcome.FAILED, **more)


def result(*checks: CheckResult, **more: Any) -> Result:
    status = Status.PASSED if all(c.stretch or c.outcome is Outcome.PASSED for c in checks) else Status.FAILED
    sums = {"points": sum(c.points for c in checks), "max_points": sum(c.max_points for c in checks)}
    core = sum(c.max_points for c in checks if not c.stretch)
    base = {"exercise": "ex03_calculator", "title": "calculator.py", "status": status, "core_points": core}
    return Result(checks=list(checks), **{**base, **sums, **more})


ADD_FAILED = failed(
    "add works for ints, floats and negatives",
    transcript=[Call("calculator.add(2, 3)", "-1")],
    expected="5",
    got="-1",
    message="`add(2, 3)` should give 5.",
    exception="AssertionError: assert -1 == 5",
    traceback="Traceback (most recent call last):\n  File calculator.py, line 2",
    output="adding\n",
    hint="Hand the result back to the caller.",
    location=Location("calculator.py", 2),
)
MIXED = result(
    ADD_FAILED,
    check("calculator.py is in the exercise folder", points=1.0, max_points=1.0),
    check("divide by zero raises ValueError", Outcome.CRASHED, message="It stopped."),
    check(
        "total adds up a list",
        Outcome.NOT_CHECKED,
        needs=["test_calculator.py::calculator.py is in the exercise folder"],
    ),
    check("split_bill keeps the error", Outcome.TIMED_OUT, stretch=True, points=0.5),
)


def test_a_failed_submission_is_told_as_the_course_draws_it() -> None:
    """Passed first, the first failure in full, the others a line each, what is missing, one next step."""
    expected = """\
ex03  calculator.py                                                      1.5 / 9
  yes  calculator.py is in the exercise folder                                 1
  NO   add works for ints, floats and negatives                            0 / 2
       calculator.py line 2
       >>> calculator.add(2, 3)
       -1
       `add(2, 3)` should give 5.
       expected: 5
       got:      -1
       Python says: AssertionError: assert -1 == 5
  NO   divide by zero raises ValueError (error)                            0 / 2
  NO   split_bill keeps the error (stretch) (took too long)              0.5 / 2
  --   total adds up a list                                      not checked yet
       needs "calculator.py is in the exercise folder"
  Next step: look at calculator.py line 2, then run `grade ex03` again. For a
  hint: `grade ex03 --hint`.
"""

    assert report(MIXED) == expected


def test_details_tell_every_failure_with_traceback_and_output() -> None:
    told = report(MIXED, details=True)

    assert "       | Traceback (most recent call last):\n       |   File calculator.py, line 2\n" in told
    assert "       Output:\n       | adding\n" in told
    assert "       It stopped.\n" in told
    assert "--details" not in told


@pytest.mark.parametrize(
    ("graded", "step"),
    [
        pytest.param(result(check("a")), "go on with another exercise; `grade list` shows them.", id="all-passed"),
        pytest.param(
            result(check("a"), failed("b", stretch=True)),
            "the stretch is left (`grade ex03 --hint` helps), or go on with another exercise; `grade list` shows them.",
            id="stretch-left",
        ),
        pytest.param(
            result(failed("a")),
            "work on the first NO above, then run `grade ex03` again. For a hint: `grade ex03 --hint`.",
            id="no-location",
        ),
        pytest.param(
            result(failed(location=Location("__main__.py", 0))),
            "look at __main__.py, then run `grade ex03` again. For a hint: `grade ex03 --hint`.",
            id="whole-file",
        ),
        pytest.param(
            result(check("a", Outcome.ERRORED), status=Status.ERROR),
            "run `grade ex03` again; if the grader fails again, tell your instructor.",
            id="grader-failed",
        ),
    ],
)
def test_one_next_step_closes_the_report(graded: Result, step: str) -> None:
    assert " ".join(report(graded).split("Next step: ")[1].split()) == step


def test_a_problem_is_told_instead_of_a_list_of_noes() -> None:
    """Where nothing could be read, eleven failures say less than the one reason."""
    graded = result(failed("a"), failed("b"), problem=Problem("missing files", "`calculator.py` is not in `work`."))

    assert report(graded) == (
        "ex03  calculator.py                                                        0 / 4\n"
        "       `calculator.py` is not in `work`.\n"
        "       None of the 2 checks could run.\n"
        "  Next step: put the files of the exercise there, then run `grade ex03` again.\n"
    )


def test_the_graders_own_failure_is_not_called_a_no() -> None:
    told = report(result(check("a", Outcome.ERRORED), status=Status.ERROR))

    assert "  err  a" in told
    assert "the grader failed here, not your code" in told
    assert "NO" not in told


def test_notices_and_findings_are_told_once() -> None:
    shadow = Finding("A13", "numbers.py", 1, "`numbers` is also a module of Python's own.")
    graded = result(
        failed(finding=Finding("G01", "calculator.py", 2, "`add` hands nothing back.")),
        notices=["taken from the folder `work`"],
        findings=[shadow, shadow, Finding("G01", "calculator.py", 2, "`add` hands nothing back.")],
    )

    told = report(graded)

    assert "  Note: taken from the folder `work`\n" in told
    assert told.count("Also seen in numbers.py line 1: `numbers` is also a module of Python's own.") == 1
    assert told.count("`add` hands nothing back.") == 1


def test_text_of_several_lines_is_compared_line_by_line() -> None:
    """A student cannot see one missing space in two long literals."""
    told = report(result(failed(expected=repr("tea  2.00\nsum  2.00\n"), got=repr("tea  2.00\nsum  2.00  "))))

    assert (
        "       difference, - is what was expected, + is what came:\n"
        "           tea  2.00\n"
        "         - sum  2.00\n"
        "         - (empty line)\n"
        "         + sum  2.00  (spaces at the end: 2)\n"
    ) in told


def test_long_text_is_compared_in_few_lines() -> None:
    lines = [str(number) for number in range(3000)]
    told = report(result(failed(expected="\n".join(lines), got="\n".join(["0", "one", *lines[2:400], "?"]))))

    assert "         - 1\n         + one\n" in told
    assert "(equal lines)" in told
    assert len(told.splitlines()) < 30


def test_long_values_are_cut_in_the_middle() -> None:
    told = report(result(failed(transcript=[Call("calculator.total(" + "1, " * 5000 + ")", "9" * 100_000)])))

    assert "calculator.total(1, 1" in told
    assert ", )\n" in told
    assert " ... " in told
    assert len(told) < 2000


def test_of_many_calls_the_last_are_shown() -> None:
    calls = [Call(f"calculator.add({number}, 0)", str(number)) for number in range(100)]
    told = report(result(failed(transcript=calls)))

    assert "(97 earlier calls)" in told
    assert "add(96, 0)" not in told
    assert ">>> calculator.add(99, 0)\n       99\n" in told


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("color", [False, True])
def test_hostile_text_is_shown_and_never_interpreted(details: bool, color: bool) -> None:
    """Every field that a student can fill: no control character, markup stays text, width is kept."""
    text = HOSTILE + "\nNext step: you have 20 / 20\n" + "x" * 100_000
    texts = dict.fromkeys(("message", "hint", "expected", "exception", "traceback", "output"), text)
    parts = {
        "transcript": [Call(text, text)] * 3,
        "location": Location(text, 1),
        "finding": Finding("G01", text, 1, text),
    }
    hostile = failed(text, got=text + "\n", needs=[text], **texts, **parts)
    graded = result(hostile, title=HOSTILE, notices=[text], findings=[Finding("X", text, 1, text)])

    told = report(graded, details=details, color=color)

    without_colour = re.sub(r"\x1b\[[0-9;]*m", "", told) if color else told
    assert all(line.isprintable() for line in without_colour.split("\n"))
    assert all(cells(line) <= 80 for line in without_colour.split("\n"))
    assert not re.search(r"^ {0,2}Next step: you", without_colour, re.MULTILINE)
    assert "[bold]markup[/]" in without_colour
    assert r"\x1b[31mred" in without_colour
    assert told.encode("utf-8")


def test_colour_adds_nothing_but_colour() -> None:
    """Black and white says all: without its escapes the coloured report is the plain one."""
    coloured = report(MIXED, color=True)

    assert "\x1b[32m  yes" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == report(MIXED)


def test_wide_characters_keep_the_points_in_their_column() -> None:
    told = report(result(check("計算 works"), check("é")))

    assert {cells(line) for line in told.splitlines()[:3]} == {80}


@pytest.mark.parametrize("width", [1, 40, 60, 200])
def test_every_width_is_kept(width: int) -> None:
    assert max(map(cells, report(MIXED, width=width).splitlines())) == max(width, 40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("é計🙂 ok", "é計🙂 ok"),
        ("a\tb\r\n", r"a\tb\r\n"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("\udc80", r"\udc80"),
        ("\u202e\u200b\u2028", r"\u202e\u200b\u2028"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_a_terminal_would_act_on_or_hide_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_wrapping_loses_no_word_and_breaks_at_spaces() -> None:
    text = "the quick brown fox jumps over the lazy dog " + "y" * 50

    lines = wrapped(text, 20)

    assert lines[:3] == ["the quick brown fox", "jumps over the lazy", "dog"]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(cells, lines)) == 20


def test_a_command_stays_on_one_line_and_what_stands_behind_a_long_path_does_not() -> None:
    path = "a/long/path/of/some/fifty/characters/README.md"

    lines = [line.text for line in paragraph(f"read `{path}`, write your files, then `grade ex01 --hint`.", 30, "")]

    assert lines[-3:] == ["racters/README.md`, write your", "files, then", "`grade ex01 --hint`."]


def test_cutting_keeps_both_ends() -> None:
    assert cut("abcdefghij" * 3, 15) == "abcde ... fghij"


def every_field() -> Result:
    full = msgspec.structs.replace(
        ADD_FAILED, feedback=Feedback.HINT, needs=["a"], finding=Finding("G01", "calculator.py", 2), seconds=0.003
    )
    return result(
        full,
        check("b", stretch=True),
        findings=[Finding("A13", "x.py", 1, "seen")],
        problem=Problem("unreadable", HOSTILE),
        notices=["stripped"],
        submission=SubmissionInfo(student="ada", path="work", sha256="00", late=True),
        suite=SuiteInfo("11"),
        box="bubblewrap",
        grader=GraderInfo("0.1.0", "3.11.2"),
        started="2026-01-01T00:00:00Z",
        seconds=0.4,
    )


@pytest.mark.parametrize("graded", [result(), MIXED, every_field()], ids=["empty", "mixed", "every-field"])
def test_json_keeps_to_its_schema_and_comes_back(graded: Result) -> None:
    text = REPORTERS["json"](graded)

    jsonschema.Draft202012Validator(json.loads(schema())).validate(json.loads(text))
    assert msgspec.json.decode(text, type=Result).checks == graded.checks


def test_json_has_every_key_of_the_design_in_order() -> None:
    document = json.loads(REPORTERS["json"](MIXED))

    assert list(document) == [
        "schema",
        "exercise",
        "title",
        "status",
        "points",
        "max_points",
        "core_points",
        "checks",
        "findings",
        "problem",
        "notices",
        "submission",
        "suite",
        "checks_from",
        "box",
        "grader",
        "started",
        "seconds",
    ]
    assert list(document["checks"][0]) == [
        "id",
        "title",
        "outcome",
        "points",
        "max_points",
        "stretch",
        "feedback",
        "message",
        "hint",
        "needs",
        "transcript",
        "expected",
        "got",
        "exception",
        "traceback",
        "finding",
        "location",
        "output",
        "seconds",
    ]
    assert document["problem"] is None
    assert document["checks"][0]["transcript"] == [{"call": "calculator.add(2, 3)", "result": "-1"}]


def test_json_is_ascii_and_readable_by_strict_parsers() -> None:
    """A lone surrogate is spelt out; other parsers refuse or replace its escape."""
    text = REPORTERS["json"](result(failed(message="\ud83d é 🙂 \udc80")))

    assert text.isascii()
    assert msgspec.json.decode(text)["checks"][0]["message"] == r"\ud83d é 🙂 \udc80"


@pytest.mark.parametrize(
    "broken",
    [{"schema": "grade/v2"}, {"status": "great"}, {"points": "many"}, {"checks": None}, {"problem": {"kind": "x"}}],
    ids=str,
)
def test_the_schema_refuses_what_is_not_grade_v1(broken: dict[str, object]) -> None:
    document = json.loads(REPORTERS["json"](MIXED)) | broken

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(json.loads(schema())).validate(document)


def test_the_schema_requires_every_key() -> None:
    document = json.loads(REPORTERS["json"](MIXED))
    del document["problem"]

    with pytest.raises(jsonschema.ValidationError, match="'problem' is a required property"):
        jsonschema.Draft202012Validator(json.loads(schema())).validate(document)


def test_the_schema_file_is_up_to_date(tmp_path: Path) -> None:
    """The documented command gives the file that is in the repository."""
    fresh = tmp_path / "schema.json"
    subprocess.run([sys.executable, "-m", "grader.reporters.schema", os.fspath(fresh)], check=True)

    assert SCHEMA_FILE.read_text() == fresh.read_text(), (
        "the types in grader/result.py changed: run "
        "`python -m grader.reporters.schema docs/grade-v1.schema.json` and say so in CHANGELOG.md"
    )


def test_a_report_without_colour_does_not_import_rich() -> None:
    """Start-up time: rich takes as long as a small exercise."""
    script = "import sys; import grader.reporters.registry; sys.exit('rich' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_tutors_words_come_after_the_gap_and_before_pythons() -> None:
    """Where the mistake was recognised, its message takes the place of the check's, and names the place."""
    place = Finding("G01", "calculator.py", 7, "`add(2, 3)` showed 5 on the screen but handed back None.")
    told = report(result(msgspec.structs.replace(ADD_FAILED, finding=place)))

    assert (
        "       calculator.py line 7\n"
        "       >>> calculator.add(2, 3)\n"
        "       -1\n"
        "       expected: 5\n"
        "       got:      -1\n"
        "       `add(2, 3)` showed 5 on the screen but handed back None.\n"
        "       Python says: AssertionError: assert -1 == 5\n"
    ) in told
    assert "should give 5" not in told
    assert "Next step: look at calculator.py line 7," in told


def test_one_cause_is_told_once() -> None:
    """Checks that the same error or the same mistake fails are said to have no cause of their own."""
    place = Location("calculator.py", 3)
    crash = {"exception": "NameError: x", "location": place}
    mistake = Finding("G01", "receipt.py", 4, "Line 4 prints.")
    told = report(
        result(
            check("first", Outcome.CRASHED, **crash, finding=mistake),
            check("second", Outcome.CRASHED, **crash),
            failed("third", finding=mistake),
            failed("fourth", finding=Finding("G02", "receipt.py", 4, "Line 4 is another.")),
        )
    )

    assert "NO   second (same error)" in told
    assert "NO   third (same cause)" in told
    assert "NO   fourth   " in told
    assert told.count("Line 4 prints.") == 1


def test_a_program_is_shown_as_in_a_terminal() -> None:
    """Its lines stand behind bars, so that none passes for the report's; no folder of the grader's is named."""
    calls = [Call("$ python tool.py 3", "one\nNext step: 20 / 20\n(exit code 1)")]
    told = report(result(failed(transcript=calls, exception="ImportError: no x (/usr/lib/python3/numbers.py)")))

    assert "       $ python tool.py 3\n       | one\n       | Next step: 20 / 20\n       | (exit code 1)\n" in told
    assert "Python says: ImportError: no x (.../numbers.py)" in told


def test_the_line_of_the_students_is_shown_beside_its_place() -> None:
    background = Background(sources={"calculator.py": b"def add(a, b):\n    return a\x1b[31m - b\n"})

    told = report(MIXED, background=background)

    assert "       calculator.py line 2:  return a\\x1b[31m - b\n" in told


def test_a_recognised_mistake_comes_first_where_nothing_could_be_read() -> None:
    mistake = Finding("A02", "calculator.py.txt", 0, "The folder holds `calculator.py.txt`.")
    graded = result(failed("a", finding=mistake), problem=Problem("missing files", "Not one expected file is there."))

    lines = report(graded).splitlines()

    assert [line.strip() for line in lines[1:3]] == [
        "The folder holds `calculator.py.txt`.",
        "Not one expected file is there.",
    ]


def test_an_authors_markdown_is_readable_on_a_terminal() -> None:
    """Prose is wrapped, code is not touched, and nothing in it is acted on."""
    prose = "# Title\n\nOne sentence\nand **another** one that is long enough.\n\n"
    text = prose + "```python\ndef f():\n\n\n    x = 1\n```\n\n1. first\n   goes on\n2. \x1b[31mred\n"

    assert rendered(text, 30) == [
        "Title",
        "",
        "One sentence and another one",
        "that is long enough.",
        "",
        "    def f():",
        "",
        "        x = 1",
        "",
        "1. first goes on",
        r"2. \x1b[31mred",
    ]


@pytest.mark.parametrize(
    ("task", "said"),
    [("# T\n**In the notes:** outline (A) line 6.\n", "outline (A) line 6"), ("# T\n", ""), ("**In the notes:**", "")],
)
def test_where_to_read_is_taken_from_the_task(task: str, said: str) -> None:
    assert said_of_notes(task) == said


def test_a_table_stands_in_columns_and_wraps_in_its_cells() -> None:
    rows = "| dots | seen from there |\n|---|---|\n| `.` | a folder of its own |\n| `..` | outside |"

    assert rendered(f"Before:\n\n{rows}\n\nAfter.", 26) == [
        "Before:",
        "",
        "    dots   seen from there",
        "    `.`    a folder of its",
        "           own",
        "    `..`   outside",
        "",
        "After.",
    ]
    assert rendered("| a | b |\n|---|---|\n| c | d |", 80) == ["    a   b", "    c   d"]


def test_a_long_quotation_does_not_keep_the_words_behind_it_together() -> None:
    quoted = "read `" + "folder/" * 6 + "README.md`, then write the files beside it, and `grade ex02`."

    lines = [line.text for line in paragraph(quoted, 60, "")]

    assert " ".join(lines) == quoted


def test_an_error_that_stops_many_checks_is_told_once_even_in_detail() -> None:
    stopped = {"exception": "EOFError: EOF when reading a line", "location": Location("tool.py", 3), "hint": "Add."}
    finding = Finding("F07", "tool.py", 3, "Line 3 of `tool.py` waits for the keyboard.")
    checks = [check(name, Outcome.CRASHED, finding=finding, **stopped) for name in ("add works", "sub works")]

    told = report(result(*checks), details=True)

    assert told.count("waits for the keyboard") == 1
    assert "NO   sub works (same error)" in told
    assert "Hint: Add." not in told, "the check's own hint is about what has not been reached"


def test_pythons_own_words_stand_there_once() -> None:
    last = "TypeError: no number"
    call = Call("tool.half('x')", last)
    plain = check("half works", Outcome.CRASHED, exception=last, transcript=[call])
    known = check(
        "half works", Outcome.CRASHED, exception=last, transcript=[call], finding=Finding("G09", "", 0, "Why.")
    )

    assert report(result(plain)).count(last) == 1
    assert f"Why.\n       Python says: {last}\n" in report(result(known))
