"""The exercises of this repository, where two of their files must agree."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Named `broken.py.txt` for `broken.py`: such a file may be wrong on purpose, and no tool should read it as Python.
ORIGINALS = sorted(ROOT.glob("solutions/*/suite/originals/**/*.txt"))


@pytest.mark.parametrize("original", ORIGINALS, ids=lambda path: path.name)
def test_a_suite_compares_with_the_file_as_students_get_it(original: Path) -> None:
    """A file that students change is theirs, so a suite that asks what changed keeps a copy."""
    originals = next(folder for folder in original.parents if folder.name == "originals")
    exercise = ROOT / "exercises" / originals.parent.parent.name

    handed_out = exercise / original.relative_to(originals).with_suffix("")

    assert original.read_bytes() == handed_out.read_bytes()
