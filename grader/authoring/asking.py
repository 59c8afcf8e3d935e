"""Which check a mutant meets first, and whose word on it is enough.

A mutant is mostly noticed by the check that noticed its neighbours, so that one is asked first. One check that fails
has killed it. Others are asked for one reason: to know whether that check was the only one. Once a check has been the
only one to notice something, its worth is shown, and its word is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from grader.record import Record

ENOUGH = 2  # checks that noticed a mutant: no check is the only one any more
# What it counts that a check has noticed another wrong answer, and what it adds where they have something in common.
_ANYWHERE, _SAME_FILE, _SAME_PLACE, _SAME_OPERATOR = 1, 40, 160, 40
_SHORTEST = 0.01  # seconds that asking a check costs at least


class Asking:
    """What is known of the checks of one suite; `seconds` is what each takes with the solution, by id."""

    def __init__(self, record: Record, seconds: Mapping[str, float]) -> None:
        self._cases = {check.id: check.cases for check in record.checks}
        self._seconds = seconds
        self._noticed: list[tuple[str, str, str, tuple[str, ...]]] = []
        self.decisive: set[str] = set()

    def learn(self, killers: Sequence[str], file: str, within: str = "", operator: str = "", *, cut: bool) -> None:
        """Take in which checks noticed a wrong answer; it is `cut` where not all were asked."""
        self._noticed.append((file, within, operator, tuple(killers)))
        if len(killers) == 1 and not cut:
            self.decisive.update(killers)

    def is_cut(self, killers: Collection[str]) -> bool:
        """Whether checks were left unasked once these had failed."""
        return len(killers) >= ENOUGH or not self.decisive.isdisjoint(killers)

    def sequence(self, file: str, within: str, operator: str) -> list[str]:
        """All cases for a mutant: first those of checks that were never the only one, the silent ones before all.

        Then all that they notice is known, as far as it can be. The others follow as they are likely, and quick.
        """
        likely: Counter[str] = Counter()
        for other_file, other_place, other_operator, killers in self._noticed:
            weight = _ANYWHERE
            if other_file == file:
                weight += _SAME_FILE + (_SAME_PLACE if other_place == within else 0)
            weight += _SAME_OPERATOR if other_operator == operator else 0
            likely.update(dict.fromkeys(killers, weight))

        def rank(check: str) -> tuple[bool, bool, float]:
            worth = likely[check] / max(self._seconds.get(check, 0.0), _SHORTEST)
            return check not in self.decisive, check not in likely, worth

        return [case for check in sorted(self._cases, key=rank, reverse=True) for case in self._cases[check]]
