"""The skeletons that the marked files of a solution make: Python files and notebooks."""

from __future__ import annotations

import ast
import json
import warnings
from pathlib import Path
from typing import Any

from grader.authored import read_text
from grader.authoring.markers import is_marked, unmarked
from grader.course import Exercise
from grader.errors import InputError
from grader.files import read_tree, write_whole


def skeletons(exercise: Exercise) -> dict[str, str]:
    """The text of each skeleton that is made of a marked solution, by its path in the exercise.

    Raises `InputError` for markers that are wrong, with file and line, and where they leave what is no Python.
    """
    base = exercise.solution
    if base is None:
        return {}
    made = {}
    for path in read_tree(base):
        file = base / path
        if file.suffix == ".py" and is_marked(text := read_text(file)):
            made[path] = _python(text, file)
        elif file.suffix == ".ipynb" and (notebook := notebook_skeleton(read_text(file), f"`{file}`")) is not None:
            made[path] = notebook
    return made


def write_skeletons(exercise: Exercise) -> list[Path]:
    """Bring the skeletons up to date with the solution, and return those that were written.

    Raises `InputError` as `skeletons` does, and where one cannot be written.
    """
    written = []
    for path, text in skeletons(exercise).items():
        file = exercise.public / path
        if not file.is_file() or file.read_bytes() != text.encode():
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, text)
            written.append(file)
    return written


def _python(text: str, file: Path) -> str:
    made = unmarked(text, f"`{file}`")
    fault = _fault(made)
    if fault is not None and _fault(text) is None:
        broken = made.splitlines()[fault.lineno - 1] if fault.lineno else ""
        raise InputError(
            f"`{file}`: without what is marked it is no Python any more: {fault.msg}, near `{broken.strip()}`.",
            hint="Name what stands there instead: `# BEGIN SOLUTION: pass`.",
        )
    return made


def _fault(text: str) -> SyntaxError | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exercise's own business
        try:
            ast.parse(text)
        except SyntaxError as error:
            return error
    return None


def notebook_skeleton(text: str, place: str) -> str | None:
    """The notebook without what is marked in its cells, as Jupyter would write it; None where nothing is marked.

    `place` is what messages call it. Raises `InputError` for markers that are wrong.
    """
    try:
        notebook = json.loads(text)
        cells: list[dict[str, Any]] = notebook["cells"]
        sources = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError):
        return None  # damaged or of an old version on purpose: no place for markers
    marked = [number for number, source in enumerate(sources) if is_marked(source)]
    for number in marked:
        cell = cells[number]
        source = unmarked(sources[number], f"{place}, cell {number + 1}", markdown=cell["cell_type"] != "code")
        cell["source"] = source.splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n" if marked else None
