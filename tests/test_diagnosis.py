"""Known mistakes get their own message first, right code gets none, and no text of a stranger's stops the diagnosis."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from grader.authoring.messages import document, read_examples, tell
from grader.authoring.trials import Trials
from grader.box import warm
from grader.box.bubblewrap import why_not
from grader.box.limits import process_limits
from grader.course import Course, Exercise, Limits
from grader.diagnosis.attached import explain
from grader.diagnosis.catalogue import OF_THE_RUN, gaps, load, read_catalogue
from grader.diagnosis.commands import call_sites, read_command, required_files
from grader.diagnosis.diagnose import STEPS, diagnose
from grader.diagnosis.evidence import Called, Evidence, Frame, Raised, Ran
from grader.diagnosis.found import Found
from grader.diagnosis.raised import read_raised
from grader.diagnosis.touched import imported_files
from grader.diagnosis.wording import faults, spoilers
from grader.errors import ManifestError
from grader.judge import apart
from grader.judge.control import Job
from grader.judge.diagnosing import find_mistakes, is_told_by_files, ran_of, words_of
from grader.judge.insides import Insides
from grader.record import Record, RecordedCheck
from grader.result import Call, CheckResult, Feedback, Finding, Outcome, Verdict
from grader.runner import Grader, grade
from grader.standin.importing import StudentFinder
from grader.standin.ledger import Ledger
from grader.standin.world import Baseline
from grader.worker.seats import Seats

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "diagnosis"
COURSE = Course.load(ROOT)
ANOTHER = Course.load(ROOT / "tests" / "courses" / "larch_hut")
BOX = "process" if why_not() else "bubblewrap"
LIMITS = Limits(seconds=10.0, submission_seconds=60.0)
VERSIONS = ("3.11", "3.12", "3.13")
OTHERS = [version for version in VERSIONS if version != f"{sys.version_info[0]}.{sys.version_info[1]}"]
GROUPS = ("names_on_disk", "imports", "modules", "running")


class Case(NamedTuple):
    """A mistake as someone makes it: its id, the command that shows it, the files, and what the finding must say."""

    id: str
    command: str
    title: str
    files: dict[str, bytes]
    message: str = ""
    file: str = ""
    line: int = 0


def content(files: dict[str, Any]) -> dict[str, bytes]:
    return {
        path: bytes.fromhex(text["hex"]) if isinstance(text, dict) else text.encode() for path, text in files.items()
    }


def fixtures() -> list[Case]:
    """The known mistakes of the course, each with its tutor's message."""
    known = json.loads((DATA / "misconceptions.json").read_text(encoding="utf-8"))
    return [Case(each["id"], each["cmd"], each["title"], content(each["files"]), each["msg"]) for each in known]


def variations() -> list[Case]:
    """Three of each, in other words, at other places, in other layouts."""
    cases = []
    for group in GROUPS:
        for name, several in tomllib.loads((DATA / f"{group}.toml").read_text(encoding="utf-8")).items():
            cases += [
                Case(name, each["run"], "", content(each["files"]), "", each["file"], each["line"]) for each in several
            ]
    return cases


@pytest.fixture(scope="module")
def trials() -> Iterator[Trials]:
    """One warm worker with a real box for all commands."""
    with Trials(BOX) as one:
        yield one


@pytest.fixture(scope="module")
def told(trials: Trials) -> list[list[Finding]]:
    """What is told of each fixture."""
    return [trials.diagnose(case.files, case.command, title=case.title) for case in fixtures()]


def test_each_known_mistake_gets_its_own_message_first(told: list[list[Finding]]) -> None:
    """The confusion matrix, fixture by message: nothing lies off its diagonal, and every text is the tutor's."""
    matrix: dict[tuple[str, str], int] = {}
    texts: dict[str, str] = {}
    cases = fixtures()

    for case, found in zip(cases, told, strict=True):
        first = found[0] if found else Finding("")
        matrix[case.id, first.id] = matrix.get((case.id, first.id), 0) + 1
        texts[case.id] = first.message

    assert len(cases) == 77
    assert matrix == {(case.id, case.id): 1 for case in cases}
    assert texts == {case.id: case.message for case in cases}


def test_every_message_has_an_example_in_the_document(told: list[list[Finding]], trials: Trials) -> None:
    """What `grader.authoring.messages` would write now."""
    known, others = (read_examples(DATA / name) for name in ("misconceptions.json", "examples.toml"))

    told_of_others = tell(others, trials)
    made = document([*known, *others], [*told, *told_of_others])

    assert made == (ROOT / "docs" / "messages.md").read_text(encoding="utf-8"), "its module says how to make it anew"
    assert [[each.id for each in findings] for findings in told_of_others if len(findings) > 1] == []


def test_each_variation_gets_the_message_with_its_file_and_line(trials: Trials) -> None:
    cases = variations()

    missed = []
    for case in cases:
        found = trials.diagnose(case.files, case.command)
        first = found[0] if found else Finding("")
        if (first.id, first.file, first.line) != (case.id, case.file, case.line):
            missed.append((case.id, case.command, first))

    assert len(cases) == 3 * 77
    assert missed == []


# Other Pythons: their words for the same mistake. Their box is a plain process, and the fixtures are our own.


@cache
def python_of(version: str) -> str:
    """The program of a Python of this version, outside of virtual environments; empty where there is none."""
    beside = Path(sys.base_prefix).parent.glob(f"*{version}*/bin/python{version}")
    candidates = [shutil.which(f"python{version}"), *map(str, beside)]
    asked = "import sys; print(*sys.version_info[:2], sep='.')"
    for program in filter(None, candidates):
        done = subprocess.run([program, "-c", asked], capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return os.path.realpath(program)
    return ""


class Above:
    """Plays the worker for the judge's side in this process: a warm box of another Python."""

    def __init__(self, folder: Path) -> None:
        self.seats = Seats(folder, {})
        self._box = warm.WarmBox("process", self.seats.root, {})
        self._box.wait_ready()
        self._children: dict[int, warm.Child] = {}
        self._numbers = 0

    def spawn(self, seat: Any, run: dict[str, Any] | None = None, stdin: str = "", **_: Any) -> tuple[int, list[int]]:
        self._numbers += 1
        wire, theirs = socket.socketpair()
        (out, out_end), (err, err_end) = os.pipe(), os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        order = {
            "see": seat.top,
            "folder": seat.home,
            "limits": process_limits(LIMITS),
            "core": None,
            "run": run,
            "path": list[str](),
        }
        fds = [theirs.fileno(), nothing, out_end, err_end]
        self._children[self._numbers] = self._box.spawn(self._numbers, order, fds)
        theirs.close()
        for fd in (nothing, out_end, err_end):
            os.close(fd)
        return self._numbers, [wire.detach(), out, err]

    def kill(self, number: int) -> int:
        child = self._children.pop(number, None)
        if child is not None:
            self._box.forget(child)
        return -signal.SIGKILL

    def ask_where(self, number: int) -> None:
        self._box.signal(self._children[number], signal.SIGUSR1)

    def close(self) -> None:
        self._box.close()


@pytest.mark.parametrize("version", OTHERS)
def test_every_python_leads_to_the_same_messages(version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages of Python differ from version to version; what is told of the mistake does not."""
    program = python_of(version)
    if not program:
        pytest.skip(f"Python {version} is absent")
    monkeypatch.setattr(warm, "executable", lambda: Path(program))
    above = Above(tmp_path)
    told = {}

    for case in fixtures():
        insides = Insides(above, Ledger(), LIMITS, str(tmp_path), "temporary")  # type: ignore[arg-type]
        insides.baseline, insides.finder = Baseline(), StudentFinder(insides.main, [])
        seat = above.seats.take(case.files)
        required = list(required_files(read_command(case.command), case.title))
        job = Job(seat=seat, files=sorted(case.files), required=required, command=case.command)
        insides.remember(job)
        found = find_mistakes(insides, job, [], [], {}).get("", [])
        told[case.id] = load().message(found[0]) if found else ""
        above.seats.free(seat)
    above.close()

    assert told == {case.id: case.message for case in fixtures()}


# False alarms


def right_answers() -> list[tuple[Exercise, Path]]:
    found = []
    for exercise in (*COURSE.exercises, *ANOTHER.exercises):
        folders = [exercise.solution, *exercise.alternatives]
        found += [(exercise, folder) for folder in folders if folder is not None]
    return found


def test_right_answers_get_no_finding() -> None:
    """Neither from their text alone, nor in the light of a run that imported each of their files."""
    alarms = []
    answers = right_answers()
    for exercise, folder in answers:
        files = exercise.read_given()
        files |= {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
        }
        required = tuple(path for path in exercise.files if path in files)
        modules = [path.removesuffix(".py").replace("/", ".") for path in files if path.endswith(".py")]
        runs = [None, *(Ran(code=f"import {module}; print('works')", stdout="works\n") for module in modules)]
        for run in runs:
            found = diagnose(Evidence(files, required=required, run=run))
            alarms += [(folder.name, run and run.code, each.id, each.file, each.line) for each in found]

    assert len(answers) >= 3 * len(COURSE.names)
    assert alarms == []


def test_installed_packages_get_no_finding() -> None:
    """Of 300 modules as they are, each with the others of its folder, as static evidence."""
    site = Path(pytest.__file__).parent.parent
    paths = sorted(path for path in site.rglob("*.py") if 200 < path.stat().st_size < 60_000)
    chosen = paths[:: len(paths) // 300][:300]

    alarms = []
    for path in chosen:
        beside = [path, path.parent / "__init__.py"]
        files = {each.relative_to(site).as_posix(): each.read_bytes() for each in beside if each.is_file()}
        alarms += [(each.id, each.file, each.line) for each in diagnose(Evidence(files))]

    assert len(chosen) == 300
    assert alarms == []


# Texts of a stranger

STRANGE = {
    "nothing": b"",
    "no line end": b"x = 1",
    "NUL": b"x = 1\0\n",
    "no text": bytes(range(256)),
    "an encoding that is none": b"# coding: no-such-thing\nx = 1\n",
    "an encoding of bytes": b"# coding: zlib\nx = 1\n",
    "many brackets": b"(" * 100_000,
    "many signs": b"x = " + b"-" * 60_000 + b"1\n",
    "a long sum": b"x = 1" + b" + 1" * 40_000 + b"\n",
    "many dots": b"from " + b"." * 50_000 + b" import x\n",
    "deep folders of ifs": b"".join(b" " * n + b"if 1:\n" for n in range(95)) + b" " * 95 + b"pass\n",
    "a long chain": b"x = a" + b".b" * 30_000 + b"\n",
    "larger than any student's": b"x = 1\n" * 100_000,
    "surrogates": "x = '\ud800'\n".encode("utf-8", "surrogatepass"),
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_no_text_stops_the_diagnosis(text: bytes) -> None:
    """Where the parser dies of a text, it dies in a process of its own, and there is no finding."""
    evidence = Evidence({"a.py": text, "b.py": b"import a\n"}, required=("a.py",), run=Ran(code="import a"))

    answer = apart.apart(lambda: repr([each.id for each in diagnose(evidence)]).encode())

    assert answer in (b"", b"[]", b"['A13']")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["a.py", "b.py", "p/__init__.py", "p/m.py", "p/A.PY", "2x.py", "math.py", "nb.ipynb", "p"]),
        st.one_of(
            st.binary(max_size=40), st.sampled_from([each for case in fixtures() for each in case.files.values()])
        ),
    ),
    st.sampled_from([None, *(case.command for case in fixtures() if case.command.startswith("c:"))]),
    st.sampled_from(["", "ModuleNotFoundError: No module named 'p.m'", "NameError: name 'x' is not defined", "Error"]),
    st.sampled_from(["", "None", "[]", "'Error'", "3.0", "((("]),
)
def test_any_files_and_any_run_can_be_diagnosed(
    files: dict[str, bytes], command: str | None, last_line: str, result: str
) -> None:
    run = None
    if command is not None:
        raised = read_raised(f'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\n{last_line}')
        calls = tuple(
            Called(site.target, site.text, site.args, site.kwargs, result) for site in call_sites(command[2:])
        )
        run = Ran(code=command[2:], raised=raised, calls=calls, stdout="False", about=frozenset(load().entries))

    for found in diagnose(Evidence(files, required=("a.py", "p/m.py"), run=run)):
        assert load().message(found)


def test_work_that_dies_hangs_or_floods_costs_only_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SECONDS", 1.0)

    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b"alive"

    def hang() -> bytes:
        time.sleep(60)
        return b"late"

    def take_memory() -> bytes:
        return b"x" * (apart.MEMORY_MB << 21)

    def fail() -> bytes:
        raise KeyError("x")

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    assert apart.apart(lambda: b"an answer") == b"an answer"
    assert [apart.apart(work) for work in (die, take_memory, fail)] == [b"", b"", b""]
    assert apart.apart(hang) == b""
    assert apart.apart(lambda: b"x" * (apart.MOST + 1)) == b""


# Messages


def entries() -> list[Any]:
    return [pytest.param(name, entry, id=name) for name, entry in load().entries.items()]


@pytest.mark.parametrize(("name", "entry"), entries())
def test_every_text_keeps_the_rules_for_texts(name: str, entry: Any) -> None:
    """Filled in with words of usual length; and it says where to look."""
    filled = dict.fromkeys(gaps(entry.texts), "some_name")
    for text in entry.texts.values():
        assert faults(re.sub(r"{(\w+)}", lambda gap: filled[gap[1]], text)) == []
    assert all({"file", "found", "package", "init", "notebook"} & gaps({"": text}) for text in entry.texts.values())


def test_the_tutors_messages_keep_the_rules_and_give_nothing_away() -> None:
    """Their own words, and of the solutions of all exercises no line."""
    solutions = [
        path.read_text(encoding="utf-8")
        for exercise in COURSE.exercises
        for path in (exercise.solution.rglob("*.py") if exercise.solution else ())
    ]

    assert [(case.id, faults(case.message)) for case in fixtures() if faults(case.message)] == []
    assert [
        (case.id, spoilers(case.message, solutions)) for case in fixtures() if spoilers(case.message, solutions)
    ] == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("Look at line 3.", 0),
        ("Line 3 asks `x. y? z!` of `a.py`. Which file is it?", 0),
        ("One. Two. Three.", 1),
        ("One? Two?", 1),
        ("Just look at line 3.", 1),
        ("You forgot a line.", 1),
        ("The `just` on line 3 is a name.", 0),
        ("The interpreter met a token.", 2),
        ("no stop", 1),
        (" ".join(["word"] * 49) + ".", 1),
        (" ".join(["word"] * 48) + ".", 0),
    ],
)
def test_texts_that_break_a_rule_are_told_apart(text: str, broken: int) -> None:
    assert len(faults(text)) == broken


@pytest.mark.parametrize(
    ("text", "given_away"),
    [
        ("Write `from .numbers import multiply`.", ["from .numbers import multiply"]),
        ("Write `return a + b  * c`.", ["return a + b * c"]),
        ("Line 3 has `import math`.", []),
        ("Which module defines it?", []),
    ],
)
def test_a_line_of_the_solution_in_a_text_is_seen(text: str, given_away: list[str]) -> None:
    solution = ["import math\nfrom .numbers import multiply\n\ndef f(a, b, c):\n    return a + b * c\n"]

    assert spoilers(text, solution) == given_away


@pytest.mark.parametrize(
    ("catalogue", "complaint"),
    [
        ('[G01]\ntitle = "x"\nmessage = "`{call}` in `{file}`."\n', "shows what a check did"),
        ('[G01]\ntitle = "x"\nmessage = "`{file}`."\nwithout_values = "{call}"\n', "must not hold `{call}`"),
        ('[G01]\ntitle = "x"\n', "has no `message`"),
        ('[G01]\nmessage = "x"\n', "title"),
        ('[G01]\ntitle = "x"\nmesage = "x"\n', "Did you mean `message`?"),
        ('[first]\ntitle = "x"\nmessage = "x"\n', "a letter and two digits"),
        ("[G01\n", "not valid TOML"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_the_entry_and_the_rule(
    catalogue: str, complaint: str, tmp_path: Path
) -> None:
    file = tmp_path / "en.toml"
    file.write_text(catalogue)

    with pytest.raises(ManifestError, match=re.escape(complaint)):
        read_catalogue(file)


def test_a_text_that_cannot_be_filled_in_is_left_out(tmp_path: Path) -> None:
    """A teacher's slip costs its message, never a result."""
    file = tmp_path / "en.toml"
    file.write_text('[A01]\ntitle = "x"\nmessage = "`{file}` and `{nothing}`."\n')
    catalogue = read_catalogue(file)

    assert catalogue.message(Found(id="A01", file="a.py")) == ""
    assert catalogue.message(Found(id="A01", file="a.py", values={"nothing": "x"})) == "`a.py` and `x`."
    assert catalogue.message(Found(id="Z99", file="a.py")) == ""


def test_a_long_or_strange_value_is_cut_and_cleaned() -> None:
    found = Found(id="C10", file="a\x1b[31m\n.py", line=1, values={"module": "m" * 500, "name": "x"})

    text = load().message(found)

    assert "\x1b" not in text
    assert "\n" not in text
    assert len(text) < 500


def test_commands_are_read_as_they_are_typed() -> None:
    assert required_files(read_command("c:import math, mytools.strings as s"), "Own file called random.py") == (
        "mytools/__init__.py",
        "mytools/strings.py",
        "random.py",
    )
    sites = call_sites("import a.b as c; x = c.f(1, y=[2]); c.g(); len(c.h(x))")
    assert [(site.target, site.text, site.used) for site in sites] == [
        ("a.b.f", "f(1, y=[2])", True),
        ("a.b.g", "g()", False),
    ]
    with pytest.raises(ValueError, match="neither"):
        read_command("rm -r /")


# In a result


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    with Grader(COURSE.find("ex03"), box=BOX) as grader:
        yield grader


def handed_in(exercise: Exercise, mistake: str, folder: Path) -> Path:
    """The solution with the files of a known mistake."""
    assert exercise.solution is not None
    assert exercise.secret is not None
    shutil.copytree(exercise.solution, folder, dirs_exist_ok=True)
    wrong = exercise.secret / "mistakes" / mistake
    removed = tomllib.loads((wrong / "mistake.toml").read_text()).get("remove", [])
    for name in removed:
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
    shutil.copytree(wrong, folder, dirs_exist_ok=True)
    (folder / "mistake.toml").unlink()
    return folder


def test_a_failed_check_is_explained_with_the_call_that_shows_it(tmp_path: Path, grader: Grader) -> None:
    result = grader.grade(handed_in(COURSE.find("ex03"), "prints_instead_of_returning", tmp_path)).result
    failed = [check for check in result.checks if check.outcome is not Outcome.PASSED]

    assert result.findings[0].id == "G01"
    assert failed[0].finding == result.findings[0]
    assert failed[0].transcript[0].call.removeprefix("calculator.") in result.findings[0].message
    assert all(check.finding is None for check in result.checks if check.outcome is Outcome.PASSED)


@pytest.mark.parametrize("feedback", [Feedback.HINT, Feedback.SCORE])
def test_below_full_feedback_no_finding_tells_what_a_check_did(
    feedback: Feedback, tmp_path: Path, grader: Grader
) -> None:
    work = handed_in(COURSE.find("ex03"), "prints_instead_of_returning", tmp_path)

    result = grader.grade(work, feedback=feedback).result

    texts = [each.message for each in [*result.findings, *(check.finding for check in result.checks)] if each]

    assert bool(texts) is (feedback is Feedback.HINT)
    assert not any(re.search(r"\(\d|\d\)|showed", text) for text in texts)


def test_a_submission_of_which_nothing_can_be_read_is_explained_by_its_names(tmp_path: Path) -> None:
    exercise = COURSE.find("ex12")

    result = grade(handed_in(exercise, "folder_in_capitals", tmp_path), exercise, COURSE, box=BOX)

    assert result.problem is not None
    assert result.findings[0] == Finding(
        "A11", "MyTools", 0, load().message(Found(id="A11", file="MyTools", values={"package": "mytools"}))
    )


def test_a_file_named_like_a_library_module_is_told_where_the_wanted_one_is_missing() -> None:
    """Also from its name alone: of a submission without one listed file nothing is read."""
    found = diagnose(Evidence({}, listing=("math.py", "notes.txt"), required=("wheels.py",)))

    assert [(each.id, each.file) for each in found] == [("B02", "math.py")]
    assert diagnose(Evidence({}, listing=("math.py",), required=())) == []


def check_result(name: str, outcome: Outcome, feedback: Feedback = Feedback.FULL) -> CheckResult:
    return CheckResult(id=name, title=name, outcome=outcome, points=0, max_points=1, feedback=feedback)


def test_findings_that_are_the_exercises_subject_are_silent() -> None:
    record = Record(checks=[RecordedCheck(id="t", title="t", cases=["t"])])
    checks = [check_result("t", Outcome.FAILED)]
    found = {
        "": [Found(id="F02", file="broken.py", line=1), Found(id="A13", file="other.py")],
        "t": [Found(id="D08", file="strings.py", line=2)],
    }

    def first(*expects: str) -> list[str]:
        told = explain(checks, record, found, expects=expects, feedback=Feedback.FULL)
        return [each.id for each in told.findings]

    assert first() == ["F02", "A13"]
    assert first("syntax:broken.py") == ["A13"]
    assert first("syntax", "A13:*.py") == ["D08"]
    assert first("syntax:another.py", "D08") == ["F02", "A13"]


def test_a_fault_of_the_files_explains_the_checks_that_speak_of_them_else_the_first() -> None:
    record = Record(checks=[RecordedCheck(id=name, title=name, cases=[name]) for name in ("a", "b")])
    checks = [check_result("a", Outcome.FAILED), check_result("b", Outcome.FAILED)]
    checks = [replace(checks[0], title="dp.py is gone"), replace(checks[1], title="text_utils.py exists")]

    def told(file: str) -> list[bool]:
        found = {"": [Found(id="A13", file=file)]}
        explained = explain(checks, record, found, expects=(), feedback=Feedback.FULL)
        return [check.finding is not None for check in explained.checks]

    assert told("text-utils.py") == [False, True]
    assert told("Dp.py.txt") == [True, False]
    assert told("other.py") == [True, False]


def test_each_check_is_told_as_much_as_its_own_level_allows() -> None:
    record = Record(checks=[RecordedCheck(id=name, title=name, cases=[name]) for name in "abc"])
    levels = (Feedback.FULL, Feedback.HINT, Feedback.SCORE)
    checks = [check_result(name, Outcome.FAILED, level) for name, level in zip("abc", levels, strict=True)]
    values = {"call": "add(17, 4)", "value": "21", "name": "add"}
    found = {name: [Found(id="G01", file="calculator.py", line=2, values=values)] for name in "abc"}

    told = explain(checks, record, found, expects=(), feedback=Feedback.FULL)

    texts = [check.finding.message if check.finding else "" for check in told.checks]
    assert ["add(17, 4)" in text for text in texts] == [True, False, False]
    assert [bool(text) for text in texts] == [True, True, False]
    assert len(told.findings) == 1


def test_an_exception_cannot_carry_what_a_check_gave() -> None:
    """Its text is the student's, and the message would show it at every level."""
    words = words_of({"calculator.py": b"from math import pi\n"})

    honest = Found(id="C10", file="calculator.py", line=1, values={"module": "math", "name": "pi"})
    forged = Found(id="C10", file="calculator.py", line=1, values={"module": "math", "name": "a1234"})

    assert is_told_by_files(honest, words)
    assert not is_told_by_files(forged, words)
    assert is_told_by_files(Found(id="G01", values={"call": "add(1234, 5)"}), words)


def test_a_check_is_not_explained_by_a_mistake_in_a_file_it_never_meets() -> None:
    files = {"legacy.py": b"if __name__ == 'main':\n    print(1)\n", "tag.py": b"def price(x):\n    return x\n"}
    check = RecordedCheck(id="t", title="price works", cases=["t"])
    verdict = Verdict(case="t", outcome=Outcome.FAILED, transcript=[Call("tag.price(3)", "3")], expected="4", got="3")
    evidence = Evidence(files, run=ran_of(verdict, [check], "/box/1", {}))
    started = replace(verdict, transcript=[Call("$ python legacy.py", "")], expected="1", got="''")

    assert imported_files(evidence) == ["tag.py"]
    assert imported_files(Evidence(files, run=ran_of(started, [check], "/box/1", {}))) == ["legacy.py"]


def of_check(files: dict[str, bytes], **verdict: Any) -> list[tuple[str, str, int]]:
    """What explains a failed check, by its verdict: id, file and line."""
    check = RecordedCheck(id="t", title="it works", cases=["t"])
    ran = ran_of(Verdict(case="t", outcome=Outcome.FAILED, **verdict), [check], "/box/1", {})
    return [(each.id, each.file, each.line) for each in diagnose(Evidence(files, run=ran))]


def test_the_message_of_a_failed_check_leads_to_the_mistake() -> None:
    package = {
        "tools/__init__.py": b"import tools.text\ndef one(): return 1\n",
        "tools/text.py": b"def one(): return 2\n",
    }
    twice = "`one` is defined in `tools/__init__.py` line 2 and `tools/text.py` line 1"
    loose = {"tools/text.py": b"def one(): return 2\n"}

    assert of_check(package, message="`tools/__init__.py` line 1 is not a relative import")[0][0] == "D07"
    assert of_check(package, message=twice)[:2] == [("D11", "tools/__init__.py", 2), ("H05", "tools/__init__.py", 2)]
    assert of_check(loose, expected="'tools/__init__.py' in it") == [("A07", "tools/__init__.py", 0)]
    assert of_check(package, message="`one` gives 3") == []


@pytest.mark.parametrize(("concepts", "told"), [(["C54"], ["H03"]), (["C03"], []), ([], [])])
def test_a_form_that_works_is_told_for_the_concepts_that_the_course_names(concepts: list[str], told: list[str]) -> None:
    files = {"a.py": b"import b\ndef one(): return 1\n", "b.py": b"import a\ndef two(): return a.one() + 1\n"}
    check = RecordedCheck(id="t", title="it works", cases=["t"], concepts=concepts)
    verdict = Verdict(case="t", outcome=Outcome.FAILED, transcript=[Call("a.one()", "1")], expected="2", got="1")

    for messages, expected in (({"H03": ["C54", "C55"]}, told), ({}, [])):
        ran = ran_of(verdict, [check], "/box/1", messages)
        assert [each.id for each in diagnose(Evidence(files, run=ran))] == expected


def test_a_check_that_the_student_ended_is_explained() -> None:
    ended = of_check(
        {"a.py": b"import sys\nsys.exit(1)\n"}, message="`a` ended with SystemExit, which stops a whole program."
    )

    assert ended == [("F12", "a.py", 2)]


@pytest.mark.parametrize(
    ("expected", "got", "told"),
    [
        ("['16']", "['hello', '16']", True),
        ("'16'", "hello\n16", True),
        ("['16']", "['hello', '17']", False),
        ("['16']", "['hello', '16', 'unseen']", False),
        ("[]", "['other']", False),
    ],
)
def test_lines_that_an_import_printed_are_told_from_wrong_ones(expected: str, got: str, told: bool) -> None:
    files = {"main.py": b"import tool\nprint(16)\n", "tool.py": b"print('hello')\n"}
    transcript = [Call("$ python main.py", "hello\n16\n17\n")]

    assert of_check(files, transcript=transcript, expected=expected, got=got) == [("F13", "tool.py", 1)] * told


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"    if x < 1:\n        return f'{x} is too small'\n    return x\n", [("G07", "tag.py", 3)]),
        (b"    return f'{x} is too small'\n", []),
        (b"    if x < 1:\n        return f'{x}{x}'\n    return x\n", []),
    ],
)
def test_an_errors_text_is_told_from_an_answer(body: bytes, told: list[Any]) -> None:
    call = Call("tag.price(0)", "'0 is too small'")

    found = of_check({"tag.py": b"def price(x):\n" + body}, transcript=[call], expected="ValueError", got=call.result)

    assert found == told


def test_one_step_that_sees_a_mistake_stands_before_all_later_ones() -> None:
    """Names, then compiling, then the text, then the exception: the root cause comes first."""
    raised = Raised("NameError", "name 'x' is not defined", (Frame("b.py", 1, "<module>"),))
    files = {"a.py.txt": b"", "b.py": b"x\nimport 'a'\ndef x(): pass\n"}

    found = diagnose(Evidence(files, required=("a.py",), run=Ran(code="import b", raised=raised)))

    assert [each.id for each in found] == ["A02", "C17"]
    assert len(set(STEPS)) == len(STEPS)


def test_a_message_below_full_is_there_for_every_finding() -> None:
    for entry in load().entries.values():
        for key, text in entry.texts.items():
            if key.startswith("message") and gaps({"": text}) & OF_THE_RUN:
                assert entry.texts[key.replace("message", "without_values", 1)]
