"""The record of a suite's checks: reading, writing, needs and digest."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import ManifestError, SuiteError
from grader.record import Record, RecordedCheck, dump, load, resolve_needs, suite_digest
from grader.result import Feedback


def check(name: str, *needs: str, **values: Any) -> RecordedCheck:
    return RecordedCheck(id=name, title=name, needs=list(needs), **{"cases": [name], **values})


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    record = Record(
        checks=[
            check("t.py::test_files", points="2", hint="é"),
            check(
                "t.py::test_add",
                "t.py::test_files",
                points="1/3",
                stretch=True,
                feedback=Feedback.HINT,
                concepts=["C28"],
                split=False,
                cases=["t.py::test_add[1]", "t.py::test_add[2]"],
            ),
        ],
        imports={"calculator": {"": "module", "add": "function", "Till": "class", "PI": "value"}},
        suite="0" * 64,
    )
    written = dump(record)
    (tmp_path / "checks.json").write_bytes(written)

    assert load(tmp_path / "checks.json") == record
    assert dump(load(tmp_path / "checks.json")) == written
    assert written.startswith(b'{\n  "schema": "grade/checks/v1",\n  "checks": [\n')
    assert written.endswith(b"}\n")


@pytest.mark.parametrize(
    ("points", "worth"), [("2", Fraction(2)), ("0", Fraction()), ("1/3", Fraction(1, 3)), ("2/4", Fraction(1, 2))]
)
def test_points_are_exact(points: str, worth: Fraction) -> None:
    assert check("a", points=points).worth == worth


def checks_json(**changes: Any) -> bytes:
    one = {"id": "t.py::test_a", "title": "a", "cases": ["t.py::test_a"], **changes}
    return msgspec.json.encode({"schema": "grade/checks/v1", "checks": [one], "imports": {}, "suite": ""})


SECOND = {"id": "b", "title": "b", "cases": ["b"]}
WRONG_RECORDS = {
    "empty": (b"", "line 1: Input data was truncated."),
    "cut": (b'{"schema":\n\n', "line 3: Input data was truncated."),
    "not JSON": (b'{"schema":\n x}', "line 2: JSON is malformed: invalid character."),
    "deep": (b"[" * 100_000, "is not valid JSON: it nests too deeply."),
    "not UTF-8": (b'{"\xff', "line 1: the file must be UTF-8, and byte 0xff is not."),
    "a list": (b"[]", "the file must be a table, not a list."),
    "another schema": (b'{"schema": "grade/v1", "checks": []}', "`schema` must be `grade/checks/v1`, not `grade/v1`."),
    "no checks": (b'{"checks": []}', "`checks` must name at least one check."),
    "without checks": (b"{}", "the key `checks` is missing."),
    "unknown key": (checks_json(hints=""), "there is no key `hints` in `checks[0]`. Did you mean `hint`?"),
    "no cases": (checks_json(cases=[]), "in `checks[0]`, `cases` must name at least one case."),
    "a case twice": (checks_json(cases=["x", "x"]), "the case `x` is there twice"),
    "points as number": (checks_json(points=2), "`checks[0].points` must be text, not a whole number."),
    "points as words": (checks_json(points="two"), "in `checks[0]`, `points` must be a whole number or a fraction"),
    "points of nothing": (checks_json(points="1/0"), "must be a whole number or a fraction like `1/3`, not `1/0`."),
    "negative points": (checks_json(points="-1/2"), "`points` must not be negative, and `-1/2` is."),
    "needless need": (checks_json(needs=["t.py::test_b"]), "and no check has that id. Did you mean `t.py::test_a`?"),
    "needs itself": (checks_json(needs=["t.py::test_a"]), "in a circle: `t.py::test_a` → `t.py::test_a`."),
    "feedback": (checks_json(feedback="hin"), "must be `full` or `hint` or `score`, not `hin`. Did you mean `hint`?"),
    "kind": (
        b'{"checks": [], "imports": {"calculator": {"add": "func"}}}',
        "must be `module` or `function` or `class` or `value`, not `func`.",
    ),
    "the same id": (
        msgspec.json.encode({"checks": [SECOND, {**SECOND, "cases": ["c"]}]}),
        "the check `b` is there twice; an id must be unique.",
    ),
    "the same case": (
        msgspec.json.encode({"checks": [SECOND, {**SECOND, "id": "c"}]}),
        "the case `b` is there twice; it belongs to one check, once.",
    ),
}


@pytest.mark.parametrize(("content", "rule"), WRONG_RECORDS.values(), ids=WRONG_RECORDS.keys())
def test_a_wrong_record_names_file_key_and_rule(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "checks.json"
    path.write_bytes(content)

    with pytest.raises(ManifestError) as raised:
        load(path)

    assert str(raised.value).startswith(f"`{path}`")
    assert rule in str(raised.value)


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"checks\.json` is missing"):
        load(tmp_path / "checks.json")


def test_needs_become_ids() -> None:
    checks = [
        check("a.py::test_files"),
        check("a.py::TestAdd::test_add", "test_files", "a.py::test_files"),
        check("b.py::test_files"),
        check("b.py::test_both", "test_files", "TestAdd::test_add"),
    ]

    assert [each.needs for each in resolve_needs(checks)] == [
        [],
        ["a.py::test_files"],
        [],
        ["b.py::test_files", "a.py::TestAdd::test_add"],
    ]


@pytest.mark.parametrize(
    ("checks", "message"),
    [
        ([check("a.py::test_a", "test_fils"), check("a.py::test_files")], "Did you mean `test_files`?"),
        ([check("a.py::test_a", "files"), check("a.py::test_files")], "needs `files`, and no check has that name."),
        (
            [check("a.py::test_x"), check("b.py::test_x"), check("c.py::test_c", "test_x")],
            "`c.py::test_c` needs `test_x`, and several checks bear that name: `a.py::test_x`, `b.py::test_x`.",
        ),
        (
            [check("t::a"), check("t::b", "a", "d"), check("t::c", "b"), check("t::d", "c")],
            "checks need each other in a circle: `t::b` → `t::d` → `t::c` → `t::b`.",
        ),
    ],
    ids=["near", "part of a name", "ambiguous", "circle"],
)
def test_wrong_needs_are_the_suites_error(checks: list[RecordedCheck], message: str) -> None:
    with pytest.raises(SuiteError) as raised:
        resolve_needs(checks)

    assert message in str(raised.value)


@given(st.lists(st.lists(st.integers(0, 7), max_size=4), min_size=1, max_size=8))
def test_a_circle_is_found_if_and_only_if_no_order_exists(graph: list[list[int]]) -> None:
    checks = [check(f"t::{place}", *(f"t::{need % len(graph)}" for need in needs)) for place, needs in enumerate(graph)]
    left = {each.id: set(each.needs) for each in checks}
    while ready := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in ready:
            del left[name]

    if left:
        with pytest.raises(SuiteError, match="in a circle"):
            resolve_needs(checks)
    else:
        assert len(resolve_needs(checks)) == len(graph)


def test_long_chains_of_needs_are_no_trouble() -> None:
    chain = [check("t::0"), *(check(f"t::{place}", f"t::{place - 1}") for place in range(1, 1_100))]

    assert len(resolve_needs(chain[::-1])) == 1_100


def test_the_digest_of_a_suite_leaves_out_the_record_and_what_runs_leave_behind(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "test_a.py").write_text("a")
    (tmp_path / "data" / "checks.json").write_text("an input of the suite")
    before = suite_digest(tmp_path)

    for name in ("__pycache__", ".pytest_cache"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x")
    (tmp_path / "checks.json").write_text("{}")
    unchanged = suite_digest(tmp_path)
    (tmp_path / "data" / "checks.json").write_text("another input")

    assert unchanged == before
    assert suite_digest(tmp_path) != before
