"""What README shows is what comes out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXERCISE = ROOT / "solutions" / "ex03_calculator"


def test_the_example_is_the_real_output(tmp_path: Path) -> None:
    """A student who returns the error's text instead of raising it."""
    work = Path(shutil.copytree(EXERCISE / "solution", tmp_path / "work"))
    shutil.copy(EXERCISE / "mistakes" / "error_text_returned" / "calculator.py", work)
    shown = re.search(r"<!-- output: grade ex03 -->\n```text\n(.*?)```\n", README, re.DOTALL)
    assert shown is not None

    line = [sys.executable, "-m", "grader", "ex03", "--course", str(ROOT)]
    environment = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run(line, cwd=work, env=environment, capture_output=True, text=True, check=False)

    assert shown[1] == done.stdout
    assert done.returncode == 1


def test_every_file_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
