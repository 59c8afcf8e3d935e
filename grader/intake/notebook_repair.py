"""What happens to notebooks on their way, undone where that can be done: encodings, merges, lost and broken fields."""

from __future__ import annotations

import json
import re
from typing import Any, Literal

CELL_LIMIT = 10_000

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OPEN, _MIDDLE, _CLOSE = "<<<<<<<", "=======", ">>>>>>>"
_OLDEST, _WORKSHEETS, _CURRENT = 1, 3, 4
_TYPES = ("code", "markdown", "raw")
_CODE_KEYS = ("source", "input", "code")
_TEXT_KEYS = ("source", "text")
_MINOR_WITH_IDS = 5
_ID = re.compile(r"[a-zA-Z0-9-_]{1,64}")


class Damage(Exception):  # noqa: N818 - it says what is wrong with the file, and no one of ours is at fault
    """A notebook that cannot be read; the message goes on after its name."""

    def __init__(self, reason: str, kind: Literal["unreadable", "too large"] = "unreadable") -> None:
        super().__init__(reason)
        self.kind = kind


def decode(content: bytes) -> tuple[dict[str, Any], list[str]]:
    """Return the JSON object in a notebook file and what had to be mended. Raises `Damage`, `RecursionError`."""
    repairs: list[str] = []
    text = _text(content, repairs)
    if not text.strip():
        raise Damage("is empty: save the notebook in Jupyter and hand it in again")
    document = _parsed(text, repairs)
    if not isinstance(document, dict):
        raise Damage(f"is no notebook: it holds {_KINDS.get(type(document), 'a value')} and no cells")
    return document, repairs


_KINDS: dict[type, str] = {list: "a list", str: "a text", int: "a number", float: "a number", type(None): "nothing"}


def _text(content: bytes, repairs: list[str]) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            repairs.append("a byte order mark stood before it" if encoding == "utf-8" else "it was saved as UTF-16")
            try:
                return content.decode(encoding).removeprefix("\ufeff")
            except UnicodeDecodeError:
                raise Damage(f"begins as {encoding.upper()} and does not go on so") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" in content:
            raise Damage("holds no text, so it is no notebook") from None
        repairs.append("it was not saved as UTF-8")
        return content.decode("latin-1")


def _parsed(text: str, repairs: list[str]) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        sides = _sides(text)
        for side, which in zip(sides, ("upper", "lower"), strict=False):
            try:
                document = json.loads(side)
            except json.JSONDecodeError:
                continue
            repairs.append(f"it held the marks of a merge, and the {which} side was taken")
            return document
        if error.msg == "Extra data" and text.startswith("{"):
            repairs.append("something followed its end")
            return json.JSONDecoder().raw_decode(text)[0]
        raise Damage(_why_no_json(text, error, merged=bool(sides))) from None
    except ValueError as error:  # a number with too many digits
        raise Damage(f"is no notebook that can be read ({str(error).partition(';')[0]})") from None


def _sides(text: str) -> list[str]:
    """Return the text with the upper, and with the lower sides of all its conflicts; nothing if there are none."""
    if _OPEN not in text:
        return []
    upper: list[str] = []
    lower: list[str] = []
    into: tuple[list[str], ...] = (upper, lower)
    for line in text.splitlines(keepends=True):
        if line.startswith(_OPEN):
            into = (upper,)
        elif line.startswith("|||||||"):
            into = ()
        elif line.startswith(_MIDDLE):
            into = (lower,)
        elif line.startswith(_CLOSE):
            into = (upper, lower)
        else:
            for side in into:
                side.append(line)
    return ["".join(upper), "".join(lower)]


def _why_no_json(text: str, error: json.JSONDecodeError, *, merged: bool) -> str:
    begin = text.lstrip()[:200].lower()
    if merged:
        return "holds the marks of a merge (`<<<<<<<`): settle the merge and save the notebook in Jupyter"
    if begin.startswith(("<!doctype", "<html", "<?xml")):
        return "is a web page, not a notebook: download the notebook itself, with the ending `.ipynb`"
    if not begin.startswith(("{", "[")):
        return "holds plain text or code, not a notebook: save it from Jupyter, or hand code in as a `.py` file"
    if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"ends in line {text.count(chr(10)) + 1}, in the middle: it was cut off, so save or copy it again"
    return f"is damaged in line {error.lineno} ({error.msg}): save the notebook in Jupyter again"


def lighten(document: dict[str, Any], repairs: list[str]) -> dict[str, Any]:
    """Return a notebook of the same version with cells and their texts only, every field in order; notes what was not.

    Raises `Damage` if it has no cells at all, or too many.
    """
    version = _version(document, repairs)
    light: dict[str, Any] = {"nbformat": version, "nbformat_minor": 0, "metadata": {}}
    if version < _CURRENT:
        old = [_old_cell(cell, version) for cell in _old_cells(document)]
        kept = [cell for cell in old if cell is not None]
        return light | ({"worksheets": [{"cells": kept, "metadata": {}}]} if version > _OLDEST else {"cells": kept})
    found = [_cell(cell, repairs) for cell in _counted(document.get("cells"))]
    minor = document.get("nbformat_minor")
    wanted = type(minor) is int and minor >= _MINOR_WITH_IDS
    cells = _with_ids([cell for cell in found if cell is not None], repairs, wanted=wanted)
    return light | {"nbformat_minor": _MINOR_WITH_IDS, "cells": cells}


def _old_cells(document: dict[str, Any]) -> list[Any]:
    sheets = document.get("worksheets", [document])
    lists = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)] if isinstance(sheets, list) else []
    found = [cells for cells in lists if isinstance(cells, list)]
    return _counted([cell for cells in found for cell in cells] if found else None)


def _counted(cells: Any) -> list[Any]:
    if not isinstance(cells, list):
        raise Damage("has no list of cells, so there is nothing in it to grade")
    if len(cells) > CELL_LIMIT:
        raise Damage(f"has {len(cells):,} cells, and at most {CELL_LIMIT:,} are read", "too large")
    return cells


def _version(document: dict[str, Any], repairs: list[str]) -> int:
    version = document.get("nbformat")
    if type(version) is str and version in ("1", "2", "3", "4"):
        version = int(version)
        repairs.append("its version was written as text")
    if version is None:
        if "cells" not in document and "worksheets" not in document:
            raise Damage("has no cells, so it is no notebook")
        version = _CURRENT if "cells" in document else _WORKSHEETS
        repairs.append("it did not say its version")
    if type(version) is not int or not _OLDEST <= version <= _CURRENT:
        raise Damage(f"is of notebook version {str(version)[:20]}, and versions 1 to 4 are read")
    return version


def language_of(document: dict[str, Any]) -> str:
    """Return what a notebook says it is written in, in lower case; `python` if it does not say."""
    metadata = document.get("metadata")
    for outer, inner in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(outer) if isinstance(metadata, dict) else None
        name = part.get(inner) if isinstance(part, dict) else None
        if isinstance(name, str) and name.isprintable():
            return name.lower()[:40]
    return "python"


def _joined(cell: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """Return the text of a cell, whole or in lines; None if it has none."""
    text = next((cell[key] for key in keys if key in cell), None)
    if isinstance(text, list):
        return "".join(line for line in text if isinstance(line, str))
    return text if isinstance(text, str) else None


def _old_cell(cell: Any, version: int) -> dict[str, Any] | None:
    if not isinstance(cell, dict):
        return None
    prompt = cell.get("prompt_number")
    if cell.get("cell_type") == "code":
        key = "input" if version > _OLDEST else "code"
        made = {"cell_type": "code", key: _joined(cell, _CODE_KEYS) or "", "outputs": [], "language": "python"}
        return (
            made
            | {"metadata": {}, "collapsed": False}
            | ({"prompt_number": prompt} if type(prompt) is int and prompt >= 0 else {})
        )
    kind, key = ("markdown", "source") if version > _OLDEST else ("text", "text")
    return {"cell_type": kind, key: _joined(cell, _TEXT_KEYS) or "", "metadata": {}}


def _cell(cell: Any, repairs: list[str]) -> dict[str, Any] | None:
    if not isinstance(cell, dict):
        repairs.append("something that is no cell stood among the cells")
        return None
    kind, source = cell.get("cell_type"), _joined(cell, _CODE_KEYS)
    if kind not in _TYPES:
        repairs.append("a cell did not say what it is")
        kind = "code" if "outputs" in cell or "execution_count" in cell else "raw"
    if source is None:
        repairs.append("a cell had no text")
    made: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source or "", "id": cell.get("id")}
    if kind == "code":
        if not isinstance(cell.get("outputs"), list) or "execution_count" not in cell:
            repairs.append("a cell had no list of outputs, or no number")
        count = cell.get("execution_count")
        made |= {"outputs": [], "execution_count": count if type(count) is int and count >= 0 else None}
    if not isinstance(cell.get("metadata"), dict):
        repairs.append("a cell had no metadata")
    return made


def _with_ids(cells: list[dict[str, Any]], repairs: list[str], *, wanted: bool) -> list[dict[str, Any]]:
    """Return the cells, each with an id that is its own; `wanted` says that the version asks for ids."""
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        name = cell["id"]
        if name is None and wanted:
            repairs.append("a cell had no id")
        elif name is not None and (not isinstance(name, str) or not _ID.fullmatch(name) or name in seen):
            repairs.append("two cells had the same id" if isinstance(name, str) and name in seen else "an id was wrong")
        if not isinstance(name, str) or not _ID.fullmatch(name) or name in seen:
            cell["id"] = f"mended-{number}"
        seen.add(cell["id"])
    return cells
