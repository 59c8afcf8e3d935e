"""An exercise out of the set-up of GitHub Classroom or Classroom 50, and of the repository its students began with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from grader.authoring.adopting.adopted import Adopted, LeftOut, manifest_text, read_bytes, title_of, titled
from grader.authoring.adopting.commands import Script, Suite, Unrunnable, installed, understood
from grader.authoring.adopting.own_tests import UNUSED, Node, chosen, is_test_file, nodes_of, with_points
from grader.authoring.adopting.runs import RunTest, run_suite, why_not_comparable
from grader.authoring.adopting.setups import OldTest, SetUp, read_setup
from grader.authoring.scaffold import UNWRITTEN
from grader.course import EXERCISE_FILE, EXERCISES
from grader.errors import InputError

_SKIPPED = ("__pycache__", "node_modules", "venv")
_FILES_LIMIT = 500
_OWN_SECONDS = 5  # what a check has


class _Sorted(NamedTuple):
    """The tests by what becomes of them."""

    runs: list[RunTest]
    suites: list[tuple[OldTest, Suite]]
    left_out: list[LeftOut]


class _Repository(NamedTuple):
    """What lies beside the set-up: the author's tests with what they need, and what students begin with."""

    tests: dict[str, bytes]
    starter: dict[str, bytes]


def adopt_classroom(setup: Path, starter: Path, solution: Path | None, name: str) -> Adopted:
    """The exercise `name` of a set-up, the files in `starter`, and a right answer if there is one.

    Raises `InputError` for what is damaged, and where nothing of it can come along.
    """
    if (starter / EXERCISES).is_dir():
        raise InputError(
            f"`{starter}` is a course, no starter code",
            hint="Name the folder with the starter code and the tests: `--from DIR`.",
        )
    found, unweighted = _weighted(read_setup(setup))
    secret_files = {setup.resolve(), *found.files}
    files_there = {
        path: content for path, content in _files_in(starter).items() if _at(starter, path) not in secret_files
    }
    repository = _split(files_there)
    sorted_ = _sort(found, repository)
    points, left_out = _shared(sorted_.suites, repository)
    left_out = [*sorted_.left_out, *left_out]
    if not (sorted_.runs or points):
        reasons = "; ".join(f"{each.name}: {each.why}" for each in left_out[:3])
        raise InputError(
            f"nothing in `{setup}` can become a check: {reasons}",
            hint="`--from DIR` names the folder with the tests; `grade new` begins an exercise without them.",
        )
    public, files = _public(repository, sorted_.runs, name)
    answer = _files_in(solution) if solution else {path: _as_bytes(public[path]) for path in files}
    secret: dict[str, str | bytes] = {f"solution/{path}": answer[path] for path in answer if path in files}
    secret |= _suite(sorted_.runs, points, repository, setup.name)
    checks = [(each.test.name, each.test.points) for each in sorted_.runs]
    checks += [(f"{node.file}::{node.name}", worth) for node, worth in points.items()]
    remarks = [*unweighted, *_remarks(sorted_, points), *_unused(points, repository)]
    return Adopted(public, secret, checks, left_out, remarks, _steps(name, files, answer, given=solution is not None))


def repository_of(setup: Path) -> Path:
    """The folder that a set-up is about: above its `.github`, else its own."""
    folder = setup.resolve().parent
    return next((each.parent for each in (folder, *folder.parents) if each.name == ".github"), folder)


def _weighted(found: SetUp) -> tuple[SetUp, list[str]]:
    """The tests with one point each where none had any, and a word on that."""
    if any(test.points for test in found.tests):
        return found, []
    tests = [test._replace(points=Fraction(1)) for test in found.tests]
    return found._replace(tests=tests), ["No test had points: each has one now."]


def _sort(found: SetUp, repository: _Repository) -> _Sorted:
    sorted_ = _Sorted([], [], list(found.left_out))
    for test in found.tests:
        asked = understood(test.run)
        why = asked.why if isinstance(asked, Unrunnable) else ""
        if test.setup and installed(test.setup) is None:
            why = why or "its set-up is a shell line: let the exercise give what it prepares (`given`, `packages`)"
        if isinstance(asked, Script) and is_test_file(asked.target) and not asked.module:
            asked = Suite((asked.target,))
        if isinstance(asked, Suite) and test.collects:
            asked = asked._replace(ending=test.collects)
        if isinstance(asked, Suite) and (test.stdin or test.expected.strip()):
            why = why or "it compares what pytest itself prints, which differs between versions"
        if isinstance(asked, Script) and asked.target in repository.tests:
            why = why or f"`{asked.target}` lies among the tests and is no pytest file: write its question as a check"
        why = why or why_not_comparable(test)
        if why or isinstance(asked, Unrunnable):
            sorted_.left_out.append(LeftOut(test.name, test.points, why))
        elif isinstance(asked, Script):
            sorted_.runs.append(RunTest(test, asked))
        else:
            sorted_.suites.append((test, asked))
    return sorted_


def _files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path, without what tools leave; a link out of it is refused."""
    found = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part in _SKIPPED for part in parts) or not path.is_file():
            continue
        if not path.resolve().is_relative_to(folder.resolve()):
            raise InputError(f"`{path}` leads out of `{folder}`", hint="Put the file itself there, or remove the link.")
        found["/".join(parts)] = read_bytes(path)
        if len(found) > _FILES_LIMIT:
            raise InputError(f"`{folder}` holds more than {_FILES_LIMIT} files", hint="Name the starter's own folder.")
    return found


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _at(folder: Path, path: str) -> Path:
    return (folder / path).resolve()


def _split(files: Mapping[str, bytes]) -> _Repository:
    """What belongs to the tests: their files, and all else in a folder of nothing but tests; and the rest."""
    folders = {str(PurePosixPath(path).parent) for path in files if is_test_file(path)} - {"."}
    tests = {
        path: content
        for path, content in files.items()
        if is_test_file(path)
        or PurePosixPath(path).name == "conftest.py"
        or any(path.startswith(f"{folder}/") for folder in folders)
    }
    return _Repository(tests, {path: files[path] for path in files if path not in tests})


def _shared(suites: list[tuple[OldTest, Suite]], repository: _Repository) -> tuple[dict[Node, Fraction], list[LeftOut]]:
    """The points of each of the author's tests: those of a command divided among what it runs."""
    files = {path: content for path, content in repository.tests.items() if is_test_file(path)}
    nodes = [node for path, content in files.items() for node in nodes_of(path, content)] if suites else []
    points: dict[Node, Fraction] = {}
    left_out = []
    for test, suite in suites:
        meant = chosen(suite, nodes)
        if not meant:
            why = f"`{test.run}` finds no test in the folder of `--from`"
            left_out.append(LeftOut(test.name, test.points, why))
        for node in meant:
            points[node] = points.get(node, Fraction()) + test.points / len(meant)
    return {node: worth for node, worth in points.items() if worth}, left_out


def _public(repository: _Repository, runs: list[RunTest], name: str) -> tuple[dict[str, str | bytes], list[str]]:
    """What students get, and which of it they hand in: the Python files, and what the tests run."""
    texts = {path: content for path, content in repository.starter.items() if path not in (EXERCISE_FILE, "README.md")}
    files = [path for path in texts if path.endswith(".py")]
    run = dict.fromkeys(each.script.target for each in runs if not each.script.module)
    files += [path for path in run if path not in files]
    given = [path for path in texts if path not in files]
    if not files:
        raise InputError(
            "there is no Python file that students could hand in",
            hint="`--from DIR` names the folder with the starter code.",
        )
    title = title_of(name)
    readme = repository.starter.get("README.md") or f"# {title}\n\n{UNWRITTEN} the task.\n".encode()
    public: dict[str, str | bytes] = {EXERCISE_FILE: manifest_text(title, files, given), "README.md": readme}
    public |= dict.fromkeys(files, f'"""{UNWRITTEN} what students begin with."""\n')
    return public | texts, files


def _suite(
    runs: list[RunTest], points: Mapping[Node, Fraction], repository: _Repository, origin: str
) -> dict[str, str | bytes]:
    """The files of the suite: the author's own tests that have points, and those made of commands."""
    suite: dict[str, str | bytes] = {}
    used = {node.file for node in points}
    for path, content in repository.tests.items() if used else ():
        if path in used:
            worth = {node: points.get(node, Fraction()) for node in nodes_of(path, content)}
            suite[f"suite/{path}"] = with_points(content, worth)
        elif not is_test_file(path):
            suite[f"suite/{path}"] = content
    if runs:
        free = next(name for name in _names_of_files() if name not in suite)
        suite[free] = run_suite(runs, origin)
    return suite


def _names_of_files() -> Iterator[str]:
    yield "suite/test_imported.py"
    yield from (f"suite/test_imported_{number}.py" for number in count(2))


def _remarks(sorted_: _Sorted, points: Mapping[Node, Fraction]) -> Iterator[str]:
    tests = [each.test for each in sorted_.runs] + [test for test, _ in sorted_.suites]
    longest = max((test.seconds for test in tests), default=0)
    if longest > _OWN_SECONDS:
        yield (
            f"A test had up to {longest:g} seconds; a check has {_OWN_SECONDS} seconds, "
            "or what `limits.seconds` in `exercise.toml` says."
        )
    if any(test.points for test, _ in sorted_.suites) and points:
        yield "The points of a pytest command are divided among its tests, each of which earns its part."
    if any(test.setup for test in tests):
        yield "Nothing is installed: pytest is here."
    if names := dict.fromkeys(word for test in tests for word in installed(test.setup) or ()):
        listed = ", ".join(f"`{titled(name, '')}`" for name in names)
        yield f"The set-up installed {listed}: what students import of it belongs in `packages` of `exercise.toml`."
    if sorted_.runs:
        yield "Programs run in the sandbox, without the network; only Python and its standard library are there."


def _unused(points: Mapping[Node, Fraction], repository: _Repository) -> Iterator[str]:
    for path in dict.fromkeys(node.file for node in points):
        for node in nodes_of(path, repository.tests[path]):
            if not points.get(node):
                yield f"`{node.file}::{node.name}` had no points: it is no test now, its name begins with `{UNUSED}`."


def _steps(name: str, files: list[str], answer: Mapping[str, bytes], *, given: bool) -> list[str]:
    folder = f"solutions/{name}/solution/"
    missing = [path for path in files if path not in answer] if given else []
    steps = [] if given else [f"Put a right answer into `{folder}`: the starter's files lie there as they are."]
    others = [path for path in _split(answer).starter if path.endswith(".py") and path not in files]
    if others:
        steps.append(f"`{others[0]}` of `--solution` is no file that students hand in: name it in `files` if it is.")
    steps += [f"`--solution` had no `{missing[0]}`: put it into `{folder}`."] if missing else []
    return [*steps, f"In the suite and the files of the exercise, write where a line says `{UNWRITTEN}`."]
