"""Student code that a suite would run in this process: answered from the box, or refused.

Ordinary suites run the student's file by `runpy`, `spec_from_file_location` or `subprocess`. Those calls go to the box.
An audit hook refuses the rest: it catches honest authors; that the judge holds nothing worth having is the wall.
"""

from __future__ import annotations

import builtins
import errno
import importlib.abc
import importlib.machinery
import importlib.util
import io
import os
import pathlib
import runpy
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from grader.judge.collected import suite_modules
from grader.judge.control import Job
from grader.judge.insides import Insides
from grader.standin import frames

ADVICE = "the judge never runs student code: use `submission.run()` or import the module"
_STARTS = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "pty.spawn",
}
_PATHLIB = pathlib.__file__.removesuffix("__init__.py").removesuffix(".py")
_PYTHONS = ("python", "python3", "python.exe", "py")


class Answered:
    """The answers for the submission in hand. `allowed` lets our own fork through."""

    def __init__(self, insides: Insides) -> None:
        self._insides = insides
        self._job: Job | None = None
        self._top = ""
        self._sources: set[str] = set()
        self._compiled: set[str] = set()
        self.allowed = False
        self._run_path, self._run_module = runpy.run_path, runpy.run_module
        self._spec_from_file = importlib.util.spec_from_file_location
        self._run = subprocess.run
        self._open = builtins.open
        self._rewritten: set[str] = set()

    def install(self) -> None:
        """Take the place of the standard functions, and watch what is started and executed, for good."""
        runpy.run_path = self.run_path
        runpy.run_module = self.run_module
        importlib.util.spec_from_file_location = self.spec_from_file_location
        subprocess.run = self.run
        builtins.open = io.open = self.open
        sys.addaudithook(self._audit)

    def serve(self, job: Job) -> None:
        """Answer for this submission from now on."""
        self._job = job
        self._rewritten.clear()
        self._top = os.path.join(job.seat.top, "")
        tempfile.tempdir = job.seat.tmp  # both sides see what lies there
        contents = (self._insides.original(job, path) for path in job.files if path.endswith(".py"))
        self._sources = {text for content in contents if (text := content.decode("utf-8", "replace")).strip()}

    def _students(self, path: Any) -> str | None:
        """The full path of a student's file that the suite names, also relative to the submission; None for others."""
        if self._job is None or not isinstance(path, str | os.PathLike):
            return None
        name = os.fspath(path)
        if name in self._job.files:
            return os.path.join(self._job.seat.home, name)
        return name if os.path.abspath(name).startswith(self._top) else None

    # The audit hook

    def _audit(self, event: str, args: tuple[Any, ...]) -> None:
        if event in _STARTS:
            if not self.allowed:
                raise RuntimeError(f"the suite tried to start a program ({event}): {ADVICE}")
        elif event == "exec":
            self._refuse_students(args[0])
        elif event == "open" and not self._insides.remembering:
            self._refuse_special(args[0])
            self._refuse_own(args[0])
        elif event == "compile" and self._sources:
            self._remember_text(*args)

    def _refuse_special(self, path: Any) -> None:
        """A FIFO of the student's would be waited for, a device or a link leads out of the submission."""
        if not self._top or not isinstance(path, str) or not path.startswith(self._top):
            return
        try:
            mode = os.stat(path).st_mode
        except OSError:
            return
        outside = not os.path.realpath(path).startswith(self._top)  # the mount holds this too, where there is one
        if outside or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
            raise PermissionError(errno.EPERM, "this is no file of the submission's", path)

    def _refuse_own(self, path: Any) -> None:
        """A line of the suite that opens the suite's code, or this process, by a name the student's code gave it."""
        if not self._top or not isinstance(path, str) or path.startswith(self._top):
            return
        if frames.asks_for(path, _PATHLIB):
            real = os.path.realpath(path)
            code = {module.__file__ for module in suite_modules(Path(frames.suite_folder))}
            if real in code or real.startswith("/proc/"):
                raise PermissionError(errno.EPERM, "this is no file of the submission's", path)

    def _remember_text(self, source: Any, filename: Any) -> None:
        text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
        if isinstance(text, str) and text in self._sources:
            self._compiled.add(str(filename))

    def _refuse_students(self, code: Any) -> None:
        if not self._top or type(code) is not CodeType:
            return
        name = code.co_filename
        if name.startswith(self._top) or (code.co_name == "<module>" and name in self._compiled):
            self._compiled.discard(name)
            raise RuntimeError(f"the suite tried to execute the student's `{os.path.basename(name)}`: {ADVICE}")

    # Answers

    def open(self, file: Any, mode: str = "r", *options: Any, **named: Any) -> Any:
        """`open`, which reads the source of a module under test as it was handed in, whatever it wrote over itself."""
        path = os.path.abspath(os.fspath(file)) if isinstance(file, str | os.PathLike) else ""
        if self._job is None or not path.startswith(self._top) or not self._insides.is_under_test(path):
            return self._open(file, mode, *options, **named)
        if set(mode) & set("wax+"):
            self._rewritten.add(path)  # the suite's own doing
        if path in self._rewritten:
            return self._open(file, mode, *options, **named)
        content = io.BytesIO(self._insides.original(self._job, os.path.relpath(path, self._job.seat.home)))
        if "b" in mode:
            return content
        places = dict(zip(("buffering", "encoding", "errors", "newline"), options, strict=False)) | named
        return io.TextIOWrapper(content, places.get("encoding"), places.get("errors"), places.get("newline"))

    def run_path(self, path_name: Any, init_globals: Any = None, run_name: Any = None) -> dict[str, Any]:
        """`runpy.run_path` of a student's file, carried out inside."""
        path = self._students(path_name)
        if path is None:
            return self._run_path(path_name, init_globals, run_name)
        return dict(self._insides.main.ask("run_path", path, run_name or "<run_path>"))

    def run_module(
        self,
        mod_name: str,
        init_globals: Any = None,
        run_name: Any = None,
        alter_sys: bool = False,  # noqa: FBT001, FBT002
    ) -> dict[str, Any]:
        """`runpy.run_module` of a student's module, carried out inside."""
        if not self._insides.finder.owns(mod_name):
            return self._run_module(mod_name, init_globals, run_name, alter_sys)
        return dict(self._insides.main.ask("run_module", mod_name, run_name or mod_name))

    def spec_from_file_location(self, name: str, location: Any = None, **options: Any) -> Any:
        """A spec whose module is made and carried out inside, for a student's file."""
        path = self._students(location)
        if path is None:
            return self._spec_from_file(name, location, **options)
        return importlib.machinery.ModuleSpec(name, _FileInside(self._insides, path), origin=path)

    def run(self, *popenargs: Any, **options: Any) -> Any:
        """`subprocess.run` of Python on a student's file or module, carried out in the box."""
        command = popenargs[0] if popenargs else options.get("args")
        words = [command] if isinstance(command, str) else [os.fspath(word) for word in command or ()]
        target = self._target(words[1:]) if words and _is_python(words[0]) else None
        if target is None:
            return self._run(*popenargs, **options)
        return self._in_box(words, target, options)

    def _target(self, words: Sequence[str]) -> dict[str, Any] | None:
        words = [word for word in words if word not in ("-u", "-B", "-I", "-s", "-E")]
        if len(words) > 1 and words[0] == "-m" and self._insides.finder.owns(words[1]):
            return {"target": words[1], "args": list(words[2:]), "module": True}
        if len(words) > 1 and words[0] == "-c" and self._job is not None:
            with tempfile.NamedTemporaryFile("w", suffix=".py", dir=self._job.seat.tmp, delete=False) as file:
                file.write(words[1])
            return {"target": file.name, "args": list(words[2:]), "module": False, "path": self._job.seat.home}
        if words and self._job is not None and words[0].endswith(".py"):
            return {"target": words[0], "args": list(words[1:]), "module": False}
        return None

    def _in_box(self, words: list[str], target: dict[str, Any], options: dict[str, Any]) -> Any:
        job = self._job
        if job is None:
            raise RuntimeError(f"the suite tried to run a program while it was collected: {ADVICE}")
        text = bool(options.get("text") or options.get("universal_newlines") or options.get("encoding"))
        given = options.get("input") or ("" if text else b"")
        stdin = given if isinstance(given, str) else bytes(given).decode("utf-8", "replace")
        target["target"] = self._located(target["target"], options.get("cwd"), job)
        code, out, err, *_ = self._insides.run(job, target, stdin, options.get("timeout"))
        wanted = options.get("capture_output"), options.get("stdout"), options.get("stderr")
        stdout = out + err if wanted[2] == subprocess.STDOUT else out
        pair = [stdout if wanted[0] or wanted[1] == subprocess.PIPE else None]
        pair.append(err if wanted[0] or wanted[2] == subprocess.PIPE else None)
        outputs = [piece if piece is None or text else piece.encode() for piece in pair]
        done = subprocess.CompletedProcess(words, code, *outputs)
        if options.get("check"):
            done.check_returncode()
        return done

    @staticmethod
    def _located(target: str, cwd: Any, job: Job) -> str:
        base = os.path.abspath(os.fspath(cwd)) if cwd else job.seat.home
        path = os.path.join(base, target)
        if target.endswith(".py") and Path(path).exists() and path.startswith(job.seat.top):
            return os.path.relpath(path, job.seat.home)
        return target


def _is_python(word: str) -> bool:
    name = os.path.basename(word)
    return word == sys.executable or name in _PYTHONS or name.startswith("python3.")


class _FileInside(importlib.abc.Loader):
    """Loads one student's file under a name of the suite's choice."""

    def __init__(self, insides: Insides, path: str) -> None:
        self._insides = insides
        self._path = path

    def create_module(self, spec: Any) -> ModuleType:
        """The stand-in of an empty module."""
        return self._insides.main.ask("module_of_file", spec.name, self._path)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        """Carry the file out, inside."""
        self._insides.main.ask("carry_out", module)
