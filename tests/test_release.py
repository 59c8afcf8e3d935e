"""`grade release`: what a student's copy holds, what it must not tell, and what becomes of the folder it goes to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring import placing
from grader.authoring.check import check
from grader.authoring.evidence import Gathering
from grader.authoring.placing import LIST_NAME, place
from grader.authoring.release import release
from grader.authoring.scaffold import scaffold, unwritten
from grader.course import Course
from grader.errors import InputError
from grader.files import read_tree
from grader.seal import find_key, new_key

ROOT = Path(__file__).parent.parent
MakeCourse = Callable[..., Course]


@pytest.fixture(scope="module")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with two small exercises, ready to be released."""
    root = tmp_path_factory.mktemp("courses") / "small"
    root.mkdir()
    for name in ("ex01_words", "ex02_texts"):
        scaffold(name, root)
    for file in {left.file for left in unwritten(root)}:
        file.write_text(file.read_text().replace("WRITE:", "Written:"))
    return root


@pytest.fixture
def course(small_course: Path, tmp_path: Path) -> MakeCourse:
    """A copy of the small course with other files put into it."""

    def make(**_: str) -> Course:
        root = Path(shutil.copytree(small_course, tmp_path / "small", dirs_exist_ok=True))
        return Course.load(root)

    return make


def put(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def test_the_copy_of_this_course_holds_its_exercises_and_nothing_of_its_solutions(tmp_path: Path) -> None:
    """No file of `solutions/`, under its own name or another, and no line of a solution that the task does not show."""
    course = Course.load(ROOT)

    released = release(course, tmp_path / "copy")

    files = read_tree(tmp_path / "copy")
    exercises = {path: content for path, content in files.items() if path.startswith("exercises/")}
    assert exercises == {f"exercises/{path}": content for path, content in read_tree(ROOT / "exercises").items()}
    assert set(released.files) == set(files) - {LIST_NAME}
    assert not any(path.startswith("solutions") for path in files)
    for exercise in course.exercises:
        assert exercise.solution is not None
        public = b"\n".join(content for path, content in exercises.items() if f"/{exercise.name}/" in path)
        own = " ".join(public.decode().split())
        shown = " ".join(path.read_text() for path in exercise.public.rglob("*") if path.suffix in (".py", ".ipynb"))
        for content in read_tree(exercise.solution).values():
            for line in content.decode().splitlines():
                bare = " ".join(line.split())
                assert len(bare) < 12 or bare in " ".join(shown.split()) or bare not in own, (exercise.name, line)


def test_a_copy_says_which_course_it_is_and_no_rule(course: MakeCourse, tmp_path: Path) -> None:
    made = course()
    put(made.root, "course.toml", 'name = "small"\ntitle = "Say \\"hé\\""\n[defaults]\nfeedback = "score"\n')

    release(Course.load(made.root), tmp_path / "copy")

    assert (tmp_path / "copy/course.toml").read_text() == 'name = "small"\ntitle = "Say \\"hé\\""\n'
    readme = (tmp_path / "copy/README.md").read_text()
    assert readme.startswith('# Say "hé"\n\n2 exercises')
    assert "| ex02 | [Texts](exercises/ex02_texts/README.md) |" in readme
    assert "grade ex01 --hint" in readme


def test_the_workflow_that_grades_a_push_comes_with_it(course: MakeCourse, tmp_path: Path) -> None:
    release(course(), tmp_path / "copy")

    template = (ROOT / "grader/templates/workflows/grade.yml").read_bytes()
    assert (tmp_path / "copy/.github/workflows/grade.yml").read_bytes() == template
    assert b"gradebox[seal]" in template


def test_readme_says_where_the_suites_are_sealed(course: MakeCourse, tmp_path: Path) -> None:
    made, key = course(), find_key(None, {"GRADE_KEY": new_key()})
    for exercise in made.exercises:
        check(exercise, Gathering(write=True, gates=("record",)))
    assert key is not None

    plain = release(made, tmp_path / "plain").folder
    sealed = release(made, tmp_path / "sealed", key=lambda: key).folder

    assert 'pip install "gradebox[seal]"\n' in (sealed / "README.md").read_text()
    assert "are sealed: `grade ex01` opens them only with a key" in (sealed / "README.md").read_text()
    assert "seal" not in (plain / "README.md").read_text()


def test_the_same_course_gives_the_same_bytes(course: MakeCourse, tmp_path: Path) -> None:
    """Whenever, wherever to, and whatever tools have left beside the files."""
    made = course()
    first = release(made, tmp_path / "one" / "copy", archive=True)
    for left in ("__pycache__/words.pyc", ".ipynb_checkpoints/words.py", ".DS_Store"):
        put(made.root, f"exercises/ex01_words/{left}", "x")
    for file in made.root.rglob("*"):
        os.utime(file, (1, 1))

    second = release(made, tmp_path / "two" / "copy", archive=True)

    assert read_tree(first.folder) == read_tree(second.folder)
    assert first.archive is not None
    assert second.archive is not None
    assert first.archive.read_bytes() == second.archive.read_bytes()
    with zipfile.ZipFile(first.archive) as archive:
        assert (
            archive.read("copy/exercises/ex01_words/words.py")
            == read_tree(first.folder)["exercises/ex01_words/words.py"]
        )
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


SOLUTION_LINE = "return len(text.split())"
THREE_LINES = f'    {SOLUTION_LINE}\n    return max(text.split(), key=len, default="")\n'
LEAKS = {
    "a line of the solution in README": ("ex01_words/README.md", f"Hint: `{SOLUTION_LINE}`.\n", "ex01_words", 1),
    "in the similar example": ("ex01_words/similar.md", f"\n\n    {SOLUTION_LINE}\n", "ex01_words", 3),
    "in a notebook": (
        "ex01_words/more.ipynb",
        json.dumps({"cells": [{"source": ["a = 1\n", SOLUTION_LINE]}]}),
        "ex01_words",
        2,
    ),
    "a name of the suite": ("ex01_words/README.md", "See test_longest_word.\n", "ex01_words", 1),
}


@pytest.mark.parametrize("case", LEAKS)
def test_what_students_must_not_read_stops_the_release(case: str, course: MakeCourse, tmp_path: Path) -> None:
    """With file, line, and what it is; before anything is written."""
    path, text, exercise, line = LEAKS[case]
    made = course()
    put(made.root, f"exercises/{path}", text)

    with pytest.raises(InputError) as refusal:
        release(made, tmp_path / "copy", archive=True)

    assert f"`exercises/{path}`, line {line}: `" in str(refusal.value)
    assert f"of `{exercise}` (s" in str(refusal.value)
    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "copy.zip").exists()


def test_a_given_file_that_is_listed_as_solving_another_exercise_is_written_differently(
    course: MakeCourse, tmp_path: Path
) -> None:
    made = course()
    pair = '[[solves_earlier]]\nexercise = "ex02_texts"\ngiven = "words.py"\nsolves = "ex01_words"\n'
    put(made.root, "solutions/ex02_texts/solution/texts.py", "A = 1\n")
    put(
        made.root,
        "exercises/ex02_texts/words.py",
        "def word_count(text):\n    words = text.split()\n    return len(words)\n",
    )
    put(made.root, "course.toml", f'name = "small"\n{pair}')
    listed = Course.load(made.root)
    release(listed, tmp_path / "different")

    put(made.root, "exercises/ex02_texts/words.py", f"def word_count(text):\n    {SOLUTION_LINE}\n")

    with pytest.raises(InputError, match="`exercises/ex02_texts/words.py` is listed in `course.toml` as solving it"):
        release(listed, tmp_path / "same")


def test_a_file_that_solves_another_exercise_and_is_not_listed_is_found(course: MakeCourse, tmp_path: Path) -> None:
    """One line may be chance, the whole of a solution is none."""
    made = course()
    body = ["result = 0.00", "for each in prices:", "    result += each", "return [result]"]
    solution = "def total(prices):\n" + "".join(f"    {line}\n" for line in body)
    put(made.root, "solutions/ex01_words/solution/words.py", solution)
    put(made.root, "exercises/ex02_texts/given.py", "def f(a):\n    for each in prices:\n        pass\n")
    release(made, tmp_path / "chance")

    put(made.root, "exercises/ex02_texts/given.py", solution)

    with pytest.raises(InputError, match="given.py` is another exercise's, and solves this one"):
        release(made, tmp_path / "solved")


def test_what_is_still_to_be_written_is_not_released(course: MakeCourse, tmp_path: Path) -> None:
    made = course()
    put(made.root, "exercises/ex01_words/README.md", "# Words\n\nWRITE: the story.\n")

    with pytest.raises(InputError, match=r"README.md`, line 3, is still to be written: the story\."):
        release(made, tmp_path / "copy")


def test_a_solution_in_place_of_the_skeleton_is_not_released(course: MakeCourse, tmp_path: Path) -> None:
    """Its lines would be no leak: what the skeleton has is no secret."""
    made = course()
    put(made.root, "exercises/ex01_words/words.py", (made.root / "solutions/ex01_words/solution/words.py").read_text())

    with pytest.raises(InputError, match=r"words.py` is not what the markers make of the solution"):
        release(made, tmp_path / "copy")

    for folder in ("exercises/ex01_words", "solutions/ex01_words/solution"):
        put(made.root, f"{folder}/words.py", "def word_count(text):\n    return 0\n")
    with pytest.raises(InputError, match=r"ex01_words` holds the solution in place of the skeleton"):
        release(made, tmp_path / "copy")


@pytest.mark.parametrize("folder", [".", "..", "exercises", "exercises/new", "solutions/copy"])
def test_the_course_itself_is_no_place_for_a_release(folder: str, course: MakeCourse) -> None:
    made = course()
    before = read_tree(made.root)

    with pytest.raises(InputError, match="is part of the course itself, or holds it"):
        release(made, made.root / folder)

    assert read_tree(made.root) == before


def test_a_students_copy_is_not_released_again(course: MakeCourse, tmp_path: Path) -> None:
    release(course(), tmp_path / "copy")

    with pytest.raises(InputError, match="it is a student's copy already"):
        release(Course.load(tmp_path / "copy"), tmp_path / "again")


def tree(folder: Path) -> dict[str, str]:
    return {path: content.decode() for path, content in read_tree(folder).items() if path != LIST_NAME}


def test_an_earlier_release_is_replaced_and_what_is_foreign_stays(tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    place(folder, {"a.txt": b"1", "old/b.txt": b"1", "kept/c.txt": b"1"})
    put(folder, "kept/mine.txt", "mine")
    put(folder, ".git/HEAD", "ref")
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("nowhere")

    assert place(folder, {"a.txt": b"2", "kept/c.txt": b"1", "new/d.txt": b"1"})

    assert tree(folder) == {
        "a.txt": "2",
        "kept/c.txt": "1",
        "new/d.txt": "1",
        "kept/mine.txt": "mine",
        ".git/HEAD": "ref",
    }
    assert (folder / "empty").is_dir()
    assert (folder / "link").readlink() == Path("nowhere")
    assert not (folder / "old").exists()
    assert list(tmp_path.iterdir()) == [folder]


def test_the_same_release_changes_nothing(tmp_path: Path) -> None:
    assert place(tmp_path / "copy", {"a.txt": b"1"})
    inode = (tmp_path / "copy").stat().st_ino

    assert not place(tmp_path / "copy", {"a.txt": b"1"})
    assert (tmp_path / "copy").stat().st_ino == inode


def test_a_file_that_was_removed_comes_back(tmp_path: Path) -> None:
    place(tmp_path / "copy", {"a.txt": b"1", "b.txt": b"1"})
    (tmp_path / "copy/b.txt").unlink()

    place(tmp_path / "copy", {"a.txt": b"1", "b.txt": b"1"})

    assert tree(tmp_path / "copy") == {"a.txt": "1", "b.txt": "1"}


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "something else": ({"holiday.txt": "x"}, "is not empty and no earlier release: it holds `holiday.txt`"),
    "a spoilt list": ({LIST_NAME: "{}"}, "is not empty and no earlier release"),
    "a changed file": ({"a.txt": "my change", LIST_NAME: ""}, "was changed since it was released, and would be lost"),
    "a foreign file in the way": ({"b.txt": "mine", LIST_NAME: ""}, "has the place of a new one"),
    "a foreign file where a folder is needed": ({"new": "mine", LIST_NAME: ""}, "has the place of a new one"),
    "a foreign folder where a file is needed": ({"b.txt/x": "mine", LIST_NAME: ""}, "has the place of a new one"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_nothing_foreign_is_lost(case: str, tmp_path: Path) -> None:
    there, message = REFUSED[case]
    folder = tmp_path / "copy"
    if there.get(LIST_NAME) == "":  # the list of a real one
        place(folder, {"a.txt": b"1"})
    for path, text in there.items():
        if text:
            put(folder, path, text)
    before = read_tree(folder)

    with pytest.raises(InputError, match=message):
        place(folder, {"a.txt": b"2", "b.txt": b"2", "new/c.txt": b"2"})

    assert read_tree(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_nobody_is_left_in_a_folder_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new tree takes the name of the old one, and a shell that stood in it would stand nowhere."""
    place(tmp_path / "copy", {"below/a.txt": b"1"})
    monkeypatch.chdir(tmp_path / "copy/below")

    with pytest.raises(InputError, match="cannot be replaced while this command runs in it"):
        place(Path(".."), {"below/a.txt": b"2"})

    assert tree(tmp_path / "copy") == {"below/a.txt": "1"}


@pytest.mark.parametrize("kind", ["file", "link"])
def test_only_a_folder_becomes_a_release(kind: str, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    if kind == "file":
        (tmp_path / "copy").touch()
    else:
        (tmp_path / "copy").symlink_to(tmp_path / "other")

    with pytest.raises(InputError, match="is no folder"):
        place(tmp_path / "copy", {"a.txt": b"1"})

    assert list((tmp_path / "other").iterdir()) == []


def test_where_the_system_cannot_exchange_two_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on other systems than Linux, whose C library has no such function."""
    place(tmp_path / "copy", {"a.txt": b"1"})
    put(tmp_path / "copy", "mine.txt", "mine")

    def absent(*_: object) -> None:
        raise AttributeError

    monkeypatch.setattr(placing, "call", absent)
    place(tmp_path / "copy", {"a.txt": b"2"})

    assert tree(tmp_path / "copy") == {"a.txt": "2", "mine.txt": "mine"}
    assert list(tmp_path.iterdir()) == [tmp_path / "copy"]


def test_the_command_says_what_it_did(course: MakeCourse, tmp_path: Path) -> None:
    made = course()
    line = [sys.executable, "-m", "grader", "release", "../copy", "--zip"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    first, again = (
        subprocess.run(line, cwd=made.root, env=environment, capture_output=True, text=True, check=False) for _ in "12"
    )

    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.startswith("Released to ../copy: ")
    assert "`--seal` puts the suites in" in first.stdout
    assert again.stdout.startswith("Nothing has changed in ../copy: ")
    assert (tmp_path / "copy.zip").is_file()
