"""What each platform makes of our files: `tests/formats/` read back by others' readers, or by their written rules.

The schemas are those of the formats' own projects. Where no reader can be had, the rules that its makers publish are
spelt out here, apart from the writers.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cmarkgfm
import html5lib
import jsonschema
import junitparser
import msgspec
import pytest
import xunitparser
from hypothesis import given
from hypothesis import strategies as st

from grader.reporters import html, junit, markdown, telling
from grader.result import CheckResult, Outcome, Result, Status

FOLDER = Path(__file__).parent / "formats"
KINDS = sorted(file.parent.name for file in FOLDER.glob("*/classroom.json"))
SCORED = [kind for kind in KINDS if kind != "grader_error"]
XHTML = "{http://www.w3.org/1999/xhtml}"


def graded(kind: str) -> Result:
    """The result itself, from the normal form."""
    return msgspec.json.decode((FOLDER / kind / "json.json").read_bytes(), type=Result)


def text(kind: str, file: str) -> str:
    return (FOLDER / kind / file).read_text(encoding="utf-8")


def document(kind: str, name: str) -> Any:
    return json.loads(text(kind, f"{name}.json"))


def test_there_is_something_to_read() -> None:
    assert len(KINDS) == 15


# GitHub Classroom: what `autograding-grading-reporter` does with its payload.


@pytest.mark.parametrize("kind", KINDS)
def test_the_classroom_action_can_take_the_payload(kind: str) -> None:
    """One line in one variable; a missing `score` is NaN, a missing `line_no` prints `undefined`."""
    payload = base64.b64encode(text(kind, "classroom.json").encode()).decode()
    results = json.loads(base64.b64decode(payload))

    assert len(payload) < 60_000
    assert results["version"] == 1
    assert results["status"] in ("pass", "fail", "error")
    assert results["tests"], "without a test its table divides by zero"
    for each in results["tests"]:
        assert set(each) == {"name", "status", "score", "message", "test_code", "filename", "line_no", "duration"}
        assert each["line_no"] == 0
        assert each["status"] in ("pass", "fail", "error")
        assert isinstance(each["score"], int | float)
        assert isinstance(each["duration"], int)
        assert "\n" not in each["name"] + each["message"]


@pytest.mark.parametrize("kind", SCORED)
def test_the_classroom_action_sends_the_score(kind: str) -> None:
    """Its annotations hold the sums; its table counts passed tests, whatever they are worth."""
    results, expected = document(kind, "classroom"), graded(kind)

    total: float = 0
    for each in results["tests"]:
        total += each["score"]
    passed = sum(each["status"] == "pass" for each in results["tests"])
    table = passed / len(results["tests"]) * results["max_score"]

    assert (total, results["max_score"]) == (expected.points, expected.max_points)
    assert len(repr(total).partition(".")[2]) <= 2, "it shows every digit"
    worth = {check.max_points for check in expected.checks}
    if len(worth) == 1 and {check.points for check in expected.checks} <= {0, *worth}:
        assert table == pytest.approx(total), "with checks of one worth the table says the same"


def test_the_classroom_action_records_no_score_where_the_grader_failed() -> None:
    results = document("grader_error", "classroom")

    assert results["status"] == "error"
    assert results["max_score"] == 0, "on which neither annotation is written"


# Classroom 50.


@pytest.mark.parametrize("kind", KINDS)
def test_classroom50_accepts_the_result(kind: str) -> None:
    schema = json.loads((FOLDER / "schemas" / "classroom50-result-v1.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(document(kind, "classroom50"))


@pytest.mark.parametrize("kind", SCORED)
def test_classroom50_gets_hundredths_of_points(kind: str) -> None:
    found, expected = document(kind, "classroom50"), graded(kind)

    assert found["score"] == round(expected.points * 100) == sum(test["score"] for test in found["tests"])
    assert found["max-score"] == round(expected.max_points * 100) == sum(test["max-score"] for test in found["tests"])
    assert [test["passed"] for test in found["tests"]] == [check.outcome is Outcome.PASSED for check in expected.checks]


# Gradescope, by its written rules: there is no validator.

VISIBILITIES = ("hidden", "after_due_date", "after_published", "visible")
OUTPUT_FORMATS = ("text", "html", "simple_format", "md", "ansi")
GRADESCOPE = {
    "score": int | float,
    "execution_time": int | float,
    "output": str,
    "output_format": str,
    "test_output_format": str,
    "test_name_format": str,
    "visibility": str,
    "stdout_visibility": str,
    "extra_data": dict,
    "tests": list,
}
GRADESCOPE_TEST = {
    "score": int | float,
    "max_score": int | float,
    "status": str,
    "name": str,
    "name_format": str,
    "number": str,
    "output": str,
    "output_format": str,
    "tags": list,
    "visibility": str,
    "extra_data": dict,
}


def keeps_to(found: dict[str, Any], rules: dict[str, Any]) -> bool:
    return all(key in rules and isinstance(value, rules[key]) for key, value in found.items())


@pytest.mark.parametrize("kind", KINDS)
def test_gradescope_can_take_the_result(kind: str) -> None:
    found = document(kind, "gradescope")

    assert keeps_to(found, GRADESCOPE)
    assert all(keeps_to(test, GRADESCOPE_TEST) for test in found.get("tests", []))
    assert {found["visibility"], found["stdout_visibility"]} <= set(VISIBILITIES)
    assert {found[key] for key in ("output_format", "test_output_format", "test_name_format")} <= set(OUTPUT_FORMATS)
    assert {test["visibility"] for test in found.get("tests", [])} <= set(VISIBILITIES)
    assert {test["status"] for test in found.get("tests", [])} <= {"passed", "failed"}
    assert "leaderboard" not in found


@pytest.mark.parametrize("kind", SCORED)
def test_gradescope_shows_the_score_and_parts_that_add_up_to_it(kind: str) -> None:
    found, expected = document(kind, "gradescope"), graded(kind)

    assert found["score"] == expected.points
    assert round(sum(test["score"] for test in found["tests"]), 2) == expected.points
    assert round(sum(test["max_score"] for test in found["tests"]), 2) == expected.max_points


def test_gradescope_gets_no_score_where_the_grader_failed() -> None:
    assert not {"score", "tests"} & set(document("grader_error", "gradescope"))


def test_gradescope_hides_what_the_feedback_level_hides() -> None:
    seen = {kind: {test["visibility"] for test in document(kind, "gradescope")["tests"]} for kind in SCORED}

    assert seen.pop("score") == {"after_published"}
    assert all(visibilities == {"visible"} for visibilities in seen.values())


# PrairieLearn, by its written rules.


@pytest.mark.parametrize("kind", KINDS)
def test_prairielearn_can_take_the_result(kind: str) -> None:
    """Without points in every test it would show no test at all."""
    found = document(kind, "prairielearn")

    assert len(text(kind, "prairielearn.json")) < 1_000_000
    assert isinstance(found["gradable"], bool)
    if found["gradable"]:
        assert 0 <= found["score"] <= 1
        assert all(keeps_to(test, PRAIRIELEARN_TEST) for test in found["tests"])
        assert all({"points", "max_points"} <= set(test) for test in found["tests"])
    else:
        assert set(found) <= {"gradable", "message", "format_errors"}


PRAIRIELEARN_TEST = {
    "name": str,
    "points": int | float,
    "max_points": int | float,
    "message": str,
    "output": str,
}


@pytest.mark.parametrize("kind", KINDS)
def test_prairielearn_takes_an_attempt_for_what_was_graded_only(kind: str) -> None:
    """A crash of the student's code is graded with 0; unreadable files and our own failure cost nothing."""
    expected = graded(kind)

    ungraded = expected.problem is not None or expected.status is Status.ERROR
    assert document(kind, "prairielearn")["gradable"] is not ungraded


@pytest.mark.parametrize("kind", [kind for kind in SCORED if kind != "missing_files"])
def test_prairielearn_shows_the_score_as_a_part_of_one(kind: str) -> None:
    found, expected = document(kind, "prairielearn"), graded(kind)

    assert round(found["score"] * expected.max_points, 2) == expected.points
    assert round(sum(test["points"] for test in found["tests"]), 2) == expected.points
    assert round(sum(test["max_points"] for test in found["tests"]), 2) == expected.max_points


# Exercism, by its written rules.


@pytest.mark.parametrize("kind", KINDS)
def test_exercism_can_take_the_result(kind: str) -> None:
    found = document(kind, "exercism")
    statuses = [test["status"] for test in found["tests"]]

    assert found["version"] == 3
    assert set(found) <= {"version", "status", "message", "tests"}
    assert (found["status"] == "error") == (not statuses) == bool(found.get("message"))
    assert len(found.get("message", "")) <= 65_535
    if statuses:
        assert (found["status"] == "pass") == (set(statuses) == {"pass"})
    for test in found["tests"]:
        assert set(test) <= {"name", "status", "message", "output"}
        assert test["status"] in ("pass", "fail", "error")
        assert test["status"] == "pass" or test["message"]
        assert len(test.get("output", "")) <= 500


@pytest.mark.parametrize("kind", SCORED)
def test_exercism_is_told_who_passed(kind: str) -> None:
    assert (document(kind, "exercism")["status"] == "pass") == (graded(kind).status is Status.PASSED)


# JUnit XML: two parsers.

ELEMENTS = {Outcome.PASSED: None, Outcome.NOT_CHECKED: junitparser.Skipped, Outcome.ERRORED: junitparser.Error}


@pytest.mark.parametrize("kind", KINDS)
def test_junitparser_reads_every_case(kind: str) -> None:
    expected = graded(kind)
    (suite,) = junitparser.JUnitXml.fromstring(text(kind, "junit.xml").encode())
    counted = suite.tests, suite.failures, suite.errors, suite.skipped
    suite.update_statistics()  # type: ignore[no-untyped-call]
    cases = list(suite)

    assert counted == (suite.tests, suite.failures, suite.errors, suite.skipped)
    assert [case.result[0].__class__ if case.result else None for case in cases] == [
        ELEMENTS.get(check.outcome, junitparser.Failure) for check in expected.checks
    ]
    points = {each.name: each.value for each in suite.properties()}  # type: ignore[no-untyped-call]
    assert points.get("points") == (None if expected.status is Status.ERROR else f"{expected.points:g}")


@pytest.mark.parametrize("kind", KINDS)
def test_xunitparser_reads_every_case(kind: str, tmp_path: Path) -> None:
    expected = graded(kind)
    with (FOLDER / kind / "junit.xml").open(encoding="ascii") as file:
        suite, _ = xunitparser.parse(file)
    cases = list(suite)

    passed = {Outcome.PASSED: "success", Outcome.NOT_CHECKED: "skipped", Outcome.ERRORED: "error"}
    assert [case.result for case in cases] == [passed.get(check.outcome, "failure") for check in expected.checks]
    assert [case.time.total_seconds() for case in cases] == [round(check.seconds, 3) for check in expected.checks]


# CTRF.


@pytest.mark.parametrize("kind", KINDS)
def test_ctrf_keeps_to_its_schema(kind: str) -> None:
    schema = json.loads((FOLDER / "schemas" / "ctrf.schema.json").read_text())
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document(kind, "ctrf"))


@pytest.mark.parametrize("kind", KINDS)
def test_ctrf_counts_what_it_lists(kind: str) -> None:
    results, expected = document(kind, "ctrf")["results"], graded(kind)
    statuses = [test["status"] for test in results["tests"]]

    for status in ("passed", "failed", "skipped", "pending", "other"):
        assert results["summary"][status] == statuses.count(status)
    assert results["summary"]["tests"] == len(statuses) == len(expected.checks)
    assert results["extra"].get("score") == (None if expected.status is Status.ERROR else expected.points)
    assert [test["rawStatus"] for test in results["tests"]] == [check.outcome for check in expected.checks]


# pytest-json-report: the shape of what the plugin itself writes.

SUITE = """
import pytest

def test_passes(): pass
def test_fails():
    print("printed")
    raise NameError("x")
@pytest.mark.skip(reason="why")
def test_skipped(): pass
@pytest.fixture
def broken(): raise OSError
def test_errs(broken): pass
@pytest.fixture(autouse=True)
def kept(json_metadata): json_metadata["points"] = 1
"""


@pytest.fixture(scope="module")
def written_by_the_plugin(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("plugin")
    (folder / "test_it.py").write_text(SUITE)
    words = ["-p", "no:cacheprovider", "-p", "no:fakefs", "--json-report", "--json-report-omit", "keywords"]
    subprocess.run([sys.executable, "-m", "pytest", "-q", *words], cwd=folder, check=False, capture_output=True)
    return json.loads((folder / ".report.json").read_text())


def shapes(value: Any, where: str = "") -> set[tuple[str, str]]:
    """Every place in a document with the kind of value there; what stands under `metadata` is free."""
    if where.endswith(("metadata", "environment")):
        return {(where, "dict")}
    match value:
        case dict():
            inner = {shape for key, each in value.items() for shape in shapes(each, f"{where}.{key}")}
            return {(where, "dict"), *inner}
        case list():
            return {(where, "list"), *(shape for each in value for shape in shapes(each, f"{where}[]"))}
        case bool():
            return {(where, "bool")}
        case int() | float():
            return {(where, "number")}
        case _:
            return {(where, type(value).__name__)}


@pytest.mark.parametrize("kind", KINDS)
def test_the_shape_is_that_of_the_plugin(kind: str, written_by_the_plugin: Any) -> None:
    found = document(kind, "pytest-json-report")
    own = found.pop("gradebox")

    assert shapes(found) - shapes(written_by_the_plugin) == set()
    assert {"created", "duration", "exitcode", "root", "environment", "summary", "tests"} <= set(found)
    assert own["status"] == graded(kind).status


@pytest.mark.parametrize("kind", KINDS)
def test_the_shape_of_the_plugin_counts_what_it_lists(kind: str) -> None:
    found = document(kind, "pytest-json-report")
    outcomes = [test["outcome"] for test in found["tests"]]

    summary = found["summary"]
    assert summary.pop("total") == summary.pop("collected") == len(outcomes)
    assert summary == {outcome: outcomes.count(outcome) for outcome in set(outcomes)}


# Markdown: GitHub's own parser.

MARKDOWN = {"DOCUMENT_FRAGMENT", *"h2 h3 p table thead tbody tr th td pre code strong".split()}
LINKING = re.compile(r"@\w|://|www\.|#\d")


def rendered(kind: str) -> Any:
    page = cmarkgfm.github_flavored_markdown_to_html(text(kind, "markdown.md"))
    assert "raw HTML omitted" not in page, "a tag of the student's"
    return html5lib.parseFragment(page, namespaceHTMLElements=False)


@pytest.mark.parametrize("kind", KINDS)
def test_github_shows_a_row_for_each_check_and_no_link(kind: str) -> None:
    tree, expected = rendered(kind), graded(kind)
    tags = {element.tag for element in tree.iter()}

    # Emphasis is ours, in the last line only.
    assert tags <= MARKDOWN
    assert len(tree.findall("p/strong")) == 1
    rows = tree.findall(".//tbody/tr")
    if expected.problem or expected.status is Status.ERROR:
        assert not rows
    else:
        assert len(rows) == len(expected.checks)
        assert {len(list(row)) for row in rows} == {3}


@pytest.mark.parametrize("kind", KINDS)
def test_github_finds_no_mention_and_no_address_outside_code(kind: str) -> None:
    """Mentions, numbers of issues and addresses become links after the parsing, wherever they stand in plain text."""
    assert not [each for each in outside_code(rendered(kind)) if LINKING.search(each)]


def outside_code(tree: Any) -> Iterator[str]:
    for element in tree.iter():
        if element.tag not in ("code", "pre"):
            yield element.text or ""
        yield element.tail or ""


# HTML: a parser that does what browsers do.


def page_of(kind: str) -> Any:
    return html5lib.HTMLParser(strict=True).parse(text(kind, "html.html"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_holds_no_script_and_no_address(kind: str) -> None:
    """The strict parser refuses a page that a student's text has broken."""
    for element in page_of(kind).iter():
        tag = str(element.tag).removeprefix(XHTML)
        assert tag not in {"script", "img", "a", "iframe", "link", "object", "form", "svg"}
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "href", "style")]
        assert tag != "meta" or element.get("http-equiv") in (None, "Content-Security-Policy")


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_what_it_is_to_those_who_hear_it(kind: str) -> None:
    page = page_of(kind)
    headings = [element.tag.removeprefix(XHTML) for element in page.iter() if re.search(r"}h\d$", str(element.tag))]

    assert page.get("lang") == "en"
    assert page.findtext(f"{XHTML}head/{XHTML}title")
    assert headings[0] == "h1"
    assert headings.count("h1") == 1
    named = {element.get("id") for element in page.iter()}
    assert {element.get("aria-labelledby") for element in page.iter() if element.get("aria-labelledby")} <= named
    items = page.findall(f".//{XHTML}ul[@aria-labelledby]/{XHTML}li")
    marks = [item.find(f".//{XHTML}span").text for item in items]
    assert all(marks), "a mark is a word, not a colour"


def test_the_page_shows_the_students_text_as_it_is() -> None:
    shown = "".join(page_of("hostile").itertext())

    assert "<script>alert(1)</script>" in shown
    assert "</pre> ]]> &lt;" in shown


# Any text at all, through the readers.

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)
SIGNS = st.text(st.sampled_from("\\`*_[]()<>#|~&$!@:/.w-+=\n\r\t\x1b\ud83d\u202e 1agh"), max_size=40)
PIECES = ["::", "##[", "http://", "www.a.de", "@me", "#1", "|", "\\", "`", "```", "<b>", " ", "x", "- ", "1. ", "&lt;"]
WORDS = st.lists(st.sampled_from(PIECES), max_size=8).map("".join)


def told(text: str) -> Result:
    checks = [
        CheckResult(id="t", title=text, outcome=Outcome.PASSED, points=1.0, max_points=1.0),
        CheckResult(
            id="u", title="u", outcome=Outcome.FAILED, points=0.0, max_points=1.0, message=text, got=text, output=text
        ),
    ]
    return Result(
        exercise="ex1_x",
        title=text,
        status=Status.FAILED,
        points=1.0,
        max_points=2.0,
        core_points=2.0,
        checks=checks,
        notices=[text],
    )


@given(ANYTHING | SIGNS | WORDS)
def test_any_text_is_shown_by_github_as_it_is(text: str) -> None:
    """A title is in its cell, letter by letter; nothing in it is markup, and nothing later becomes a link."""
    source = markdown.report(told(text))
    page = cmarkgfm.github_flavored_markdown_to_html(source)
    tree = html5lib.parseFragment(page, namespaceHTMLElements=False)

    assert "raw HTML omitted" not in page
    assert {element.tag for element in tree.iter()} <= MARKDOWN
    rows = tree.findall(".//tbody/tr")
    assert [len(list(row)) for row in rows] == [3, 3]
    shown = "".join(rows[0][1].itertext())
    assert re.sub(r"[\s`\\]", "", shown) == re.sub(r"[\s`\\]", "", telling.name(told(text).checks[0]))
    assert not [line for line in source.splitlines() if line.lstrip().startswith("::") or "##[" in line]
    assert not [each for each in outside_code(tree) if LINKING.search(each)]


@given(ANYTHING | SIGNS | WORDS)
def test_any_text_is_text_on_the_page(text: str) -> None:
    page = html5lib.HTMLParser(strict=True).parse(html.report(told(text)))

    shown = "".join(page.find(f".//{XHTML}h1").itertext()).removeprefix("ex1")
    assert shown.replace("`", "").split() == telling.sentence(text).replace("`", "").split()


@given(ANYTHING | SIGNS | WORDS)
def test_any_text_is_well_formed_xml(text: str) -> None:
    (suite,) = junitparser.JUnitXml.fromstring(junit.report(told(text)).encode())
    passed, failed = suite

    assert passed.name == telling.name(told(text).checks[0])
    assert failed.result[0].message == telling.sentence(text) or not text.strip()
