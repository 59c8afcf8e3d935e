"""The key of a result: it changes with each thing that the result depends on, and with nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.bulk import keys
from grader.bulk.keys import key_of, material_of
from grader.course import Course, Exercise, Hidden, Limits
from grader.manifest import Manifest
from grader.record import Record, RecordedCheck
from grader.result import Feedback, Problem
from grader.submission import Entry, Segment, Submission

ROOT = Path(__file__).parent.parent
WORK = Submission(
    student="ada",
    path="class.zip/ada",
    files={"a.py": b"1", "b.py": b"2"},
    given={"given.py": b"3"},
    listing=(Entry("notes.txt", 5, "file"),),
)


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    """A copy of a real exercise, to be changed."""
    for part in ("exercises", "solutions"):
        shutil.copytree(ROOT / part / "ex09_sys", tmp_path / part / "ex09_sys")
    shutil.copy(ROOT / "course.toml", tmp_path)
    return Course.load(tmp_path).find("ex09")


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"a.py": b"1", "b.py": b"two"}},
        {"files": {"a.py": b"12", "b.py": b""}},
        {"files": {"a.py": b"1", "c.py": b"2"}},
        {"given": {"given.py": b"changed"}},
        {"changed_given": ("given.py",)},
        {"missing": ("c.py",)},
        {"listing": ()},
        {"listing": (Entry("notes.txt", 6, "file"),)},
        {"listing": (Entry("notes.txt", 5, "link"),)},
        {"instead": {"a.py": b"1"}},
        {"segments": {"a.py": (Segment(1, "cell 1", 1),)}},
        {"notices": ("`A.py` was taken as `a.py`.",)},
        {"problem": Problem("too large", "It is too large.")},
    ],
)
def test_all_that_was_handed_in_counts(change: dict[str, object]) -> None:
    assert key_of(replace(WORK, **change), "material") != key_of(WORK, "material")


def test_every_field_of_a_submission_counts_or_says_whose_it_is() -> None:
    """A new field needs a line above, or a reason not to count."""
    counted = {"files", "given", "changed_given", "missing", "listing", "instead", "segments", "notices", "problem"}

    assert set(Submission.__struct_fields__) == counted | keys.WHOSE


def test_whose_it_is_does_not_count() -> None:
    other = replace(WORK, student="ben", late=True, path="elsewhere", files=dict(reversed(WORK.files.items())))

    assert key_of(other, "material") == key_of(WORK, "material")
    assert key_of(WORK, "other") != key_of(WORK, "material")


def add_to(folder: str, name: str) -> Callable[[Exercise], Exercise]:
    def change(exercise: Exercise) -> Exercise:
        root = exercise.public if folder == "public" else (exercise.secret or Path()) / folder
        root.mkdir(exist_ok=True)
        with (root / name).open("a") as file:
            file.write("\n# changed\n")
        return exercise

    return change


MANIFEST = {
    "title": "another",
    "files": ("other.py",),
    "optional": ("more.py",),
    "packages": ("click",),
    "plugins": ("xdist",),
    "expects": ("syntax:a.py",),
    "filesystem": ("fake",),
    "feedback": Feedback.HINT,
    "limits": Limits(seconds=1.0),
    "name": "ex09_other",
    "messages": {"G01": ("return",)},
}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(add_to("suite", "test_new.py"), id="suite"),
        pytest.param(add_to("suite", "checks.json"), id="record"),
        pytest.param(add_to("support", "new.py"), id="support"),
        pytest.param(add_to("solution", "new.py"), id="solution"),
        *(
            pytest.param(lambda exercise, key=key: replace(exercise, **{key: MANIFEST[key]}), id=key)
            for key in MANIFEST
        ),
    ],
)
def test_all_that_an_exercise_is_graded_with_counts(exercise: Exercise, change: Callable[[Exercise], Exercise]) -> None:
    before = material_of(exercise)

    assert material_of(change(exercise)) != before


def test_every_key_of_a_manifest_is_changed_above() -> None:
    assert set(Manifest.__struct_fields__) <= {*MANIFEST, "given"}


def test_a_given_file_counts(exercise: Exercise) -> None:
    assert exercise.given
    before = material_of(exercise)

    (exercise.public / exercise.given[0]).write_text("changed = True\n")

    assert material_of(exercise) != before


def test_what_nobody_grades_with_does_not_count(exercise: Exercise) -> None:
    before = material_of(exercise)

    assert exercise.suite
    (exercise.public / "README.md").write_text("changed")
    for left_behind in ("__pycache__", ".pytest_cache"):
        (exercise.suite / left_behind).mkdir(exist_ok=True)
        (exercise.suite / left_behind / "x").write_text("changed")

    assert material_of(exercise) == before


def test_a_suite_in_memory_counts(exercise: Exercise) -> None:
    record = Record(checks=[RecordedCheck(id="a", title="a", cases=["a"])])
    hidden = Hidden(suite={"test_a.py": b"1"}, support={"s.py": b"2"}, given={"g.py": b"3"}, record=record)
    before = material_of(replace(exercise, secret=None, hidden=hidden))

    for part in ("suite", "support", "given"):
        changed = replace(hidden, **{part: {"other.py": b"4"}})
        assert material_of(replace(exercise, secret=None, hidden=changed)) != before


def test_box_feedback_and_versions_count(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [material_of(exercise), material_of(exercise, box="process"), material_of(exercise, feedback=Feedback.HINT)]
    monkeypatch.setattr(sys, "version_info", (3, 99, 1, "final", 0))
    found.append(material_of(exercise))
    monkeypatch.setattr(sys, "version_info", (3, 99, 2, "final", 0))
    assert material_of(exercise) == found[-1]
    monkeypatch.setattr(keys, "version", lambda name: "99")
    found.append(material_of(exercise))
    used = replace(exercise, packages=("click",))
    found.append(material_of(used))
    monkeypatch.setattr(keys, "version", lambda name: "99" if name == "gradebox" else "100")
    found.append(material_of(used))

    assert len(set(found)) == len(found)


def test_a_key_is_the_same_on_every_machine_and_in_every_run(exercise: Exercise) -> None:
    """Neither where the course lies, nor the order of files on the disk, nor Python's seed is part of it."""
    code = (
        "import sys; from pathlib import Path; from grader.course import Course; from grader.bulk.keys import *\n"
        "from grader.intake.folder import take; exercise = Course.load(Path(sys.argv[1])).find('ex09')\n"
        "print(key_of(take(exercise.public, exercise), material_of(exercise)))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout
        for root, seed in ((exercise.public.parent.parent, "1"), (ROOT, "2"))
    }

    assert len(found) == 1


def test_no_two_values_give_the_same_bytes() -> None:
    values: list[object] = [
        *({}, [], b"", "", None, False, 0, 0.0, True, 1, 1.0, "1", b"1", "None", ["1"], {"1": "1"}),
        *(["ab", "c"], ["a", "bc"], ["a", ["b", "c"]], [["a", "b"], "c"], {"a": "b"}, ["a", "b"], "\udc80", "é"),
    ]

    assert len({keys.digest(each) for each in values}) == len(values)
    assert keys.digest({"a": 1, "b": 2}) == keys.digest({"b": 2, "a": 1})
