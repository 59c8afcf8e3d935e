"""The suite that runs a task's examples; it is copied to a folder of its own, beside `examples.json`."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
BLOCKS: list[list[dict[str, Any]]] = json.loads((HERE / "examples.json").read_text(encoding="utf-8"))
ECHO = re.compile(r"echo (?P<text>[^|]*)\|(?P<rest>.*)")
PLACE = re.compile(r"[^\s\"'(]*/\d+/(?:work|variant\w{8})/")  # where the files lie while they run
PYTHON = re.compile(r"^\S*/python[\d.]*(?=: )", re.MULTILINE)  # how Python itself is called where it says something
MOST = 1500  # characters of what one example gave
OTHER = "(not run here: only `python` and `echo ... | python` are)"


@pytest.mark.parametrize("place", range(len(BLOCKS)))
def test_block(place: int, submission: Any) -> None:
    """What the examples of one block give, a line of JSON each."""
    block = BLOCKS[place]
    if block[0]["prompt"].startswith("In "):
        for number, got in enumerate(cells(block, submission)):
            print("\n" + json.dumps({"example": number, "got": got[:MOST].rstrip(), "error": ""}))  # noqa: T201 -- the way out
        return
    if block[0]["prompt"] != "$ ":
        sources = [[each["source"], bool(each["expected"])] for each in block]
        session = (HERE / "session.txt").read_text(encoding="utf-8").replace("[]  # SOURCES", repr(sources))
        told = submission.variant(add={"__examples__.py": session}).run("__examples__.py").stdout
        print(PLACE.sub("", told))  # noqa: T201 -- the way out
        return
    code = 0
    for number, each in enumerate(block):
        got, code = run(each["source"], submission, code)
        print("\n" + json.dumps({"example": number, "got": got[:MOST].rstrip(), "error": ""}))  # noqa: T201 -- the way out


def cells(block: list[dict[str, Any]], submission: Any) -> list[str]:
    """What new cells show at the end of the notebook."""
    path = next((path for path in sorted(submission.files) if path.endswith(".ipynb")), "")
    if not path:
        pytest.fail("There is no notebook here that can be read.")
    notebook = json.loads(submission.source(path))
    new = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": each["source"]} for each in block]
    whole = json.dumps({**notebook, "cells": [*notebook["cells"], *new]})
    ran = submission.variant(replace={path: whole}).notebook(path).cells[-len(new) :]
    return [cell.output + (f"{cell.error}\n" if cell.error else "") for cell in ran]


def run(command: str, submission: Any, last_code: int) -> tuple[str, int]:
    """What a shell would show of a command, and its exit code."""
    if command.strip() == "echo $?":
        return str(last_code), 0
    typed = ECHO.fullmatch(command)
    stdin = " ".join(shlex.split(typed["text"])) + "\n" if typed else ""
    program, *words = shlex.split(typed["rest"] if typed else command) or [""]
    if program not in ("python", "python3", "py") or not words:
        return OTHER, 0
    if words[0] == "-m" and len(words) > 1:
        done = submission.run("", *words[2:], module=words[1], stdin=stdin)
    elif words[0] == "-c" and len(words) > 1:
        changed = submission.variant(add={"__command__.py": words[1]})
        done = changed.run("__command__.py", *words[2:], stdin=stdin)
    elif words[0] not in submission.files:
        return f"python: can't open file '{words[0]}': No such file", 2
    else:
        done = submission.run(*words, stdin=stdin)
    return PYTHON.sub("python", PLACE.sub("", done.stdout + done.stderr)), done.exit_code
