"""Runs a file or a module of the submission as `__main__`, the way `python file.py` would."""

from __future__ import annotations

import atexit
import contextlib
import gc
import io
import os
import runpy
import sys
from typing import Any

HERE = os.path.dirname(os.path.abspath(__file__))
RUNPY = runpy.__file__


def run_script(run: dict[str, Any], names: dict[str, Any]) -> int:
    """Run to the end, exit functions included; the exit code. `names` is the namespace of `__main__`.

    `run` has `target`, a file or, with `module`, a module's name, its `args`, and `path`, where its imports begin
    if not beside it.
    """
    target, args = run["target"], run["args"]
    try:
        if run["module"]:
            sys.argv[:] = ["-m", *args]
            runpy._run_module_as_main(target)  # type: ignore[attr-defined]
        else:
            _run_file(target, args, names, run.get("path"))
        code = 0
    except SystemExit as error:
        code = _exit_code(error.code)
    except BaseException as error:  # noqa: BLE001 - a script may raise anything
        _report(error)
        code = 1
    return _finish(code)


def _run_file(target: str, args: list[str], names: dict[str, Any], path_start: str | None) -> None:
    path = os.path.abspath(target)
    sys.argv[:] = [target, *args]
    sys.path[0] = path_start or os.path.dirname(path)
    names.update(__file__=path, __cached__=None)
    with io.open_code(path) as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    exec(code, names)  # noqa: S102 - this process is the box: running the student's code is its purpose


def _exit_code(code: Any) -> int:
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    sys.stderr.write(f"{code}\n")
    return 1


def _report(error: BaseException) -> None:
    """What Python prints of an error nobody caught, without the frames above the student's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename.startswith((HERE, RUNPY, "<frozen runpy")):
        trace = trace.tb_next
    sys.excepthook(type(error), error.with_traceback(trace), trace)


def _flush_files() -> None:
    """Write what files hold that the script has not closed: an interpreter that ends does."""
    for thing in gc.get_objects():
        if issubclass(type(thing), io.IOBase):
            with contextlib.suppress(OSError, ValueError):  # it is closed, or cannot be written
                thing.flush()


def _finish(code: int) -> int:
    threading = sys.modules.get("threading")
    try:
        if threading is not None:
            threading._shutdown()
        atexit._run_exitfuncs()
        _flush_files()
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - exit functions are the student's too
        _report(error)
        code = 120 if code == 0 else code  # what Python itself exits with
    return code
