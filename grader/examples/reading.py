"""Finds the examples of a task: `>>>` lines, `$` commands and `In [1]:` cells in the fenced blocks of its README.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from doctest import DocTestParser

from msgspec import Struct

_FENCED = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```\s*$", re.DOTALL | re.MULTILINE)
_ONLY_TEXT = "text"  # what a block is called that shows something other than the right answer
_CELL = re.compile(r"^(?P<prompt>In \[\d+\]: )(?P<source>.*)\n(?:Out\[\d+\]: (?P<expected>.*))?", re.MULTILINE)


PYTHON = ">>> "
SHELL = "$ "


class Example(Struct, frozen=True, kw_only=True):
    """One line that a student could type, and what the task shows below it.

    `prompt` is what stands before it: Python's, a shell's, or a notebook's for a cell below all others.
    `error` is the last line of the traceback that is shown, `flags` are doctest's.
    """

    source: str
    expected: str
    prompt: str = PYTHON
    error: str = ""
    flags: int = 0


def examples_in(markdown: str) -> list[list[Example]]:
    """Return the examples of each block that has any; a block is one session, and knows nothing of the others.

    A block that is called `text` has none: it shows what is to be mended, or an answer of many.

    Raises ValueError for `>>>` lines that no session can have, such as one whose next line is indented otherwise.
    """
    fenced = list(_FENCED.finditer(markdown.replace("\r\n", "\n")))
    blocks = [each["text"] for each in fenced if each["kind"].strip() != _ONLY_TEXT]
    return [found for block in blocks if (found := list(_commands(block) or _cells(block) or _typed(block)))]


def _typed(block: str) -> Iterator[Example]:
    for each in DocTestParser().get_examples(block):
        flags = sum(flag for flag, wanted in each.options.items() if wanted)
        yield Example(
            source=each.source.rstrip("\n"),
            expected=each.want.rstrip("\n"),
            error=(each.exc_msg or "").strip(),
            flags=flags,
        )


def _cells(block: str) -> list[Example]:
    return [
        Example(source=each["source"], expected=each["expected"] or "", prompt=each["prompt"])
        for each in _CELL.finditer(block)
    ]


def _commands(block: str) -> list[Example]:
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith(SHELL):
            found.append((line.removeprefix(SHELL), []))
        elif found:
            found[-1][1].append(line)
    return [Example(source=source, expected="\n".join(lines).rstrip(), prompt=SHELL) for source, lines in found]
