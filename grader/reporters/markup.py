"""Text as Markdown that GitHub and its like show as it is: no link, no tag, no mention, no formula, no broken table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.reporters.plain import inert, visible

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$!])")
# Words that become links or mentions where they stand: addresses, names, numbers of issues, digests.
_LINKING = re.compile(r"@|://|www\.|#\d|\bgh-\d|\b[0-9a-f]{7,}\b|\w\.\w+/", re.IGNORECASE)
_LISTING = re.compile(r"^([-+]|\d+[.)])(?= )|^(-{3,})$")
_CODE = re.compile(r"`([^`\n]+)`")
_SHORTEST_FENCE = 3


def prose(text: str) -> str:
    """`text` on one line of prose; what stands between single backticks stays code, what could be a link becomes code.

    It may stand in a table.
    """
    parts = _CODE.split(visible(text))
    return inert("".join(code(part) if place % 2 else _words(part) for place, part in enumerate(parts)))


def code(text: str) -> str:
    """`text` on one line as code; it may stand in a table."""
    shown = visible(text)
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    # A table's cell ends at `|`, also within code; the backslash shows outside tables only.
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", "\\|")


def block(lines: Sequence[str], kind: str = "text") -> Iterable[str]:
    """The lines as a block of code, whatever they hold; nothing for no line."""
    if lines:
        fence = "`" * max(_SHORTEST_FENCE, max(map(_longest_run, lines)) + 1)
        yield f"{fence}{kind}"
        yield from map(inert, lines)
        yield fence


def _words(text: str) -> str:
    return "".join(code(word) if _LINKING.search(word) else _plain(word) for word in re.split(r"(\s+)", text))


def _plain(word: str) -> str:
    return _LISTING.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", word))


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
