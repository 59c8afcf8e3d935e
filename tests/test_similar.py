"""What the worked examples and the tasks show beside their own examples is what Python prints."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from doctest import ELLIPSIS, DocTestParser, OutputChecker
from pathlib import Path

import pytest

from grader.course import Course
from grader.reporters.prose import rendered
from grader.skeleton import copy_skeleton

ROOT = Path(__file__).parent.parent
COURSE = Course.load(ROOT)
FENCED = re.compile(r"^```(?P<kind>[^\n]*)\n(?P<text>.*?)^```\s*$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# (?P<path>[\w/-]+\.py)\n")
WIDTH = 76  # a hint's room in a terminal of 80 columns

# Types each line as the interactive Python does, and tells what it showed.
SESSION = """
import contextlib, io, json, sys, traceback
names, told = {"__name__": "__main__"}, []
sys.path.insert(0, "")
for source in json.load(sys.stdin):
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown), contextlib.redirect_stderr(shown):
        try:
            exec(compile(source, "<stdin>", "single"), names)
        except Exception as error:
            last = traceback.format_exception_only(error)[-1]
            print("Traceback (most recent call last):", "  ...", last.rstrip(), sep="\\n")
    told.append(shown.getvalue())
print(json.dumps(told))
"""


def python(*words: str, at: Path, stdin: str = "") -> str:
    line = [sys.executable, "-B", "-s", *words]
    done = subprocess.run(line, cwd=at, input=stdin, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def is_same(expected: str, got: str) -> bool:
    """Whether the text came, where `...` stands for anything and a traceback's frames do not count."""
    plain = re.sub(r"(Traceback .*\n)(?:[ ].*\n)+", r"\1  ...\n", got)
    return OutputChecker().check_output(expected, plain, ELLIPSIS) or OutputChecker().check_output(
        expected, got, ELLIPSIS
    )


def files_of(text: str) -> dict[str, str]:
    """The files that a block shows, each below a comment with its path."""
    starts = list(FILE.finditer(text))
    if not starts or starts[0].start():
        return {}
    ends = [*(start.start() for start in starts[1:]), len(text)]
    return {start["path"]: text[start.end() : end] for start, end in zip(starts, ends, strict=True)}


def run_commands(block: str, at: Path) -> list[tuple[str, str, str]]:
    """Each command of a block with what is shown of it and what came."""
    seen, code = [], 0
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        line = command.replace("python ", f"{sys.executable} -B ", 1)
        done = subprocess.run(
            ["/bin/sh", "-c", f"(exit {code}); {line}"], cwd=at, capture_output=True, text=True, check=False
        )
        code = done.returncode
        seen.append((command, expected, done.stdout + done.stderr))
    return seen


def play(markdown: str, at: Path) -> list[tuple[str, str, str]]:
    """Carry a text out as a reader would: its files written, its sessions typed, its commands run.

    A session goes on in the next block of its kind until a file changes.
    """
    seen: list[tuple[str, str, str]] = []
    typed: list[tuple[str, str]] = []

    def close() -> None:
        if typed:
            told = json.loads(python("-c", SESSION, at=at, stdin=json.dumps([source for source, _ in typed])))
            seen.extend((source, want, got) for (source, want), got in zip(typed, told, strict=True))
            typed.clear()

    for block in FENCED.finditer(markdown):
        files = files_of(block["text"]) if block["kind"].strip() == "python" else {}
        if files or block["text"].startswith("$ "):
            close()
        for path, content in files.items():
            target = at / path
            target.parent.mkdir(parents=True, exist_ok=True)
            for folder in [each for each in target.relative_to(at).parents if each != Path()]:
                (at / folder / "__init__.py").touch()
            target.write_text(content)
        if block["kind"].strip() == "console":
            seen += run_commands(block["text"], at)
        elif block["kind"].strip() == "pycon":
            typed += [(each.source, each.want) for each in DocTestParser().get_examples(block["text"])]
    close()
    return seen


@pytest.mark.parametrize("name", COURSE.names)
def test_a_worked_example_is_real(name: str, tmp_path: Path) -> None:
    text = (COURSE.find(name).public / "similar.md").read_text(encoding="utf-8")

    seen = play(text, tmp_path)

    assert seen, "a worked example shows what comes out"
    assert [each for each in seen if not is_same(each[1], each[2])] == []


@pytest.mark.parametrize("name", COURSE.names)
def test_code_of_a_worked_example_keeps_its_lines_in_a_terminal(name: str) -> None:
    text = (COURSE.find(name).public / "similar.md").read_text(encoding="utf-8")
    code = [block["text"] for block in FENCED.finditer(text) if block["kind"].strip() == "python"]

    shown = {line.removeprefix("    ") for line in rendered(text, WIDTH)}

    assert [line for block in code for line in block.splitlines() if line not in shown] == []
    assert all(ast.parse(block) for block in code)


@pytest.mark.parametrize("name", ["ex15_circular", "ex17_naming", "ex18_database"])
def test_what_a_task_shows_of_the_files_as_they_are_handed_out_is_real(name: str, tmp_path: Path) -> None:
    exercise = COURSE.find(name)
    copy_skeleton(exercise, tmp_path)
    task = (exercise.public / "README.md").read_text(encoding="utf-8")
    blocks = [each["text"] for each in FENCED.finditer(task) if each["kind"].strip() == "text"]

    seen = [each for block in blocks for each in run_commands(block, tmp_path)]

    assert seen
    assert [each for each in seen if not is_same(each[1], each[2])] == []
