"""Three levels of help with one failed check, the next one on request: the gap, the hint, a worked example."""

from __future__ import annotations

from typing import NamedTuple

from grader.reporters import failure
from grader.reporters.background import Background
from grader.reporters.plain import visible
from grader.result import CheckResult

LAST_LEVEL = 3
STUCK = 3  # runs in a row that fail at the same check, after which the last level is offered
_FIRST = "Repair what is told above first; this check can say more after that."
_EXAMPLE = "Here is a worked example of the same idea."


class Hint(NamedTuple):
    """One level: `number` of `total`; `example` is Markdown, on the last level only."""

    number: int
    total: int
    text: str
    notes: str = ""
    example: str = ""


def hint_for(check: CheckResult, background: Background) -> Hint:
    """The hint of the level that `background` asks for; a level that has nothing to say is passed over."""
    spot = failure.place_of(check)
    where = f", then look at {failure.place(spot.file, spot.line)}" if spot else ""
    gap = f"compare what was expected with what came{where}." if failure.gap_is_known(check) else ""
    advice = check.hint or (check.finding.message if check.finding else "")
    advice = _FIRST if failure.is_elsewhere(check) else advice
    levels = [
        Hint(1, 0, gap or "this is the first check that does not pass; its title says what it wants."),
        *([Hint(2, 0, visible(advice), notes=background.notes)] if advice else []),
        *(
            [Hint(3, 0, f"{visible(advice)} {_EXAMPLE}".strip(), example=background.example)]
            if background.example
            else []
        ),
    ]
    chosen = next((place for place, level in enumerate(levels) if level.number >= background.hint), len(levels) - 1)
    return levels[chosen]._replace(number=chosen + 1, total=len(levels))
