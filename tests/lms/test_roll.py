"""Whose the work is, for which exercise, which of several hand-ins counts, and that nothing is lost."""

from __future__ import annotations

import os
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from class_of_30 import BOTH, CALCULATOR, LAYOUTS, MISSING, OLD, RECEIPT, STUDENTS, Made, tarred, written, zipped
from class_of_30 import Student as ClassMate
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.assembly import assemble, refused
from grader.course import Course, Exercise
from grader.errors import InputError
from grader.intake import tree
from grader.intake.lms.github import usernames
from grader.intake.lms.handed import Hints
from grader.intake.lms.listing import Item, Listing, Unplaced
from grader.intake.lms.placed import Placed
from grader.intake.lms.roll import Roll, roll_of, rolled
from grader.intake.lms.roster import Roster, read_roster
from grader.intake.tree import Refusal
from grader.record import RECORD_NAME, load
from grader.result import Feedback

COURSE = Course.load(Path(__file__).parent.parent.parent)
EXERCISES = COURSE.exercises
EX03 = COURSE.find("ex03")
MB = 1 << 20


def listing_of(files: Mapping[str, bytes | None], name: str = "class") -> Listing:
    """Return a listing of files, and of folders where there is no content."""
    items = [
        Item(path, path, len(content or b""), "folder" if content is None else "file", reading(content or b""))
        for path, content in sorted(files.items())
    ]
    return Listing(name, tuple(items))


def reading(content: bytes) -> Callable[[int], bytes | Refusal]:
    return lambda limit: content if len(content) <= limit else Refusal("too large", "is too large")


def roster_file(folder: Path, content: str, encoding: str = "utf-8") -> Roster:
    (folder / "roster.csv").write_text(content, encoding=encoding)
    return read_roster(folder / "roster.csv")


def placed(roll: Roll) -> dict[tuple[str, int], Placed]:
    return {(each.student.id, each.exercise.number): each for each in roll if isinstance(each, Placed)}


def unplaced(roll: Roll) -> dict[str, str]:
    return {each.path: each.reason for each in roll if isinstance(each, Unplaced)}


ROSTERS: dict[str, tuple[str, str, str, str, Callable[[ClassMate], str]]] = {
    "Canvas": (
        "Canvas",
        "utf-8-sig",
        "Student;ID;SIS User ID;SIS Login ID;Section;ex03 (123456)",
        "    Points Possible;;;;;20",
        lambda each: f'"{each.sortable}";{each.number};;{each.user};S1;',
    ),
    "Moodle": (
        "Moodle",
        "utf-8-sig",
        "Identifier,Full name,Email address,Status,Grade",
        "",
        lambda each: f"Participant {each.number},{each.name},{each.user}@example.org,,",
    ),
    "Gradescope": (
        "Gradescope",
        "utf-8",
        "First Name,Last Name,SID,Email,Total Score,Lateness (H:M:S)",
        "",
        lambda each: f"{each.name.partition(' ')[0]},{each.name.partition(' ')[2]},{each.number},,,00:00:00",
    ),
    "GitHub Classroom": (
        "GitHub Classroom",
        "utf-8",
        '"identifier","github_username","github_id","name"',
        "",
        lambda each: f'"{each.number}","{each.user.upper()}","","{each.name}"',
    ),
    "Classroom 50": (
        "Classroom 50",
        "utf-16",
        "username\tfirst_name\tlast_name\temail\tsection\tgithub_id",
        "",
        lambda each: f"{each.user}\t{each.name}\t\t\t\t",
    ),
    "nbgrader": (
        "nbgrader",
        "utf-8",
        "assignment,duedate,timestamp,student_id,last_name,first_name,email",
        "",
        lambda each: f"ex03,,,{each.user},,,",
    ),
    "names alone": (
        "student folders",
        "utf-8",
        "id,name",
        "",
        lambda each: f'{each.number},"{each.sortable}"',
    ),
}


@pytest.mark.parametrize("roster", ROSTERS)
def test_a_roster_joins_everybody_and_tells_who_is_missing(roster: str, tmp_path: Path) -> None:
    shape, encoding, heads, extra, line = ROSTERS[roster]
    lines = [heads, *([extra] if extra else []), *(line(each) for each in STUDENTS)]
    known = roster_file(tmp_path, "\n".join(lines) + "\n", encoding)
    made = LAYOUTS[shape]()
    anonymous = {"anon_Ab3dE"} if shape == "Canvas" else set()

    with rolled(written(made, tmp_path / "class"), EXERCISES, only=EX03, roster=known) as roll:
        assert len(known.rows) == len(STUDENTS)
        assert {each.id for each in roll.strangers} == anonymous
        assert len(roll.students) == MISSING
        expected = {known.rows[MISSING].student} | ({known.rows[20].student} if anonymous else set())
        assert set(roll.missing) == expected
        assert all(each.student.enrolled or each.student.id in anonymous for each in roll if isinstance(each, Placed))


def test_the_lateness_on_a_roster_counts(tmp_path: Path) -> None:
    roster = roster_file(tmp_path, "SID,Lateness (H:M:S)\nada,01:20:00\nbob,00:00:00\n")
    roll = roll_of(listing_of({"ada/calculator.py": b"", "bob/calculator.py": b""}), EXERCISES, roster=roster)

    assert {key[0]: each.late for key, each in placed(roll).items()} == {"ada": True, "bob": False}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column with ids"),
        (b"colour,shape\nred,round\n", "no column with ids"),
        (b"\xff\xfe\0", "no column with ids"),
        (b'id\n"' + b"a" * 200_000, "is no table that can be read"),
    ],
)
def test_a_roster_that_is_none_is_said(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_bytes(content)

    with pytest.raises(InputError, match=message):
        read_roster(tmp_path / "roster.csv")


def test_what_a_group_handed_in_counts_for_each_member_and_the_later_attempt_for_all(tmp_path: Path) -> None:
    roster = roster_file(
        tmp_path,
        "identifier,github_username,name,group_name\n1,ada,Ada,Red Team\n2,bob,Bob,Red Team\n3,eve,Eve,Blue\n",
    )
    files = {"Red Team (2)/calculator.py": CALCULATOR, "ada/calculator.py": OLD, "eve/calculator.py": CALCULATOR}
    roll = roll_of(listing_of(files), EXERCISES, only=EX03, roster=roster)

    found = placed(roll)
    assert {key[0]: (each.where, each.group) for key, each in found.items()} == {
        "1": ("Red Team (2)", "Red Team"),
        "2": ("Red Team (2)", "Red Team"),
        "3": ("eve", ""),
    }
    assert unplaced(roll) == {"ada/calculator.py": "is superseded by `Red Team (2)`"}
    assert (roll.missing, roll.strangers) == ((), ())


def test_a_canvas_group_is_named_beside_the_number_of_one_member(tmp_path: Path) -> None:
    roster = roster_file(tmp_path, "Student,ID,Group\nLovelace Ada,1,Red Team\nBob,2,Red Team\n")
    roll = roll_of(listing_of({"redteam_1_99_calculator.py": b""}), EXERCISES, only=EX03, roster=roster)

    assert {key[0] for key in placed(roll)} == {"1", "2"}


def test_gradescope_submitters_share_what_they_handed_in() -> None:
    metadata = (
        b"submission_7:\n  :submitters:\n  - &a\n    :name: Ada\n    :sid: ''\n  - :name: Bob\n    :email: b@x.edu\n"
        b"submission_9:\n  :submitters: [*a]\n  :created_at: 2026-03-02 10:00:00.0 Z\n"
    )
    files = {
        "submission_metadata.yml": metadata,
        "submission_7/calculator.py": OLD,
        "submission_9/calculator.py": CALCULATOR,
    }
    found = placed(roll_of(listing_of(files), EXERCISES, only=EX03))

    assert {key[0]: each.where for key, each in found.items()} == {"Ada": "submission_9", "b@x.edu": "submission_7"}


@pytest.mark.parametrize("content", [b"a: [", b"\xff\xff", b"&a [*a", b"- [" * 100_000, b"a: *"])
def test_metadata_that_is_broken_is_said(content: bytes) -> None:
    files = {"submission_metadata.yml": content, "submission_7/calculator.py": b""}

    with pytest.raises(InputError, match="submission_metadata.yml"):
        roll_of(listing_of(files), EXERCISES, only=EX03)


ALL = zipped({"hw/ex01_wheels/wheels.py": b"a = 1\n", "hw/ex08-datetime/loans.py": b""})


def test_without_an_exercise_every_one_is_found_by_folder_or_files() -> None:
    files = {
        "ada/ex03/calculator.py": b"",
        "ada/ex03/receipt.py": b"",
        "ada/Exercise 4/price_tag.py": b"",
        "ada/notes.txt": b"",
        "bob/wheels.py": b"",
        "bob/mymodule.py": b"",
        "bob/main.py": b"",
        "carl/all.zip": zipped(
            {"hw/ex01_wheels/wheels.py": b"a = 1\n", "hw/ex-08-datetime/loans.py": b"", "loans.py": b""}
        ),
        "dora/mytools/__init__.py": b"",
        "dora/mytools/numbers.py": b"",
        "dora/mytools/strings.py": b"",
        "emil/picture.png": b"",
        "fay/work.zip": b"PK\3\4 broken",
        "gus/lab/calculator.py": b"",
        "ian/v1/calculator.py": b"",
        "ian/v2/calculator.py": b"",
        "joe/ex03/receipt.py": b"",
        "joe/old/ex03/calculator.py": b"",
    }
    roll = roll_of(listing_of({**files, "hal": None}), EXERCISES)

    found = placed(roll)
    assert sorted(found) == [
        ("ada", 3), ("ada", 4), ("bob", 1), ("bob", 2), ("carl", 1), ("carl", 8), ("gus", 3), ("joe", 3),
    ]  # fmt: skip
    assert set(found["ada", 3].take().files) == {"calculator.py", "receipt.py"}
    assert set(found["bob", 2].take().files) == {"mymodule.py", "main.py"}
    assert found["carl", 1].take().files == {"wheels.py": b"a = 1\n"}
    assert set(found["gus", 3].take().files) == {"calculator.py"}
    reasons = unplaced(roll)
    assert reasons["ada/notes.txt"] == "it belongs to no exercise"
    assert reasons["dora/mytools/__init__.py"] == (
        "its files fit `ex12_mytools` and `ex13_package_api` alike: name the exercise, or keep one folder"
    )
    assert reasons["emil/picture.png"] == "it holds no listed file of any exercise"
    assert "its exercise is not known: Refusing to open `work.zip`" in reasons["fay/work.zip"]
    assert reasons["ian/v1/calculator.py"].startswith("its files fit `v1/ex03_calculator` and `v2/ex03_calculator`")
    assert reasons["joe/old/ex03/calculator.py"] == "it belongs to no exercise"
    assert reasons["hal/"] == "nothing was handed in"


def test_several_assignments_of_a_classroom_are_told_apart_by_their_folders() -> None:
    files = {
        "ex03-calculator-submissions/ex03-calculator-ada-l/calculator.py": CALCULATOR,
        "ex04-guard-submissions/ex04-guard-ada-l/price_tag.py": b"",
        "ex04-guard-submissions/list.txt": b"",
    }
    every = roll_of(listing_of(files), EXERCISES)
    one = roll_of(listing_of(files), EXERCISES, only=EX03)

    assert sorted(placed(every)) == [("ada-l", 3), ("ada-l", 4)]
    assert unplaced(every) == {"ex04-guard-submissions/list.txt": "it lies beside the clones"}
    assert sorted(placed(one)) == [("ada-l", 3)]
    assert unplaced(one)["ex04-guard-submissions/ex04-guard-ada-l/price_tag.py"] == "it is for `ex04-guard`"


def test_a_number_behind_a_user_is_an_attempt_only_if_the_roster_says_so(tmp_path: Path) -> None:
    files = {
        "hw-submissions/hw-ada/calculator.py": OLD,
        "hw-submissions/hw-ada-1/calculator.py": CALCULATOR,
        "hw-submissions/hw-bob-2/calculator.py": CALCULATOR,
    }
    roster = roster_file(tmp_path, "username\nada\nbob-2\n")

    alone = placed(roll_of(listing_of(files), EXERCISES, only=EX03))
    joined = placed(roll_of(listing_of(files), EXERCISES, only=EX03, roster=roster))

    assert {key[0]: each.attempt for key, each in alone.items()} == {"ada": 1, "ada-1": 1, "bob-2": 1}
    assert {key[0]: each.attempt for key, each in joined.items()} == {"ada": 2, "bob-2": 1}
    assert joined["ada", 3].take().files["calculator.py"] == CALCULATOR


def test_a_folder_of_ten_thousand_files_is_parted_in_time() -> None:
    """What one student packs must not hold up the class."""
    files = zipped({f"f{number}/ex03/calculator.py": b"" for number in range(3000)} | {"loans.py": b""})
    roll = roll_of(listing_of({"ada/a.zip": files, "bob/wheels.py": b""}), EXERCISES)

    assert sorted(placed(roll)) == [("ada", 3), ("ada", 8), ("bob", 1)]


def test_a_class_of_one_is_a_class(tmp_path: Path) -> None:
    for files in ({"ada/calculator.py": b""}, {"class/ada/calculator.py": b""}, {"class/ada/work.zip": zipped(BOTH)}):
        students = roll_of(listing_of(files), EXERCISES, only=EX03).students
        assert [each.id for each in students] == ["ada"]


def test_folders_of_exercises_hold_the_students_folders() -> None:
    files = {
        "ex03_calculator/ada/calculator.py": b"",
        "ex03_calculator/bob_late/calculator.py": b"",
        "ex04/ada/price_tag.py": b"",
        "roster.csv": b"",
    }
    every = roll_of(listing_of(files), EXERCISES)
    one = roll_of(listing_of(files), EXERCISES, only=EX03)

    assert {key: each.late for key, each in placed(every).items()} == {
        ("ada", 3): False,
        ("ada", 4): False,
        ("bob", 3): True,
    }
    assert sorted(placed(one)) == [("ada", 3), ("bob", 3)]
    assert unplaced(one) == {"roster.csv": "it lies beside the exercises", "ex04/ada/price_tag.py": "it is for `ex04`"}


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (b"<p>import math</p><p>print(1 &lt; 2)</p>", "import math\nprint(1 < 2)\n"),
        (b"<div>def f():<br>&nbsp;&nbsp; return 1</div>", "def f():\n   return 1\n"),
        (b"<pre>def f():\n    return 1\n</pre>", "def f():\n    return 1\n"),
        (b"<style>p {}</style><script>x</script><p>a = 1\n</p>", "a = 1\n"),
        (b"", "\n"),
        (b"\xff<p", "\N{REPLACEMENT CHARACTER}<p\n"),
    ],
)
def test_what_was_typed_in_is_the_file_where_one_is_listed_and_nothing_else_was_handed_in(
    page: bytes, text: str
) -> None:
    listing = listing_of({"Ada_7_assignsubmission_onlinetext/onlinetext.html": page})
    one = placed(roll_of(listing, EXERCISES, only=COURSE.find("ex01")))["7", 1].take()
    two = placed(roll_of(listing, EXERCISES, only=EX03))["7", 3].take()

    assert one.files == {"wheels.py": text.encode()}
    assert one.notices[0] == "What was typed into the page was taken as `wheels.py`."
    assert two.files == {}
    assert [entry.path for entry in two.listing] == ["onlinetext.html"]


def test_what_was_typed_beside_files_stays_a_page() -> None:
    files = {"ada_7_1_wheels.py": b"a = 1\n", "ada_7_text.html": b"<p>see the file</p>", "bob_8_link.html": b"<a>"}
    found = placed(roll_of(listing_of(files), EXERCISES, only=COURSE.find("ex01")))

    assert found["7", 1].take().files == {"wheels.py": b"a = 1\n"}
    assert found["8", 1].take().files == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone", "cannot be read"), ("empty.zip", "is empty"), ("note.txt", "neither"), ("a.tar.gz", "no zip archive")],
)
def test_what_is_no_class_is_said(name: str, message: str, tmp_path: Path) -> None:
    contents = {"empty.zip": b"", "note.txt": b"hello", "a.tar.gz": tarred(BOTH)}
    if name in contents:
        (tmp_path / name).write_bytes(contents[name])

    with pytest.raises(InputError, match=message), rolled(tmp_path / name, EXERCISES):
        pass


def test_a_class_archive_cut_off_on_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(zipped({"ada/calculator.py": CALCULATOR})[:-30])

    with pytest.raises(InputError, match="cut off on the way"), rolled(tmp_path / "class.zip", EXERCISES):
        pass


def test_hostile_things_in_a_class_cost_only_what_they_are_in(tmp_path: Path) -> None:
    class_ = written(LAYOUTS["student folders"](), tmp_path / "class")
    (class_ / "Eve").mkdir()
    (class_ / "Eve" / "calculator.py").symlink_to("/etc/passwd")
    os.mkfifo(class_ / "Eve" / "receipt.py")
    (class_ / "Mallory").symlink_to(tmp_path)

    with rolled(class_, EXERCISES, only=EX03) as roll:
        found = placed(roll)
        eve = found["Eve", 3].take()
        assert eve.files == {}
        assert eve.problem is not None
        assert "is a link" in eve.problem.message
        assert "is a named pipe" in eve.problem.message
        assert found["Ada Lovelace", 3].take().files == BOTH
        assert unplaced(roll)["Mallory"].startswith("is a link")


def test_names_in_a_class_archive_that_lead_out_are_refused_and_windows_ones_read(tmp_path: Path) -> None:
    files = {
        "../calculator.py": b"",
        "C:/x/calculator.py": b"",
        "ada\\calculator.py": CALCULATOR,
        "bob/receipt.py": b"",
    }
    (tmp_path / "class.zip").write_bytes(zipped(files))

    with rolled(tmp_path / "class.zip", EXERCISES, only=EX03) as roll:
        assert sorted(placed(roll)) == [("ada", 3), ("bob", 3)]
        assert placed(roll)["ada", 3].take().files == {"calculator.py": CALCULATOR}
        assert unplaced(roll) == {
            "../calculator.py": "its name leads out of its folder",
            "C:/x/calculator.py": "its name begins with a drive",
        }


def test_memory_does_not_grow_with_what_the_class_handed_in(tmp_path: Path) -> None:
    """Thirty students with a megabyte each, of which one is in memory at a time."""
    noise = os.urandom(MB)
    with zipfile.ZipFile(tmp_path / "class.zip", "w", zipfile.ZIP_STORED) as packed:
        for number in range(30):
            packed.writestr(f"student{number}/calculator.py", noise)

    with rolled(tmp_path / "class.zip", EXERCISES, only=EX03) as roll:
        tracemalloc.start()
        try:
            count = sum(len(each.take().files) for each in roll if isinstance(each, Placed))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert count == 30
    assert peak < 8 * MB


TOPS = st.sampled_from(["class", "submitted", "ex03-submissions"])
TWO = zipped({"ex03/calculator.py": b"", "ex04/price_tag.py": b""})
WORDS = st.sampled_from(
    "ada bob anon_Ab3dE Participant Zoë 4711 LATE 99 _ - (2) -1 late submitted submission_7 ex03 calculator ex04-guard "
    "assignsubmission_file assignsubmission_onlinetext .py .zip text.html submissions ../ \\ C:".split(" ")
)
NAMES = st.lists(WORDS, min_size=1, max_size=6).map("_".join) | st.sampled_from(
    ["calculator.py", "receipt.py", "work.zip", "lab.ipynb", "scores.csv", ".classroom50.yaml", "main.py", "mytools"]
)
PATHS = st.lists(NAMES.map(lambda name: name.replace("/", "").replace("\\", "")), min_size=1, max_size=4).map("/".join)
CONTENTS = st.sampled_from([b"", CALCULATOR, zipped(BOTH), TWO, b"PK\3\4"])


@settings(deadline=None, max_examples=100)
@given(st.dictionaries(PATHS, CONTENTS, min_size=1, max_size=12), st.booleans(), TOPS)
def test_every_file_is_placed_or_listed_with_a_reason(files: dict[str, bytes], named: bool, name: str) -> None:
    assert_nothing_is_lost(listing_of(files, name), only=EX03 if named else None)


MADE = {shape: make().files for shape, make in LAYOUTS.items()}


@settings(deadline=None, max_examples=100)
@given(st.sampled_from(list(MADE)), st.data(), st.booleans())
def test_no_file_is_lost_where_much_of_a_download_is_gone_and_strange_things_lie_in_it(
    shape: str, data: st.DataObject, named: bool
) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(MADE[shape]))))
    strange = data.draw(st.dictionaries(PATHS, CONTENTS, min_size=not kept, max_size=4))
    moved = data.draw(st.sampled_from(["", "hw/", "submitted/", "ex03-submissions/"]))
    files = {f"{moved}{path}": MADE[shape][path] for path in kept} | strange

    assert_nothing_is_lost(listing_of(files), only=EX03 if named else None)


def assert_nothing_is_lost(listing: Listing, only: Exercise | None) -> None:
    found = list(roll_of(listing, EXERCISES, only=only))

    in_ = {each.origin for each in listing.files}
    out = {path for each in found for path in (each.files if isinstance(each, Placed) else [each.path])}
    assert in_ <= out
    assert {path for path in out if not path.endswith("/")} <= in_
    assert all(each.reason for each in found if isinstance(each, Unplaced))
    keys = [(each.student, each.exercise.name) for each in found if isinstance(each, Placed)]
    assert len(keys) == len(set(keys))
    for each in found:
        if isinstance(each, Placed):
            assert each.take().student == each.student.id


def test_what_strangers_chose_as_names_is_fit_to_be_shown(tmp_path: Path) -> None:
    evil = "e\x1b[31m\n::error::\u202ev\udcff"
    (tmp_path / "class" / os.fsdecode(os.fsencode(evil))).mkdir(parents=True)
    (tmp_path / "class" / os.fsdecode(os.fsencode(evil)) / "calculator.py").write_bytes(CALCULATOR)
    (tmp_path / "class" / "ada").mkdir()
    (tmp_path / "class" / "ada" / f"no{evil}.txt").write_bytes(b"")

    with rolled(tmp_path / "class", EXERCISES) as roll:
        (work,) = placed(roll).values()
        ((path, _),) = unplaced(roll).items()
        shown = [work.student.id, work.student.name, work.where, *work.files, path, work.take().path]
        assert work.take().files == {"calculator.py": CALCULATOR}
    assert all(each.isprintable() for each in shown)


@pytest.mark.parametrize(
    "name",
    [
        "Participant_7_assignsubmission_file",
        "Participant 7_assignsubmission_file",
        "Participant7_assignsubmission_file_",
    ],
)
def test_blind_participants_have_a_number_and_no_name(name: str) -> None:
    roll = roll_of(listing_of({f"{name}/calculator.py": b""}), EXERCISES)

    assert [(each.id, each.name) for each in roll.students] == [("7", "")]


def test_a_moodle_team_that_nobody_joined_is_named() -> None:
    roll = roll_of(listing_of({"Default group_assignsubmission_file/calculator.py": b""}), EXERCISES)

    assert [(each.id, each.name) for each in roll.students] == [("Default group", "")]


def test_a_packed_file_that_is_a_bomb_costs_only_its_student(tmp_path: Path) -> None:
    files = {"ada_7_1_calculator.py": bytes(4 * MB), "bob_8_2_calculator.py": CALCULATOR, "bob_8_3_receipt.py": RECEIPT}
    (tmp_path / "class.zip").write_bytes(zipped(files))

    with rolled(tmp_path / "class.zip", EXERCISES, only=EX03) as roll:
        found = {id_: each.take() for (id_, _), each in placed(roll).items()}
    assert found["7"].problem is not None
    assert (found["7"].problem.kind, found["8"].files) == ("too large", BOTH)


def test_late_and_the_student_reach_the_result() -> None:
    files = {"lovelaceada_LATE_7_1_notes.txt": b"", "bob_8_2_notes.txt": b""}
    suite = EX03.suite
    assert suite is not None
    record = load(suite / RECORD_NAME)
    found = placed(roll_of(listing_of(files), EXERCISES, only=EX03))

    for id_, late in (("7", True), ("8", False)):
        submission = found[id_, 3].take()
        verdicts = refused(record, submission)
        result = assemble(
            EX03,
            submission,
            record,
            verdicts,
            source="record",
            finished=None,
            feedback=Feedback.FULL,
            started=datetime.now(UTC),
            seconds=0.0,
        )
        assert (result.submission.student, result.submission.late, result.points) == (id_, late, 0)


@pytest.mark.parametrize(
    ("names", "slug", "known", "users"),
    [
        (["hw-3-ann-b", "HW-3-bob"], "hw-3", [], ["ann-b", "bob"]),
        (["ex03-calculator-ann-b"], "", [], ["ann-b"]),
        (["ex03-ann-b", "ex03-ann-c"], "", [], ["ann-b", "ann-c"]),
        (["hw-ann-b", "hw-ann-c"], "", ["ann-b"], ["ann-b", "c"]),
        (["hw-ann-b", "hw-bob", "hw-ann"], "", [], ["ann-b", "bob", "ann"]),
        (["week-one-ann", "week-one-ann-b"], "", [], ["ann", "ann-b"]),
        (["alone-ann"], "", [], ["alone-ann"]),
        (["same", "same-b"], "", [], ["same", "same-b"]),
        (["hw-", "hw-ann"], "hw", [], ["", "ann"]),
    ],
)
def test_what_parts_an_assignment_from_a_user(names: list[str], slug: str, known: list[str], users: list[str]) -> None:
    found = usernames(names, slug, Hints(EXERCISES, frozenset(known), EXERCISES))

    assert [user for _, user in found.values()] == users


def test_a_student_with_too_many_files_is_cut_and_others_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "SEEN_LIMIT", 20)
    files = {f"eve/deep/file{number}.txt": b"" for number in range(40)} | {"ada/calculator.py": CALCULATOR}
    class_ = written(Made({f"hw/{path}": content for path, content in files.items()}, {}, {}), tmp_path)

    with rolled(class_, EXERCISES, only=EX03) as roll:
        assert placed(roll)["ada", 3].take().files == {"calculator.py": CALCULATOR}
        assert "files and folders in it were looked at" in unplaced(roll)["hw/eve/…"]


def test_a_number_that_a_browser_put_behind_a_name_is_taken_off_and_said() -> None:
    files = {"ada/calculator (1).py": CALCULATOR, "bob/calculator.py": CALCULATOR, "bob/calculator (1).py": OLD}
    found = placed(roll_of(listing_of(files), EXERCISES, only=EX03))
    ada, bob = found["ada", 3].take(), found["bob", 3].take()

    assert ada.files == bob.files == {"calculator.py": CALCULATOR}
    assert ada.notices[0] == "`calculator (1).py` was taken as `calculator.py`."
    assert [entry.path for entry in bob.listing] == ["calculator (1).py"]


def test_the_archives_of_one_student_take_up_no_more_memory_than_one_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.intake.lms.placed.ARCHIVE_LIMIT", 1500)
    noise = os.urandom(1000)
    files = {f"ada/a{number}.zip": zipped({f"{number}.txt": noise, **BOTH}) for number in range(3)}
    files |= {f"bob/b{number}.zip": zipped({f"{number}.txt": b"", **BOTH}) for number in range(30)}
    found = placed(roll_of(listing_of(files), EXERCISES, only=EX03))
    ada, bob = found["ada", 3].take(), found["bob", 3].take()

    assert ada.files == BOTH
    assert sum("is too large" in each for each in ada.notices) == 2
    assert "Only the first 20 of 30 archives were opened." in bob.notices
