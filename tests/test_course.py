"""Courses, exercises and manifests, from real folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course import Course, Limits, Pair
from grader.errors import InputError, ManifestError
from grader.manifest import matches
from grader.result import Feedback
from grader.rules import LateRule, ReportRules

MINIMAL = 'title = "calculator.py"\nfiles = ["calculator.py"]\n'


def make_course(root: Path, *names: str, manifest: str = MINIMAL, course: str = "") -> Path:
    for name in names:
        folder = root / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "exercise.toml").write_text(manifest, encoding="utf-8")
    if course:
        (root / "course.toml").write_text(course, encoding="utf-8")
    return root


def test_a_manifest_gives_every_key_and_the_rest_its_default(tmp_path: Path) -> None:
    make_course(
        tmp_path,
        "ex03_calculator",
        manifest="""
            title = "Title"
            files = ["calculator.py", "mytools/*.py"]
            optional = ["extra.py"]
            packages = ["numpy"]
            plugins = ["pytest_asyncio"]
            expects = ["syntax:broken_imports.py"]
            filesystem = "fake"
            feedback = "hint"
            [limits]
            seconds = 2
        """,
    )

    exercise = Course.load(tmp_path).find("ex03")

    assert (exercise.name, exercise.number, exercise.slug) == ("ex03_calculator", 3, "calculator")
    assert exercise.title == "Title"
    assert exercise.files == ("calculator.py", "mytools/*.py")
    assert (exercise.optional, exercise.given) == (("extra.py",), ())
    assert (exercise.packages, exercise.plugins) == (("numpy",), ("pytest_asyncio",))
    assert exercise.expects == ("syntax:broken_imports.py",)
    assert (exercise.filesystem, exercise.feedback) == (("fake",), Feedback.HINT)
    assert exercise.limits == Limits(seconds=2.0)
    assert exercise.public == tmp_path / "exercises" / "ex03_calculator"


def test_the_course_gives_defaults_that_an_exercise_overrides_key_by_key(tmp_path: Path) -> None:
    make_course(
        tmp_path,
        "ex01_a",
        manifest=MINIMAL + "[limits]\nseconds = 1.5\n",
        course="""
            name = "spokes"
            title = "Spoke & Co."
            [defaults]
            feedback = "score"
            filesystem = ["temporary", "fake"]
            limits = { seconds = 9.0, processes = 4 }
            [report]
            late = { percent_per_day = 10 }
            [[solves_earlier]]
            exercise = "ex09_aliases"
            given = "calculator.py"
            solves = "ex03_calculator"
            [concepts]
            C44 = "Relative imports"
            [messages]
            D07 = ["C44"]
        """,
    )

    course = Course.load(tmp_path)
    exercise = course.find("ex01")

    assert (course.name, course.title) == ("spokes", "Spoke & Co.")
    assert course.report == ReportRules(late=LateRule(percent_per_day=10))
    assert course.pairs == (Pair(exercise="ex09_aliases", given="calculator.py", solves="ex03_calculator"),)
    assert (course.concepts, exercise.messages) == ({"C44": "Relative imports"}, {"D07": ("C44",)})
    assert exercise.limits == Limits(seconds=1.5, processes=4)
    assert (exercise.feedback, exercise.filesystem) == (Feedback.SCORE, ("temporary", "fake"))


def test_a_course_without_course_toml_is_named_after_its_folder(tmp_path: Path) -> None:
    course = Course.load(make_course(tmp_path / "evening-class", "ex01_a"))

    assert (course.name, course.title) == ("evening-class", "evening-class")


def test_secret_parts_are_folders_or_none(tmp_path: Path) -> None:
    make_course(tmp_path, "ex03_calculator", "ex04_main", "ex05_names")
    (tmp_path / "solutions" / "ex05_names").mkdir(parents=True)
    secret = tmp_path / "solutions" / "ex03_calculator"
    for part in ("suite", "alternatives/two", "alternatives/one", "mistakes/print"):
        (secret / part).mkdir(parents=True)
    (secret / "core").write_text("a file is not the folder")
    (secret / "alternatives" / "notes.md").write_text("not an alternative")
    course = Course.load(tmp_path)

    with_secret, without, bare = course.find("ex03"), course.find("ex04"), course.find("ex05")

    assert with_secret.suite == secret / "suite"
    assert (with_secret.solution, with_secret.support, with_secret.core) == (None, None, None)
    assert with_secret.alternatives == (secret / "alternatives" / "one", secret / "alternatives" / "two")
    assert with_secret.mistakes == (secret / "mistakes" / "print",)
    assert (without.secret, without.suite, without.alternatives, without.mistakes) == (None, None, (), ())
    assert (bare.suite, bare.alternatives, bare.mistakes) == (None, (), ())


@pytest.mark.parametrize(
    "text",
    ["ex03", "3", "03", "EX3", "calculator", "Calculator", "ex03_calculator", "ex03-calculator", "ex03_calculator/"],
)
def test_an_exercise_is_found_by_every_way_to_name_it(tmp_path: Path, text: str) -> None:
    make_course(tmp_path, "ex03_calculator", "ex13_calculators", "ex30_calc")

    assert Course.load(tmp_path).find(text).name == "ex03_calculator"


def test_a_dash_in_a_folder_is_an_underscore_in_the_name(tmp_path: Path) -> None:
    make_course(tmp_path, "ex07-two-words")
    (tmp_path / "solutions" / "ex07_two_words" / "suite").mkdir(parents=True)

    exercise = Course.load(tmp_path).find("two-words")

    assert (exercise.name, exercise.slug) == ("ex07_two_words", "two_words")
    assert exercise.suite == tmp_path / "solutions" / "ex07_two_words" / "suite"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("calculater", "Did you mean `calculator`?"),
        ("ex03_calculato", "Did you mean `ex03_calculator`?"),
        ("ex33", "Did you mean `ex03`?"),
        ("zzzzzz", "There is no exercise `zzzzzz` in the course `c`."),
        ("", "There is no exercise `` in the course `c`."),
        ("4", "`4` names several exercises of the course `c`: `ex04_a` and `ex04_b`."),
    ],
)
def test_a_name_that_finds_no_single_exercise_is_explained(tmp_path: Path, text: str, message: str) -> None:
    course = Course.load(make_course(tmp_path / "c", "ex03_calculator", "ex04_a", "ex04_b"))

    with pytest.raises(InputError) as raised:
        course.find(text)

    assert str(raised.value).endswith(message)
    assert raised.value.exit_code == 2
    assert raised.value.hint


def test_names_and_find_read_no_other_manifest(tmp_path: Path) -> None:
    make_course(tmp_path, "ex10_b", "ex02_a", "ex100_c")
    (tmp_path / "exercises" / "ex10_b" / "exercise.toml").write_text("broken")
    (tmp_path / "exercises" / "shared").mkdir()
    (tmp_path / "exercises" / "ex01_file").write_text("no folder")
    course = Course.load(tmp_path)

    assert course.names == ("ex02_a", "ex10_b", "ex100_c")
    assert course.find("ex02").name == "ex02_a"
    with pytest.raises(ManifestError, match="ex10_b"):
        _ = course.exercises


def test_two_folders_of_one_name_are_refused(tmp_path: Path) -> None:
    make_course(tmp_path, "ex07_two_words", "ex07-two_words")

    with pytest.raises(ManifestError, match="both named `ex07_two_words`"):
        _ = Course.load(tmp_path).names


def test_a_folder_without_exercises_is_no_course(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a course: it has no `exercises/` folder"):
        Course.load(tmp_path)


WRONG_MANIFESTS = {
    "unknown key": (MINIMAL + "fils = []", "there is no key `fils`. Did you mean `files`?"),
    "unknown key without near one": (MINIMAL + "zzzz = 1", "there is no key `zzzz`."),
    "unknown limit": (
        MINIMAL + "[limits]\nsecond = 1",
        "there is no key `second` in `limits`. Did you mean `seconds`?",
    ),
    "no title": ('files = ["a.py"]', "the key `title` is missing."),
    "empty title": ('title = " "\nfiles = ["a.py"]', "`title` must not be empty."),
    "no files": ('title = "t"', "the key `files` is missing."),
    "empty files": ('title = "t"\nfiles = []', "`files` must name at least one file."),
    "text for a list": ('title = "t"\nfiles = "a.py"', "`files` must be a list, not text."),
    "number in a list": ('title = "t"\nfiles = [1]', "`files[0]` must be text, not a whole number."),
    "text for a number": (MINIMAL + 'limits.seconds = "5"', "`limits.seconds` must be a number, not text."),
    "truth for a number": (MINIMAL + "limits.processes = true", "must be a whole number, not true or false."),
    "fraction of a megabyte": (MINIMAL + "limits.memory_mb = 0.5", "must be a whole number, not a number."),
    "limits as text": (MINIMAL + 'limits = "all"', "`limits` must be a table, not text."),
    "no time": (MINIMAL + "limits.seconds = 0", "`seconds` must be above 0 and at most 1,000,000, not 0.0."),
    "negative": (MINIMAL + "limits.files_mb = -1", "`files_mb` must be above 0 and at most 1,000,000, not -1."),
    "endless": (MINIMAL + "limits.seconds = inf", "`seconds` must be above 0 and at most 1,000,000, not inf."),
    "no number": (MINIMAL + "limits.seconds = nan", "`seconds` must be above 0 and at most 1,000,000, not nan."),
    "too much": (MINIMAL + f"limits.memory_mb = {10**30}", "`memory_mb` must be above 0"),
    "feedback": (MINIMAL + 'feedback = "ful"', "must be `full` or `hint` or `score`, not `ful`. Did you mean `full`?"),
    "filesystem": (MINIMAL + 'filesystem = "temporal"', "not `temporal`. Did you mean `temporary`?"),
    "no filesystem": (MINIMAL + "filesystem = []", "`filesystem` must name at least one."),
    "filesystem twice": (MINIMAL + 'filesystem = ["fake", "fake"]', "`filesystem` names `fake` twice."),
    "absolute": ('title = "t"\nfiles = ["/etc/passwd"]', "`files` must stay within the exercise's folder"),
    "drive": ('title = "t"\nfiles = ["c:/a.py"]', "`files` must stay within the exercise's folder"),
    "upwards": (MINIMAL + 'optional = ["a/../../b.py"]', "`optional` must stay within the exercise's folder"),
    "folder": (MINIMAL + 'given = ["mytools/"]', "`given` must hold paths of files"),
    "backslash": (MINIMAL + "given = ['mytools\\a.py']", "`given` must hold paths of files"),
    "dot": (MINIMAL + 'given = ["./a.py"]', "`given` must hold paths of files"),
    "empty entry": (MINIMAL + 'packages = [""]', "`packages` must not hold an empty entry."),
    "twice": ('title = "t"\nfiles = ["a.py", "a.py"]', "`files` names `a.py` twice."),
    "listed and given": (MINIMAL + 'given = ["calculator.py"]', "`files` and `given` both name `calculator.py`"),
    "listed and optional": (MINIMAL + 'optional = ["calculator.py"]', "`files` and `optional` both name"),
    "optional and given": (MINIMAL + 'optional = ["a"]\ngiven = ["a"]', "`optional` and `given` both name `a`"),
    "not TOML": (MINIMAL + "= 1", "is not valid TOML: Invalid statement (at line 3, column 1)."),
    "unfinished TOML": ('title = "t"\nfiles = [', "(at line 2, the end of the file)."),
    "deep TOML": ("a = " + "[" * 5000, "is not valid TOML: it nests too deeply."),
}


@pytest.mark.parametrize(("manifest", "rule"), WRONG_MANIFESTS.values(), ids=WRONG_MANIFESTS.keys())
def test_a_wrong_manifest_names_file_key_and_rule(tmp_path: Path, manifest: str, rule: str) -> None:
    course = Course.load(make_course(tmp_path, "ex01_a", manifest=manifest))

    with pytest.raises(ManifestError) as raised:
        course.find("ex01")

    assert str(tmp_path / "exercises" / "ex01_a" / "exercise.toml") in str(raised.value)
    assert rule in str(raised.value)


@pytest.mark.parametrize(
    ("course", "rule"),
    [
        ('nam = "a"', "there is no key `nam`. Did you mean `name`?"),
        ('title = "a"', "the key `name` is missing."),
        ('name = ""', "`name` must not be empty."),
        ('name = "a"\nreport = 3', "`report` must be a table, not a whole number."),
        ('name = "a"\ndefaults = 3', "`defaults` must be a table, not a whole number."),
        ('name = "a"\n[defaults]\nfiles = []', "there is no key `files` in `defaults`. Did you mean `filesystem`?"),
        ('name = "a"\n[defaults]\nfeedback = "hints"', "`defaults.feedback` must be"),
        ('name = "a"\n[defaults.limits]\nseconds = -1', "in `defaults.limits`, `seconds` must be above 0"),
        ('name = "a"\n[[solves_earlier]]\nexercise = "e"', "the key `given` is missing in `solves_earlier[0]`."),
        (
            'name = "a"\n[[solves_earlier]]\ngive = "e"',
            "there is no key `give` in `solves_earlier[0]`. Did you mean `given`?",
        ),
        ('name = "a"\n[concepts]\nC1 = " "', "`concepts.C1` must say what it is."),
        ('name = "a"\n[messages]\nD07 = "C1"', "`messages[...]` must be a list, not text."),
        (
            'name = "a"\n[concepts]\nC1 = "Modules"\n[messages]\nD07 = ["C2"]',
            "`messages.D07` names `C2`, which is not one of `concepts`.",
        ),
    ],
)
def test_a_wrong_course_names_file_key_and_rule(tmp_path: Path, course: str, rule: str) -> None:
    make_course(tmp_path, "ex01_a", course=course)

    with pytest.raises(ManifestError) as raised:
        Course.load(tmp_path)

    assert str(raised.value).startswith(f"`{tmp_path / 'course.toml'}`")
    assert rule in str(raised.value)


def test_a_manifest_that_is_missing_closed_or_not_utf8_is_named(tmp_path: Path) -> None:
    make_course(tmp_path, "ex01_missing", "ex02_folder", "ex03_latin", "ex04_mark")
    exercises = tmp_path / "exercises"
    (exercises / "ex01_missing" / "exercise.toml").unlink()
    (exercises / "ex02_folder" / "exercise.toml").unlink()
    (exercises / "ex02_folder" / "exercise.toml").mkdir()
    (exercises / "ex03_latin" / "exercise.toml").write_bytes(MINIMAL.encode() + b'optional = ["\xe9.py"]')
    (exercises / "ex04_mark" / "exercise.toml").write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())
    course = Course.load(tmp_path)

    with pytest.raises(ManifestError, match="exercise.toml` is missing"):
        course.find("ex01")
    with pytest.raises(ManifestError, match="exercise.toml` cannot be read: "):
        course.find("ex02")
    with pytest.raises(ManifestError, match="exercise.toml`, line 3: the file must be UTF-8, and byte 0xe9 is not"):
        course.find("ex03")
    assert course.find("ex04").title == "calculator.py"


def test_given_files_are_read_from_the_exercise(tmp_path: Path) -> None:
    make_course(tmp_path, "ex13_package", manifest=MINIMAL + 'given = ["mytools/*.py", "paint.py"]')
    public = tmp_path / "exercises" / "ex13_package"
    for name in ("mytools/a.py", "mytools/inner/b.py", "mytools/__pycache__/a.py", "paint.py", "calculator.py"):
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(name)

    given = Course.load(tmp_path).find("ex13").read_given()

    assert given == {"mytools/a.py": b"mytools/a.py", "paint.py": b"paint.py"}


def test_a_given_file_that_is_not_in_the_exercise_is_the_authors_error(tmp_path: Path) -> None:
    make_course(tmp_path, "ex13_package", manifest=MINIMAL + 'given = ["paint.py"]')
    (tmp_path / "exercises" / "ex13_package" / "paints.py").write_text("")

    with pytest.raises(ManifestError, match="`given` names `paint.py`, and no such file .* Did you mean `paints.py`"):
        Course.load(tmp_path).find("ex13").read_given()


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("a.py", "a.py", True),
        ("A.py", "a.py", False),
        ("a.py", "*.py", True),
        ("a/b.py", "*.py", False),
        ("a/b.py", "a/*.py", True),
        ("a/b/c.py", "a/*.py", False),
        ("a/b/c.py", "a/**", True),
        ("a", "a/**", False),
        ("a/b/c.py", "**/*.py", True),
        ("c.py", "**/*.py", True),
        ("c.txt", "**/*.py", False),
        ("a/x/y/b", "a/**/b", True),
        ("a/b", "a/**/b", True),
        ("ab", "a?", True),
        ("a1", "a[0-9]", True),
        ("a/b", "a", False),
        ("a", "a/b", False),
    ],
)
def test_a_pattern_means_paths(path: str, pattern: str, *, expected: bool) -> None:
    assert matches(path, pattern) is expected
