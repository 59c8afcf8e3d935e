"""Deletes a student's data: from the store, from the overrides, and from what reports have written."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from grader.authored import did_you_mean
from grader.bulk.store import Store
from grader.errors import InputError
from grader.gradebook.cells import Cells
from grader.gradebook.output import Output, output_in
from grader.gradebook.reports import ANONYMOUS, OVERRIDES
from grader.intake.lms.handed import folded

_STAYS = (
    "What stays: backups and copies of these files, what you uploaded or sent, the learning platform itself, and the "
    "work in the folder or archive that was graded. Grading that again brings the student back."
)


def forget(folder: Path, store: Store, student: str) -> str:
    """Delete all of the student in `folder` and the store; return what is to be told.

    What reports have written of the class is deleted as a whole, for the next report to write anew. Raises
    `InputError`, and nothing is deleted, for a stranger, or where a file was changed since a report wrote it.
    """
    _check_known(store, student)
    with ExitStack() as stack:
        outputs = [stack.enter_context(output_in(each)) for each in (folder, folder / ANONYMOUS) if each.is_dir()]
        for output in outputs:
            output.check_own(output.earlier)
        count = store.forget(student)
        told = [f"`{student}` is deleted: {count:,} graded works, and what was known of them."]
        told += _without_overrides(folder, outputs[0], student)
        for output in outputs:
            output.place(instead=output.earlier)
    return "\n".join([*told, _STAYS, "", ""])


def _check_known(store: Store, student: str) -> None:
    runs = store.runs()
    absent = {each for run in runs for each in run.missing}
    if student in absent or any(True for _ in store.entries(student=student)):
        return
    known = {each.student for each in store.entries()} | absent
    raise InputError(
        f"there is no student `{student}` in the store.{did_you_mean(student, known)}", hint="Write the whole id."
    )


def _without_overrides(folder: Path, output: Output, student: str) -> list[str]:
    """Take the student's lines out of the overrides."""
    file = folder / OVERRIDES
    if not file.exists():
        return []
    cells = Cells(file.read_bytes(), f"`{file}`")
    column = cells.column("student")
    lines = [line for line in cells.rows if folded(cells.text(line, column)) == folded(student)]
    if lines:
        output.write(OVERRIDES, cells.without(lines), own=False)
    return [f"{OVERRIDES}: {len(lines):,} lines taken out."] if lines else []
