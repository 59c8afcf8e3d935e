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
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_IMPORT = re.compile(r"^\s*(?:from\s+\S+\s+)?import\s+(.+)$")
_SHORTEST_SPOILER = 12  # characters of a solution's line from which it says something


def faults(text: str) -> list[str]:
    """What is wrong with a text, a sentence for each rule it breaks; empty if it is right."""
    return [*_length(text), *_words(text)]


def spoilers(text: str, solution: Iterable[str]) -> list[str]:
    """The lines of a solution's files that a text gives away: whole lines, and what an import says after `import`."""
    told = " ".join(text.split())
    found = []
    for source in solution:
        for line in source.splitlines():
            bare = " ".join(line.split())
            imported = _IMPORT.match(bare)
            code = imported is not None and len(bare.split()) > 2 and bare in told  # noqa: PLR2004 - more than `import x`
            if code or (len(bare) >= _SHORTEST_SPOILER and bare in told and imported is None):
                found.append(bare)
    return list(dict.fromkeys(found))


def _length(text: str) -> Iterator[str]:
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
    if not ends:
        yield "it is no whole sentence: it ends without a stop"


def _words(text: str) -> Iterator[str]:
    plain = QUOTED_JARGON.sub("", _CODE.sub("", text))
    for word in re.findall(r"[a-z][a-z'-]*", plain.casefold()):
        if word in TONE:
            yield f"`{word}` judges or makes little of it"
        elif word in PERSON:
            yield f"`{word}` is about the person, not the code"
        elif word in JARGON:
            yield f"`{word}` is no word of the course's notes"


def _without_asides(text: str) -> str:
    """The text without what stands in brackets: a question there asks nothing of the reader."""
    return re.sub(r"\([^()]*\)", "", text)
