"""The rules for texts that students read: short, plain, about the code, without the solution.

They hold for messages, hints and titles; `grade check` and the tests ask them of rendered texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

MOST_WORDS = 48
MOST_SENTENCES = 2
MOST_QUESTIONS = 1

TONE = frozenset("just simply obviously clearly easy easily trivial trivially merely stupid silly bad lazy".split())
"""Words that judge, or make little of what is hard."""
PERSON = frozenset("you your yours yourself".split())
"""Words about the person; a text is about the code."""
JARGON = frozenset(
    "invoke invoked invocation instantiate instantiated iterable callable interpreter identifier runtime stderr stdout"
    " stdin token tokens parser bytecode namespace dunder lambda mutable immutable idempotent polymorphism regex"
    " recursion semantics syntax assertion stack descriptor metaclass decorator".split()
)
"""Words that neither of the course's notes uses."""
QUOTED_JARGON = re.compile(r"'[^']+'")

_CODE = re.compile(r"`[^`]*`")
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^\sa-z]|\s*$)")  # not in `shout` gave HI! and
_WORD = re.compile(r"[a-z][a-z'-]*")
_IMPORT = re.compile(r"^\s*(?:from\s+\S+\s+)?import\s+(.+)$")
_SHORTEST_SPOILER = 12  # characters of a solution's line from which it says something


def faults(text: str, *, whole: bool = True, known: str = "") -> list[str]:
    """What is wrong with a text, a sentence for each rule it breaks; empty if it is right.

    A title or a remark need not be a `whole` sentence. `known` is a text the reader has read: it explains its words.
    """
    return [*_length(text, whole=whole), *_words(text, frozenset(_WORD.findall(known.casefold())))]


def spoilers(text: str, solution: Iterable[str], *, own: Iterable[str] = ()) -> list[str]:
    """The lines of a solution's files that a text gives away: whole lines, and what an import says after `import`.

    `own` are files of the reader's: what stands there is not given away.
    """
    told = " ".join(text.split())
    mine = [" ".join(each.split()) for each in own]
    lines = [" ".join(line.split()) for source in solution for line in source.splitlines()]
    found = [
        next((part for part in _telling(line) if part in told and _is_whole(part, told)), "")
        for line in dict.fromkeys(lines)
    ]
    return [part for part in dict.fromkeys(found) if part and not any(part in each for each in mine)]


def _telling(line: str) -> Iterator[str]:
    """The parts of a solution's line that say how it is done, the longest first."""
    imported = _IMPORT.match(line)
    if imported is None:
        if len(line) >= _SHORTEST_SPOILER:
            yield line
    elif line != f"import {imported[1]}" or " " in imported[1]:
        yield line
        if " " in imported[1]:
            yield imported[1]


def _is_whole(part: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text) is not None


def _length(text: str, *, whole: bool) -> Iterator[str]:
    plain = _CODE.sub("code", text)
    count = len(text.split())
    if count > MOST_WORDS:
        yield f"it has {count} words, and {MOST_WORDS} are the most"
    ends = [match[0] for match in _SENTENCE_END.finditer(re.sub(r"'[^']*'", "quote", _without_asides(plain)))]
    sentences, questions = sum(end != "?" for end in ends), ends.count("?")
    if sentences > MOST_SENTENCES:
        yield f"it has {sentences} sentences, and {MOST_SENTENCES} are the most"
    if questions > MOST_QUESTIONS:
        yield f"it asks {questions} questions, and {MOST_QUESTIONS} is the most"
    if whole and not ends:
        yield "it is no whole sentence: it ends without a stop"


def _words(text: str, known: frozenset[str]) -> Iterator[str]:
    plain = QUOTED_JARGON.sub("", _CODE.sub("", text))
    for word in _WORD.findall(plain.casefold()):
        if word in TONE:
            yield f"`{word}` judges or makes little of it"
        elif word in PERSON:
            yield f"`{word}` is about the person, not the code"
        elif word in JARGON and word not in known:
            yield f"`{word}` is no word of the course's notes"


def _without_asides(text: str) -> str:
    """The text without what stands in brackets: a question there asks nothing of the reader."""
    return re.sub(r"\([^()]*\)", "", text)
