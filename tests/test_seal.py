"""Sealed suites: what opens them, what does not and what is said then, and that no disk ever holds one in the open."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from grader.authoring.check import check
from grader.authoring.evidence import Gathering
from grader.authoring.release import hidden_of, release
from grader.authoring.scaffold import scaffold, unwritten
from grader.box.bubblewrap import why_not
from grader.course import Course, Exercise
from grader.errors import BoxError, InputError
from grader.examples.running import run_examples
from grader.files import read_tree
from grader.lookup import find_course
from grader.record import RECORD_NAME, suite_digest
from grader.result import Outcome, Status
from grader.runner import Grader
from grader.seal import Key, find_key, make_key, new_key, seal, unlocked

ROOT = Path(__file__).parent.parent

# Beside the checks of a new exercise: where this suite lies, and whether the student's code can see it.
SUITE_IS_HIDDEN = """

@pytest.mark.check("the suite lies in memory", points=1)
def test_memory():
    with open("/proc/self/mountinfo", encoding="utf-8") as file:
        mounts = {line.split()[4]: line.partition(" - ")[2].split()[0] for line in file}
    assert mounts[__file__.rpartition("/")[0]] == "tmpfs"


@pytest.mark.check("student code cannot find the suite", points=1)
def test_out_of_reach():
    assert words.found("words.py") != []
    assert words.found("test_words.py") == []
"""
LOOKS_FOR_THE_SUITE = """

import os


def found(name):
    return [here for here, _, files in os.walk("/") if name in files]
"""


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The author's course: one exercise, with a record of its checks, a support file and a given one."""
    root = tmp_path_factory.mktemp("author") / "words-course"
    root.mkdir()
    scaffold("ex01_words", root)
    for file in {left.file for left in unwritten(root)}:
        file.write_text(file.read_text().replace("WRITE:", "Written:"))
    public, secret = root / "exercises/ex01_words", root / "solutions/ex01_words"
    (public / "exercise.toml").write_text('title = "Words"\nfiles = ["words.py"]\ngiven = ["given.txt"]\n')
    (public / "given.txt").write_text("as given\n")
    (secret / "support").mkdir()
    (secret / "support/helper.py").write_text("A = 1\n")
    with (secret / "suite/test_words.py").open("a") as suite:
        suite.write(SUITE_IS_HIDDEN)
    for file in [*secret.glob("*/words.py"), *secret.glob("*/*/words.py")]:
        file.write_text(file.read_text() + LOOKS_FOR_THE_SUITE)
    (root / "course.toml").write_text('name = "words"\n[concepts]\nC1 = "texts"\n[messages]\nG01 = ["C1"]\n')
    course = Course.load(root)
    assert check(course.find("ex01"), Gathering(write=True, gates=("record",))).trouble is None
    return course


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("keys") / "course.key"
    make_key(file)
    return file


@pytest.fixture(scope="module")
def key(key_file: Path) -> Key:
    found = find_key(key_file, {})
    assert found is not None
    return found


@pytest.fixture(scope="module")
def released(author: Course, key: Key, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The student's copy with the suite sealed, and a right answer written into it."""
    folder = tmp_path_factory.mktemp("student") / "copy"
    release(author, folder, key=lambda: key)
    answer = (author.root / "solutions/ex01_words/solution/words.py").read_text()
    (folder / "exercises/ex01_words/words.py").write_text(answer)
    return folder


@pytest.fixture(scope="module")
def graders(released: Path, key_file: Path) -> Iterator[Grader]:
    if why_not():
        pytest.skip(f"no real box: {why_not()}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADE_KEY", key_file.read_text())
        grader = Grader(unlocked(Course.load(released).find("ex01"), environ=os.environ))
    with grader:
        yield grader


def test_a_sealed_suite_grades_as_the_plain_one(graders: Grader, released: Path, author: Course) -> None:
    """By its record, under the digest of the plain suite; from memory, out of the reach of student code."""
    result = graders.grade(released / "exercises/ex01_words").result

    suite = author.find("ex01").suite
    assert suite is not None
    assert [check.message for check in result.checks if check.outcome is not Outcome.PASSED] == []
    assert (result.status, result.points, result.checks_from) == (Status.PASSED, 22, "record")
    assert result.suite.sha256 == suite_digest(suite)


def test_no_process_below_the_command_holds_the_key(graders: Grader, released: Path) -> None:
    graders.grade(released / "exercises/ex01_words")

    environment = Path(f"/proc/{graders._worker.pid}/environ").read_bytes()

    assert b"PATH=" in environment
    assert b"GRADE_KEY" not in environment


def test_no_file_of_an_opened_suite_can_be_seen_on_the_machine(graders: Grader, released: Path) -> None:
    """While the judge holds it: the folder it stands on is empty to everybody else."""
    graders.grade(released / "exercises/ex01_words")

    below = [
        f"{here}/{name}"
        for folder in Path(tempfile.gettempdir()).glob("gradebox-worker-*")
        for here, folders, files in os.walk(folder)
        for name in [*folders, *files]
    ]
    assert [path for path in below if "suite" in path or path.endswith("test_words.py")] == []


def test_the_command_grades_with_the_key_and_says_so_without(released: Path, key_file: Path) -> None:
    if why_not():
        pytest.skip(f"no real box: {why_not()}")
    line = [sys.executable, "-m", "grader", "ex01", "--json", "-"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def run(**more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            line, cwd=released, env={**environment, **more}, capture_output=True, text=True, check=False
        )

    without, with_key = run(), run(GRADE_KEY=key_file.read_text())

    assert (without.returncode, without.stdout) == (2, "")
    assert "Error: the suite of `ex01_words` is sealed, and no key is given\nHint: Name its file" in without.stderr
    assert with_key.returncode == 0, with_key.stderr
    assert json.loads(with_key.stdout)["checks_from"] == "record"


def test_the_examples_of_the_task_need_no_key(released: Path) -> None:
    """They are in README, and students without the key have them to go by."""
    shown = run_examples(Course.load(released).find("ex01"), released / "exercises/ex01_words")

    assert [each.source for each in shown if not each.right] == []
    assert len(shown) == 4


def test_no_suite_is_opened_where_student_code_runs_beside_it(released: Path, key_file: Path) -> None:
    """A plain process runs as the same user, and reads what that user may read."""
    exercise = unlocked(Course.load(released).find("ex01"), key_file, {})

    with Grader(exercise, box="process") as grader, pytest.raises(BoxError, match="student code could read it"):
        grader.grade(released / "exercises/ex01_words")


def test_the_rules_are_those_that_were_sealed(released: Path, key_file: Path, tmp_path: Path) -> None:
    """A student's copy gives files to grade, never rules: neither limits nor given files, nor a suite of its own."""
    copy = Course.load(released).find("ex01")
    own = released / "solutions/ex01_words"
    manifest, given = copy.public / "exercise.toml", copy.public / "given.txt"
    before = manifest.read_text()
    manifest.write_text(before + "[limits]\nseconds = 900\n")
    given.write_text("changed\n")
    for name in ("suite", "solution", "support"):
        (own / name).mkdir(parents=True)
    try:
        opened = unlocked(Course.load(released).find("ex01"), key_file, {})
    finally:
        manifest.write_text(before)
        shutil.rmtree(own.parent)

    assert (opened.suite, opened.solution, opened.support) == (None, None, None)
    assert opened.limits.seconds == 5.0
    assert opened.messages == {"G01": ("C1",)}
    assert opened.read_given() == {"given.txt": b"as given\n"}
    assert opened.hidden is not None
    assert opened.hidden.support == {"helper.py": b"A = 1\n"}


def test_every_rule_of_an_exercise_is_sealed(author: Course, released: Path, key_file: Path) -> None:
    """Also one that a later version adds: what is not sealed would be the student's to say."""
    own, opened = author.find("ex01"), unlocked(Course.load(released).find("ex01"), key_file, {})
    places = {"public", "secret", "sealed", "hidden"}

    rules = set(Exercise.__struct_fields__) - places

    assert {name: getattr(opened, name) for name in rules} == {name: getattr(own, name) for name in rules}


def test_a_copy_with_sealed_suites_needs_no_installed_course(released: Path, tmp_path: Path) -> None:
    found = find_course(None, released / "exercises", {}, package=tmp_path / "grader")

    assert (found.root, found.work) == (released, released)
    assert found.find("ex01").sealed == released / "sealed/ex01_words.sealed"


def test_no_solution_is_sealed(author: Course, key_file: Path, released: Path) -> None:
    """Neither its files nor those of an alternative, the core or a mistake."""
    secret = {
        content
        for path, content in read_tree(author.root / "solutions").items()
        if "/suite/" not in path and "/support/" not in path
    }

    opened = unlocked(Course.load(released).find("ex01"), key_file, {}).hidden

    assert opened is not None
    assert secret
    assert secret.isdisjoint([*opened.suite.values(), *opened.support.values(), *opened.given.values()])
    assert set(opened.suite) == {"test_words.py", RECORD_NAME}


def test_sealing_twice_gives_the_same_bytes_and_another_key_none_of_them(author: Course, key: Key) -> None:
    exercise = author.find("ex01")
    hidden = hidden_of(exercise)
    other = find_key(None, {"GRADE_KEY": new_key()})
    assert other is not None

    sealed = seal(exercise, hidden, key)

    assert sealed == seal(exercise, hidden, key)
    assert sealed[33:] != seal(exercise, hidden, other)[33:]
    assert b"word_count" not in sealed


def open_altered(released: Path, key_file: Path, data: bytes) -> str:
    """What is said of a sealed file with other bytes."""
    exercise = Course.load(released).find("ex01")
    assert exercise.sealed is not None
    whole = exercise.sealed.read_bytes()
    exercise.sealed.write_bytes(data)
    try:
        with pytest.raises(InputError) as refusal:
            unlocked(exercise, key_file, {})
    finally:
        exercise.sealed.write_bytes(whole)
    assert refusal.value.hint
    return str(refusal.value)


@pytest.fixture
def sealed(released: Path) -> bytes:
    return (released / "sealed/ex01_words.sealed").read_bytes()


def test_a_wrong_key_is_named_with_both_ids(sealed: bytes, released: Path, key: Key, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    make_key(other)
    found = find_key(other, {})
    assert found is not None

    said = open_altered(released, other, sealed)

    assert "was sealed with another key" in said
    assert key.id.hex() in said
    assert found.id.hex() in said


@pytest.mark.parametrize("length", [0, 1, 8, 20, 32, 33, 200, -1])
def test_a_cut_file_is_said_to_be_cut(length: int, sealed: bytes, released: Path, key_file: Path) -> None:
    assert "is cut off: it " in open_altered(released, key_file, sealed[:length])


@pytest.mark.parametrize("place", [8, 9, 16, 17, 24, 25, 32, 33, 48, 49, 1000, -1])
def test_a_flipped_bit_is_said_to_be_damage(place: int, sealed: bytes, released: Path, key_file: Path) -> None:
    """Also in the header: neither another key nor a cut file is blamed for it."""
    flipped = bytearray(sealed)
    flipped[place] ^= 4

    assert "is damaged: it is not what was sealed" in open_altered(released, key_file, bytes(flipped))


def test_a_later_version_of_the_format_is_named(sealed: bytes, released: Path, key_file: Path) -> None:
    fields = sealed[:8] + struct.pack("B", 2) + sealed[9:25]

    said = open_altered(released, key_file, fields + hashlib.sha256(fields).digest()[:8] + sealed[33:])

    assert "has version 2 of the format, and this grader knows 1" in said


def test_without_the_extra_it_is_said_what_to_install(
    sealed: bytes, released: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.kdf.hkdf", None)

    assert "need the package `cryptography`" in open_altered(released, key_file, sealed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda whole: whole + b"x", "is damaged"),
        (lambda whole: b"X" + whole[1:], "is no sealed suite"),
        (lambda _: b"PK\x03\x04 something else", "is no sealed suite"),
    ],
    ids=["longer", "another beginning", "another file"],
)
def test_what_is_no_sealed_file_is_refused(
    change: object, message: str, sealed: bytes, released: Path, key_file: Path
) -> None:
    assert callable(change)
    assert message in open_altered(released, key_file, change(sealed))


def test_a_sealed_file_counts_for_its_own_exercise_only(
    author: Course, key: Key, released: Path, key_file: Path
) -> None:
    """An easier suite cannot be put under a harder one's name."""

    exercise = author.find("ex01")
    other = seal(replace(exercise, name="ex02_lines"), hidden_of(exercise), key)

    assert "is the sealed suite of `ex02_lines`" in open_altered(released, key_file, other)


def test_where_a_key_comes_from(key_file: Path, tmp_path: Path) -> None:
    """The option's file, else the variable's file, else the variable."""
    texts = {name: new_key() for name in ("file", "variable")}
    (tmp_path / "k").write_text(texts["file"] + "\n")

    def id_of(file: Path | None, **environment: str) -> str:
        found = find_key(file, environment)
        return found.id.hex() if found else ""

    both = {"GRADE_KEY_FILE": str(tmp_path / "k"), "GRADE_KEY": texts["variable"]}
    ids = [id_of(key_file, **both), id_of(None, **both), id_of(None, GRADE_KEY=texts["variable"])]

    assert len(set(ids)) == 3
    assert ids[1] == id_of(tmp_path / "k")
    assert find_key(None, {"GRADE_KEY": "", "GRADE_KEY_FILE": ""}) is None


@pytest.mark.parametrize("text", ["", "secret", "grade-key-1:short", "grade-key-2:" + "a" * 43, "\0", "é" * 43])
def test_what_is_no_key_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "k").write_text(text)

    with pytest.raises(InputError, match="holds no key of gradebox's") as refusal:
        find_key(tmp_path / "k", {})

    assert "--new-key FILE" in refusal.value.hint


def test_a_key_is_its_owners_and_is_never_overwritten(key_file: Path) -> None:
    text = key_file.read_text()

    with pytest.raises(InputError, match="is there already, and a key that is lost opens nothing"):
        make_key(key_file)

    assert key_file.read_text() == text
    assert key_file.stat().st_mode & 0o777 == 0o600


def test_a_suite_is_not_sealed_with_the_record_of_another(author: Course) -> None:
    exercise = author.find("ex01")
    assert exercise.suite is not None
    stray = exercise.suite / "helper.py"
    stray.write_text("A = 1\n")
    try:
        with pytest.raises(InputError, match="is older than the suite beside it"):
            hidden_of(exercise)
    finally:
        stray.unlink()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--key", "{key}"], "a key is for `--seal`"),
        (["--seal"], "`--seal` needs a key, and none is given"),
        (["--seal", "--key", "{key}", "--new-key", "new.key"], "cannot be given together"),
        (["--seal", "--new-key", "copy/new.key"], "would lie in the release"),
        (["--seal", "--new-key", "{key}"], "is there already"),
    ],
)
def test_wrong_options_about_keys_write_nothing(
    options: list[str], message: str, author: Course, key_file: Path, tmp_path: Path
) -> None:
    words = [word.replace("{key}", str(key_file)) for word in options]
    line = [sys.executable, "-m", "grader", "release", "copy", "--course", str(author.root), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    done = subprocess.run(line, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []
