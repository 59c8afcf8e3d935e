"""All mutants of a solution: every operator on every file that a student hands in."""

from __future__ import annotations

import io
import tokenize
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from grader.authoring.mutation.mutant import Mutant, diff_of, first_lines
from grader.authoring.mutation.notebook import Cell, cells_of, with_cell
from grader.authoring.mutation.operators import OPERATORS, Operator
from grader.authoring.mutation.source import Change, Source
from grader.authoring.mutation.tree import Folder

_Site = TypeVar("_Site")


def mutate(files: Mapping[str, bytes], dropped: Mapping[str, bytes] | None = None) -> list[Mutant]:
    """The mutants of the files of a solution, in a fixed order; no two are the same files, and none the solution.

    `dropped` are files that the student starts from and the solution has no longer. A mutant whose file cannot be
    compiled is not made, but where the operator is about the bytes of the file.
    """
    files = dict(sorted(files.items()))
    sources = [*_sources(files)]
    folder = Folder(files, dict(sorted((dropped or {}).items())))
    seen = {_key(files)}
    mutants = []
    for operator in OPERATORS.values():
        for mutant in _made(operator, sources, folder):
            key = _key(mutant.files)
            if key not in seen:
                seen.add(key)
                mutants.append(mutant)
    return mutants


def _made(operator: Operator, sources: Sequence[_Text], folder: Folder) -> Iterator[Mutant]:
    if operator.of_folder:
        for moved in operator.of_folder(folder):
            yield Mutant(
                operator=operator.name,
                family=operator.family,
                starred=operator.starred,
                file=moved.file,
                line=0,
                within="",
                note=moved.note,
                diff="",
                removed="",
                added="",
                files=moved.files,
            )
    if operator.of_source:
        for text in sources:
            if operator.in_cells or text.cell is None:
                changes = [change for change in operator.of_source(text.source) if text.compiles_with(change)]
                yield from (text.mutant(operator, change, folder.files) for change in evenly(changes, operator.most))


class _Text:
    """One file's source, or a cell's, and how to write a file from it."""

    def __init__(self, path: str, text: str, files: Mapping[str, bytes], cell: Cell | None, encoding: str) -> None:
        self.path = path
        self.cell = cell
        self.source = Source(path, text, files)
        self._encoding = encoding

    def compiles_with(self, change: Change) -> bool:
        """Whether the text is still Python with a change, and another text than before."""
        text = self.source.changed(change)
        try:
            with warnings.catch_warnings(action="ignore"):
                compile(text, self.path, "exec", dont_inherit=True)
            text.encode(self._encoding)
        except (SyntaxError, ValueError):
            return False
        return text != self.source.text

    def mutant(self, operator: Operator, change: Change, files: Mapping[str, bytes]) -> Mutant:
        """The submission with a change."""
        text = self.source.changed(change)
        place = f"{self.path}, cell {self.cell.number}" if self.cell else self.path
        diff = diff_of(self.source.text, text, place)
        removed, added = first_lines(diff)
        content = with_cell(files[self.path], self.cell, text) if self.cell else text.encode(self._encoding)
        return Mutant(
            operator=operator.name,
            family=operator.family,
            starred=operator.starred,
            file=self.path,
            line=change.line,
            within=f"cell {self.cell.number}" if self.cell else self.source.within(change.line),
            note=change.note,
            diff=diff,
            removed=removed,
            added=added,
            files={**files, self.path: content},
        )


def evenly(sites: Sequence[_Site], most: int) -> list[_Site]:
    """At most so many of the sites, from the first on in even steps."""
    if len(sites) <= most:
        return [*sites]
    return [sites[place * len(sites) // most] for place in range(most)]


def _sources(files: Mapping[str, bytes]) -> Iterator[_Text]:
    """What can be parsed of the files: a text that is none by purpose has no mutants but those of the folder."""
    for path, content in files.items():
        try:
            if path.endswith(".py"):
                encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
                yield _Text(path, content.decode(encoding), files, None, encoding)
        except (SyntaxError, ValueError):
            continue
        for cell in cells_of(content) if path.endswith(".ipynb") else ():
            try:
                yield _Text(path, cell.text, files, cell, "utf-8")
            except (SyntaxError, ValueError):
                continue


def _key(files: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(files.items()))
