"""The script of the checks that lets no test be skipped in silence, on a real run of pytest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SKIPS = Path(__file__).parent.parent / ".ci" / "skips.py"


@pytest.mark.parametrize(
    ("line", "exit_code", "shown"),
    [
        pytest.param("assert True", 0, "", id="nothing-skipped"),
        pytest.param("pytest.skip('Python 3.13 is absent')", 0, "skipped: ", id="python-absent"),
        pytest.param("pytest.skip('no bubblewrap')", 1, "SKIPPED AND MUST RUN: ", id="program-absent"),
        pytest.param("pytest.importorskip('no_such_module')", 1, "SKIPPED AND MUST RUN: ", id="module-absent"),
        pytest.param("pytest.xfail('known')", 0, "", id="expected-failure"),
    ],
)
def test_only_an_absent_python_may_skip_a_test(line: str, exit_code: int, shown: str, tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text(f"import pytest\n\ndef test_it():\n    {line}\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--junit-xml=report.xml"],
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.DEVNULL,
        check=True,
    )

    done = subprocess.run([sys.executable, SKIPS, tmp_path / "report.xml"], capture_output=True, text=True, check=False)

    assert done.returncode == exit_code
    assert done.stdout.startswith(shown)
    assert bool(done.stdout) is bool(shown)
