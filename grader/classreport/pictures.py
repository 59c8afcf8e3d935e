"""The pictures of a class as SVG, drawn by matplotlib in the colours of the page.

What matplotlib writes carries styles, which the page's policy forbids, and ids, which a page of several pictures would
hold twice. So only its shapes and texts are kept, and colours become the page's own, which change with its scheme.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from html import escape
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from grader.classreport.tally import BARS, Failing, Spread
from grader.reporters.plain import cells
from grader.result import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WIDTH = 400  # of a picture, in its own units; the page scales it
_TALL = 280
_ROW = 37  # units for a check: its title and the bar below
_LETTERS = 54  # of a title, beside the number at the end of its line
_TEXT = 12
_SMALL = 10
# Stand-ins for the variables of the page's style; matplotlib wants colours.
_INK, _SOFT, _LINE, _BAR, _GOOD, _BAD, _WAIT = (
    "#000001", "#000002", "#000003", "#000004", "#000005", "#000006", "#000007",
)  # fmt: skip
_VARIABLES = {
    _INK: "var(--ink)",
    _SOFT: "var(--soft)",
    _LINE: "var(--line)",
    _BAR: "var(--accent)",
    _GOOD: "var(--pass)",
    _BAD: "var(--fail)",
    _WAIT: "var(--block)",
}
_KEPT = ("fill", "stroke", "stroke-width", "stroke-dasharray", "font-size", "font-weight", "text-anchor")
_SETTINGS = {
    "svg.fonttype": "none",  # texts stay texts
    "svg.hashsalt": "gradebox",
    "text.parse_math": False,  # a check may cost $5
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": _TEXT,
}
_SVG = "{http://www.w3.org/2000/svg}"


def can_draw() -> bool:
    """Whether matplotlib is there and whole; it comes with the extra `report`."""
    try:
        import_module("matplotlib")
    except ImportError:
        return False
    return True


def distribution(spread: Spread, label: str) -> str:
    """A bar for each tenth of the points, the full score apart; a line where the median is. `label` says it all."""
    return _picture(_TALL, label, lambda figure: _bars(figure.add_axes((0.02, 0.2, 0.96, 0.68)), spread))


def failure_rates(checks: Sequence[Failing], titles: Sequence[str], label: str) -> str:
    """A bar for each check, called by `titles`: how many did not pass it, were not checked, passed."""
    return _picture(len(checks) * _ROW + 2, label, lambda figure: _rows(figure.add_axes((0, 0, 1, 1)), checks, titles))


def _bars(axes: Axes, spread: Spread) -> None:
    axes.bar(range(len(BARS)), spread.counts, width=0.86, color=[_BAR] * (len(BARS) - 1) + [_GOOD])
    highest = max(*spread.counts, 1)
    for place, count in enumerate(spread.counts):
        if count:
            axes.text(place, count + highest * 0.025, str(count), ha="center", fontsize=_SMALL, color=_INK)
    if spread.students:
        at = min(spread.median, 100) / 10 - 0.5 + (0.5 if spread.median >= 100 else 0)  # noqa: PLR2004 - per cent
        axes.plot([at, at], [0, highest * 1.14], color=_INK, linewidth=1.2, linestyle=(0, (4, 3)))
        side, shift = ("right", -0.12) if at > len(BARS) / 2 else ("left", 0.12)
        words = f"median {spread.median:.0f} %"
        axes.text(at + shift, highest * 1.18, words, ha=side, va="top", fontsize=_SMALL, color=_INK)
    axes.set_xlim(-0.5, len(BARS) - 0.5)
    axes.set_ylim(0, highest * 1.22)
    axes.axhline(0, color=_SOFT, linewidth=1.2)
    for place, bar in enumerate(BARS):
        axes.text(place, -highest * 0.11, bar, ha="center", fontsize=_SMALL, color=_SOFT)
    axes.text(len(BARS) / 2 - 0.5, -highest * 0.27, "per cent of the points", ha="center", fontsize=_SMALL, color=_SOFT)
    axes.set_axis_off()


def _rows(axes: Axes, checks: Sequence[Failing], titles: Sequence[str]) -> None:
    height = len(checks) * _ROW + 2
    axes.set_xlim(0, _WIDTH)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    for row, (check, title) in enumerate(zip(checks, titles, strict=True)):
        top = row * _ROW
        axes.text(0, top + 15, _fitting(title), fontsize=_TEXT, color=_INK)
        axes.text(_WIDTH, top + 15, f"{check.rate:.0%}".replace("%", " %"), ha="right", fontsize=_TEXT, color=_INK)
        left = 0.0
        for count, color in _parts(check):
            if count:
                length = count / check.judged * _WIDTH
                axes.barh(top + 24, length, height=9, left=left, color=color)
                left += length


def _parts(check: Failing) -> Iterator[tuple[int, str]]:
    yield check.failed, _BAD
    yield check.outcomes[Outcome.NOT_CHECKED], _WAIT
    yield check.outcomes[Outcome.PASSED], _GOOD


def _fitting(title: str) -> str:
    """The title, its end replaced by an ellipsis where it is wider than the picture."""
    if cells(title) <= _LETTERS:
        return title
    while cells(title) > _LETTERS - 1:
        title = title[:-1]
    return f"{title.rstrip()}\N{HORIZONTAL ELLIPSIS}"


def _picture(height: int, label: str, draw: Callable[[Figure], object]) -> str:
    from matplotlib import style  # noqa: PLC0415 - takes most of a second, and may be absent
    from matplotlib.figure import Figure  # noqa: PLC0415 - as above

    written = StringIO()
    # Texts obey the settings they are made under, not those of whoever runs this, nor of his matplotlib's own file.
    with style.context(["default", _SETTINGS]), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # letters that the measuring font lacks are drawn by the reader's own
        figure = Figure(figsize=(_WIDTH / 72, height / 72))
        figure.patch.set_visible(False)
        draw(figure)
        figure.savefig(written, format="svg", metadata={"Date": None})  # the same class, the same bytes
    root = ET.fromstring(written.getvalue())  # noqa: S314 -- matplotlib wrote it a moment ago
    shapes = "".join(map(_shape, _drawn(root)))
    return f'<svg viewBox="{root.get("viewBox")}" role="img" aria-label="{escape(label)}">{shapes}</svg>'


def _drawn(element: ET.Element) -> Iterator[ET.Element]:
    for child in element:
        if child.tag in (f"{_SVG}path", f"{_SVG}text"):
            yield child
        elif child.tag == f"{_SVG}g":
            yield from _drawn(child)


def _shape(element: ET.Element) -> str:
    style = dict(part.split(": ", 1) for part in element.get("style", "").split("; ") if part)
    given = {name: element.get(name, "") for name in ("x", "y", "d")} | {name: style.get(name, "") for name in _KEPT}
    known = {name: _VARIABLES.get(value, " ".join(value.split())) for name, value in given.items() if value}
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in known.items())
    if element.tag == f"{_SVG}text":
        return f"<text{attributes}>{escape(element.text or '')}</text>"
    return f"<path{attributes}/>"
