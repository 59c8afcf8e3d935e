"""`grade report` on a real store: what lies in the folder afterwards, and what is left alone."""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import book, entry, graded_class

from grader.bulk.store import open_store
from grader.cli.main import main
from grader.gradebook.book import SCHEMA, Document
from grader.gradebook.folders import folder_names
from grader.gradebook.output import output_in
from grader.gradebook.sheet import sheet
from grader.reporters.schema import schema
from grader.result import Call, Finding, Location

EX03, EX04 = "ex03_calculator", "ex04_guard"
ROOT = Path(__file__).parents[2]
OVERRIDES = "student,exercise,check,points,reason\nada,ex03,test_extra,7.5,oral exam\n"

MakeClass = Callable[..., Path]
Report = Callable[..., str]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Run `grade report` and return what it prints; the exit code is 0, or the one that is wanted."""

    def run(folder: Path, *words: str | Path, code: int = 0) -> str:
        ended = main(["report", str(folder), "--course", str(ROOT), *map(str, words)])
        out, err = capsys.readouterr()
        assert ended == code, err
        return out if code == 0 else err

    return run


@pytest.fixture
def make_class(tmp_path: Path) -> MakeClass:
    """Make the folder of a class that was graded."""
    return lambda *runs, **known: graded_class(tmp_path / "graded", *runs, **known)


@pytest.fixture
def ada(make_class: MakeClass) -> Path:
    """A class of one."""
    return make_class([entry("ada")])


def read(file: Path) -> list[dict[str, str]]:
    """Read a table as pandas would: UTF-8, the byte order mark passed over."""
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True))


def files(folder: Path) -> dict[str, bytes]:
    """All that lies below a folder, without the store."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("grades.sqlite"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_a_class_becomes_a_table_a_document_and_feedback(report: Report, make_class: MakeClass) -> None:
    entries = [entry("ada", name="Ada Lovelace"), entry("ada", ["add"], exercise=EX04), entry("bob", late=True)]
    folder = make_class(entries, missing={"zed": "Zed Missing"})

    told = report(folder)

    ada, bob, zed = read(folder / "gradebook.csv")
    assert (ada["student"], ada["name"], ada["total"], ada["max total"], ada["percent"]) == (
        "ada",
        "Ada Lovelace",
        "14",
        "40",
        "35",
    )
    assert (ada[EX03], ada[f"{EX03} test_it.py::test_divide"], ada[EX04]) == ("10", "6", "4")
    assert (bob[f"{EX03} late"], bob[f"{EX04} status"], bob["total"]) == ("late", "missing", "10")
    assert (zed["name"], zed["total"], zed[f"{EX03} status"]) == ("Zed Missing", "", "missing")
    document = json.loads((folder / "gradebook.json").read_bytes())
    assert (document["schema"], document["exercises"]) == ("gradebook/v1", [EX03, EX04])
    assert document["rows"][0]["marks"][EX03]["entry"]["result"]["schema"] == "grade/v1"
    assert sorted(path for path in files(folder) if path.startswith("feedback/ada/")) == [
        f"feedback/ada/{name}.{suffix}" for name in (EX03, EX04) for suffix in ("html", "md")
    ]
    assert "Ada Lovelace (ada)" in (folder / "feedback/ada" / f"{EX03}.html").read_text()
    assert "2 students, 1 handed in nothing" in told
    assert "100%  ex03  extra works" in told
    assert f"Written to {folder}: gradebook.csv, gradebook.json" in told


def test_the_same_class_gives_the_same_bytes(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada"), entry("bob")])

    report(folder)
    before = files(folder)
    report(folder)

    assert files(folder) == before


def test_the_document_keeps_to_its_schema(report: Report, make_class: MakeClass) -> None:
    page = (ROOT / "docs" / "gradebook-v1.schema.json").read_text(encoding="ascii")
    folder = make_class([entry("ada", name="Ada"), entry("bob", errored=True)], missing={"zed": "Zed"})
    (folder / "overrides.csv").write_text(OVERRIDES)

    report(folder)

    assert page == schema(Document, SCHEMA), "run `python -m grader.gradebook.schema docs/gradebook-v1.schema.json`"
    jsonschema.Draft202012Validator(json.loads(page)).validate(json.loads((folder / "gradebook.json").read_bytes()))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "\uff1d1"])
def test_a_text_that_looks_like_a_formula_is_inert(text: str) -> None:
    """An apostrophe in front: what a spreadsheet reads begins like no formula."""
    made = sheet(book([entry(text, name=text)]))

    heads, line = csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), strict=True)
    assert line[:2] == [f"'{text}", f"'{text}"]
    assert made.startswith(b"\xef\xbb\xbfstudent,")
    assert made.endswith(b"\r\n")
    assert len(heads) == len(line)


def test_a_null_character_ends_no_cell() -> None:
    assert b'"a\\x00,""b"' in sheet(book([entry("ada", name='a\0,"b')]))


@given(st.lists(st.text(max_size=80), unique=True, max_size=8))
@settings(deadline=None, max_examples=40)
def test_every_id_has_a_folder_of_its_own(ids: list[str]) -> None:
    """On every system: no way out, nothing hidden, nothing reserved or too long, and no two the same."""
    names = folder_names(ids)

    assert list(names) == sorted(ids)
    assert len({name.casefold() for name in names.values()}) == len(ids)
    for name in names.values():
        assert name.isprintable()
        assert not set(name) & set('/\\:*?"<>|')
        assert not name.startswith(".")
        assert not name.endswith((".", " "))
        assert len(name.encode()) <= 255


def test_hostile_ids_stay_within_the_folder(report: Report, make_class: MakeClass) -> None:
    ids = ["../../x", "..", "/etc/passwd", "a\0b", "CON", "con", "Con.txt", "ä" * 200, "\uff41da", "x\n::error::y", ""]
    folder = make_class([entry(student, name=student) for student in ids])

    told = report(folder)

    assert len(list((folder / "feedback").iterdir())) == len(ids)
    assert not [line for line in told.splitlines() if line.startswith("::")]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["graded"]


def test_names_that_only_case_parts_are_parted() -> None:
    names = folder_names(["Bob", "bob", "BOB"])

    assert names["BOB"] == "BOB"
    assert names["bob"].startswith("bob~")


def test_overrides_outlive_a_regrade(report: Report, make_class: MakeClass, tmp_path: Path) -> None:
    """They are kept in the folder, told in every export, and taken when the class has been graded again."""
    given_file = tmp_path / "mine.csv"
    given_file.write_text(OVERRIDES)
    folder = make_class([entry("ada")], [entry("ada", ["add"], suite="s2")])

    report(folder, "--overrides", given_file)
    again = report(folder)

    assert (folder / "overrides.csv").read_text() == OVERRIDES
    (ada,) = read(folder / "gradebook.csv")
    told = "`extra works`: 7.5 points in place of 0: oral exam."
    assert (ada["total"], ada[f"{EX03} notes"]) == ("11.5", told)
    document = json.loads((folder / "gradebook.json").read_bytes())
    assert document["rows"][0]["marks"][EX03]["adjustments"] == [
        {"kind": "override", "points": 7.5, "reason": "oral exam", "check": "test_it.py::test_extra"}
    ]
    assert "extra works`: 7.5 points in place of 0: oral exam." in (folder / f"feedback/ada/{EX03}.md").read_text()
    assert "7.5 points in place of 0: oral exam." in (folder / f"feedback/ada/{EX03}.html").read_text()
    assert "overrides.csv" not in again, "nothing is new about them"


def test_other_overrides_say_what_they_drop(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada"), entry("bob")])
    (folder / "overrides.csv").write_text(f"{OVERRIDES}bob,ex03,total,1,copied\n")
    (folder.parent / "new.csv").write_text(OVERRIDES)

    told = report(folder, "--overrides", folder.parent / "new.csv")

    assert "overrides.csv: later reports go by it. Of the one before it lacks 1 lines." in told
    assert "overrides.csv" not in report(folder, "--overrides", folder / "overrides.csv")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--overrides", "empty.csv"], "line 1: there is no column `student`"),
        (["--overrides", "wrong.csv"], "line 2: there is no student `adda`. Did you mean `ada`?"),
        (["--fill", "wrong.csv"], "has no column that is surely for"),
        (["--fill", "canvas.csv", "--column", "ex03=Homework"], "has no column `Homework`"),
        (["--fill", "canvas.csv", "--fill", "sub/canvas.csv"], "would both be written as `canvas-filled.csv`"),
        (["--exercise", "ex04"], "nothing was handed in for `ex04_guard`"),
        (["--exercise", "ex99"], "There is no exercise `ex99`"),
        (["--student", "adda"], "there is no student `adda` of whom anything was graded. Did you mean `ada`?"),
        (["--format", "markdwon"], "there is no format `markdwon`. Did you mean `markdown`?"),
        (["--column", "ex03=X"], "`--column` is for `--fill`, which is not given"),
        (["--anonymous", "--fill", "canvas.csv"], "`--anonymous` and `--fill` cannot be given together"),
        (["--forget", "ada", "--student", "ada"], "`--forget` and `--student` cannot be given together"),
        (["--changes"], "there are no two runs of one exercise to compare"),
        (["--changes", "--runs", "1..7"], "`1..7` names no two runs"),
        (["--forget", "adda"], "there is no student `adda` in the store. Did you mean `ada`?"),
    ],
)
def test_what_cannot_be_done_leaves_the_folder_as_it_was(
    report: Report, ada: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    report(ada)
    before = files(ada)
    monkeypatch.chdir(ada.parent)
    Path("wrong.csv").write_text("student,check,points,reason\nadda,total,1,x\n")
    Path("sub").mkdir()
    Path("empty.csv").touch()
    for place in (Path("canvas.csv"), Path("sub/canvas.csv")):
        place.write_text("Student,ID,Section,ex03 (1)\nAda,ada,S,\n")

    told = report(ada, *words, code=2)

    assert message in " ".join(told.split())
    assert files(ada) == before


def test_a_folder_without_a_class_is_told(report: Report, make_class: MakeClass, tmp_path: Path) -> None:
    assert "grades.sqlite" in report(tmp_path, code=2)
    assert "nothing has been graded there yet" in report(make_class(), code=2)


def test_the_rules_of_another_course_are_not_taken(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada")], course="knitting")

    assert "was graded by the course `knitting`" in report(folder, code=2)


@pytest.mark.parametrize("name", ["gradebook.csv", f"feedback/ada/{EX03}.md"])
def test_what_somebody_changed_is_not_overwritten(report: Report, make_class: MakeClass, name: str) -> None:
    folder = make_class([entry("ada")])
    report(folder)
    (folder / name).write_text("my notes")
    before = files(folder)

    assert "was changed since the last report wrote it" in report(folder, code=2)

    assert files(folder) == before
    (folder / name).unlink()
    report(folder)


def test_what_no_report_wrote_is_not_overwritten(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada")])
    (folder / "gradebook.csv").write_text("mine")

    assert "was written by no report" in report(folder, code=2)

    assert (folder / "gradebook.csv").read_text() == "mine"


def test_feedback_of_who_is_gone_goes(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada"), entry("bob"), entry("bob", exercise=EX04)])
    report(folder)
    (folder / "feedback" / "mine.txt").write_text("stays")

    report(folder, "--exercise", "ex04", "--format", "junit")

    assert sorted(path for path in files(folder) if path.startswith("feedback")) == [
        f"feedback/bob/{EX04}.junit.xml",
        "feedback/mine.txt",
    ]


def test_a_report_that_was_killed_leaves_nothing_behind(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada")])
    (folder / ".grade-report.part" / "feedback").mkdir(parents=True)
    (folder / ".grade-report.part" / "feedback" / "old").write_text("half")

    report(folder)

    assert not (folder / ".grade-report.part").exists()


def test_two_reports_at_once_are_refused(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada")])
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)

    assert "another report is being written" in report(folder, code=2)

    os.close(handle)
    report(folder)


def test_one_student_is_shown_and_only_their_feedback_written(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada", name="Ada Lovelace"), entry("bob")])
    (folder / "overrides.csv").write_text(OVERRIDES)

    told = report(folder, "--student", "Ada Lovelace")

    assert told.startswith("ada (Ada Lovelace): 17.5 / 20\n\n  ex03_calculator  17.5 / 20\n")
    assert sorted(files(folder)) == [
        ".grade-report.json",
        f"feedback/ada/{EX03}.html",
        f"feedback/ada/{EX03}.md",
        "overrides.csv",
    ]


def test_moodle_takes_feedback_back_in_its_own_folders(report: Report, make_class: MakeClass, tmp_path: Path) -> None:
    """Its import finds the participant's number between the first two `_` of a folder's name."""
    folder = make_class([entry("4711"), entry("4712")])
    table = tmp_path / "moodle.csv"
    table.write_text("Identifier,Full name,Grade,Maximum Grade\nParticipant 4711,A_d/a: L,,20\nParticipant 4712,,,20\n")

    told = report(folder, "--fill", table)

    with zipfile.ZipFile(folder / "moodle-feedback.zip") as packed:
        names = packed.namelist()
    assert names == [
        f"A d a L_4711_assignsubmission_file/{EX03}.html",
        f"Participant_4712_assignsubmission_file/{EX03}.html",
    ]
    assert "moodle-filled.csv: Moodle, students found: 2 (2 by id)." in told
    assert "4711,A_d/a: L,10.00,20" in (folder / "moodle-filled.csv").read_text()


WORDS = ("Ada", "Lovelace", "ada.l@uni.example", "ada.l", "Amazons", "lovelaceada", "98765", "submitted/place")


def test_without_names_nothing_names_anybody(report: Report, make_class: MakeClass) -> None:
    """Every byte is searched for what the class is called, also where it stands in what students wrote."""
    texts = {
        "message": "`ADA_LOVELACE()` returned 3",
        "got": "hello from ada l.",
        "expected": "hello, Ada",
        "exception": "ValueError: Ada",
        "traceback": "# by Lovelace",
        "output": "Lovelace, Ada",
        "transcript": [Call("add(2, 3)", "'LovelaceAda'"), Call("add(1, 1)", "2")],
        "finding": Finding("G01", "ada.py", 3, "In `ada.py`"),
        "location": Location("ada.py", 3),
    }
    facts: Any = {"group": "Amazons", "where": "submitted/place/lovelaceada_98765", "time": "2026-11-20T08:15:00Z"}
    grace = {"got": "as Ada Lovelace has it", "message": "17 is not 18", "exception": "see lovelaceada, or zed98765"}
    folder = make_class(
        [
            entry("ada.l@uni.example", name="Ada Lovelace", texts=texts, late=True, **facts),
            entry("hopper98765", name="Grace Hopper", texts=grace, where="submitted/place/x"),
        ],
        missing={"zed98765": "Zed Lovelace"},
    )
    (folder / "overrides.csv").write_text(
        "student,exercise,check,points,reason\nada.l@uni.example,,total,3,Ada was ill\n"
    )

    report(folder, "--anonymous")
    first = files(folder / "anonymous")
    report(folder, "--anonymous")

    assert files(folder / "anonymous") == first, "pseudonyms stay the same"
    for path, content in first.items():
        text = (path + content.decode()).casefold()
        text = re.sub("[0-9a-f]{64}|student-[a-z2-7]+", "", text)  # digests, in which chance may spell a name
        found = [
            word for word in (*WORDS, "Hopper", "Grace", "Zed", "was ill", "08:15", "09:31") if word.casefold() in text
        ]
        assert not found, path
    kept = first["gradebook.json"].decode()
    assert [text for text in ('"add(1, 1)"', "17 is not 18") if text not in kept] == []
    assert sorted(files(folder)) == sorted([".grade-pseudonyms", "overrides.csv", *(f"anonymous/{p}" for p in first)])
    assert (folder / ".grade-pseudonyms").stat().st_mode & 0o077 == 0


def test_a_student_is_forgotten_everywhere(report: Report, make_class: MakeClass) -> None:
    secret = {"output": "adas own words"}
    folder = make_class(
        [entry("ada-l", name="Ada Lovelace", texts=secret), entry("bob")],
        [entry("ada-l", ["add"], name="Ada Lovelace", work="w2", texts=secret), entry("bob")],
    )
    table = "student,exercise,check,points,reason\nbob,ex03,total,7,x\nada-l,ex03,total,9,y\r\nbob,ex03,late,0,z\n"
    (folder / "overrides.csv").write_bytes(table.encode())
    canvas = folder.parent / "c.csv"
    canvas.write_text("Student,ID,Section,ex03 (1)\nX,bob,S,\nAda,ada-l,S,\n")
    report(folder, "--fill", canvas)
    report(folder, "--changes")
    report(folder, "--anonymous")

    told = report(folder, "--forget", "ada-l")

    assert "What stays: backups" in told
    assert "overrides.csv: 1 lines taken out." in told
    assert (folder / "overrides.csv").read_bytes() == table.replace("ada-l,ex03,total,9,y\r\n", "").encode()
    assert not list((folder / "anonymous").iterdir())
    for path in folder.rglob("*"):
        if path.is_file():
            assert not [word for word in (b"ada-l", b"Lovelace", b"adas own") if word in path.read_bytes()], path
    assert [row["student"] for row in read(folder / "gradebook.csv")] == ["bob"]
    with open_store(folder / "grades.sqlite") as store:
        assert [each.student for each in store.entries()] == ["bob"]
    assert "there is no student" in report(folder, "--forget", "ada-l", code=2)


def test_nobody_is_forgotten_where_a_file_was_changed(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada"), entry("bob")])
    report(folder)
    (folder / "gradebook.csv").write_text("ada: see me")

    assert "was changed since" in report(folder, "--forget", "ada", code=2)

    with open_store(folder / "grades.sqlite") as store:
        assert len(list(store.entries())) == 2


def test_changes_say_who_gained_or_lost_what_and_why(report: Report, make_class: MakeClass) -> None:
    first = [
        entry("ada"),
        entry("bob", ["extra"]),
        entry("eve"),
        entry("fay"),
        entry("gus"),
        entry("hal"),
        entry("jon", ["extra"]),
    ]
    second = [
        entry("ada", ["add", "divide", "extra"], work="w2"),
        entry("bob", ["add"], suite="s2"),
        entry("eve", [], version="0.2.0", suite="s2"),
        entry("fay"),
        entry("gus", ["add"]),
        entry("ida"),
        entry("jon", errored=True),
    ]
    folder = make_class(first, [entry("ada", exercise=EX04)], second)

    told = report(folder, "--changes")

    rows = {
        (row["student"], row["check"].removeprefix("test_it.py::test_")): row for row in read(folder / "changes.csv")
    }
    assert {key: (row["change"], row["before"], row["after"], row["why"]) for key, row in rows.items()} == {
        ("ada", "extra"): ("gained", "0", "10", "other work"),
        ("bob", "add"): ("gained", "0", "4", "other suite"),
        ("bob", "extra"): ("lost", "10", "0", "other suite"),
        ("eve", "add"): ("lost", "4", "0", "other suite, other grader"),
        ("eve", "divide"): ("lost", "6", "0", "other suite, other grader"),
        ("jon", "add"): ("gained", "0", "4", "a failure of the grader"),
        ("jon", "divide"): ("gained", "0", "6", "a failure of the grader"),
        ("jon", "extra"): ("lost", "10", "0", "a failure of the grader"),
        ("gus", "divide"): ("lost", "6", "0", "other settings of the exercise"),
    }
    assert "Compared run 1 (" in told, "run 2 is of another exercise"
    assert "6 in both, 5 of them changed." in told
    assert "In run 1 only: 1." in told
    assert "  ex03  extra works: 2 lost, 1 gained" in told
    assert "  gus  ex03  divide works  lost 6 -> 0  (other settings of the exercise)" in told
    assert report(folder, "--changes", "--runs", "1..3", "--student", "fay").endswith("changes.csv\n")
    assert read(folder / "changes.csv") == []


KILLED = """
import sys
from pathlib import Path
from grader.gradebook.output import output_in
real, moves = Path.replace, []
def replace(self, target):
    if not self.name.startswith(".grade-") or moves:
        moves.append(target)
    if len(moves) == int(sys.argv[2]):
        __import__("os")._exit(9)
    return real(self, target)
Path.replace = replace
with output_in(Path(sys.argv[1])) as output:
    for name in ("one", "two/a", "two/b"):
        output.write(name, "new")
    output.place(instead=["two"])
"""


@pytest.mark.parametrize("move", [1, 2, 3])
def test_an_end_between_two_moves_is_made_good_by_the_next_report(tmp_path: Path, move: int) -> None:
    """Each file is the old or the new one, and the next report knows both as the reports' own."""
    with output_in(tmp_path) as output:
        for name in ("one", "two/a", "two/gone"):
            output.write(name, "old")
        output.place()

    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(move)], cwd=ROOT, check=False)

    assert ended.returncode == 9
    kept = {name: (tmp_path / name).read_text() for name in ("one", "two/a", "two/gone")}
    assert kept == {"one": "old" if move == 1 else "new", "two/a": "old" if move < 3 else "new", "two/gone": "old"}
    with output_in(tmp_path) as output:
        for name in ("one", "two/a", "two/b"):
            output.write(name, "newest")
        output.place(instead=["two"])
    written = {name: text for name, text in files(tmp_path).items() if not name.startswith(".")}
    assert written == dict.fromkeys(("one", "two/a", "two/b"), b"newest")


def test_overrides_of_other_exercises_are_no_hindrance(report: Report, make_class: MakeClass) -> None:
    folder = make_class([entry("ada"), entry("bob", exercise=EX04)], missing={"zed": "Zed"})
    (folder / "overrides.csv").write_text(f"{OVERRIDES}zed,ex03,total,3,by e-mail\nbob,ex04,total,4,x\n")

    report(folder, "--exercise", "ex04")

    assert [(row["student"], row["total"]) for row in read(folder / "gradebook.csv")] == [("bob", "4"), ("zed", "")]
