"""Text as Markdown that GitHub and its like show as it is: no link, no tag, no mention, no formula, no broken table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from grader.reporters.plain import inert, visible

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$!])")
# Words that become links or mentions where they stand: addresses, names, numbers of issues, digests.
_LINKING = re.compile(r"@|://|www\.|#\d|\bgh-\d|\b[0-9a-f]{7,}\b|\w\.\w+/", re.IGNORECASE)
_CODE = re.compile(r"`([^`\n]+)`")
_SHORTEST_FENCE = 3


def prose(text: str) -> str:
    """`text` within a line of prose or a table; what stands between single backticks, or could be a link, is code."""
    # Two pieces of code side by side would be read as one, with other ends.
    parts = groupby(_pieces(visible(text)), key=itemgetter(1))
    shown = (("".join(piece for piece, _ in pieces), is_code) for is_code, pieces in parts)
    return inert("".join(code(piece) if is_code else _SPECIAL.sub(r"\\\1", piece) for piece, is_code in shown))


def code(text: str) -> str:
    """`text` on one line as code; it may stand in a table."""
    shown = visible(text)
    fence = "`" * (_longest_run(shown) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") or not shown.strip() else ""
    # A table's cell ends at `|`, also within code, unless a single backslash stands before it; outside tables it shows.
    return f"{fence}{pad}{shown}{pad}{fence}".replace("\\|", "\\ |").replace("|", "\\|")


def block(lines: Sequence[str], kind: str = "text") -> Iterable[str]:
    """The lines as a block of code, whatever they hold; nothing for no line."""
    if lines:
        fence = "`" * max(_SHORTEST_FENCE, max(map(_longest_run, lines)) + 1)
        yield f"{fence}{kind}"
        yield from map(inert, lines)
        yield fence


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a line in order, none empty, and whether each is to be code."""
    for place, part in enumerate(_CODE.split(text)):
        if place % 2:
            yield part, True
        else:
            yield from ((word, bool(_LINKING.search(word))) for word in re.split(r"(\s+)", part) if word)


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
