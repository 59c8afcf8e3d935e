"""The page of a class: what it counts, and what it does in a real browser, from disk, without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import select
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import html5lib
import pytest
from msgspec.structs import replace
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from grader.bulk.entries import Entry, Left, Run
from grader.classreport.columns import sections
from grader.classreport.page import page
from grader.classreport.tally import failing, groups, spread
from grader.gradebook.book import Adjustment, Book, Mark, Row
from grader.result import Call, CheckResult, Finding, Outcome, Problem, Result, Status

RUN = Run(number=1, source="class.zip", course="bicycles", version="0.1.0", python="3.11", began="2026-05-04T09:00:00Z")
TITLES = ("add adds", "divide(7, 2) is $3.5$", "nothing is printed")
TAGS = "<script>window.pwned=1</script></script><!--<script><img src=x onerror=window.pwned=1>"
# What a student may be called, print, or have in a value.
HOSTILE = (
    TAGS,
    "\"' onmouseover=window.pwned=1 x='\"><b>",
    "javascript:window.pwned=1",
    "__proto__",
    "constructor",
    "&lt;b&gt;&amp;",
    "a\u2028b\u2029c",
    "\u202egnp.exe\u2066\u200f",
    "\x1b[31mred\x1b[0m\x00\x07\x9b",
    "\ud800 and \udfff",
    "=cmd|' /C calc'!A0",
    "`<i>` & `</code>`",
    "%zz &student=other#x+y/?",
    "${1+1} {{7*7}} ]]> {%",
    "עברית",
)


def checked(number: int, outcome: Outcome, **said: Any) -> CheckResult:
    worth = 2.0
    points = said.pop("points", worth if outcome is Outcome.PASSED else 0.0)
    return CheckResult(
        id=f"test_it.py::test_{number}", title=TITLES[number], outcome=outcome, points=points, max_points=worth, **said
    )


def graded(
    exercise: str, *checks: CheckResult, status: Status | None = None, seconds: float = 0.25, **said: Any
) -> Result:
    passed = all(check.outcome is Outcome.PASSED for check in checks)
    return Result(
        exercise=exercise,
        title="calculator.py",
        status=status or (Status.PASSED if passed else Status.FAILED),
        points=sum(check.points for check in checks),
        max_points=6.0,
        core_points=6.0,
        checks=list(checks),
        seconds=seconds,
        **said,
    )


def marked(student: str, result: Result, **changes: Any) -> Mark:
    entry = Entry(student=student, exercise=result.exercise, run=1, key="k", result=result)
    mark = Mark(
        entry=entry, points=result.points, max_points=6.0, checks={each.id: each.points for each in result.checks}
    )
    return replace(mark, **changes)


def row(student: str, name: str, *marks: Mark) -> Row:
    return Row(
        student=student,
        name=name,
        marks={mark.entry.exercise: mark for mark in marks},
        total=sum(mark.points for mark in marks),
        max_total=12.0,
    )


def book_of(rows: Sequence[Row], exercises: Sequence[str] = ("ex03_calculator", "ex04_guard"), **more: Any) -> Book:
    return Book(
        title=more.pop("title", "Bicycles, spring"),
        exercises=tuple(exercises),
        max_points=dict.fromkeys(exercises, 6.0),
        rows=tuple(rows),
        run=RUN,
        **more,
    )


RIGHT = tuple(checked(number, Outcome.PASSED) for number in range(3))
PRINTS = Finding("G01", "calculator.py", 2, "Line 2 of `calculator.py` prints the answer.")
NO_RETURN = checked(
    0,
    Outcome.FAILED,
    message="add hands nothing back.",
    transcript=[Call("calculator.add(2, 3)", "None")],
    expected="5",
    got="None",
    finding=PRINTS,
)
BY_ZERO = checked(
    1,
    Outcome.CRASHED,
    message="The code stopped with an error: ZeroDivisionError: division by zero",
    exception="Traceback\nZeroDivisionError: division by zero",
    traceback='File "calculator.py", line 7\nZeroDivisionError: division by zero',
    output="trying 7 / 0\n",
)


def usual() -> Book:
    """Five students with two exercises: each outcome, both kinds of adjustment, and everything to look at."""
    slow = checked(2, Outcome.TIMED_OUT, message="It takes longer than 5 seconds.")
    partly = checked(2, Outcome.FAILED, points=0.5, message="It prints twice.")
    blocked = checked(2, Outcome.NOT_CHECKED, needs=["test_it.py::test_0"])
    late = Adjustment(kind="late", points=-1.0, reason="26 hours late.")
    override = Adjustment(kind="override", points=2.0, reason="The task was unclear.", check="test_it.py::test_1")
    ours = graded(
        "ex04_guard",
        *(checked(n, Outcome.ERRORED, message="The worker died.") for n in range(3)),
        status=Status.ERROR,
    )
    elsewhere = replace(NO_RETURN, finding=replace(PRINTS, line=9, message=PRINTS.message.replace("2", "9")))
    three, four = "ex03_calculator", "ex04_guard"
    rows = [
        row("a1", "Ada", marked("a1", graded(three, *RIGHT)), marked("a1", graded(four, *RIGHT))),
        row(
            "b2",
            "Bo",
            marked("b2", graded(three, NO_RETURN, BY_ZERO, blocked, seconds=3.5)),
            marked("b2", graded(four, *RIGHT), points=5.0, adjustments=(late,), late=True),
        ),
        row("c3", "", marked("c3", graded(three, elsewhere, RIGHT[1], blocked))),
        row(
            "d10",
            "Dora",
            marked("d10", graded(three, RIGHT[0], BY_ZERO, slow), points=4.0, adjustments=(override,)),
            marked("d10", ours, points=0.0, scored=False),
        ),
        row("d9", "Emil", marked("d9", graded(three, RIGHT[0], RIGHT[1], partly)), marked("d9", graded(four, *RIGHT))),
    ]
    return book_of(
        rows,
        left=(Left(path="notes.docx", reason="No exercise takes `notes.docx`."),),
        missing={"f6": "Fay", "g7": ""},
        warnings=("`ex03` was judged by 2 versions of its suite.",),
    )


def hostile() -> Book:
    rows = []
    for number, text in enumerate(HOSTILE):
        check = checked(
            0,
            Outcome.CRASHED,
            message=text,
            transcript=[Call(text, text)],
            exception=text,
            traceback=text,
            output=text,
            expected=text,
            got=text,
        )
        found = replace(check, id=f"test_it.py::{text}", title=text, finding=Finding("X", text, 1, text), hint=text)
        result = graded("ex03_calculator", check, found, notices=[text], findings=[Finding("Y", text, 2, f"{text}!")])
        adjustment = Adjustment(kind="override", points=1.0, reason=text, check=text)
        mark = marked(text, replace(result, title=text), adjustments=(adjustment,))
        mark = replace(mark, entry=replace(mark.entry, time=text))
        broken = graded("ex04_guard", status=Status.ERROR, problem=Problem(text, text))
        rows.append(row(text, text if number % 2 else f"{text} too", mark, marked(text, broken, scored=False)))
    return book_of(
        rows,
        title=TAGS,
        left=tuple(Left(path=text, reason=text, student=text) for text in HOSTILE),
        missing={f"{text}.": text for text in HOSTILE},
        warnings=HOSTILE,
    )


def large() -> Book:
    """More students than the table has rows by itself; the last of them alone prints a rare word."""
    rare = replace(BY_ZERO, output="chainring\n")
    results = [
        *(graded("ex03_calculator", RIGHT[1]) for _ in range(3004)),
        graded("ex03_calculator", rare),
    ]
    names = [f"s{number:04}" for number in range(len(results))]
    return book_of(
        [row(name, "", marked(name, result)) for name, result in zip(names, results, strict=True)], ["ex03_calculator"]
    )


def empty() -> Book:
    return book_of([], [], missing={"a": "Ada"})


BOOKS: dict[str, Callable[[], Book]] = {"usual": usual, "hostile": hostile, "large": large, "empty": empty}


@cache
def written(name: str) -> str:
    """The page of one of the books."""
    return page(BOOKS[name]())


def data_of(text: str) -> Any:
    found = re.search(r'<script type="application/json" id="book">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


# What the page says, without a browser.


def test_the_same_book_gives_the_same_bytes() -> None:
    """Pictures too: they carry no date and no random name."""
    assert page(usual()) == written("usual")


@pytest.mark.parametrize("name", ["usual", "hostile"])
def test_the_page_is_sound_html(name: str) -> None:
    """A strict reader of the standard finds nothing wrong, and no element that the page does not write itself."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(written(name))

    assert len(list(tree.iter("script"))) == 2
    assert not [each for each in tree.iter() if each.tag in ("img", "i", "b", "iframe", "link", "object", "form")]
    assert not [name for each in tree.iter() for name in each.attrib if str(name).startswith("on") or name == "style"]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))


def test_the_policy_names_the_only_style_and_the_only_script() -> None:
    text = written("usual")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)

    assert policy
    assert style
    assert script
    digests = [base64.b64encode(hashlib.sha256(each[1].encode()).digest()).decode() for each in (script, style)]
    assert policy[1] == (
        f"default-src 'none'; script-src 'sha256-{digests[0]}'; style-src 'sha256-{digests[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_the_data_cannot_end_its_script() -> None:
    text = written("hostile")
    data = text.partition('id="book">')[2].partition("</script>")[0]

    assert data.isascii()
    assert not set("<>&") & set(data)
    assert data_of(text)["students"][0]["id"] == TAGS


def test_an_anonymous_book_shows_its_pseudonyms_only() -> None:
    """The rows say who is who; what the entries still know of it stays out."""
    mark = marked("ada.lovelace", graded("ex03_calculator", NO_RETURN, *RIGHT[1:]))
    entry = replace(mark.entry, name="Ada Lovelace", group="The Lovelaces", where="lovelace_ada/calculator.py")
    text = page(book_of([row("student-x7", "", replace(mark, entry=entry))]))

    assert "student-x7" in text
    assert "lovelace" not in text.lower()


def test_alike_ids_stay_apart() -> None:
    """What is escaped or cut to be shown may look like another's id; each student has an address nevertheless."""
    names = ["a\u202e", "a\\u202e", "x" * 200 + "y" * 200, "x" * 200 + "y" * 200 + "y"]
    rows = [row(name, "", marked(name, graded("ex03_calculator", *RIGHT))) for name in names]
    ids = [student["id"] for student in data_of(page(book_of(rows)))["students"]]

    assert ids[:2] == ["a\\u202e", "a\\u202e (2)"]
    assert len(set(ids)) == len(names)


def test_pictures_are_shapes_and_words_in_the_colours_of_the_page() -> None:
    pictures = re.findall(r"<svg.*?</svg>", written("usual"), re.DOTALL)
    trees = [ET.fromstring(each) for each in pictures]  # noqa: S314 -- our own

    assert len(pictures) == 6  # two for all exercises, two for each
    assert [each.get("aria-label") for each in trees][3] == (
        "Failure rate of 3 checks, highest first: 3. nothing is printed with 40%."
    )
    for tree, each in zip(trees, pictures, strict=True):
        assert {child.tag for child in tree.iter()} == {"svg", "path", "text"}
        assert not re.search(r"style=|id=|url\(|#[0-9a-f]{6}", each)
    assert any("divide(7, 2) is $3.5$" in each for each in pictures)  # no formula


def test_without_matplotlib_tables_stand_in_place_of_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    text = page(usual())

    assert "<svg" not in text
    assert "pip install gradebox[report]" in text
    assert "<summary>As a table" not in text
    assert text.count('<table class="plain"><thead>') == 6


def test_a_book_without_students_is_a_page() -> None:
    text = written("empty")

    assert "0 students" in text
    assert data_of(text)["students"] == []


@pytest.mark.parametrize(
    ("shares", "bars"),
    [
        ([], {}),
        ([0.0, 0.099], {0: 2}),
        ([0.1, 0.8999999999, 0.9], {1: 1, 9: 2}),
        ([0.9999, 1.0, 1.2], {9: 1, 10: 2}),
        ([-0.2], {0: 1}),
    ],
)
def test_each_tenth_of_the_points_has_a_bar_and_the_full_score_its_own(
    shares: list[float], bars: dict[int, int]
) -> None:
    assert {place: count for place, count in enumerate(spread(shares).counts) if count} == bars


def test_checks_stand_by_failure_rate() -> None:
    """Who could not be checked did not fail, and whom the grader failed counts nowhere."""
    book = usual()
    three, four = sections(book)

    assert [(each.column.title, each.failed, each.judged) for each in failing(book, three)] == [
        ("nothing is printed", 2, 5),
        ("add adds", 2, 5),
        ("divide(7, 2) is $3.5$", 2, 5),
    ]
    assert [(each.failed, each.judged) for each in failing(book, four)] == [(0, 3)] * 3


def test_who_fails_alike_stands_together() -> None:
    """By the finding, also where it is on another line; else by the last line of the exception."""
    book = usual()
    found = [
        (each.reason, [book.rows[place].student for place in each.students]) for each in groups(book, sections(book))
    ]

    assert found == [
        ("Line \N{HORIZONTAL ELLIPSIS} of `calculator.py` prints the answer.", ["b2", "c3"]),
        ("ZeroDivisionError: division by zero", ["b2", "d10"]),
    ]


def test_checks_that_fail_the_same_students_for_the_same_reason_are_one_group() -> None:
    both = [replace(BY_ZERO, id=f"test_it.py::test_{n}", exception=f"KeyError: <x at 0x7f{n}>") for n in range(2)]
    rows = [row(name, "", marked(name, graded("ex03_calculator", *both))) for name in "abc"]
    book = book_of(rows, ["ex03_calculator"])

    assert [(len(each.columns), each.reason, each.students) for each in groups(book, sections(book))] == [
        (2, "KeyError: <x at 0x\N{HORIZONTAL ELLIPSIS}>", (0, 1, 2))
    ]


# In the browser.

LEFT = {  # who is shown with this text and this outcome
    ("do", ""): ["Dora"],
    ("D1", ""): ["Dora"],
    ("zerodivision", ""): ["Bo", "Dora"],
    ("trying 7 / 0", ""): ["Bo", "Dora"],
    ("", "all passed"): ["Ada"],
    ("", "some failed"): ["Bo", "c3", "Dora", "Emil"],
    ("", "timed out"): ["Dora"],
    ("", "not checked"): ["Bo", "c3"],
    ("", "errored"): ["Dora"],
    ("", "late"): ["Bo"],
    ("", "adjusted"): ["Bo", "Dora"],
    ("", "missing"): ["c3"],
    ("b", "adjusted"): ["Bo", "Dora"],
    ("nobody", ""): [],
}

Browser = webdriver.Chrome
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --disable-quic --disable-dev-shm-usage"
).split()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    if not all(programs):
        pytest.skip("chromium with chromedriver is absent")
    options = webdriver.ChromeOptions()
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"]:
        options.add_argument(flag)
    options.binary_location = str(programs[0])
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(str(programs[1]))
    with webdriver.Chrome(options=options, service=service) as started:
        started.set_script_timeout(60)
        yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The address of a page on disk, written when it is first asked for."""
    folder = tmp_path_factory.mktemp("pages")

    def address(name: str) -> str:
        file = folder / f"{name}.html"
        if not file.exists():
            file.write_text(written(name), encoding="utf-8")
        return file.as_uri()

    return address


class Page:
    """One page in the browser, as its reader uses it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser = browser
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
        self.wide(1280)
        browser.get("about:blank")
        self.log("browser")
        self.log("performance")
        browser.get(address)

    def run(self, script: str, *values: object) -> Any:
        return self.browser.execute_script(script, *values)

    def log(self, kind: str) -> list[str]:
        """What was added to one of the browser's logs since it was last asked for."""
        return [str(each["message"]) for each in self.browser.get_log(kind)]  # type: ignore[no-untyped-call]

    def wide(self, pixels: int) -> None:
        size = {"width": pixels, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def press(self, *keys: str) -> None:
        ActionChains(self.browser, duration=0).send_keys(*keys).perform()

    def pick(self, field: str, value: str, event: str = "change") -> None:
        self.run(
            "const it = document.getElementById(arguments[0]); it.value = arguments[1];"
            "it.dispatchEvent(new Event(arguments[2]))",
            field,
            value,
            event,
        )

    def until(self, script: str) -> None:
        """Wait for what the script says to be true: addresses are followed a moment after they change."""
        self.browser.execute_async_script(
            f"const look = () => ({script}) ? arguments[0]() : setTimeout(look, 5); look()"
        )

    def open(self, address: str) -> None:
        """Follow a link within the page to another address."""
        self.run("window.followed = 0; addEventListener('hashchange', () => { followed = 1; }, { once: true })")
        self.run("location.hash = arguments[0]", address)
        self.until("window.followed")

    @property
    def shown(self) -> list[str]:
        """The names in the table, from the top."""
        return list(
            self.run(
                "return [...document.querySelectorAll('#matrix tbody bdi:first-child')].filter("
                "(each) => each.parentElement.tagName === 'A').map((each) => each.textContent)"
            )
        )

    @property
    def focused(self) -> str:
        return str(self.run("return (document.activeElement.ariaLabel || document.activeElement.innerText).trim()"))

    @property
    def text(self) -> str:
        return str(self.run("return document.querySelector('main').innerText"))


@pytest.fixture
def opened(chromium: Browser, files: Callable[[str], str]) -> Callable[[str], Page]:
    return lambda name: Page(chromium, files(name))


def test_the_table_has_a_row_for_each_student_and_a_sign_for_each_check(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    signs = there.run(
        "return [...document.querySelectorAll('#matrix tbody tr')].map((row) => [...row.cells].slice(1)"
        ".map((cell) => cell.textContent).join(' '))"
    )

    assert there.shown == ["Ada", "Bo", "c3", "Dora", "Emil"]
    assert signs == [
        "12 / 12 6 ✓ ✓ ✓ 6 ✓ ✓ ✓",
        "5 / 12 0 ✗ ! \N{EN DASH} 5 ✓ ✓ ✓",
        "2 / 12 2 ✗ ✓ \N{EN DASH} none · · ·",
        "4 / 12 4 ✓ ! t ? ? ? ?",
        "10.5 / 12 4.5 ✓ ✓ ◐ 6 ✓ ✓ ✓",
    ]
    assert there.log("browser") == []


def test_an_empty_class_opens(opened: Callable[[str], Page]) -> None:
    there = opened("empty")

    assert "0 of 0 students" in there.text
    assert there.log("browser") == []


def test_a_column_sorts_both_ways(opened: Callable[[str], Page]) -> None:
    """The least points and the worst outcome come first, and those that are alike stay in the book's order."""
    there = opened("usual")
    click = "document.querySelectorAll('#matrix thead button')[arguments[0]].click();"
    asked = "return document.querySelectorAll('#matrix thead th')[arguments[0]].ariaSort"

    assert there.run(click + asked, 1) == "ascending"
    assert there.shown == ["c3", "Dora", "Bo", "Emil", "Ada"]
    assert there.run(click + asked, 1) == "descending"
    assert there.shown == ["Ada", "Emil", "Bo", "Dora", "c3"]
    assert there.run(click + asked, 4) == "ascending"
    assert there.shown == ["Bo", "Dora", "Ada", "c3", "Emil"]
    assert there.run(asked, 1) is None


def test_filters_leave_what_they_name(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    found = {}
    for text, outcome in LEFT:
        there.pick("text", text, "input")
        there.pick("outcome", outcome)
        assert there.run("return document.getElementById('count').textContent") == f"{len(there.shown)} of 5 students"
        found[text, outcome] = there.shown

    assert found == LEFT
    there.run("document.getElementById('reset').click()")
    assert len(there.shown) == 5


def test_choosing_an_exercise_leaves_what_belongs_to_it(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    there.pick("exercise", "1")
    heads = there.run("return [...document.querySelectorAll('#matrix thead th')].map((each) => each.innerText.trim())")
    views = there.run("return [...document.querySelectorAll('[data-view]')].filter((each) => !each.hidden).length")

    assert heads[:2] == ["Student\n▲", "Points of 6"]
    assert len(heads) == 5
    assert views == 1
    there.pick("outcome", "some failed")
    assert there.shown == []
    assert "No two students fail a check for the same reason." in there.text


def test_a_group_is_shown_in_the_table(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    there.run("document.querySelectorAll('#groups details')[1].open = true")
    there.until("document.querySelector('#groups button')")
    names = there.run("return [...document.querySelectorAll('#groups a')].map((each) => each.textContent)")
    there.run("document.querySelector('#groups button').click()")

    assert names == ["Bo", "Dora"]
    assert there.shown == ["Bo", "Dora"]
    assert "ZeroDivisionError" in there.run("return document.getElementById('count').textContent")


def test_all_is_reached_by_keys(opened: Callable[[str], Page]) -> None:
    """Tab comes to the table once; arrows walk in it; Enter sorts and opens; Escape comes back to where one was."""
    there = opened("usual")
    there.press(Keys.TAB)
    assert there.focused == "Skip to the students"
    there.run("document.getElementById('outcome').focus()")
    there.press(Keys.TAB)
    assert there.focused.startswith("Student")
    there.press(Keys.ARROW_RIGHT, Keys.ENTER)
    assert there.shown[0] == "c3"
    there.press(Keys.HOME, Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert there.focused == "Dora"
    there.press(*[Keys.ARROW_RIGHT] * 4)
    assert there.focused == "error"
    assert "ZeroDivisionError" in there.run("return document.getElementById('peek').textContent")
    assert there.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    there.press(Keys.ENTER)
    there.until("!document.getElementById('student').hidden")
    assert there.run("return document.querySelector('#student h1').innerText") == "d10\nDora"
    assert there.focused == "Why"
    there.press(Keys.ESCAPE)
    there.until("document.getElementById('student').hidden")
    assert there.focused == "Dora"
    ActionChains(there.browser, duration=0).key_down(Keys.CONTROL).send_keys(Keys.END).key_up(Keys.CONTROL).perform()
    assert there.run("return document.activeElement.closest('tr').rowIndex") == 5
    there.press(Keys.TAB)
    assert there.run("return document.activeElement.closest('table')") is None


def test_a_student_has_a_page_with_the_transcript_and_the_adjustments(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    there.open("#student=b2")
    text = there.text

    for said in (
        "5 / 12",
        ">>> calculator.add(2, 3)\nNone",
        "Line 2 of calculator.py prints the answer.",
        "Graded 6, adjusted to 5:",
        "late: \N{MINUS SIGN}1. 26 hours late.",
        'Not checked yet: it needs "add adds".',
    ):
        assert said in text.replace("`", ""), text
    there.run("document.querySelectorAll('#student details').forEach((each) => { each.open = true; })")
    assert "trying 7 / 0" in there.text
    assert there.browser.title == "Bo · Bicycles, spring"
    assert not there.run("return document.getElementById('class').checkVisibility()")
    there.open("#student=d10")
    assert "override (divide(7, 2) is $3.5$): +2. The task was unclear." in there.text
    assert "no score" in there.text
    there.run("document.querySelector('#student [rel=next]').click()")
    there.until("document.querySelector('#student h1').innerText === 'd9\\nEmil'")
    there.open("#student=c3")
    assert "Nothing was handed in: 0 of 6 points." in there.text
    there.open("#student=nobody")
    assert there.shown


def test_what_is_to_be_looked_at_is_named(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    notes = there.run("return document.getElementById('notes').innerText")

    assert "Dora ex04" in notes
    assert "notes.docx\nNo exercise takes notes.docx." in notes
    assert "Fay f6" in notes
    assert there.run("return document.querySelector('#slow tbody tr').innerText").split() == ["Bo", "ex03", "3.50"]
    assert "Warning: ex03 was judged by 2 versions of its suite." in there.text


def test_text_of_students_is_text(opened: Callable[[str], Page]) -> None:
    """In the table, on each student's page and wherever they are named; nothing runs, loads or is sent."""
    there = opened("hostile")
    count = there.run("return document.querySelectorAll('*').length")
    broken = "window.broken = []; addEventListener('securitypolicyviolation', (it) => broken.push(it.blockedURI));"
    there.run(broken)
    ids = there.run("return JSON.parse(document.getElementById('book').textContent).students.map((each) => each.id)")
    tags = "return [...new Set([...document.querySelectorAll('#student *')].map((each) => each.localName))].sort()"

    assert count > 500
    assert there.run("return document.querySelector('h1').innerText").endswith(TAGS)
    assert sorted(
        there.run(
            "return [...document.querySelectorAll('#matrix tbody a')].map((each) => "
            "new URLSearchParams(each.hash.slice(1)).get('student'))"
        )
    ) == sorted(ids)
    seen = set()
    for name in ids:
        there.open(f"#student={quote(name, safe='')}")
        assert name in there.run("return document.querySelector('#student h1').innerText")
        seen |= set(there.run(tags))
    assert seen <= set(
        "a bdi br code details div h1 h2 h3 header li nav p pre section small span strong summary ul".split()
    )
    assert there.run("return [window.pwned, broken, document.scripts.length]") == [None, [], 2]
    visible = there.run("return document.getElementById('book').textContent + document.body.innerText")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", visible)
    assert there.log("browser") == []


def received(server: socket.socket) -> Iterator[bytes]:
    """What came on each connection: Chromium opens some ahead of frames and forms, and then forbids their requests."""
    while select.select([server], [], [], 0)[0]:
        connection, _ = server.accept()
        with connection:
            yield connection.recv(4096) if select.select([connection], [], [], 0)[0] else b""


def test_no_request_leaves_the_page(opened: Callable[[str], Page]) -> None:
    """The page itself is all that is loaded, and its policy stops what a foothold in it would try."""
    there = opened("hostile")
    events = [json.loads(each)["message"] for each in there.log("performance")]
    asked = [each["params"]["request"]["url"] for each in events if each["method"] == "Network.requestWillBeSent"]
    with socket.create_server(("127.0.0.1", 0)) as server:
        there.run(
            "const [host] = arguments; const add = (tag, attributes) =>"
            " document.body.append(Object.assign(document.createElement(tag), attributes));"
            "add('script', { textContent: 'window.pwned = 1' }); add('script', { src: host });"
            "add('iframe', { srcdoc: '<script>top.pwned = 1</' + 'script>' }); add('iframe', { src: host });"
            "add('img', { src: host }); add('link', { rel: 'stylesheet', href: host });"
            "add('a', { ping: host, href: 'javascript:window.pwned = 1', id: 'trap' });"
            "document.body.insertAdjacentHTML('beforeend', '<p id=handler onclick=\"window.pwned = 1\">x</p>');"
            "document.getElementById('trap').click(); document.getElementById('handler').click();"
            "add('form', { action: host, id: 'form' }); document.getElementById('form').submit();"
            "return fetch(host).catch(() => new Promise((done) => setTimeout(done, 200)))",
            f"http://127.0.0.1:{server.getsockname()[1]}/",
        )
        assert [each for each in received(server) if each] == []

    assert {each.partition(":")[0] for each in asked} <= {"file", "about"}
    assert there.run("return window.pwned") is None
    assert sum("Content Security Policy" in each for each in there.log("browser")) >= 8


def test_a_large_class_is_whole_in_the_table(opened: Callable[[str], Page]) -> None:
    """Rows that are not there at once can be filtered and opened; they come for print, and when asked for."""
    there = opened("large")
    there.pick("text", "chainring", "input")
    assert there.shown == ["s3004"]
    there.open("#student=s3004")
    assert "chainring" in there.run(
        "document.querySelector('#student details').open = true;return document.getElementById('student').innerText"
    )
    there.open("#students")
    there.pick("text", "", "input")
    there.run("document.getElementById('rest').focus()")
    assert there.focused == "Show 5 more rows"
    there.press(Keys.ENTER)
    assert there.shown == [f"s{number:04}" for number in range(3005)]
    there.run("document.querySelector('#matrix thead button').click(); dispatchEvent(new Event('beforeprint'))")
    assert there.shown[0] == "s3004"
    assert len(there.shown) == 3005


def axe_core() -> Path:
    """The script of axe-core, which npm installs."""
    for folder in filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)):
        script = Path(folder, "axe-core", "axe.min.js")
        if script.is_file():
            return script
    pytest.skip("npm's axe-core is absent: NODE_PATH must name the folder it is installed in")


@pytest.mark.parametrize(("pixels", "scheme"), [(1280, "light"), (400, "dark")])
def test_axe_finds_nothing_that_keeps_a_reader_out(opened: Callable[[str], Page], pixels: int, scheme: str) -> None:
    script = axe_core().read_text(encoding="utf-8")
    there = opened("usual")
    there.wide(pixels)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    there.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    there.run(script)
    found = []
    for address in ("#students", "#student=b2"):
        there.open(address)
        there.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        found += there.run(
            "return axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations.map("
            "(each) => [each.id, each.nodes.map((node) => node.html + node.failureSummary)]))"
        )

    assert found == []
    assert there.run("return document.documentElement.scrollWidth") <= pixels


def test_the_accessibility_tree_names_what_can_be_used(opened: Callable[[str], Page]) -> None:
    there = opened("usual")
    nodes = there.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = [(each["role"]["value"], each.get("name", {}).get("value", "")) for each in nodes if not each["ignored"]]
    used = (
        "button",
        "link",
        "combobox",
        "searchbox",
        "grid",
        "image",
        "columnheader",
        "rowheader",
        "gridcell",
        "heading",
    )

    assert [each for each in named if each[0] in used and not each[1]] == []
    for each in (
        ("grid", "Students"),
        ("searchbox", "Name, id or words of a failure"),
        ("combobox", "Exercise"),
        ("columnheader", "1. add adds"),
        ("rowheader", "Bo b2 late adjusted"),
        ("gridcell", "not passed, 0.5 of 2 points"),
    ):
        assert each in named, named
    assert sum(role == "image" and name.startswith("Failure rate of") for role, name in named) == 1


def test_without_its_script_the_page_tells_what_it_can(chromium: Browser, files: Callable[[str], str]) -> None:
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        chromium.get(files("usual"))
        text = chromium.find_element("tag name", "main").text
    finally:
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

    assert "JavaScript is switched off" in text
    assert "Only with" not in text  # no filter that does nothing
    assert "As a table" in text
    assert "No exercise takes notes.docx." in text
