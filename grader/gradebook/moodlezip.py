"""Feedback files as Moodle takes them back at once: a zip with a folder for each participant."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from grader.gradebook.book import Row
from grader.gradebook.feedback import feedback, feedback_name

# Moodle finds the participant's number between the first two `_` of a folder's name.
_UNFIT = re.compile(r"[_/\\:*?\"<>|\x00-\x1f\x7f]+")
_LONGEST_NAME = 60  # characters
_DATE = (1980, 1, 1, 0, 0, 0)  # the same book gives the same bytes


def moodle_zip(people: Iterable[tuple[str, str, Row]], exercise: str) -> bytes:
    """Return the zip with a page for each of these: the full name, the participant's number, and the student."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, number, row in people:
            if exercise in row.marks:
                safe = " ".join(_UNFIT.sub(" ", name)[:_LONGEST_NAME].split()).lstrip(".~") or "Participant"
                folder = f"{safe}_{number}_assignsubmission_file"
                page = feedback(row, exercise, "html")
                entry = zipfile.ZipInfo(f"{folder}/{feedback_name(exercise, 'html')}", _DATE)
                packed.writestr(entry, page.encode("utf-8", "backslashreplace"), zipfile.ZIP_DEFLATED)
    return file.getvalue()
