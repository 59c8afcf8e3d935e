"""What leaves the repository: the wheel and the source archive carry the course and no solution."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from grader.authoring.release import release
from grader.course import Course
from grader.seal import find_key, make_key

ROOT = Path(__file__).parent.parent
SECRET_PARTS = ("solution", "alternatives", "core", "mistakes")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel built from it, as they are released."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel_of_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` makes: without the source archive in between, which leaves secrets out as well."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("gradebox-*.whl"))


@pytest.fixture(scope="module", params=["from the archive", "from the tree"])
def wheel(request: pytest.FixtureRequest, built: Path, wheel_of_tree: Path) -> dict[str, bytes]:
    file = wheel_of_tree if request.param == "from the tree" else next(built.glob("gradebox-*.whl"))
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def source(built: Path) -> dict[str, bytes]:
    with tarfile.open(next(built.glob("gradebox-*.tar.gz"))) as archive:
        files = [(member.name.partition("/")[2], archive.extractfile(member)) for member in archive]
        return {name: file.read() for name, file in files if file}


def course_files(*patterns: str) -> set[str]:
    paths = [path for pattern in patterns for path in ROOT.glob(pattern)]
    return {path.relative_to(ROOT).as_posix() for path in paths if path.is_file() and "__pycache__" not in path.parts}


def test_the_wheel_carries_the_course_with_its_suites(wheel: dict[str, bytes]) -> None:
    """All of `exercises/`, and of `solutions/` the suites and their support."""
    expected = course_files("course.toml", "exercises/**/*", "solutions/*/suite/**/*", "solutions/*/support/**/*")
    carried = {name.removeprefix("grader/_course/") for name in wheel if name.startswith("grader/_course/")}

    assert carried == expected
    assert any("/suite/test_" in name for name in carried)


def test_the_wheel_carries_all_of_the_grader(wheel: dict[str, bytes]) -> None:
    modules = {name for name in wheel if name.startswith("grader/") and not name.startswith("grader/_course/")}

    assert modules == course_files("grader/**/*")


def test_the_wheel_makes_the_command(wheel: dict[str, bytes]) -> None:
    entry_points = next(text for name, text in wheel.items() if name.endswith("entry_points.txt"))

    assert b"grade = grader.cli.main:main" in entry_points
    assert any(name.endswith("licenses/LICENSE") for name in wheel)


def test_no_solution_leaves_the_repository(wheel: dict[str, bytes], source: dict[str, bytes]) -> None:
    """Neither under its name nor under another: no file's content is that of a secret one."""
    secret = {path.read_bytes() for path in secret_files()} - {path.read_bytes() for path in public_files()} - {b""}
    leaked = [name for name, content in [*wheel.items(), *source.items()] if content in secret]

    assert secret
    assert leaked == []
    assert [name for name in [*wheel, *source] if is_secret(name)] == []


def secret_files() -> Iterable[Path]:
    return [path for part in SECRET_PARTS for path in ROOT.glob(f"solutions/*/{part}/**/*") if path.is_file()]


def public_files() -> Iterable[Path]:
    """A solution may take a given file of the exercise as it is."""
    return [path for path in ROOT.glob("exercises/**/*") if path.is_file()]


def is_secret(name: str) -> bool:
    _, found, rest = name.partition("solutions/")
    return bool(found) and rest.split("/")[1:2] != [] and rest.split("/")[1] in SECRET_PARTS


@pytest.fixture(scope="module")
def installed(wheel_of_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A student's Python with the wheel installed: no course around, no solution."""
    home = tmp_path_factory.mktemp("student") / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python3*/site-packages"))
    with zipfile.ZipFile(wheel_of_tree) as archive:
        archive.extractall(packages)  # noqa: S202 - the wheel is our own
    (packages / "others.pth").write_text(str(Path(pytest.__file__).parent.parent) + "\n")
    return home / "bin" / "python"


def graded(python: Path, folder: Path, *words: str) -> tuple[float, str, int]:
    """The points, where the checks come from, and the exit code."""
    line = [str(python), "-m", "grader", "ex03", "--json", "-", *words]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    result = json.loads(done.stdout)
    return result["points"], result["checks_from"], done.returncode


def test_an_installed_wheel_grades_by_its_record(installed: Path, tmp_path: Path) -> None:
    """The suite and its record come from the wheel."""
    work = Path(shutil.copytree(ROOT / "solutions" / "ex03_calculator" / "solution", tmp_path / "work"))

    assert graded(installed, work) == (20, "record", 0)


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_an_installed_wheel_grades_in_a_released_folder(installed: Path, sealed: bool, tmp_path: Path) -> None:
    """First the skeleton, then a right answer written over it."""
    key_file = tmp_path / "course.key"
    make_key(key_file)
    key = find_key(key_file, {})
    copy = release(Course.load(ROOT), tmp_path / "copy", key=(lambda: key) if sealed and key else None).folder
    words = ["--key", str(key_file)] if sealed else []

    skeleton = graded(installed, copy, *words)
    shutil.copytree(ROOT / "solutions/ex03_calculator/solution", copy / "exercises/ex03_calculator", dirs_exist_ok=True)

    assert skeleton == (1, "record", 1)
    assert graded(installed, copy, *words) == (20, "record", 0)
