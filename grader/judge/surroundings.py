"""What a suite can change of its process beside its own objects: looked at after each submission, in microseconds."""

from __future__ import annotations

import atexit
import builtins
import contextvars
import decimal
import fcntl
import gc
import locale
import logging
import operator
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Collection
from typing import Any

from grader.standin.refs import ref_of

_DESCRIPTORS = "/proc/self/fd"
_handler = sys.modules["_signal"].getsignal  # without the names that `signal` gives to handlers
_SIGNALS = sorted(map(int, signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}))
_LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_NOFILE)
_LAST = ("last_type", "last_value", "last_traceback", "last_exc")  # where pytest keeps what failed
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _umask() -> int:
    mask = os.umask(0o77)
    os.umask(mask)
    return mask


def _loggers() -> list[Any]:
    """Every logger's name and settings."""
    known = {"": logging.root, **logging.root.manager.loggerDict}
    settings = ("level", "disabled", "propagate")
    return [
        (name, [getattr(each, part, None) for part in settings], *map(list, _attached(each)))
        for name, each in known.items()
    ]


def _attached(logger: Any) -> list[list[Any]]:
    return [getattr(logger, "handlers", []), getattr(logger, "filters", [])]


def _patches() -> int:
    mock = sys.modules.get("unittest.mock")
    return 0 if mock is None else len(mock._patch._active_patches)


def _loop() -> Any:
    events = sys.modules.get("asyncio.events")
    return events and (events._event_loop_policy, events._get_running_loop())


def _names(namespace: dict[str, Any]) -> list[Any]:
    return [*namespace, *namespace.values()]


# Lists of objects, to be the very same ones.
_SAME: dict[str, Callable[[], list[Any]]] = {
    "the built-in names": lambda: _names(vars(builtins)),
    "a name of `sys`": lambda: _names(vars(sys)),
    "the import path": lambda: [*sys.path, *sys.meta_path, *sys.path_hooks],
    "the filters of warnings": lambda: [*warnings.filters, *warnings.onceregistry],  # type: ignore[attr-defined]
    "a signal's handler": lambda: [_handler(number) for number in _SIGNALS],
    "a hook of the interpreter": lambda: [sys.gettrace(), sys.getprofile(), *gc.callbacks, *gc.garbage],
    "a variable of its context": lambda: [part for pair in contextvars.copy_context().items() for part in pair],
}
# Values, to be equal.
_EQUAL: dict[str, Callable[[], Any]] = {
    "the environment": lambda: os.environ._data,  # type: ignore[attr-defined]
    "the current folder": os.getcwd,
    "the arguments": lambda: sys.argv,
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "the decimal context": lambda: repr(decimal.getcontext()),
    "the permissions of new files": _umask,
    "the threads": lambda: (threading.active_count(), len(sys._current_frames())),
    "what is done at the end": atexit._ncallbacks,
    "a limit of the interpreter": lambda: (sys.getrecursionlimit(), sys.getswitchinterval(), gc.isenabled()),
    "the timers": lambda: (signal.getitimer(signal.ITIMER_REAL), signal.getitimer(signal.ITIMER_VIRTUAL)),
    "a limit of the process": lambda: [resource.getrlimit(limit) for limit in _LIMITS],
    "the time a socket waits": socket.getdefaulttimeout,
    "the time zone": lambda: time.tzname,
    "the loggers": _loggers,
    "mock's patches": _patches,
    "the event loop": _loop,
}


class Surroundings:
    """What they are now."""

    def __init__(self) -> None:
        _forget_last()
        self._same = {what: look() for what, look in _SAME.items()}
        self._equal = {what: _copy(look()) for what, look in _EQUAL.items()}
        self._modules = dict(sys.modules)
        self._names = {name: _names(vars(module)) for name, module in _others(self._modules)}
        self._temporary = tempfile.tempdir, vars(tempfile)["_name_sequence"]
        self._flags = dict(decimal.getcontext().flags)
        self._descriptors: set[int] = set()

    def begin(self, fds: Collection[int], *, patched: bool) -> None:
        """In the child, whose own these are: its descriptors but for `fds`, and its modules."""
        self._descriptors = open_descriptors() - {*fds}
        self._modules = dict(sys.modules)
        if patched:
            changed = [(name, module) for name, module in _others(self._modules) if not self._is_same(name, module)]
            self._names |= {name: _names(vars(module)) for name, module in changed}

    def put_back(self, owns: Callable[[str], bool]) -> None:
        """What submissions change: random numbers, decimal flags, the last error, modules of the student's (`owns`)."""
        decimal.getcontext().flags.update(self._flags)
        _forget_last()
        random._inst.seed()  # as after a fork; the function would say that a suite seeds
        tempfile.tempdir, tempfile._name_sequence = self._temporary  # type: ignore[attr-defined]
        for name in sys.modules.keys() - self._modules.keys():
            if owns(name) and ref_of(sys.modules[name]) is not None:
                del sys.modules[name]

    def changed(self, *, patched: bool) -> str:
        """What differs by now; empty where nothing does. `patched` suites may have changed names of any module."""
        return (
            ("" if self._has_modules(more=not patched) else "the loaded modules")
            or next((what for what, look in _SAME.items() if not _are_same(look(), self._same[what])), "")
            or next((what for what, look in _EQUAL.items() if look() != self._equal[what]), "")
            or ("" if open_descriptors() == self._descriptors else "the open files")
            or (self._changed_module() if patched else "")
        )

    def _has_modules(self, *, more: bool) -> bool:
        """Whether all modules are still loaded, and none have come; or where `more` may come, only standard ones."""
        there = all(map(operator.is_, map(sys.modules.get, self._modules), self._modules.values()))
        new = sys.modules.keys() - self._modules.keys()
        return there and (more or not new) and all(map(_is_standard, new))

    def _changed_module(self) -> str:
        return next((name for name, module in _others(self._modules) if not self._is_same(name, module)), "")

    def _is_same(self, name: str, module: Any) -> bool:
        return sys.modules.get(name) is module and _are_same(_names(vars(module)), self._names.get(name, []))


def _forget_last() -> None:
    for name in _LAST:
        vars(sys).pop(name, None)


def _others(modules: dict[str, Any]) -> list[tuple[str, Any]]:
    """The standard modules and `pytest`: a suite's own are looked at more closely, and those behind `pytest` change."""
    return [
        (name, each) for name, each in modules.items() if (_is_standard(name) and name != "sys") or name == "pytest"
    ]


def _is_standard(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _are_same(now: list[Any], before: list[Any]) -> bool:
    return len(now) == len(before) and all(map(operator.is_, now, before))


def _copy(value: Any) -> Any:
    return type(value)(value) if type(value) in (dict, list) else value


def open_descriptors() -> set[int]:
    """The descriptors of this process; those in 0 to 255 where the system does not list them."""
    try:
        found = [int(name) for name in os.listdir(_DESCRIPTORS)]
    except OSError:
        found = [*range(256)]
    return {fd for fd in found if _is_open(fd)}  # the list's own is closed by now


def _is_open(fd: int) -> bool:
    try:
        fcntl.fcntl(fd, fcntl.F_GETFD)
    except OSError:
        return False
    return True


def memory() -> int:
    """Bytes of memory that this process has resident."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * _PAGE
