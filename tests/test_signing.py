"""Signed results: what holds, what does not, and what is said of each; by the real commands where files are written."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.cli.main import main
from grader.course import Course
from grader.errors import InputError, ManifestError
from grader.intake.folder import take
from grader.record import suite_digest
from grader.result import CheckResult, GraderInfo, Outcome, Result, Status, SubmissionInfo, SuiteInfo
from grader.signing import Pair, Signer, canonical, new_pair, statement_of
from grader.verification import Verifier

ROOT = Path(__file__).parent.parent
SOLUTION = ROOT / "solutions" / "ex03_calculator" / "solution"

Edit = Callable[[dict[str, Any]], object]


@pytest.fixture(scope="module")
def pair() -> Pair:
    return new_pair()


@pytest.fixture(scope="module")
def course() -> Course:
    return Course.load(ROOT)


@pytest.fixture
def signed(pair: Pair, course: Course, tmp_path: Path) -> Path:
    """A signed result of the solution of ex03, whose texts are in several alphabets."""
    exercise = course.find("ex03")
    assert exercise.suite is not None
    result = Result(
        exercise=exercise.name,
        title="Rechner \N{GREEK SMALL LETTER PI} \udc80",
        status=Status.FAILED,
        points=7.33,
        max_points=20,
        core_points=17,
        checks=[
            CheckResult(id="t.py::a", title="a", outcome=Outcome.PASSED, points=7.33, max_points=10),
            CheckResult(id="t.py::b", title="b", outcome=Outcome.CRASHED, points=0, max_points=10, message="no"),
        ],
        submission=SubmissionInfo(student="alice/ex03", sha256=take(SOLUTION, exercise).sha256),
        suite=SuiteInfo(suite_digest(exercise.suite)),
        box="bubblewrap",
        grader=GraderInfo("0.1.0", "3.11.7"),
        started="2026-06-01T14:32:05Z",
    )
    file = tmp_path / "result.json"
    file.write_text(Signer(pair.private).signed(result))
    return file


def edit(file: Path, change: Edit) -> None:
    document = json.loads(file.read_text())
    change(document)
    file.write_text(json.dumps(document))


def test_a_result_is_good_as_it_was_signed(signed: Path, pair: Pair, course: Course) -> None:
    verified = Verifier(course, [pair.public]).verify(signed, SOLUTION)

    assert verified.holds
    assert "7.33 of 20 points" in verified.text
    assert "is the one that was graded" in verified.text


def test_the_order_of_keys_and_the_white_space_do_not_matter(signed: Path, pair: Pair, course: Course) -> None:
    signed.write_text(json.dumps(json.loads(signed.read_text()), sort_keys=True, ensure_ascii=False), "utf-8")

    assert Verifier(course, [pair.public]).verify(signed).holds


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda it: it.update(points=20), "was altered", id="score"),
        pytest.param(lambda it: it.update(points=7.331), "no values that the grader writes", id="part-of-a-hundredth"),
        pytest.param(lambda it: it.update(status="passed"), "was altered", id="status"),
        pytest.param(lambda it: it["checks"][1].update(points=10), "was altered", id="points-of-a-check"),
        pytest.param(lambda it: it["checks"].pop(), "was altered", id="check-left-out"),
        pytest.param(lambda it: it["submission"].update(sha256="0" * 64), "was altered", id="submission"),
        pytest.param(lambda it: it["submission"].update(student="bob/ex03"), "was altered", id="student"),
        pytest.param(lambda it: it["suite"].update(sha256="0" * 64), "was altered", id="suite"),
        pytest.param(lambda it: it["grader"].update(version="9"), "was altered", id="grader"),
        pytest.param(lambda it: it.update(exercise="ex04_guard"), "was altered", id="exercise"),
        pytest.param(lambda it: it["signature"].update(value="AAAA"), "was altered", id="signature"),
        pytest.param(lambda it: it["signature"].update(value="no base64!"), "was altered", id="no-base64"),
        pytest.param(lambda it: it["signature"].pop("value"), "no values that the grader writes", id="half-signature"),
        pytest.param(lambda it: it.pop("signature"), "not signed", id="unsigned"),
        pytest.param(lambda it: it.update(signature=None), "not signed", id="null"),
    ],
)
def test_what_was_altered_is_not_good(signed: Path, pair: Pair, course: Course, change: Edit, words: str) -> None:
    edit(signed, change)
    verified = Verifier(course, [pair.public]).verify(signed)

    assert not verified.holds
    assert words in verified.text


def test_what_a_signature_does_not_cover_may_change(signed: Path, pair: Pair, course: Course) -> None:
    """Messages are words about the score, not the score; `docs/signing.md` says so."""
    edit(signed, lambda it: it["checks"][1].update(message="yes"))

    assert Verifier(course, [pair.public]).verify(signed).holds


def test_another_key_is_named(signed: Path, pair: Pair, course: Course) -> None:
    verified = Verifier(course, [new_pair().public]).verify(signed)

    assert not verified.holds
    assert f"another key, `{pair.public}`" in verified.text


def test_a_signature_under_the_name_of_a_key_that_did_not_make_it_is_not_good(
    signed: Path, pair: Pair, course: Course
) -> None:
    other = new_pair()
    edit(signed, lambda it: it["signature"].update(key=other.public))

    assert not Verifier(course, [pair.public, other.public]).verify(signed).holds


def test_other_files_than_those_that_were_graded_are_told(
    signed: Path, pair: Pair, course: Course, tmp_path: Path
) -> None:
    work = Path(shutil.copytree(SOLUTION, tmp_path / "work"))
    (work / "calculator.py").write_text("def add(a, b): return 5\n")
    verified = Verifier(course, [pair.public]).verify(signed, work)

    assert not verified.holds
    assert "are others than those that were graded" in verified.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schema": "grade/v1", ', "damaged"),
        ("", "damaged"),
        ("[1]", "no JSON object"),
        ('{"schema": "grade/v1", "points": 1, "points": 2}', "a key is there twice"),
        ('{"schema": "grade/v1", "points": NaN}', "no JSON"),
        ('{"schema": "grade/v1", "points": 1}', "damaged result"),
        ('{"schema": "other/v1"}', "no result of the format"),
        ("\udc80".encode("utf-8", "surrogatepass"), "damaged"),
        ("[" * 100_000, "damaged"),
    ],
)
def test_what_is_no_result_is_bad_input(
    text: str | bytes, words: str, pair: Pair, course: Course, tmp_path: Path
) -> None:
    file = tmp_path / "result.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())

    with pytest.raises(InputError, match=words):
        Verifier(course, [pair.public]).verify(file)


def test_what_is_signed_is_what_the_documentation_says(signed: Path) -> None:
    """The statement is spelt out in `docs/signing.md`, so that others can check it."""
    page = (ROOT / "docs" / "signing.md").read_text(encoding="utf-8")
    example = page.split("```json\n")[1].split("```")[0]
    statement = statement_of(json_result(signed))

    assert set(json.loads(example)) == set(statement)
    assert canonical(statement).startswith(b'{"box":"bubblewrap","checks":[["t.py::a","passed",733,1000],')


def json_result(file: Path) -> Result:
    from grader.signing import read_document, result_in  # noqa: PLC0415 - used once

    return result_in(read_document(file))


def test_keys_are_made_used_and_known_by_the_commands(tmp_path: Path) -> None:
    """`grade signing-key`, the line it prints in `course.toml`, `grade ci --sign`, `grade verify`."""
    secret = tmp_path / "signing.key"
    made = grade("signing-key", secret)
    again = grade("signing-key", secret)
    copy = Path(shutil.copytree(ROOT / "tests" / "courses" / "calculator8", tmp_path / "course"))
    manifest = copy / "course.toml"
    manifest.write_text(made.stdout + manifest.read_text())
    work = tmp_path / "work"
    shutil.copytree(copy / "solutions" / "ex01_calculator" / "solution", work / "ex01_calculator")
    graded = grade("ci", "--sign", "--course", copy, cwd=work, GRADE_SIGNING_KEY=secret.read_text())
    result = work / "grade-results" / "ex01_calculator.json"
    good = grade("verify", result, "--course", copy, "--against", work / "ex01_calculator")
    edit(result, lambda it: it.update(points=0))
    altered = grade("verify", result, "--course", copy)

    assert (made.returncode, again.returncode) == (0, 2)
    assert "exists" in again.stderr
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert good.returncode == 0, good.stdout + good.stderr
    assert altered.returncode == 1
    assert secret.read_text().strip() not in made.stdout + made.stderr + graded.stdout + graded.stderr


@pytest.mark.parametrize(
    ("words", "variables", "message"),
    [
        (["--sign"], {}, "finds no key"),
        (["--sign"], {"GRADE_SIGNING_KEY": "hello"}, "holds no signing key"),
        (["--sign", "--box", "auto"], {"GRADE_SIGNING_KEY": "x"}, "needs the real box"),
    ],
)
def test_a_result_is_signed_with_a_key_in_a_real_box_only(
    words: list[str],
    variables: dict[str, str],
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    exit_code = main(["ci", "ex03", *words])
    told = capsys.readouterr().err

    assert exit_code == 2
    assert message in told
    assert "hello" not in told


def test_a_course_without_keys_says_how_to_make_one(signed: Path) -> None:
    done = grade("verify", signed, "--course", ROOT / "tests" / "courses" / "calculator8")

    assert done.returncode == 2
    assert "grade signing-key" in done.stderr


@pytest.mark.parametrize("key", ["ed25519:short", "rsa:AAAA", ""])
def test_a_public_key_that_is_none_is_an_error_of_the_manifest(key: str, tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "course.toml").write_text(f'name = "x"\nsigning_keys = ["{key}"]\n')

    with pytest.raises(ManifestError, match="`signing_keys` must"):
        Course.load(tmp_path)


def grade(*words: str | Path, cwd: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
