"""The documents that are made by a command are what the command makes now."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from grader.diagnosis.catalogue import MESSAGES

ROOT = Path(__file__).parent.parent
MADE = {
    "commands.md": ["grader.cli.reference"],
    "runs.md": ["grader.authoring.runs", "docs/runs.toml"],
}


@pytest.mark.parametrize("name", MADE)
def test_the_document_is_what_its_command_makes(name: str, tmp_path: Path) -> None:
    words = [*MADE[name], str(tmp_path / name)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, env=environment, check=True)

    assert (ROOT / "docs" / name).read_text() == (tmp_path / name).read_text(), (
        f"run `python -m {' '.join(MADE[name])} docs/{name}` and read what has changed"
    )


def test_recorded_runs_are_fit_for_a_student() -> None:
    """No line is too wide, names this machine, or shows a frame of the grader's; every run ends with one next step."""
    text = (ROOT / "docs" / "runs.md").read_text()
    runs = text.split("```text\n")[1:]

    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert [word for word in ("/tmp/", "gradebox-", "site-packages", "<frozen") if word in text] == []
    assert [run for run in runs if run.count("Next step: ") != 1] == []


def test_the_entry_that_authors_are_shown_is_that_of_the_catalogue() -> None:
    page = (ROOT / "docs" / "feedback.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```toml\n(\[G01\]\n.*?)^```", page, re.DOTALL | re.MULTILINE)
    catalogue = tomllib.loads(MESSAGES.joinpath("en.toml").read_text(encoding="utf-8"))

    for key, text in tomllib.loads(shown)["G01"].items():
        assert text == catalogue["G01"][key]
