"""Which files a push or a pull request changed, from the event's file and git."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_PATIENCE = 60.0  # seconds for git
_DIFF = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv")


class Changes(NamedTuple):
    """The paths that changed, relative to the repository; None where that cannot be told, and why in `reason`."""

    paths: tuple[str, ...] | None
    reason: str = ""


class _Unknown(Exception):  # noqa: N818 - no error: everything is graded then
    """Why the changes cannot be told, as a clause for the reader."""


def changed(root: Path, event: Path | None) -> Changes:
    """What the event of this run changed in the repository at `root`."""
    try:
        before, after = _commits(root, _content(event))
        paths = _git(root, *_DIFF, before, after, "--").split(b"\0")
    except _Unknown as unknown:
        return Changes(None, str(unknown))
    return Changes(tuple(path.decode("utf-8", "surrogateescape") for path in paths if path))


def committed(root: Path) -> str:
    """When the commit that is checked out was made, UTC, `YYYY-MM-DDTHH:MM:SSZ`; empty where git does not know."""
    try:
        seconds = int(_git(root, "log", "-1", "--format=%ct"))
    except (_Unknown, ValueError):
        return ""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _content(event: Path | None) -> dict[str, Any]:
    if event is None:
        raise _Unknown("there is no event that says what changed")
    try:
        content = json.loads(event.read_bytes())
    except (OSError, ValueError, RecursionError):
        raise _Unknown("the event's file cannot be read") from None
    return content if isinstance(content, dict) else {}


def _commits(root: Path, event: dict[str, Any]) -> tuple[str, str]:
    """The two commits to compare."""
    pull = event.get("pull_request")
    if isinstance(pull, dict):
        base, head = _commit(pull, "base", "sha"), _commit(pull, "head", "sha")
        _require(root, base)
        # What is checked out for a pull request is its merge into the base; its own head may be absent.
        if not _exists(root, head):
            head = "HEAD"
        return _git(root, "merge-base", base, head).decode().strip(), head
    before, after = _commit(event, "before"), _commit(event, "after")
    if not before.strip("0"):
        raise _Unknown("this is the first push of its branch")
    _require(root, before)
    _require(root, after)
    return before, after


def _commit(content: dict[str, Any], *keys: str) -> str:
    value: Any = content
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, str) or not _COMMIT.fullmatch(value):
        raise _Unknown("the event names no commits to compare")
    return value


def _require(root: Path, commit: str) -> None:
    if not _exists(root, commit):
        raise _Unknown("the commit to compare with is not in this clone; `fetch-depth: 0` would bring it")


def _exists(root: Path, commit: str) -> bool:
    try:
        _git(root, "cat-file", "-e", f"{commit}^{{commit}}")
    except _Unknown:
        return False
    return True


def _git(root: Path, *words: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise _Unknown("there is no git here")
    try:
        # In a container the checkout is another user's, which git refuses; its configuration is the runner's own.
        line = [program, "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", str(root), *words]
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - its words are ours and the commits' names
    except (OSError, subprocess.TimeoutExpired):
        raise _Unknown("git does not answer") from None
    if done.returncode:
        raise _Unknown("git does not know the commits to compare")
    return done.stdout
