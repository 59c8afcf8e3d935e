"""Warnings and log records of the student's code, as data for the judge to issue again."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from typing import Any

MAX_TRACE = 8000
MOST = 1000  # of one request


class Notes:
    """Collects what the student's code has warned and logged since the last reply."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Any, ...]] = []
        self._handler: Any = None

    def watch(self) -> None:
        """Hook into `warnings` and `logging` where the student's code has imported them; each keeps its own ways."""
        warnings = sys.modules.get("warnings")
        if warnings is not None and getattr(warnings, "_showwarnmsg_impl", self._warning) != self._warning:
            warnings._showwarnmsg_impl = self._warning  # type: ignore[attr-defined]  # what both halves of `warnings` call
            warnings.simplefilter("always")  # the judge filters; here each warning counts
        logging = sys.modules.get("logging")
        if logging is not None and self._handler is None:
            self._handler = _handler(logging, self._add)
            logging.getLogger().addHandler(self._handler)

    def take(self, ref: Callable[[Any], Any]) -> list[list[Any]]:
        """What has come since the last call, ready to cross."""
        waiting, self._waiting = self._waiting, []
        return [[kind, *map(ref, parts)] for kind, *parts in waiting]

    def _add(self, *note: Any) -> None:
        if len(self._waiting) < MOST:
            self._waiting.append(note)

    def _warning(self, message: Any) -> None:
        self._add("warning", str(message.message), message.category, str(message.filename), int(message.lineno))


def _message(record: Any) -> str:
    try:
        return str(record.getMessage())
    except Exception:  # noqa: BLE001 - a bad format string is no reason to stop the student's call
        return str(record.msg)


def _trace(record: Any) -> str:
    """The traceback that goes with a record, as text."""
    return "".join(traceback.format_exception(*record.exc_info))[:MAX_TRACE] if record.exc_info else ""


def _handler(logging: Any, add: Callable[..., None]) -> Any:
    class Relay(logging.Handler):  # type: ignore[misc]
        def emit(self, record: Any) -> None:
            error = record.exc_info[1] if record.exc_info else None
            parts = str(record.name), int(record.levelno), _message(record), int(record.lineno), _trace(record)
            add("log", *parts, error)

    return Relay()
