"""What `grade ci` decides: the place, the exercises, the time, the remarks, the texts; real git, no box."""

from __future__ import annotations

import base64
import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import jsonschema
import pytest
from msgspec.structs import replace

from grader.ci.annotations import MOST, annotate
from grader.ci.changes import changed, committed
from grader.ci.combined import MOST_CHECKS, combined
from grader.ci.commands import Annotation, command, group
from grader.ci.grading import Done, Rules, grade_all, not_graded
from grader.ci.place import Kind, Place, take_place
from grader.ci.run import FailOn, Wish, exit_code, run
from grader.ci.selection import Task, select, trusted_course
from grader.ci.summary import summary
from grader.ci.writing import Told, Writer
from grader.course import Course
from grader.errors import BoxError, InputError, JudgeError
from grader.reporters import classroom
from grader.result import CheckResult, Location, Outcome, Result, Status
from grader.runner import Graded
from grader.seal import new_key
from grader.submission import Submission

ROOT = Path(__file__).parent.parent
SCHEMA = ROOT / "tests" / "formats" / "schemas" / "classroom50-result-v1.schema.json"
NAMES = ("ex01_wheels", "ex02_mymodule", "ex03_calculator")
CLASSROOM50 = {
    "CLASSROOM": "py101",
    "ASSIGNMENT": "ex03-calculator",
    "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
    "USERNAME": "alice",
    "OWNER": "alice",
    "ASSIGNMENT_TYPE": "individual",
    "COMMIT_URL": "https://example.org/commit/1",
    "RELEASE_URL": "https://example.org/releases/1",
    "REVIEW_URL": "https://example.org/compare/0...1",
}


class Repository:
    """A student's repository with three exercises, and the runner's files beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "work"
        self.event = folder / "event.json"
        self.output = folder / "output"
        self.summary = folder / "summary"

    @property
    def first(self) -> str:
        """The commit that every repository begins with."""
        return self.git("rev-list", "--max-parents=0", "--all").splitlines()[0]

    def git(self, *words: str) -> str:
        who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **who}
        line = ["git", "-C", str(self.root), *words]
        done = subprocess.run(line, env={**os.environ, **alone}, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def commit(self) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "work")
        return self.git("rev-parse", "HEAD")

    def say(self, **event: object) -> None:
        self.event.write_text(json.dumps(event))

    def environ(self, **more: str) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.root),
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_REPOSITORY": "org/work-alice",
            **more,
        }

    def place(self, **more: str) -> Place:
        return take_place(self.environ(**more), self.root)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repository = Repository(tmp_path_factory.mktemp("begun"))
    repository.root.mkdir()
    repository.git("init", "-q", "-b", "main", "--template=")
    for name in NAMES:
        repository.write(f"exercises/{name}/answer.py", "x = 1\n")
    repository.commit()
    return repository.root


@pytest.fixture
def repository(begun: Path, tmp_path: Path) -> Repository:
    shutil.copytree(begun, tmp_path / "work")
    return Repository(tmp_path)


@pytest.fixture(scope="module")
def course() -> Course:
    return replace(Course.load(ROOT), work=None)


# --- the place ---


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, Kind.GITHUB),
        ({"GITHUB_WORKFLOW_REF": "o/r/.github/workflows/classroom.yml@refs/heads/main"}, Kind.CLASSROOM),
        (CLASSROOM50, Kind.CLASSROOM50),
        ({"ASSIGNMENT": "ex03"}, Kind.GITHUB),
        ({"GITHUB_ACTIONS": ""}, Kind.LOCAL),
        ({"GITHUB_ACTIONS": "", **CLASSROOM50}, Kind.LOCAL),
    ],
)
def test_the_place_is_known_by_its_variables(more: dict[str, str], kind: Kind, repository: Repository) -> None:
    assert repository.place(**more).kind is kind


def test_the_runners_variables_and_the_key_are_inherited_by_nobody(repository: Repository) -> None:
    environ = repository.environ(GRADE_SIGNING_KEY="secret", RUNNER_TEMP="/tmp/x", GRADE_KEY="key", HOME="/home/x")
    place = take_place(environ, repository.root)

    assert sorted(environ) == ["HOME", "PATH"]
    assert place.keys == {"GRADE_KEY": "key"}
    assert place.secret == "secret"  # noqa: S105 - the test's own
    assert place.student == "org/work-alice"


@pytest.mark.parametrize(
    ("workflow", "has_reporter"),
    [
        ("      - uses: classroom-resources/autograding-grading-reporter@v1\n", True),
        ("      - name: x\n        uses: 'classroom-resources/autograding-grading-reporter@v1'\n", True),
        ("      # uses: classroom-resources/autograding-grading-reporter@v1\n", False),
        ("      - run: echo\n", False),
    ],
)
def test_the_classrooms_reporter_is_seen_in_its_workflow(
    workflow: str, has_reporter: bool, repository: Repository
) -> None:
    repository.write(".github/workflows/classroom.yml", workflow)
    place = repository.place(GITHUB_WORKFLOW_REF="o/r/.github/workflows/classroom.yml@refs/heads/main")

    assert place.has_reporter is has_reporter


# --- what changed ---


def test_a_push_changed_what_lies_between_its_two_commits(repository: Repository) -> None:
    repository.write("exercises/ex02_mymodule/a file \N{SNOWMAN}\n.py", "")
    repository.write("README.md", "")
    repository.commit()
    (repository.root / "exercises/ex03_calculator/answer.py").unlink()
    repository.say(before=repository.first, after=repository.commit())

    assert set(changed(repository.root, repository.event).paths or ()) == {
        "README.md",
        "exercises/ex02_mymodule/a file \N{SNOWMAN}\n.py",
        "exercises/ex03_calculator/answer.py",
    }


def test_a_pull_request_changed_what_its_branch_did_since_it_left(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "branch")
    repository.write("exercises/ex01_wheels/answer.py", "x = 2\n")
    head = repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write("exercises/ex03_calculator/answer.py", "x = 3\n")
    base = repository.commit()
    repository.git("checkout", "-q", "branch")
    repository.say(pull_request={"base": {"sha": base}, "head": {"sha": head}}, before="ignored")

    assert changed(repository.root, repository.event).paths == ("exercises/ex01_wheels/answer.py",)


def test_a_forced_push_is_compared_with_the_commit_it_replaced(repository: Repository) -> None:
    repository.write("exercises/ex01_wheels/answer.py", "x = 2\n")
    replaced = repository.commit()
    repository.git("reset", "-q", "--hard", repository.first)
    repository.write("exercises/ex02_mymodule/answer.py", "x = 2\n")
    repository.say(before=replaced, after=repository.commit(), forced=True)

    assert changed(repository.root, repository.event).paths == (
        "exercises/ex01_wheels/answer.py",
        "exercises/ex02_mymodule/answer.py",
    )


def test_a_checkout_of_another_users_is_read_as_well(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, where the runner has checked out and the step is somebody else's."""
    repository.write("exercises/ex01_wheels/answer.py", "x = 2\n")
    repository.say(before=repository.first, after=repository.commit())
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    assert changed(repository.root, repository.event).paths == ("exercises/ex01_wheels/answer.py",)
    assert committed(repository.root)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"before": "0" * 40, "after": "HEAD"}, "the first push of its branch"),
        ({"before": "1" * 40, "after": "HEAD"}, "not in this clone"),
        ({"before": "--output=/tmp/x", "after": "HEAD"}, "names no commits"),
        ({"pull_request": {"base": {"sha": "1" * 40}, "head": {"sha": "HEAD"}}}, "not in this clone"),
        ({"pull_request": {"base": None}}, "names no commits"),
        ({"inputs": {}}, "names no commits"),
        ([], "names no commits"),
        ("no JSON", "cannot be read"),
    ],
)
def test_where_the_changes_cannot_be_told_the_reason_is(event: Any, reason: str, repository: Repository) -> None:
    text = json.dumps(event).replace("HEAD", repository.first)
    repository.event.write_text(event if isinstance(event, str) else text)
    changes = changed(repository.root, repository.event)

    assert changes.paths is None
    assert reason in changes.reason


def test_a_shallow_clone_without_the_commit_before_says_what_brings_it(repository: Repository, tmp_path: Path) -> None:
    repository.write("README.md", "")
    repository.say(before=repository.first, after=repository.commit())
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.root}", str(clone))

    assert "fetch-depth" in changed(clone, repository.event).reason


def test_what_is_no_repository_of_git_is_told(tmp_path: Path) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"before": "1" * 40, "after": "2" * 40}))

    assert changed(tmp_path, event).paths is None
    assert committed(tmp_path) == ""


# --- which exercises ---


def names_of(selection: Any) -> list[str]:
    return [task.exercise.name for task in selection.tasks]


def test_a_push_grades_the_exercises_it_changed(repository: Repository, course: Course) -> None:
    repository.write("exercises/ex03_calculator/answer.py", "x = 2\n")
    repository.write("exercises/ex02_mymodule_old/answer.py", "x = 2\n")
    repository.say(before=repository.first, after=repository.commit())

    assert names_of(select((), course, repository.place(), everything=False)) == ["ex03_calculator"]
    assert names_of(select((), course, repository.place(), everything=True))[0] == "ex01_wheels"


def test_a_push_that_changed_no_exercise_grades_none_and_says_so(repository: Repository, course: Course) -> None:
    repository.write("README.md", "")
    repository.say(before=repository.first, after=repository.commit())
    selection = select((), course, repository.place(), everything=False)

    assert selection.tasks == ()
    assert selection.notices == ("No exercise was changed, so none was graded.",)


def test_where_nobody_knows_what_changed_all_are_graded_with_a_notice(repository: Repository, course: Course) -> None:
    repository.say(before="0" * 40, after=repository.first)
    selection = select((), course, repository.place(), everything=False)

    assert names_of(selection) == list(NAMES)
    assert "first push" in selection.notices[0]


def test_a_place_that_records_one_total_grades_all(repository: Repository, course: Course) -> None:
    """A score that depends on what the last push touched would go down with every push."""
    repository.write("exercises/ex03_calculator/answer.py", "x = 2\n")
    repository.say(before=repository.first, after=repository.commit())
    place = repository.place(GITHUB_WORKFLOW_REF="o/r/.github/workflows/classroom.yml@refs/heads/main")

    assert names_of(select((), course, place, everything=False)) == list(NAMES)


def test_folders_of_exercises_at_the_top_are_found(repository: Repository, course: Course) -> None:
    repository.git("mv", "exercises/ex01_wheels", "ex01-wheels")
    repository.say(before=repository.first, after=repository.commit())
    selection = select((), course, repository.place(), everything=True)

    assert selection.tasks[0].path == repository.root / "ex01-wheels"


def test_a_folder_of_the_repository_may_hold_the_exercises(repository: Repository, course: Course) -> None:
    """Where the step's working folder is one of the repository's, changes are still told from its top."""
    repository.git("mv", "exercises", "homework")
    before = repository.commit()
    repository.write("homework/ex03_calculator/answer.py", "x = 2\n")
    repository.say(before=before, after=repository.commit())
    place = take_place(repository.environ(), repository.root / "homework")

    assert names_of(select((), course, place, everything=False)) == ["ex03_calculator"]
    assert place.root == repository.root


def test_an_assignment_is_the_exercise_it_is_named_for(repository: Repository, course: Course) -> None:
    place = repository.place(**CLASSROOM50)
    several = repository.place(**{**CLASSROOM50, "ASSIGNMENT": "homework-1"})

    assert names_of(select((), course, place, everything=False)) == ["ex03_calculator"]
    assert names_of(select((), course, several, everything=False)) == list(NAMES)
    assert names_of(select(["ex01"], course, place, everything=False)) == ["ex01_wheels"]


def test_an_exercise_that_was_asked_for_and_is_not_there_is_graded_where_it_would_be(
    repository: Repository, course: Course
) -> None:
    """Its files are missing then, which is the student's 0 and no failure of the workflow."""
    selection = select(["ex09"], course, repository.place(), everything=False)

    assert selection.tasks[0].path == repository.root


def test_two_folders_for_one_exercise_cost_no_other(repository: Repository, course: Course) -> None:
    repository.git("mv", "exercises/ex02_mymodule", "exercises/ex02_a")
    repository.write("exercises/ex02_b/answer.py", "")
    repository.commit()
    selection = select((), course, repository.place(), everything=True)

    assert names_of(selection) == list(NAMES)
    assert selection.tasks[1].path == repository.root, "its files are missing there, which costs its own points"
    assert "ex02_a" in selection.notices[0]


@pytest.mark.parametrize("names", [(), ("ex03",)])
def test_a_link_to_the_courses_solutions_is_not_followed(
    names: tuple[str, ...], repository: Repository, course: Course
) -> None:
    """Where the runner has the course with its solutions, a student could commit a link to where they lie."""
    repository.git("rm", "-q", "-r", "exercises")
    (repository.root / "exercises").symlink_to(ROOT / "solutions")
    repository.commit()
    selection = select(names, replace(course, work=repository.root), repository.place(), everything=True)

    assert {task.path for task in selection.tasks} == {repository.root}


def test_a_repository_without_exercises_says_what_to_do(course: Course, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no exercise"):
        select((), course, Place(Kind.GITHUB, tmp_path, tmp_path, {}), everything=False)


def test_a_students_own_rules_are_never_taken(repository: Repository) -> None:
    repository.write("solutions/ex03_calculator/suite/test_calculator.py", "def test(): pass\n")
    repository.write("course.toml", 'name = "python-modules"\n')

    assert trusted_course(None, repository.place(), {}).root != repository.root


def test_sealed_rules_are_taken_with_a_key_and_not_beside_open_ones(repository: Repository) -> None:
    """Nobody without the key can have made them; what lies open there may be the student's own."""
    repository.write("course.toml", 'name = "sealed"\n')
    repository.write("sealed/ex03_calculator.sealed", "")
    place = repository.place(GRADE_KEY=new_key())

    assert trusted_course(None, place, {}).root == repository.root
    with pytest.raises(InputError, match="copy of the course `sealed`") as told:
        trusted_course(None, repository.place(), {})
    assert "give the key" in told.value.hint
    repository.write("solutions/ex03_calculator/suite/test_calculator.py", "def test(): pass\n")
    with pytest.raises(InputError, match="has a `solutions/`"):
        trusted_course(None, place, {})


def test_a_copy_of_another_course_is_refused(repository: Repository) -> None:
    repository.write("course.toml", 'name = "another"\n')

    with pytest.raises(InputError, match="copy of the course `another`"):
        trusted_course(None, repository.place(), {})


# --- grading within the time ---


class Clock:
    """A clock that goes on when an exercise is graded."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Played:
    """Plays a grader: each opening takes the next of `turns`, a result or a fault, and 20 s."""

    def __init__(self, turns: Iterator[Any], clock: Clock) -> None:
        self.turns = turns
        self.clock = clock

    def __call__(self, *_: object, **__: object) -> Self:
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clock.now += 20

    def grade(self, path: Path, **_: object) -> Graded:
        turn = next(self.turns)
        if isinstance(turn, Exception):
            raise turn
        return Graded(turn, Submission(path=str(path), files={"calculator.py": b"x\n"}, given={}), None)


def result_of(name: str = "ex03_calculator", *, points: float = 1, checks: int = 2, **more: Any) -> Result:
    """A result whose first checks passed, a point each."""
    passed = [place < points for place in range(checks)]
    told = [
        CheckResult(
            id=f"t.py::t{place}",
            title=f"check {place}",
            outcome=Outcome.PASSED if right else Outcome.FAILED,
            points=float(right),
            max_points=1,
        )
        for place, right in enumerate(passed)
    ]
    standard = {
        "exercise": name,
        "title": "calculator.py",
        "status": Status.PASSED if all(passed) else Status.FAILED,
        "points": float(points),
        "max_points": float(checks),
        "core_points": float(checks),
        "checks": told,
        "box": "bubblewrap",
    }
    return Result(**{**standard, **more})


def errored() -> Result:
    check = CheckResult(id="t.py::t", title="check", outcome=Outcome.ERRORED, points=0, max_points=2)
    return replace(result_of(), status=Status.ERROR, points=0.0, checks=[check])


@pytest.fixture
def tasks(course: Course, repository: Repository) -> list[Task]:
    return [Task(course.find(name), repository.root / "exercises" / name) for name in NAMES]


def play(tasks: list[Task], *turns: Any, seconds: float | None = None) -> list[Done]:
    clock = Clock()
    rules = Rules(seconds=seconds)
    return list(grade_all(tasks, rules, open_grader=Played(iter(turns), clock), clock=clock))


def test_an_exercise_is_begun_only_if_it_can_be_finished_in_time(tasks: list[Task]) -> None:
    """Each may take 30 s and 15 s around it, and takes 20: within 90 s there is room for three, within 80 for two."""
    right = result_of(points=2)

    assert [each.not_graded for each in play(tasks, right, right, right, seconds=90)] == ["", "", ""]
    late = play(tasks, right, right, seconds=80)[2]
    assert late.not_graded == "it may take 45 s, and 40 s of the run's time were left"
    assert (late.result.points, late.result.max_points) == (0, 20)


def test_a_failure_of_the_grader_is_tried_once_more(tasks: list[Task]) -> None:
    right = result_of(points=2)

    assert play(tasks[:1], JudgeError("it died"), right)[0].result == right
    assert play(tasks[:1], errored(), right)[0].result == right
    twice = play(tasks[:1], JudgeError("it died"), JudgeError("again"))[0]
    assert twice.result.status is Status.ERROR
    assert "again" in twice.result.checks[0].title


def test_what_one_exercise_lacks_costs_no_other(tasks: list[Task]) -> None:
    right = result_of(points=2)
    done = play(tasks, InputError("the package `x` is not installed here."), right, right)

    assert [each.not_graded for each in done] == ["the package `x` is not installed here", "", ""]


def test_without_the_box_nothing_is_graded(tasks: list[Task]) -> None:
    with pytest.raises(BoxError):
        play(tasks, BoxError("none"))


def test_a_suite_that_lets_the_submission_choose_its_checks_is_refused(tasks: list[Task]) -> None:
    done = play(tasks[:1], result_of(points=2, checks_from="submission"))

    assert "no record of its checks" in done[0].not_graded


@pytest.mark.parametrize(
    ("turns", "codes"),
    [
        ([result_of(points=2)], (0, 0)),
        ([result_of(points=1)], (1, 0)),
        ([errored(), errored()], (3, 3)),
        ([InputError("x")], (2, 2)),
    ],
)
def test_the_exit_code_by_policy(turns: list[Any], codes: tuple[int, int], tasks: list[Task]) -> None:
    done = play(tasks[:1], *turns)

    assert (exit_code(done, FailOn.FAILED), exit_code(done, FailOn.ERROR)) == codes


# --- what is written ---


def write(place: Place, *turns: Any, tasks: list[Task], notices: tuple[str, ...] = ()) -> Told:
    told = Told(play(tasks[: len(turns)], *turns), notices, "python-modules")
    writer = Writer(place)
    writer.write(told)
    return told


def test_a_repository_gets_a_summary_and_outputs(repository: Repository, tasks: list[Task]) -> None:
    repository.output.write_text("before=1")
    repository.summary.write_text("# Before\n")
    write(repository.place(), result_of("ex01_wheels", points=2), result_of("ex02_mymodule"), tasks=tasks)
    outputs = dict(line.split("=", 1) for line in repository.output.read_text().splitlines())
    payload = json.loads(base64.b64decode(outputs.pop("result"), validate=True))

    assert outputs == {"before": "1", "status": "failed", "points": "3", "max-points": "4"}
    assert (sum(test["score"] for test in payload["tests"]), payload["max_score"], payload["version"]) == (3, 4, 1)
    assert payload["tests"][0]["name"] == "ex01: check 0"
    assert repository.summary.read_text().startswith("# Before\n# 2 exercises: 3 / 4\n")
    assert sorted(path.name for path in repository.root.iterdir()) == [".git", "exercises"]


def test_what_else_wrote_to_the_runners_files_is_gone(repository: Repository, tasks: list[Task]) -> None:
    place = repository.place()
    writer = Writer(place)
    repository.output.write_text("points=99\n")
    writer.write(Told(play(tasks[:1], result_of()), (), "x"))

    assert "99" not in repository.output.read_text()


def test_classroom_50_gets_its_files_by_its_schema(repository: Repository, tasks: list[Task]) -> None:
    decoy = repository.root / "elsewhere"
    decoy.write_text("untouched")
    (repository.root / "result.json").symlink_to(decoy)
    write(repository.place(**CLASSROOM50), result_of(points=0.33), tasks=tasks)
    document = json.loads((repository.root / "result.json").read_text())
    outputs = dict(line.split("=", 1) for line in repository.output.read_text().splitlines())

    jsonschema.validate(
        document, json.loads((ROOT / "tests/formats/schemas/classroom50-result-v1.schema.json").read_text())
    )
    assert (document["score"], document["max-score"]) == (33, 200)
    assert document["datetime"] == committed(repository.root)
    assert outputs == {"status": "failure", "summary": "0.33 of 2 points"}
    assert (repository.root / "release-body.md").read_text().startswith("## ex03: calculator.py: 0.33 / 2\n")
    assert decoy.read_text() == "untouched"
    assert not repository.summary.exists(), "the classroom's runner makes it from the release's text"


def test_results_are_written_behind_no_link(repository: Repository, tmp_path: Path) -> None:
    (repository.root / "grade-results").symlink_to(tmp_path)

    with pytest.raises(InputError, match="it is a link"):
        Writer(repository.place(), repository.root / "grade-results")


def test_where_nothing_was_graded_there_is_no_score(repository: Repository, tasks: list[Task]) -> None:
    for more in ({}, CLASSROOM50, {"GITHUB_WORKFLOW_REF": "o/r/.github/workflows/classroom.yml@x"}):
        told = write(repository.place(**more), InputError("no suite"), tasks=tasks)

        assert Writer(repository.place(**more)).last_lines(told) == ""
    assert not repository.output.exists()
    assert not (repository.root / "result.json").exists()
    assert "no suite" in repository.summary.read_text()


def test_a_run_leaves_whole_files_after_each_exercise(repository: Repository, course: Course) -> None:
    """Whatever ends the job, what was graded until then is recorded and the rest said to be missing."""
    clock = Clock()
    turns = iter([result_of("ex01_wheels", points=2), result_of("ex02_mymodule", points=2), KeyboardInterrupt()])

    class Stopping(Played):
        def grade(self, path: Path, **_: object) -> Graded:
            turn = next(self.turns)
            if isinstance(turn, KeyboardInterrupt):
                raise turn
            return Graded(turn, Submission(path=str(path), files={}, given={}), None)

    pieces = run(
        Wish(everything=True),
        repository.environ(**{**CLASSROOM50, "ASSIGNMENT": "homework"}),
        repository.root,
        lambda _: None,
        open_grader=Stopping(turns, clock),
        clock=clock,
    )
    next(pieces), next(pieces)
    with pytest.raises(KeyboardInterrupt):
        next(pieces)
    document = json.loads((repository.root / "result.json").read_text())

    assert document["score"] == 400
    assert document["max-score"] == 400 + 2000
    assert document["tests"][-1]["test-name"] == "ex03: Not graded: the run ended before its turn"
    assert "summary=4 of 24 points, 1 of 3 exercises not graded\n" in repository.output.read_text()


def test_the_notices_of_the_classroom_stand_in_for_its_reporter(repository: Repository, tasks: list[Task]) -> None:
    workflow = {"GITHUB_WORKFLOW_REF": "o/r/.github/workflows/classroom.yml@refs/heads/main"}
    told = Told(play(tasks[:1], result_of(points=1.5, checks=2)), (), "x")
    lines = Writer(repository.place(**workflow)).last_lines(told).splitlines()
    repository.write(".github/workflows/classroom.yml", "      - uses: o/autograding-grading-reporter@v1\n")

    assert lines[-2:] == [
        "::notice title=Autograding complete::Points 1.5/2",
        '::notice title=Autograding report::{"totalPoints":1.5,"maxPoints":2}',
    ]
    assert "::notice" not in Writer(repository.place(**workflow)).last_lines(told)


def test_where_the_grader_failed_no_score_is_kept(repository: Repository, tasks: list[Task]) -> None:
    workflow = {"GITHUB_WORKFLOW_REF": "o/r/.github/workflows/classroom.yml@refs/heads/main"}
    told = Told(play(tasks[:1], errored(), errored()), (), "x")
    writer = Writer(repository.place(**workflow))
    writer.write(told)
    outputs = dict(line.split("=", 1) for line in repository.output.read_text().splitlines())

    assert "::notice" not in writer.last_lines(told)
    assert json.loads(base64.b64decode(outputs["result"]))["max_score"] == 0


# --- several as one ---


def test_several_results_add_up(tasks: list[Task]) -> None:
    """Fractions too: 0.1 and 0.2 are 0.3."""
    done = [Done(tasks[0], result_of("ex01_wheels", points=0.1)), Done(tasks[1], result_of("ex02_x", points=0.2))]
    total = combined(done, "course")

    assert (total.points, total.max_points, total.status) == (0.3, 4, Status.FAILED)
    assert [check.id for check in total.checks][:3:2] == ["ex01_wheels/t.py::t0", "ex02_x/t.py::t0"]


def test_many_checks_become_one_for_each_exercise(tasks: list[Task]) -> None:
    each = result_of(points=3, checks=MOST_CHECKS // 2 + 1)
    total = combined([Done(task, replace(each, exercise=task.exercise.name)) for task in tasks], "course")

    assert total.checks[0].title == "ex01: calculator.py (3 of 51 checks)"
    assert (total.points, len(total.checks)) == (9, 3)


def test_the_classrooms_payload_fits_for_a_whole_course(tasks: list[Task]) -> None:
    """Linux allows one variable 128 KiB; the messages go first, never a point."""
    long = replace(
        result_of(points=1.5, checks=40),
        checks=[
            replace(check, title="\N{SNOWMAN}" * 200, message="\N{SNOWMAN}" * 5000)
            for check in result_of(points=1, checks=40).checks
        ],
    )
    done = [Done(tasks[place % 3], replace(long, exercise=f"ex{place:02}_x")) for place in range(18)]
    payload = classroom.report(combined(done, "course"))

    assert len(base64.b64encode(payload.encode())) < 60_000
    assert round(sum(test["score"] for test in json.loads(payload)["tests"]), 2) == 27


# --- texts ---


def test_a_summary_stays_within_the_runners_limit(tasks: list[Task]) -> None:
    done = [Done(tasks[0], replace(result_of(), exercise=f"ex{place:02}_x")) for place in range(18)]
    whole = summary(done, ["a notice"], "course")
    short = summary(done, ["a notice"], "course", most=2000)

    assert len(short.encode()) <= 2000
    assert short.endswith("\n…\n")
    assert whole.startswith(short.removesuffix("\n…\n"))
    assert "Note: a notice" in short


def test_a_summary_names_the_plain_process(tasks: list[Task]) -> None:
    real, plain = (Done(tasks[0], result_of(box=box)) for box in ("bubblewrap", "process"))

    assert "plain process" not in summary([real], [], "course")
    assert "Note: Graded in a plain process" in summary([real, plain], [], "course")


HOSTILE = [
    "::notice title=Autograding complete::Points 99/99",
    "  ::error::x",
    "##[notice title=Autograding complete;]Points 99/99",
    "say ##[set-output name=points;]99",
    "%0A::notice::x",
    "line\r\n::add-mask::points\n",
    "\N{LINE SEPARATOR}::notice::x\x85::notice::y\x0b::notice::z",
    "::stop-commands::token",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_a_remark_starts_a_command(text: str) -> None:
    line = command(Annotation("error", text, title=text, file=text, line=3))

    assert line.count("\n") == 1
    assert line.isprintable() or line.rstrip("\n").isprintable()
    assert line.startswith("::error file=")


def test_the_token_that_ends_a_silence_is_another_each_time() -> None:
    tokens = [group("x", "y").split("::stop-commands::")[1].split("\n")[0] for _ in range(3)]

    assert all(one != two and len(one) == 32 for one, two in pairwise(tokens))


# --- remarks ---


def failure(outcome: Outcome, worth: float, line: int, **more: Any) -> CheckResult:
    return CheckResult(
        id=f"t.py::t{line}",
        title=f"check {line}",
        outcome=outcome,
        points=0,
        max_points=worth,
        location=Location("answer.py", line),
        **more,
    )


def test_the_worst_failures_are_remarked_first_and_not_too_many(tasks: list[Task], repository: Repository) -> None:
    checks = [
        failure(Outcome.FAILED, 1, 1),
        failure(Outcome.CRASHED, 1, 2, exception="NotImplementedError"),
        failure(Outcome.FAILED, 3, 3),
        failure(Outcome.TIMED_OUT, 1, 4),
        failure(Outcome.CRASHED, 1, 5, stretch=True),
        failure(Outcome.CRASHED, 1, 6),
        failure(Outcome.FAILED, 1, 6, message="the same line once"),
        *(failure(Outcome.FAILED, 0.5, line) for line in range(10, 20)),
    ]
    random.Random(1).shuffle(checks)  # noqa: S311 - any order will do
    remarks = annotate([Done(tasks[0], replace(result_of("ex01_wheels"), checks=checks))], repository.root)

    assert [remark.line for remark in remarks[:4]] == [6, 4, 3, 1]
    assert len(remarks) == MOST
    assert remarks[0].file == "exercises/ex01_wheels/answer.py"


def test_what_was_not_begun_hides_nothing_that_was(tasks: list[Task], repository: Repository) -> None:
    """A copy of a whole course holds many skeletons, which fail in every way."""
    untouched = replace(result_of("ex01_wheels"), checks=[failure(Outcome.CRASHED, 3, line) for line in range(1, 20)])
    tried = replace(result_of("ex02_mymodule"), checks=[failure(Outcome.FAILED, 1, 3)])
    done = [Done(tasks[0], untouched, untouched=True), Done(tasks[1], tried)]
    text = summary(done, [], "course")

    assert annotate(done, repository.root)[0].file == "exercises/ex02_mymodule/answer.py"
    assert text.index("## ex02") < text.index("<details>") < text.index("## ex01")


def test_a_remark_names_no_file_that_is_not_there(tasks: list[Task], repository: Repository) -> None:
    """A file made from a notebook's cells, one that a link stands for, one outside."""
    (repository.root / "exercises" / "ex01_wheels" / "link.py").symlink_to("/etc/hostname")
    checks = [
        replace(failure(Outcome.FAILED, 1, number), location=Location(name, 3))
        for number, name in enumerate(["made.py", "link.py", "../../../../etc/hostname"])
    ]
    remarks = annotate([Done(tasks[0], replace(result_of("ex01_wheels"), checks=checks))], repository.root)

    assert [(remark.file, remark.line) for remark in remarks] == [("", 0)] * 3


def test_not_graded_is_no_failure_to_remark(tasks: list[Task], repository: Repository) -> None:
    assert annotate([not_graded(tasks[0], "no time")], repository.root) == []
