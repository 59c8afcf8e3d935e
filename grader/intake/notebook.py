"""The cells of a notebook: read with nbformat whatever its version, and mended where that can be done."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from grader.intake.notebook_cells import Cell, code_cells
from grader.intake.notebook_commands import Stripped, strip_commands
from grader.intake.notebook_repair import Damage, decode, language_of, lighten
from grader.intake.paths import shown
from grader.intake.tree import Refusal

NOTEBOOK_LIMIT = 64 << 20  # bytes of a notebook with all its outputs
OUTPUTS_LIMIT = 1 << 20  # bytes from which on the saved outputs are left out
CODE_LIMIT = 1 << 20  # characters of all cells together

NAMED_LIMIT = 3

_CURRENT = 4
_BEGIN = 1_000  # characters that tell code from text
_CODE = re.compile(
    r"%%(?:writefile|file)\s|import\s+[\w.]+(?:\s*,|\s+as\b|\s*$)|from\s+[\w.]+\s+import\b|(?:def|class)\s.*:$",
    re.MULTILINE,
)
_PYTHON = ("python", "python3", "ipython")


class ReadNotebook(Struct, frozen=True):
    """A notebook that could be read: its code cells, also without their commands, and `content` to keep of the file.

    `notices` are sentences on what was mended and what was left out.
    """

    cells: tuple[Cell, ...]
    stripped: tuple[Stripped, ...]
    content: bytes
    notices: tuple[str, ...] = ()


def read_notebook(name: str, content: bytes) -> ReadNotebook | Refusal:
    """Return what is in a notebook file; the content stays as it was where nothing had to be mended or left out."""
    if len(content) > NOTEBOOK_LIMIT:
        return Refusal("too large", f"is larger than a notebook may be ({NOTEBOOK_LIMIT >> 20} MB)")
    try:
        document, repairs = decode(content)
        light = lighten(document, repairs)
        texts = _checked(light)
        current = _upgraded(light)
    except Damage as damage:
        return Refusal(damage.kind, str(damage))
    except RecursionError:
        return Refusal("unreadable", "is nested too deeply to be a notebook")
    cells = code_cells(current)
    stripped = tuple(strip_commands(cell.source) for cell in cells)
    small = len(content) <= OUTPUTS_LIMIT
    whole = small and not repairs and document.get("nbformat") == _CURRENT
    kept = content if whole else json.dumps(current).encode("ascii")
    notices = [
        *_about_damage(name, light, repairs),
        *_about_size(name, small=small),
        *_about_language(name, language_of(document)),
        *_about_text_cells(name, texts),
        *_about_commands(name, cells, stripped),
    ]
    return ReadNotebook(cells, stripped, kept, tuple(notices))


def _checked(light: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all cells, whatever the version; raises `Damage` if there are none, or if they are too large."""
    sheets = light.get("worksheets", [light])
    cells = [cell for sheet in sheets for cell in sheet["cells"]]
    if not cells:
        raise Damage("holds no cell: save it in Jupyter after you have written into it")
    if sum(len(cell.get("source") or cell.get("input") or cell.get("code") or "") for cell in cells) > CODE_LIMIT:
        raise Damage(f"holds more than {CODE_LIMIT >> 20} MB of text in its cells", "too large")
    return cells


def _upgraded(light: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook in the current format."""
    import nbformat  # noqa: PLC0415 - slow to import, and few submissions are notebooks

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            old = nbformat.reader.reads(json.dumps(light))  # type: ignore[no-untyped-call]
            node = nbformat.convert(old, _CURRENT)  # type: ignore[no-untyped-call]
            nbformat.validate(node)
            document: dict[str, Any] = json.loads(json.dumps(node))  # its own writer takes seconds for many lines
    except RecursionError:
        raise
    except Exception as error:  # a stranger's file, read by rules of many versions: any error means that it is none
        reason = str(error).strip().partition("\n")[0][:200]
        raise Damage(f"is not built as a notebook is ({reason or type(error).__name__})") from error
    return document


def _about_damage(name: str, light: dict[str, Any], repairs: list[str]) -> Iterator[str]:
    if repairs:
        yield f"`{name}` was damaged and has been mended: {'; '.join(dict.fromkeys(repairs))}."
    if light["nbformat"] != _CURRENT:
        yield f"`{name}` is of the old notebook version {light['nbformat']} and was converted."


def _about_size(name: str, *, small: bool) -> Iterator[str]:
    if not small:
        yield f"`{name}` is larger than {OUTPUTS_LIMIT >> 20} MB: its saved outputs were left out."


def _about_language(name: str, language: str) -> Iterator[str]:
    if language not in _PYTHON:
        yield f"`{name}` says that it is written in `{language}`: it was read as Python 3."


def _about_text_cells(name: str, cells: list[dict[str, Any]]) -> Iterator[str]:
    texts = (cell["source"] for cell in cells if cell["cell_type"] in ("markdown", "raw") and "source" in cell)
    like_code = next(filter(_looks_like_code, texts), None)
    if like_code is not None:
        line = shown(like_code.strip().partition("\n")[0][:60])
        yield f"A text cell of `{name}` begins like code (`{line}`): turn it into a code cell if it is one."


def _about_commands(name: str, cells: tuple[Cell, ...], stripped: tuple[Stripped, ...]) -> Iterator[str]:
    found = [(left.text, cell) for cell, each in zip(cells, stripped, strict=True) for left in each.left_out]
    if found:
        texts = [f"`{shown(text.partition(chr(10))[0][:40])}` in {cell.label}" for text, cell in found[:NAMED_LIMIT]]
        more = f" and {len(found) - NAMED_LIMIT:,} more" if found[NAMED_LIMIT:] else ""
        yield f"Notebook commands are not carried out. Left out of `{name}`: {', '.join(texts)}{more}."


def _looks_like_code(text: str) -> bool:
    return _CODE.match(text.lstrip()[:_BEGIN]) is not None
