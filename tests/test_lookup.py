"""Which course and which submission, from real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, Exercise
from grader.errors import InputError
from grader.lookup import find_course, find_submission, installed_course


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package as the wheel installs it, with the course `spokes` in it."""
    package = tmp_path / "site-packages" / "grader"
    make_course(package / "_course", name="spokes", title="the installed rules", solutions=True)
    return package


def make_course(root: Path, *, name: str = "", title: str = "a student's rules", solutions: bool = False) -> Path:
    for exercise, file in (("ex03_calculator", "calculator.py"), ("ex09_aliases", "shop.py")):
        folder = root / "exercises" / exercise
        folder.mkdir(parents=True)
        (folder / "exercise.toml").write_text(f'title = "{title}"\nfiles = ["{file}"]\n', encoding="utf-8")
        (folder / file).touch()
        if solutions:
            (root / "solutions" / exercise / "suite").mkdir(parents=True)
    if name:
        (root / "course.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
    return root


def make_folder(folder: Path, *files: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).touch()
    return folder


def test_the_named_course_comes_before_the_variable_before_the_nearest_before_the_installed(
    tmp_path: Path, package: Path
) -> None:
    named = make_course(tmp_path / "named", name="named", solutions=True)
    variable = make_course(tmp_path / "variable", name="variable", solutions=True)
    nearest = make_course(tmp_path / "nearest", name="nearest", solutions=True)
    inside = nearest / "exercises" / "ex03_calculator"
    environ = {"GRADE_COURSE": str(variable)}

    assert find_course(named, inside, environ, package=package).root == named
    assert find_course(None, inside, environ, package=package).root == variable
    assert find_course(None, inside, {"GRADE_COURSE": ""}, package=package).root == nearest
    assert find_course(None, tmp_path, {}, package=package).root == package / "_course"


def test_a_relative_course_is_relative_to_the_current_folder(tmp_path: Path, package: Path) -> None:
    root = make_course(tmp_path / "mine", solutions=True)

    assert find_course(Path("mine"), tmp_path, {}, package=package).root == root
    assert find_course(None, tmp_path, {"GRADE_COURSE": "mine"}, package=package).root == root


def test_a_folder_that_is_only_called_exercises_is_no_course(tmp_path: Path, package: Path) -> None:
    inside = make_folder(tmp_path / "home" / "exercises" / "sport")

    assert find_course(None, inside, {}, package=package).name == "spokes"


def test_a_full_course_gives_its_own_rules_and_files(tmp_path: Path, package: Path) -> None:
    root = make_course(tmp_path / "mine", name="spokes", solutions=True)

    course = find_course(root, tmp_path, {}, package=package)

    assert (course.root, course.work) == (root, root)


def test_a_students_copy_gives_files_and_never_rules(tmp_path: Path, package: Path) -> None:
    copy = make_course(tmp_path / "copy", name="spokes")

    course = find_course(None, copy, {}, package=package)
    exercise = course.find("ex03")

    assert (course.root, course.work) == (package / "_course", copy)
    assert exercise.title == "the installed rules"
    assert exercise.suite == package / "_course" / "solutions" / "ex03_calculator" / "suite"


def test_a_students_copy_without_an_installed_course_of_its_name_is_refused(tmp_path: Path, package: Path) -> None:
    copy = make_course(tmp_path / "copy", name="other")

    with pytest.raises(InputError, match="rules of the course `other` .* installed course is `spokes`"):
        find_course(copy, tmp_path, {}, package=package)
    with pytest.raises(InputError, match="rules of the course `other` .* no course is installed"):
        find_course(copy, tmp_path, {}, package=tmp_path / "bare" / "grader")


def test_a_course_that_is_not_there_is_named(tmp_path: Path, package: Path) -> None:
    with pytest.raises(InputError, match="nowhere` is not a course"):
        find_course(Path("nowhere"), tmp_path, {}, package=package)


def test_without_any_course_the_message_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        find_course(None, tmp_path, {}, package=tmp_path / "bare" / "grader")

    assert f"`{tmp_path}` and its parent folders hold no `exercises/`" in str(raised.value)
    assert "--course" in raised.value.hint
    assert "GRADE_COURSE" in raised.value.hint


def test_a_package_in_a_checkout_has_the_course_of_the_checkout(tmp_path: Path) -> None:
    checkout = make_course(tmp_path / "checkout", name="spokes", solutions=True)

    course = installed_course(checkout / "grader")

    assert course is not None
    assert (course.root, course.work) == (checkout, None)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return Course.load(make_course(tmp_path / "course", solutions=True))


@pytest.fixture
def exercise(course: Course) -> Exercise:
    return course.find("ex03")


def test_a_named_path_is_taken(tmp_path: Path, course: Course, exercise: Exercise) -> None:
    make_folder(tmp_path / "alice", "calculator.py")

    assert find_submission(exercise, course, Path("alice"), tmp_path) == (tmp_path / "alice", "Grading alice")
    assert find_submission(exercise, course, tmp_path / "alice", Path("/"))[0] == tmp_path / "alice"


def test_a_named_path_that_is_not_there_is_refused(tmp_path: Path, course: Course, exercise: Exercise) -> None:
    with pytest.raises(InputError, match="`alcie` is not there") as raised:
        find_submission(exercise, course, Path("alcie"), tmp_path)

    assert raised.value.exit_code == 2


@pytest.mark.parametrize("file", ["calculator.py", "Calculator.py"])
def test_the_current_folder_is_taken_if_it_holds_a_listed_file(
    tmp_path: Path, course: Course, exercise: Exercise, file: str
) -> None:
    here = make_folder(tmp_path / "here", file, "ex03_calculator/calculator.py")

    assert find_submission(exercise, course, None, here) == (here, "Grading the current folder")


def test_the_exercises_own_folder_is_taken_before_anything_is_written(
    tmp_path: Path, course: Course, exercise: Exercise
) -> None:
    here = make_folder(tmp_path / "ex03-calculator", "README.md")

    assert find_submission(exercise, course, None, here) == (here, "Grading the current folder")


def test_the_folder_of_another_exercise_is_not_taken_for_its_given_files(
    tmp_path: Path, course: Course, exercise: Exercise
) -> None:
    here = make_folder(tmp_path / "ex09_aliases", "calculator.py")

    folder, sentence = find_submission(exercise, course, None, here)

    assert folder == tmp_path / "course" / "exercises" / "ex03_calculator"
    assert sentence == f"Grading {folder}"


def test_from_another_exercises_folder_the_one_beside_it_is_found(
    tmp_path: Path, course: Course, exercise: Exercise
) -> None:
    here = make_folder(tmp_path / "ex09_aliases", "calculator.py")
    beside = make_folder(tmp_path / "ex03_calculator", "calculator.py")
    elsewhere = make_folder(tmp_path / "notes", "a.txt")

    assert find_submission(exercise, course, None, here) == (beside, "Grading ../ex03_calculator")
    assert find_submission(exercise, course, None, elsewhere)[0] != beside, "only an exercise's folder has neighbours"


@pytest.mark.parametrize("name", ["ex03_calculator", "ex03-calculator", "ex03_mine", "ex03", "ex3_calculator"])
def test_the_exercises_folder_in_the_current_one_comes_next(
    tmp_path: Path, course: Course, exercise: Exercise, name: str
) -> None:
    here = make_folder(tmp_path / "here", f"{name}/calculator.py", "ex30_calculator/calculator.py")

    assert find_submission(exercise, course, None, here) == (here / name, f"Grading ./{name}")


def test_the_exact_name_comes_before_others_of_its_number(tmp_path: Path, course: Course, exercise: Exercise) -> None:
    here = make_folder(tmp_path / "here", "ex03_calculator/a", "ex03_old/a")

    assert find_submission(exercise, course, None, here)[0] == here / "ex03_calculator"


def test_several_folders_of_its_number_are_not_guessed_among(
    tmp_path: Path, course: Course, exercise: Exercise
) -> None:
    here = make_folder(tmp_path / "here", "ex03_new/a", "ex03_old/a")

    with pytest.raises(InputError, match="`ex03_new` and `ex03_old`"):
        find_submission(exercise, course, None, here)


def test_the_folder_in_the_students_course_comes_last(tmp_path: Path, package: Path) -> None:
    copy = make_course(tmp_path / "copy", name="spokes")
    course = find_course(None, copy, {}, package=package)

    found = find_submission(course.find("ex03"), course, None, copy)

    assert found == (copy / "exercises" / "ex03_calculator", "Grading ./exercises/ex03_calculator")


def test_the_installed_skeleton_is_never_graded(tmp_path: Path, package: Path) -> None:
    here = make_folder(tmp_path / "empty")
    course = find_course(None, here, {}, package=package)

    with pytest.raises(InputError, match="There is nothing to grade for `ex03_calculator`") as raised:
        find_submission(course.find("ex03"), course, None, here)

    assert "grade start" in raised.value.hint


def test_patterns_with_folders_are_looked_for_in_the_current_folder(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course", solutions=True)
    manifest = root / "exercises" / "ex03_calculator" / "exercise.toml"
    manifest.write_text('title = "t"\nfiles = ["mytools/*.py", "**/deep.py", "**"]\n', encoding="utf-8")
    course = Course.load(root)
    exercise = course.find("ex03")
    nested = make_folder(tmp_path / "nested", "mytools/a.py")
    deep = make_folder(tmp_path / "deep", "deep.py")

    assert find_submission(exercise, course, None, nested)[0] == nested
    assert find_submission(exercise, course, None, deep)[0] == deep
    assert find_submission(exercise, course, None, tmp_path)[0] == root / "exercises" / "ex03_calculator"


def test_a_current_folder_that_is_gone_holds_nothing(tmp_path: Path, course: Course, exercise: Exercise) -> None:
    folder, _ = find_submission(exercise, course, None, tmp_path / "gone")

    assert folder == tmp_path / "course" / "exercises" / "ex03_calculator"
