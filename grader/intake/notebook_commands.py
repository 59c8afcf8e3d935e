"""Notebook commands, the magics and shell lines, taken out of a cell: what is left is Python, line for line.

The text comes from a stranger, so it is scanned here and never given to Python's own parser.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from msgspec import Struct

KEPT_MAGICS = frozenset({"time", "timeit", "capture", "prun"})  # they run the cell's own Python
WRITING_MAGICS = frozenset({"writefile", "file"})

_ARGUMENTS_LIMIT = 2_000  # characters of a `%%writefile` line
_STACKED_LIMIT = 20  # magics above one cell
_SUSPECT = re.compile(r"^[ \t]*[!%?,;/]|=[ \t]*[!%]|\?[ \t;]*$|^[ \t]*(?:pip3?|conda|mamba)[ \t]", re.MULTILINE)
_COMMAND = re.compile(r"[ \t]*(?:[!%?,;/]|(?:pip3?|conda|mamba)[ \t]+(?:install|uninstall|list|show)\b)")
_ASSIGNED = re.compile(r"""(?:[^'"#=\n]|'[^'\n]*'|"[^"\n]*")*+=[ \t]*[!%]""")
_HELP = re.compile(r"[^'\"#\n?]+\?{1,2}[ \t;]*")
_TIMED = re.compile(r"([ \t]*)%time[ \t]+(?=\S)")
_CELL_MAGIC = re.compile(r"%%([!\w]+)[ \t]*([^\n]*)\n?")
_NOTED = re.compile(r"[#'\"()\[\]{}\\\n]")
_CLOSING = {")", "]", "}"}


class Left(Struct, frozen=True):
    """A command that was taken out: its line in the cell, counted from 1, and its text."""

    line: int
    text: str


class Written(Struct, frozen=True):
    """What a `%%writefile` cell writes: `name` as it stands there, empty if none does, and `text`, from `line` on."""

    name: str
    text: str
    line: int
    append: bool


class Stripped(Struct, frozen=True):
    """A cell without its commands. `python` has the lines of the cell where they were; `written` is None for most."""

    python: str
    left_out: tuple[Left, ...] = ()
    written: Written | None = None


def strip_commands(source: str) -> Stripped:
    """Return a cell as Python: commands become `pass`, strings stay as they are, and no line moves."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    start = len(text) - len(text.lstrip(" \t\n"))
    first = text.rfind("\n", 0, start) + 1  # Jupyter passes over empty lines and undoes a common indent
    return _without_cell_magic(text[:first].count("\n"), _dedented(text[first:]))


def _dedented(text: str) -> str:
    indent = text[: len(text) - len(text.lstrip(" \t"))]
    return "\n".join(line.removeprefix(indent) for line in text.split("\n")) if indent else text


def _without_cell_magic(above: int, text: str) -> Stripped:
    """Return the cell of which `text` follows `above` empty lines."""
    place = 0
    for _ in range(_STACKED_LIMIT):
        magic = _CELL_MAGIC.match(text, place)
        if magic is None:
            break
        if magic[1] in WRITING_MAGICS:
            return Stripped("", written=_written(magic[2], text[magic.end() :], above + 2))
        if magic[1] not in KEPT_MAGICS:
            return Stripped("", (Left(above + 1, magic[0].strip()),))
        above, place = above + 1, magic.end()
    if not _SUSPECT.search(text, place):  # as in nearly all cells
        return Stripped("\n" * above + text[place:])
    left_out: list[Left] = []
    python = "".join(_statements(text[place:], above + 1, left_out))
    return Stripped("\n" * above + python, tuple(left_out))


def _written(arguments: str, text: str, line: int) -> Written:
    splitter = shlex.shlex(arguments[:_ARGUMENTS_LIMIT], posix=True)
    splitter.whitespace_split, splitter.commenters, splitter.escape = True, "", ""  # a backslash parts folders
    try:
        words = list(splitter)
    except ValueError:  # an open quote
        words = arguments[:_ARGUMENTS_LIMIT].split()
    names = [word for word in words if word not in ("-a", "--append")]
    content = text if not text or text.endswith("\n") else f"{text}\n"
    return Written(" ".join(names), content, line, append=len(names) < len(words))


def _statements(text: str, line: int, left_out: list[Left]) -> Iterator[str]:
    """Give each statement as Python, and note the commands; `line` is that of the first."""
    place = 0
    while place < len(text):
        timed = _TIMED.match(text, place)
        end = _line_end(text, place)
        if timed:
            end = _statement_end(text, timed.end())
            yield timed[1] + text[timed.end() : end]
        elif _is_command(text[place:end]):
            while text.endswith("\\", place, end) and end < len(text):
                end = _line_end(text, end + 1)
            command = text[place:end]
            left_out.append(Left(line, command.strip()))
            indent = command[: len(command) - len(command.lstrip(" \t"))]
            yield f"{indent}pass" + "\n" * (command.count("\n") + (end < len(text)))
            end = min(end + 1, len(text))
        else:
            end = _statement_end(text, place)
            yield text[place:end]
        line += text.count("\n", place, end)
        place = end


def _is_command(line: str) -> bool:
    return bool(_COMMAND.match(line) or _ASSIGNED.match(line) or _HELP.fullmatch(line))


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _statement_end(text: str, place: int) -> int:
    """Return the place after the line in which the statement at `place` ends: not in a bracket, not in a string."""
    depth = 0
    while (found := _NOTED.search(text, place)) is not None:
        mark, place = found[0], found.end()
        if mark == "\n":
            if not depth:
                return place
        elif mark == "\\":
            place += 1
        elif mark == "#":
            place = _line_end(text, place)
        elif mark in "'\"":
            place = _string_end(text, place - 1)
        else:
            depth = max(0, depth + (-1 if mark in _CLOSING else 1))
    return len(text)


def _string_end(text: str, place: int) -> int:
    """Return the place after the string that begins at `place`; after the line if a short one is not closed."""
    quote = text[place] * 3 if text.startswith(text[place] * 3, place) else text[place]
    place += len(quote)
    stops = re.compile(rf"\\|{quote}" if len(quote) > 1 else rf"\\|{quote}|\n")
    while (found := stops.search(text, place)) is not None:
        if found[0] == "\n":
            return found.start()
        place = found.end()
        if found[0] == quote:
            return place
        place += 1  # what is escaped
    return len(text)
