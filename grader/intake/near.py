"""Where a missing file may have gone: what a student meant and how it came to have another name or place."""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

# A browser's second download, a file manager's copy, an editor that hides endings or adds its own.
_DECORATED = r"{stem}(?: ?\(\d+\)| ?- ?copy|[ _-]?copy)?(?:{suffix})?(?:\.txt|\.py|\.bak)?"


def near_miss(wanted: str, present: Collection[str]) -> str:
    """Return the sentence on what may be the missing file `wanted`, or nothing if no present path is near it."""
    for path in sorted(present):
        if path.casefold() == wanted.casefold():
            return f"`{path}` is there: rename it to `{wanted}`, upper and lower case count."
    folder, _, name = wanted.rpartition("/")
    siblings = {path.rpartition("/")[2]: path for path in sorted(present) if path.rpartition("/")[0] == folder}
    stem, dot, suffix = name.rpartition(".")
    decorated = re.compile(_DECORATED.format(stem=re.escape(stem), suffix=re.escape(dot + suffix)), re.IGNORECASE)
    for sibling, path in siblings.items():
        if suffix == "ipynb" and sibling == f"{stem}.py":  # what is in it decides whether a new name would do
            return f"`{path}` is there: hand in the notebook itself, `{wanted}`."
        if stem and decorated.fullmatch(sibling):
            return f"`{path}` is there: rename it to `{wanted}`."
    elsewhere = next((path for path in sorted(present) if path.rpartition("/")[2] == name), "")
    if elsewhere.endswith(f"/{wanted}"):
        outer = elsewhere.removesuffix(wanted)
        return f"`{elsewhere}` is there: take it out of `{outer}`, or name that folder."
    if elsewhere:
        return f"`{elsewhere}` is there: move it to `{wanted}`."
    spelled = get_close_matches(name, siblings, n=1, cutoff=0.8)
    return f"Did you mean `{siblings[spelled[0]]}` to be `{wanted}`?" if spelled else ""
