"""What a test's shell line asks for, found out without running it: a script's run, or a pytest or unittest suite."""

from __future__ import annotations

import re
import shlex
from typing import NamedTuple

from grader.authoring.adopting.adopted import why_refused
from grader.intake.paths import parts_of

_PYTHON = re.compile(r"python(3(\.\d+)?)?|py")
_PLAIN_FLAGS = re.compile(r"-[uBbsEIOqW]+")  # they change nothing that a check could see
_PYTEST_FLAGS = re.compile(r"-[vqslx]+|-r\w*|--(tb|color|maxfail|durations)=.*|--verbose|--quiet|--no-header")
_PYTEST_VALUES = ("--tb", "--color", "--maxfail", "--durations")
_SHELL = re.compile(r"[();<>|&]+")
_INSTALLER = ("sudo", "-H", "-m", "python", "python3", "--upgrade", "-U", "--user")


class Script(NamedTuple):
    """A run of a file, or with `module` of a module by its dotted name."""

    target: str
    args: tuple[str, ...]
    module: bool


class Suite(NamedTuple):
    """Tests of the author's own.

    `targets` are as pytest takes them, `FILE` or `FILE::NAME`, all where empty; `keyword` is what `-k` says, `ending`
    that of all file names; unittest runs `cases` alone, the methods of a TestCase.
    """

    targets: tuple[str, ...]
    keyword: str = ""
    ending: str = ""
    cases: bool = False


class Unrunnable(NamedTuple):
    """A line that nothing here can run, and why."""

    why: str


def understood(line: str) -> Script | Suite | Unrunnable:
    """What a shell line asks for."""
    words = _words(line)
    if isinstance(words, Unrunnable):
        return words
    if words[0] == "PYTHONPATH=.":
        words = words[1:]
    if not words:
        return Unrunnable("it is no command")
    program, rest = words[0], words[1:]
    if program in ("pytest", "py.test"):
        return _pytest(rest)
    if _PYTHON.fullmatch(program):
        return _python(rest)
    return Unrunnable(
        f"it runs `{program}`, and checks run Python only: ask the same of the student's code in the suite"
    )


def installed(line: str) -> list[str] | None:
    """What a set-up installs with pip besides pytest and pip, which are here; None where it does something else."""
    words = _words(line)
    if isinstance(words, Unrunnable):
        return None
    left = [word for word in words if word not in _INSTALLER]
    if left[:2] not in (["pip", "install"], ["pip3", "install"]):
        return None
    return [word for word in left[2:] if not re.fullmatch(r"(pytest|pip|setuptools|wheel)([=<>~!].*)?|-r|-q", word)]


def _words(line: str) -> list[str] | Unrunnable:
    if "\n" in line.strip():
        return Unrunnable("it is several lines of shell, and nothing here runs a shell")
    if any(letter in line for letter in "$`*?~"):
        return Unrunnable("the shell would put something else in its place (`$`, a backtick, `*`, `?`, `~`)")
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.commenters = ""
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError as error:
        return Unrunnable(f"it is no shell line: {str(error).lower()}")
    if not words:
        return Unrunnable("it has no command")
    operator = next((word for word in words if _SHELL.fullmatch(word) or word.startswith("#")), None)
    return Unrunnable(f"`{operator}` needs a shell, and nothing here runs one") if operator else words


def _python(words: list[str]) -> Script | Suite | Unrunnable:
    while words and _PLAIN_FLAGS.fullmatch(words[0]):
        words = words[1:]
    if not words:
        return Unrunnable("it starts Python with nothing to run")
    if words[:2] == ["-m", "pytest"]:
        return _pytest(words[2:])
    if words[:2] == ["-m", "unittest"]:
        return _unittest(words[2:])
    return _script(words)


def _script(words: list[str]) -> Script | Unrunnable:
    if words[0] == "-m" and words[1:] and all(part.isidentifier() for part in words[1].split(".")):
        return Script(words[1], tuple(words[2:]), module=True)
    if words[0].startswith("-"):
        return Unrunnable(f"`{words[0]}` is an option of Python's that checks do not have")
    if reason := why_refused(words[0]):
        return Unrunnable(f"`{words[0]}` is refused: {reason}")
    return Script("/".join(parts_of(words[0])), tuple(words[1:]), module=False)


def _pytest(words: list[str]) -> Suite | Unrunnable:
    targets, keyword = [], ""
    rest = iter(words)
    for word in rest:
        if word == "-k" or word.startswith("-k"):
            keyword = word[2:].lstrip("=") or next(rest, "")
        elif word in _PYTEST_VALUES:
            next(rest, "")
        elif word.startswith("-"):
            if not _PYTEST_FLAGS.fullmatch(word):
                return Unrunnable(f"`{word}` chooses or changes tests in a way that is not understood here")
        elif reason := why_refused(word.partition("::")[0]):
            return Unrunnable(f"`{word}` is refused: {reason}")
        else:
            path, colons, node = word.partition("::")
            targets.append("/".join(parts_of(path)) + colons + node)
    if keyword and not keyword.isidentifier():
        return Unrunnable(f"`-k {keyword}` is more than one word")
    return Suite(tuple(targets), keyword)


def _unittest(words: list[str]) -> Suite | Unrunnable:
    words = [word for word in words if word not in ("-v", "-q", "-b", "-f", "discover", "-s")]  # `-s FOLDER`
    targets = []
    for word in words:
        if word.startswith("-") or why_refused(word):
            return Unrunnable(f"`{word}` is an argument of unittest's that is not understood here")
        if word.endswith(".py") or "/" in word or word in (".", "tests", "test"):
            targets.append("/".join(parts_of(word)))
        else:
            names = word.split(".")
            depth = next((place for place, name in enumerate(names) if name[:1].isupper()), len(names))
            targets.append("::".join(["/".join(names[:depth]) + ".py", *names[depth:]]))
    return Suite(tuple(targets), cases=True)
