"""The cases of a suite, as pytest collected them, with what is asked of each for every submission: found once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pytest

from grader.record import RecordedCheck


class Case(NamedTuple):
    """One test with its parameters. `name` is its node id, `check` that of the check it belongs to."""

    item: pytest.Item
    name: str
    check: str
    operators: bool  # whether the exercise is about operators


def check_id(item: pytest.Item) -> str:
    """The node id without parameters."""
    callspec = getattr(item, "callspec", None)
    return item.nodeid.removesuffix(f"[{callspec.id}]") if callspec is not None else item.nodeid


def cases_of(items: Iterable[pytest.Item]) -> list[Case]:
    """The cases in the order of the items."""
    return [
        Case(item, item.nodeid, check_id(item), operators=item.get_closest_marker("operators") is not None)
        for item in items
    ]


def ordered(cases: list[Case], checks: list[RecordedCheck], sequence: Sequence[str] = ()) -> list[Case]:
    """The cases with every needed check before the ones that need it, else by `sequence`, else as they come."""
    needs = {check.id: check.needs for check in checks}
    places = {name: place for place, name in enumerate(sequence)}
    groups: dict[str, list[Case]] = {}
    for case in sorted(cases, key=lambda case: places.get(case.name, len(places))):
        groups.setdefault(case.check, []).append(case)
    done: dict[str, list[Case]] = {}

    def place(name: str) -> None:
        if name in done or name not in groups:
            return
        for need in needs.get(name, ()):
            place(need)
        done[name] = groups[name]

    for name in groups:
        place(name)
    return [case for group in done.values() for case in group]
