"""The book without whose it is: pseudonyms that stay the same, and nothing that names a student.

What students wrote and printed may hold any name. Their output and the lines of their code are left out; a message or
a value stays where none of its words is the student's own, nor the id or the whole name of anybody in the class.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import InputError
from grader.files import reason
from grader.gradebook.book import Adjustment, Book, Mark, Row
from grader.reporters.plain import visible
from grader.result import CheckResult, Finding, Problem, Result, SubmissionInfo

KEY_NAME = ".grade-pseudonyms"

_KEY_BYTES = 32
_LETTERS = 10  # of a pseudonym: 50 bits
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 8  # words of a name that are looked for together
_SHORTEST_WITHIN = 4  # letters of a word that is looked for within others, or alone where it is of somebody else
_SHORTEST_OWN = 2
_SHORTEST_NUMBER = 4  # digits; shorter ones stand in every output

Words = tuple[str, ...]


def anonymous(book: Book, key: bytes) -> Book:
    """Return the book with pseudonyms, made with `key`, in their order."""
    class_ = _Class(book)
    rows = [_row(row, pseudonym(row.student, key), class_) for row in book.rows]
    return replace(
        book,
        rows=tuple(sorted(rows, key=lambda row: row.student)),
        missing=dict.fromkeys(sorted(pseudonym(student, key) for student in book.missing), ""),
        left=(),
        warnings=(),
        run=replace(book.run, source="", only="", missing={}),
    )


def pseudonym(student: str, key: bytes) -> str:
    """Return what stands for a student; nobody without the key can tell whom."""
    digest = hmac.new(key, student.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return f"student-{base64.b32encode(digest).decode().lower()[:_LETTERS]}"


def pseudonym_key(folder: Path) -> bytes:
    """Return the key of a class, made the first time. Raises `InputError` where it cannot be read or written."""
    file = folder / KEY_NAME
    try:
        try:
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            key = bytes.fromhex(file.read_text(encoding="ascii").strip())
        else:
            key = secrets.token_bytes(_KEY_BYTES)
            with os.fdopen(handle, "w", encoding="ascii") as opened:
                opened.write(f"{key.hex()}\n")
    except (OSError, ValueError) as error:
        raise InputError(f"the key of the pseudonyms, `{file}`, cannot be used: {reason(error)}") from error
    if len(key) != _KEY_BYTES:
        raise InputError(f"`{file}` is no key of pseudonyms", hint="Put it back, or remove it for new pseudonyms.")
    return key


class Named(Struct, frozen=True):
    """Finds in a text a student's `own` words, and all words of a name of the `others` of the class, by the first."""

    own: frozenset[str]
    others: Mapping[str, set[Words]]

    def names(self, text: str) -> bool:
        """Say whether the text may name somebody."""
        words = tuple(_words(text))
        if not self.own.isdisjoint(words):
            return True
        joined = "".join(words)
        if any(len(word) >= _SHORTEST_WITHIN and word in joined for word in self.own):
            return True
        return any(
            words[at : at + len(other)] == other for at, word in enumerate(words) for other in self.others.get(word, ())
        )

    def clean(self, text: str) -> str:
        """Return the text; nothing where it may name somebody."""
        return "" if self.names(text) else text


class _Class:
    """The names of a class: those of each, and what the places of their work share, which names nobody."""

    def __init__(self, book: Book) -> None:
        self.names: dict[str, set[Words]] = {}
        people = [(row.student, row.name) for row in book.rows] + list(book.missing.items())
        for words in (words for person in people for words in _spellings(*person)):
            if len(words) > 1 or _is_telling(words[0], _SHORTEST_WITHIN):
                self.names.setdefault(words[0], set()).add(words)
        places = [{word for mark in row.marks.values() for word in _words(mark.entry.where)} for row in book.rows]
        counts = Counter(word for words in places for word in words)
        self.common = {word for word, count in counts.items() if 2 * count > len(places) > 1}

    def named(self, row: Row, mark: Mark) -> Named:
        """Return what finds the names of this student and of all others."""
        entry = mark.entry
        own = {word for text in (row.student, row.name, entry.name, entry.group) for word in _words(text)}
        own |= set(_words(entry.where)) - self.common
        return Named(frozenset(word for word in own if _is_telling(word, _SHORTEST_OWN)), self.names)


def _row(row: Row, student: str, class_: _Class) -> Row:
    marks = {exercise: _mark(mark, student, class_.named(row, mark)) for exercise, mark in row.marks.items()}
    return replace(row, student=student, name="", marks=marks)


def _mark(mark: Mark, student: str, named: Named) -> Mark:
    entry = replace(
        mark.entry,
        student=student,
        name="",
        key="",
        time="",
        group="",
        where="",
        result=_result(mark.entry.result, student, named),
    )
    return replace(mark, entry=entry, adjustments=tuple(map(_adjustment, mark.adjustments)))


def _adjustment(adjustment: Adjustment) -> Adjustment:
    """Return it without the reason, which may be anything about a person."""
    reasons: Mapping[str, str] = {"late": "Late.", "override": "An override."}
    return replace(adjustment, reason=reasons.get(adjustment.kind, adjustment.reason))


def _result(result: Result, student: str, named: Named) -> Result:
    return replace(
        result,
        checks=[_check(check, named) for check in result.checks],
        findings=[_finding(finding, named) for finding in result.findings],
        problem=Problem(result.problem.kind, named.clean(result.problem.message)) if result.problem else None,
        notices=[],
        submission=SubmissionInfo(student=student, late=result.submission.late),
        started="",
    )


def _check(check: CheckResult, named: Named) -> CheckResult:
    calls = [call for call in check.transcript if not (named.names(call.call) or named.names(call.result))]
    return replace(
        check,
        message=named.clean(check.message),
        transcript=calls,
        expected=named.clean(check.expected),
        got=named.clean(check.got),
        exception=named.clean(check.exception),
        traceback="",
        finding=_finding(check.finding, named) if check.finding else None,
        location=check.location if check.location and not named.names(check.location.file) else None,
        output="",
    )


def _finding(finding: Finding, named: Named) -> Finding:
    hit = named.names(finding.message) or named.names(finding.file)
    return Finding(finding.id) if hit else finding


def _spellings(student: str, name: str) -> Iterable[Words]:
    """Give the id, and the name in both orders and in one word, as they may stand in a text."""
    for text in (student, name):
        words = _words(text)[:_LONGEST]
        if "".join(words):
            yield tuple(words)
            yield ("".join(words),)
            yield (*words[1:], words[0])
            yield ("".join((*words[1:], words[0])),)


def _is_telling(word: str, shortest: int) -> bool:
    return len(word) >= (_SHORTEST_NUMBER if word.isdigit() else shortest)


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", visible(unicodedata.normalize("NFC", text)).casefold())
    return _WORD.findall(folded)
