"""Grades the same submissions both ways, one to each child of the judge and several, and says what differs.

Whoever wants several submissions per child relies on the judge, which puts back and compares what it has between two
of them. This relies on nothing: each submission is graded by a child of its own, then among the others in their order,
and in the opposite one, so that each of two neighbours comes after the other once.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from grader.worker.client import Worker
from grader.worker.orders import Finished, Judged, Order, Post, Word

PER_CHILD = 16
WAYS = ("in their order", "in the opposite order")
LEAST = 20  # submissions that a difference would show among
TRIES = 3  # runs apart of a submission that came out otherwise among others
_TIMES = ("seconds",)
_CHANCE = re.compile(rb"(?<= at 0x)[0-9a-f]+")  # places in memory


class Difference(Struct, frozen=True, kw_only=True):
    """One field of one case of a submission that came out otherwise among others; `way` is the order they came in."""

    name: str
    way: str
    case: str
    field: str
    apart: str
    together: str


class Compared(Struct, frozen=True, kw_only=True):
    """What came of it. `reused` is how often a child went on to another submission.

    `ends` counts why children ended, by reason; `unsteady` are submissions that differ from run to run by themselves,
    by random numbers for example: of those only the outcomes are compared.
    """

    submissions: int
    reused: int
    ends: dict[str, int]
    differences: list[Difference]
    unsteady: list[str]

    @property
    def passed(self) -> bool:
        """Whether each submission got the same both ways, and there were enough of them to show a difference."""
        return not self.differences and self.submissions >= LEAST


def compare(post: Post, names: Sequence[str], order: Callable[[str], Order], per_child: int = PER_CHILD) -> Compared:
    """Grade the submissions of these names both ways; `order` gives the order for one of them, each time it is asked.

    No more is kept of a submission than a digest, unless it differs. Raises what a worker raises.
    """
    alone, together = replace(post, per_child=1), replace(post, per_child=per_child)
    digests = {name: _digest(words) for name, words in _graded(alone, names, order)}
    odd: dict[str, dict[str, list[Word]]] = {}
    ends: Counter[str] = Counter()
    for way, sequence in zip(WAYS, (names, names[::-1]), strict=True):
        for name, words in _graded(together, sequence, order):
            ends[_ends(words)] += 1
            if _digest(words) != digests[name]:
                odd.setdefault(name, {})[way] = words
    again: dict[str, list[list[Word]]] = {name: [] for name in odd}
    for name, words in _graded(alone, list(odd) * TRIES, order):
        again[name].append(words)
    unsteady = [name for name, runs in again.items() if any(_digest(words) != digests[name] for words in runs)]
    return Compared(
        submissions=len(names),
        reused=ends.pop("", 0),
        ends=dict(ends),
        differences=[
            Difference(name=name, way=way, case=case, field=field, apart=one, together=other)
            for name, ways in odd.items()
            for way, words in ways.items()
            for case, field, one, other in (_outcomes if name in unsteady else _differences)(again[name], words)
        ],
        unsteady=unsteady,
    )


def _graded(post: Post, names: Sequence[str], order: Callable[[str], Order]) -> Iterator[tuple[str, list[Word]]]:
    with Worker(post) as worker:
        if post.solution:
            worker.collected()
        yield from zip(names, worker.grade_all(order(name) for name in names), strict=True)


def _ends(words: list[Word]) -> str:
    last = words[-1]
    return last.ends if isinstance(last, Finished) else ""


def _digest(words: list[Word]) -> bytes:
    return hashlib.sha256(msgspec.json.encode(_fields(words))).digest()


def _fields(words: list[Word]) -> dict[str, dict[str, Any]]:
    """Everything that was said of a submission, by case and field, but for times."""
    fields = {}
    for place, word in enumerate(words):
        if isinstance(word, Judged):
            told = msgspec.json.decode(_CHANCE.sub(b"", msgspec.json.encode(word.verdict)))
            fields[word.verdict.case] = {"place": place} | {key: told[key] for key in told if key not in _TIMES}
        elif isinstance(word, Finished):
            fields[""] = {"box": word.box, "found": msgspec.to_builtins(word.found)}
    return fields


def _differences(apart: list[list[Word]], together: list[Word]) -> Iterator[tuple[str, str, str, str]]:
    one, other = _fields(apart[0]), _fields(together)
    for case in {**one, **other}:
        first, second = one.get(case, {}), other.get(case, {})
        for field in {**first, **second}:
            if first.get(field) != second.get(field):
                yield case, field, str(first.get(field)), str(second.get(field))


def _outcomes(apart: list[list[Word]], together: list[Word]) -> Iterator[tuple[str, str, str, str]]:
    """The outcomes that no run apart had: all that can be compared of what differs from run to run."""
    runs = [_fields(words) for words in apart]
    for case, fields in _fields(together).items():
        seen = {str(run.get(case, {}).get("outcome")) for run in runs}
        if str(fields.get("outcome")) not in seen:
            yield case, "outcome", " or ".join(sorted(seen)), str(fields.get("outcome"))
