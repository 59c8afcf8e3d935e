"""Notebooks among what was handed in: those an exercise lists are mended, others become the files that it lists.

`%%writefile` cells become files as they stand. The plain cells of a notebook become one module: the listed `.py` file
with the notebook's own name if that is missing, or the only one missing at all; never an `__init__.py`, none that lies
there under another name, and only where one notebook asks for it. Files that lie there stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from grader.course import Exercise
from grader.intake.near import near_miss
from grader.intake.notebook import NOTEBOOK_LIMIT, ReadNotebook, read_notebook
from grader.intake.notebook_cells import Cell
from grader.intake.notebook_commands import Written
from grader.intake.paths import parts_of, shortened, shown, why_unsafe
from grader.intake.tree import Refusal
from grader.manifest import is_pattern, matches_any
from grader.submission import Entry, Segment

NOTEBOOKS_LIMIT = 20  # notebooks of one submission that become files

Reader = Callable[[str, int], bytes | Refusal]


class Notebooks:
    """What lies in a folder, with its notebooks opened.

    `entries` are those given and the files that notebooks make; `segments` say for each made file which of its lines
    come from which cell; `notices` grow while `read` is used.
    """

    def __init__(self, entries: Mapping[str, Entry], read: Reader, exercise: Exercise) -> None:
        self.entries = dict(entries)
        self.notices: list[str] = []
        self.segments: dict[str, list[Segment]] = {}
        self._read = read
        self._made: dict[str, str] = {}
        self._exercise = exercise
        self._room = NOTEBOOK_LIMIT  # for all notebooks together
        self._folders = {path[:place] for path in entries for place, letter in enumerate(path) if letter == "/"}
        if _missing(entries, exercise):
            opened = {path: notebook for path in self._loose() if (notebook := self._open(path)) is not None}
            for path, notebook in opened.items():
                self._write_files(path, notebook)
            self._make_modules(opened, self._wanted_modules())

    def read(self, path: str, limit: int) -> bytes | Refusal:
        """Return the content of a file of at most `limit` bytes, a notebook's mended, or why it is refused."""
        if path in self._made:
            content = self._made[path].encode("utf-8", "replace")
        elif not _is_notebook(path):
            return self._read(path, limit)
        else:
            notebook = self._parsed(path)
            if isinstance(notebook, Refusal):
                return notebook
            self.notices += notebook.notices
            content = notebook.content
        if len(content) > limit:
            return Refusal("too large", f"is larger than what may still be handed in ({limit:,} bytes)")
        return content

    def _parsed(self, path: str) -> ReadNotebook | Refusal:
        content = self._read(path, self._room)
        if isinstance(content, Refusal):
            return content
        self._room -= len(content)
        return read_notebook(shown(path), content)

    def _loose(self) -> list[str]:
        """Return the notebooks that the exercise does not ask for: those at the top, else the only one there is."""
        wanted = [*self._exercise.files, *self._exercise.optional, *self._exercise.given]
        found = sorted(name for name, each in self.entries.items() if each.kind == "file" and _is_notebook(name))
        loose = [name for name in found if not matches_any(name, wanted)]
        top = [name for name in loose if "/" not in name]
        return (top or (loose if len(loose) == 1 else []))[:NOTEBOOKS_LIMIT]

    def _open(self, name: str) -> ReadNotebook | None:
        notebook = self._parsed(self.entries[name].path)
        if isinstance(notebook, Refusal):
            self.notices.append(f"`{shown(name)}` {notebook.reason}.")
            return None
        self.notices += notebook.notices
        return notebook

    def _write_files(self, name: str, notebook: ReadNotebook) -> None:
        """Make files of the `%%writefile` cells, in order: a later one replaces what an earlier one wrote."""
        pieces: dict[str, list[tuple[Cell, Written]]] = {}
        for cell, each in zip(notebook.cells, notebook.stripped, strict=True):
            if each.written is None:
                continue
            reason, path = why_unsafe(each.written.name), "/".join(parts_of(each.written.name))
            if reason:
                refused = f"`{shortened(each.written.name)}` from {cell.label} of `{shown(name)}`"
                self.notices.append(f"Refusing to write {refused}: {reason}.")
            elif each.written.append and path in pieces:
                pieces[path].append((cell, each.written))
            else:
                pieces[path] = [(cell, each.written)]
        wanted = [*self._exercise.files, *self._exercise.optional]
        # Wanted ones first: another's folder must not lie where they belong.
        for path in sorted(pieces, key=lambda path: not matches_any(path, wanted)):
            if self._is_free(path):
                self._make(path, name, [(cell, written.line, written.text) for cell, written in pieces[path]])

    def _is_free(self, path: str) -> bool:
        """Whether nothing of this name lies there, and no file where one of its folders would be."""
        folders = [path[:place] for place, letter in enumerate(path) if letter == "/"]
        blocked = any(folder in self.entries and self.entries[folder].kind != "folder" for folder in folders)
        return path not in self.entries and path not in self._folders and not blocked

    def _wanted_modules(self) -> list[str]:
        """Return the Python files that are missing, but for those that only have another name or place."""
        present = {shown(name) for name, each in self.entries.items() if each.kind == "file" and not _is_notebook(name)}
        return [each for each in _missing(self.entries, self._exercise) if not near_miss(each, present)]

    def _make_modules(self, opened: Mapping[str, ReadNotebook], missing: Sequence[str]) -> None:
        """Make modules of the plain cells, where it is clear which."""
        plain = {name: cells for name, notebook in opened.items() if (cells := _plain_cells(notebook))}
        wishes = {name: _module_for(name, missing) for name in plain}
        for name, cells in plain.items():
            path = wishes[name]
            if path and list(wishes.values()).count(path) == 1 and self._is_free(path):
                self._make(path, name, [(cell, 1, f"{text.rstrip()}\n") for cell, text in cells])
                self.notices.append(f"The plain cells of `{shown(name)}` were taken as `{path}`.")
            elif missing:
                self.notices.append(
                    f"The plain cells of `{shown(name)}` belong to no file. "
                    f"Begin a cell with `%%writefile {missing[0]}` to say that it is `{missing[0]}`."
                )

    def _make(self, path: str, notebook: str, parts: Sequence[tuple[Cell, int, str]]) -> None:
        line = 1
        self.segments[path] = []
        for cell, first, text in parts:
            self.segments[path].append(Segment(line, f"{cell.label} of `{shown(notebook)}`", first))
            line += text.count("\n")
        self._made[path] = "".join(text for _, _, text in parts)
        self.entries[path] = Entry(path, len(self._made[path]), "file")
        self._folders |= {path[:place] for place, letter in enumerate(path) if letter == "/"}


def _missing(entries: Mapping[str, Entry], exercise: Exercise) -> list[str]:
    """Return the listed Python files that are not there."""
    listed = [each for each in exercise.files if each.endswith(".py") and not is_pattern(each)]
    return [each for each in listed if each not in entries]


def _module_for(notebook: str, missing: Sequence[str]) -> str:
    """Return the file that a notebook's plain cells are, empty if that is not clear."""
    modules = [each for each in missing if not each.rpartition("/")[2].startswith("__")]
    own = notebook.rpartition("/")[2].rpartition(".")[0].casefold() + ".py"
    named = [each for each in modules if each.rpartition("/")[2].casefold() == own]
    fitting = named or (list(missing) if modules == list(missing) else [])
    return fitting[0] if len(fitting) == 1 else ""


def _plain_cells(notebook: ReadNotebook) -> list[tuple[Cell, str]]:
    """Return the cells that are Python, without their commands; those with nothing but commands are none."""
    return [
        (cell, each.python)
        for cell, each in zip(notebook.cells, notebook.stripped, strict=True)
        if each.written is None and any(line.strip() not in ("", "pass") for line in each.python.splitlines())
    ]


def _is_notebook(path: str) -> bool:
    return path.casefold().endswith(".ipynb")
