"""The messages: one TOML file per language, which a teacher can edit. `docs/feedback.md` says how."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from grader.authored import did_you_mean, read_toml, typed
from grader.diagnosis.found import Found
from grader.errors import ManifestError

MESSAGES = Path(__file__).parent / "messages"
LANGUAGE = "en"
OF_THE_RUN = frozenset({"call", "value", "expected", "length", "angle", "base", "parent"})
"""What a message may say only where a student may see what a check did: arguments, answers."""
LINES = frozenset({"other_line", "use", "guard", "cause", "cell", "count"})
"""What is filled in with a number of our own counting."""

_GAP = re.compile(r"{(\w+)}")
_LONGEST = 120  # characters of one value in a message
_TITLE = "title"
_TEXT = "message"
_WITHOUT = "without_values"
_ID = re.compile(r"[A-Z]\d\d")


class Entry(Struct, frozen=True, kw_only=True):
    """The texts of one mistake by key; see the head of `messages/en.toml`."""

    title: str
    texts: dict[str, str]


class Catalogue(Struct, frozen=True, kw_only=True):
    """All messages of one language, and the words that fill their gaps."""

    entries: dict[str, Entry]
    words: dict[str, str]

    def message(self, found: Found, *, values: bool = True) -> str:
        """The finding in words; without `values`, nothing that a call was given or gave is in it.

        Empty where there is no text for it, or one with a gap that it cannot fill: a message must not cost a result.
        """
        texts = self.entries[found.id].texts if found.id in self.entries else {}
        ending = f"_{found.variant}" if found.variant else ""
        text = texts.get(_TEXT + ending, "")
        if not values and not OF_THE_RUN.isdisjoint(_GAP.findall(text)):
            text = texts.get(_WITHOUT + ending, "")
        words = {name: self.words[word] for name, word in found.words.items() if word in self.words}
        place = {"file": found.file, "line": str(found.line)}
        filled = found.values | words | place
        if not set(_GAP.findall(text)) <= set(filled):
            return ""
        return _GAP.sub(lambda gap: _plain(filled[gap[1]]), text)


@cache
def load(language: str = LANGUAGE) -> Catalogue:
    """The messages of a language. Raises `ManifestError` if there are none, or if they break a rule."""
    return read_catalogue(MESSAGES / f"{language}.toml")


def read_catalogue(file: Path) -> Catalogue:
    """The messages in a file. Raises `ManifestError` with the entry and the rule."""
    content = read_toml(file)
    words = typed(content.pop("words", {}), dict[str, str], file)
    entries = {name: _entry(file, name, table) for name, table in content.items()}
    return Catalogue(entries=entries, words=words)


def _entry(file: Path, name: str, table: object) -> Entry:
    if not _ID.fullmatch(name) or not isinstance(table, dict):
        raise ManifestError(f"`{file}`: `[{name}]` must be a letter and two digits, like `[A01]`.")
    known: dict[str, Any] = {key: text for key, text in table.items() if key == _TITLE}
    texts = {key: text for key, text in table.items() if key != _TITLE}
    for key in texts:
        if key.partition("_")[0] != _TEXT and not key.startswith(_WITHOUT):
            near = did_you_mean(key, (_TITLE, _TEXT, _WITHOUT))
            raise ManifestError(f"`{file}`: `[{name}]` has no key `{key}`.{near}")
    entry = typed({**known, "texts": texts}, Entry, file)
    if _TEXT not in texts:
        raise ManifestError(f"`{file}`: `[{name}]` has no `message`.")
    for key, text in texts.items():
        run = sorted(OF_THE_RUN.intersection(_GAP.findall(text)))
        if run and key.startswith(_WITHOUT):
            raise ManifestError(f"`{file}`: `{key}` of `[{name}]` must not hold `{{{run[0]}}}`.")
        if run and key.replace(_TEXT, _WITHOUT, 1) not in texts:
            message = f"`{file}`: `{key}` of `[{name}]` holds `{{{run[0]}}}`, which shows what a check did."
            raise ManifestError(message, hint=f"Write `{key.replace(_TEXT, _WITHOUT, 1)}` beside it.")
    return entry


def gaps(texts: Mapping[str, str]) -> set[str]:
    """The names that texts are filled in with."""
    return {name for text in texts.values() for name in _GAP.findall(text)}


def _plain(value: str) -> str:
    """A value in one line, in characters that any terminal shows, and short."""
    text = "".join(character if character.isprintable() else " " for character in value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
