"""Names that strangers chose: how they are shown, and which of them are safe to use."""

from __future__ import annotations

import re

from grader.intake.tree import DEPTH_LIMIT

NAME_LIMIT = 1_024  # bytes of a path
PART_LIMIT = 255  # bytes of one name in a path, as most file systems have it

_DRIVE = re.compile(r"[A-Za-z]:")


def shown(name: str) -> str:
    """Return a name with what cannot be printed, or is not Unicode, as escapes."""
    if name.isprintable():
        return name
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in name)


def shortened(name: str) -> str:
    """Return a name as `shown` does, cut where it is longer than a name may be."""
    return shown(name if len(name) <= PART_LIMIT else f"{name[: PART_LIMIT - 1]}…")


def parts_of(name: str) -> list[str]:
    """Return the parts of a path without those that mean nothing; no more than a path may have bytes."""
    return [part for part in name[: NAME_LIMIT + 1].split("/") if part not in ("", ".")]


def why_unsafe(name: str) -> str:
    """Return the reason for which nothing of this name is taken; empty if there is none."""
    parts = parts_of(name)
    too_long = _size(name) > NAME_LIMIT or any(_size(part) > PART_LIMIT for part in parts)
    reasons = {
        "its name is an absolute path": name.startswith(("/", "\\")),
        "its name begins with a drive": _DRIVE.match(name),
        "its name leads out of its folder": ".." in parts,
        "its name holds a backslash, which parts folders on some systems only": "\\" in name,
        f"its name is longer than {NAME_LIMIT:,} bytes, or a part of it than {PART_LIMIT}": too_long,
        f"it lies more than {DEPTH_LIMIT} folders deep": len(parts) > DEPTH_LIMIT + 1,
        "it has no name": not parts,
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _size(name: str) -> int:
    return len(name.encode("utf-8", "surrogateescape"))
