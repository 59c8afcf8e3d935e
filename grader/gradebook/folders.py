"""Names of folders for students, whose ids and names anybody may have chosen."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 60  # characters; in UTF-8 no more bytes than a name may have on any system
_UNSAFE = re.compile(r"[^\w.@+-]|^[.-]|[.]$")
# Names that Windows keeps for devices, with any ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def folder_names(students: Iterable[str]) -> dict[str, str]:
    """Return a folder's name for each student, no two the same on a disk that knows no upper and lower case.

    An id of letters, digits and `.@+-_` is its own name; any other keeps these and gets a digest of the id behind it.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for student in sorted(students):
        name = _safe(student)
        if name != student or name.casefold() in taken:
            name = f"{name}~{_digest(student)}"
        taken.add(name.casefold())
        names[student] = name
    return names


def _safe(student: str) -> str:
    # Disks differ in how they write accents: the composed form comes back from all of them as one name.
    text = _UNSAFE.sub("_", unicodedata.normalize("NFC", student))[:_LONGEST]
    return f"_{text}" if _DEVICES.fullmatch(text) else text or "_"


def _digest(student: str) -> str:
    return hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:10]
