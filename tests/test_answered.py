"""A suite that runs student code by itself is answered from the box or refused; nothing of it runs in the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.result import Outcome, Verdict

if TYPE_CHECKING:
    from conftest import OpenSuite

# The student's file says in which process it runs: the judge's is another.
PROGRAM = """
import os, sys
PLACE = os.uname().nodename, os.getpid()
if __name__ == "__main__":
    print("ran", *sys.argv[1:])
"""
SUITE = """
import importlib.machinery
import importlib.util
import multiprocessing
import os
import runpy
import subprocess
import sys
from pathlib import Path

import program

HERE = os.uname().nodename, os.getpid()


def test_answered_import(): assert program.PLACE != HERE
def test_answered_run_path(): assert runpy.run_path(program.__file__)["PLACE"] != HERE
def test_answered_run_module(capsys):
    runpy.run_module("program", run_name="__main__")
    assert capsys.readouterr().out == "ran\\n"
def test_answered_spec():
    spec = importlib.util.spec_from_file_location("other", program.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.PLACE != HERE
def test_answered_subprocess():
    done = subprocess.run([sys.executable, program.__file__, "a", "b"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "ran a b\\n")
def test_answered_check_output():
    assert subprocess.check_output([sys.executable, "-m", "program"]) == b"ran\\n"

def test_refused_exec(): exec(Path(program.__file__).read_text(), {})
def test_refused_exec_compiled(): exec(compile(Path(program.__file__).read_text(), program.__file__, "exec"), {})
def test_refused_exec_renamed(): exec(compile(Path(program.__file__).read_text(), "mine.py", "exec"), {})
def test_refused_loader(): importlib.machinery.SourceFileLoader("x", program.__file__).load_module()
def test_refused_path():
    sys.path.insert(0, os.path.dirname(program.__file__))
    try:
        importlib.machinery.PathFinder.find_spec("program").loader.load_module("program")
    finally:
        del sys.path[0]
def test_refused_popen(): subprocess.Popen([sys.executable, program.__file__])
def test_refused_system(): os.system("python3 " + program.__file__)
def test_refused_fork(): os.fork()
def test_refused_process(): multiprocessing.get_context("fork").Process(target=print).start()
def test_reading_is_free(): assert "PLACE" in Path(program.__file__).read_text()
def test_parsing_is_free():
    import ast
    assert ast.parse(Path(program.__file__).read_text()).body
"""


@pytest.fixture(scope="module")
def verdicts(open_suite: OpenSuite) -> dict[str, Verdict]:
    return open_suite({"test_program.py": SUITE}, {"program.py": PROGRAM}).grade({"program.py": PROGRAM})


def names(prefix: str) -> list[str]:
    return [line[4:].partition("(")[0] for line in SUITE.splitlines() if line.startswith(f"def test_{prefix}")]


@pytest.mark.parametrize("name", [*names("answered"), *names("reading"), *names("parsing")])
def test_it_is_answered_from_the_box(name: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[name].outcome is Outcome.PASSED, verdicts[name]


@pytest.mark.parametrize("name", names("refused"))
def test_it_is_refused_with_the_way_to_do_it(name: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[name].outcome is Outcome.FAILED
    assert "the judge never runs student code: use `submission.run()`" in verdicts[name].message
