"""A known mistake: what its `mistake.toml` says, and the submission that it makes of the solution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from grader.authored import did_you_mean, read_toml, typed
from grader.errors import ManifestError
from grader.files import read_tree
from grader.record import Record

MISTAKE_FILE = "mistake.toml"


class Mistake(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a `mistake.toml` says.

    `message` is the id of the message that the mistake gets, empty while it has none of its own. `file` and `line` are
    where it is made; line 0 is the file, or the folder, as a whole. `fails` names the tests that must not pass, `run`
    is a command that shows the mistake, `remove` names files and folders of the solution to take out before.
    """

    message: str
    file: str
    line: int
    fails: tuple[str, ...]
    run: str = ""
    remove: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.fails:
            raise ValueError("`fails` must name at least one test: a mistake that no test sees is not known.")
        for key in ("fails", "remove"):
            names = getattr(self, key)
            if again := next((name for place, name in enumerate(names) if name in names[:place]), None):
                raise ValueError(f"`{key}` names `{again}` twice.")
        if self.line < 0:
            raise ValueError(f"`line` counts from 1, and 0 is the file as a whole; it must not be {self.line}.")


def read_mistake(folder: Path, solution: Mapping[str, bytes]) -> tuple[Mistake, dict[str, bytes]]:
    """Return the mistake in `folder`, and the files of a student who makes it.

    Raises `ManifestError` if its `mistake.toml` is wrong or does not fit the files.
    """
    manifest = folder / MISTAKE_FILE
    mistake = typed(read_toml(manifest), Mistake, manifest)
    own = {path: content for path, content in read_tree(folder).items() if path != MISTAKE_FILE}
    files = {path: content for path, content in solution.items() if not _is_in(path, mistake.remove)} | own
    if fault := _fault(mistake, own, solution, files):
        raise ManifestError(f"`{manifest}`: {fault}")
    return mistake, files


def named_checks(fails: Sequence[str], record: Record) -> tuple[set[str], list[str]]:
    """Return the ids of the checks that `fails` names, by id or by test name, and a sentence for each wrong name."""
    ids = [check.id for check in record.checks]
    found: set[str] = set()
    faults = []
    for name in fails:
        matching = [each for each in ids if each == name or each.endswith(f"::{name}")]
        if len(matching) == 1:
            found.update(matching)
        elif matching:
            several = " and ".join(f"`{each}`" for each in matching)
            faults.append(f"`{name}` is the name of several tests: {several}; write the whole id")
        else:
            near = did_you_mean(name, [*(each.rpartition("::")[2] for each in ids), *ids])
            faults.append(f"the suite has no test `{name}`.{near}")
    return found, faults


def _fault(
    mistake: Mistake, own: Mapping[str, bytes], solution: Mapping[str, bytes], files: Mapping[str, bytes]
) -> str:
    """Say what in the manifest does not fit the files; empty if all does."""
    for entry in mistake.remove:
        if not any(_is_in(path, [entry]) for path in solution):
            near = did_you_mean(entry, solution)
            return f"`remove` names `{entry}`, and the solution has no such file or folder.{near}"
    for path, content in own.items():
        if content == solution.get(path) and not _is_in(path, mistake.remove):
            return f"`{path}` beside it is the solution's own: a mistake holds only the files that differ."
    if not own and not mistake.remove:
        return "no file lies beside it and `remove` is empty: this is the solution."
    there = {**solution, **files}
    if not any(_is_in(path, [mistake.file]) for path in there):
        near = did_you_mean(mistake.file, there)
        return f"`file` names `{mistake.file}`, which neither the mistake nor the solution has.{near}"
    lines = len(there.get(mistake.file, b"").splitlines())
    if mistake.line > lines:
        return f"`line` is {mistake.line}, and `{mistake.file}` has {lines} lines."
    return ""


def _is_in(path: str, entries: Sequence[str]) -> bool:
    return any(path == entry or path.startswith(f"{entry.rstrip('/')}/") for entry in entries)
