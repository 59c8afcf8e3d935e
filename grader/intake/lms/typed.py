"""Text that a student typed into the page of an LMS, which keeps it as HTML."""

from __future__ import annotations

from html.parser import HTMLParser

_LINES = frozenset({"p", "div", "pre", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "head", "title"})
_NO_BREAK = "\N{NO-BREAK SPACE}"


def text_of(page: bytes) -> str:
    """Return what stands on the page, line by line, with the spaces that an editor has put in for indentation."""
    reader = _Reader()
    reader.feed(page.decode("utf-8-sig", "replace"))
    reader.close()
    lines = "".join(reader.pieces).replace(_NO_BREAK, " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


class _Reader(HTMLParser):
    """Keeps the text of a page. Line ends count within `pre` only, as in a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the base has it
        """See `HTMLParser.handle_starttag`."""
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _LINES:
            self._begin_line()
        if tag in _UNSEEN or tag == "pre":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser.handle_endtag`."""
        if tag in _LINES:
            self._begin_line()
        if tag in self._open:
            self._open.remove(tag)

    def handle_data(self, data: str) -> None:
        """See `HTMLParser.handle_data`."""
        if _UNSEEN & set(self._open):
            return
        if "pre" in self._open or "\n" not in data:
            self.pieces.append(data)
        elif data.strip():
            # No-break spaces stand for indentation and are no blanks to `" ".join`.
            self.pieces.append(" ".join(each.strip(" \t\r") for each in data.split("\n")).strip(" "))

    def _begin_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
