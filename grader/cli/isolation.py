"""What `grade bulk --check-isolation` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.cli.output import write_stdout
from grader.reporters.plain import inert, visible

if TYPE_CHECKING:
    from grader.bulk.grading import Wish
    from grader.bulk.isolation import Compared

PER_CHILD = 16
_MOST = 5  # differences shown of an exercise
_MOST_TEXT = 200


def check_isolation(wish: Wish, per_child: int) -> bool:
    """Grade the class both ways, printing what comes of each exercise; whether nothing differs."""
    from grader.bulk.trial import check_class  # noqa: PLC0415 -- start-up time

    return check_class(wish, per_child, wish.folder, lambda name, compared: write_stdout(_told(name, compared)))


def _told(name: str, compared: Compared) -> str:
    """One exercise: whether it came out the same, how often a child went on, and the first differences."""
    from grader.bulk.isolation import LEAST  # noqa: PLC0415 -- start-up time

    verdict = f"{len(compared.differences):,} differences" if compared.differences else "the same"
    went_on = f"{compared.reused:,} of {2 * compared.submissions:,} times a judge's child went on to another"
    lines = [f"{name}: {verdict} both ways, {compared.submissions:,} submissions; {went_on}"]
    reasons = sorted(compared.ends.items(), key=lambda each: (-each[1], each[0]))
    lines += [f"  {count:,} children ended: {why}" for why, count in reasons]
    if compared.submissions < LEAST:
        lines.append(f"  too few to tell: at least {LEAST} submissions are needed")
    lines += [f"  differs from run to run by itself: {each}" for each in compared.unsteady]
    for each in compared.differences[:_MOST]:
        lines.append(f"  {each.name}, {each.way}, {each.case}: `{each.field}`")
        lines += [f"    alone:  {each.apart[:_MOST_TEXT]}", f"    others: {each.together[:_MOST_TEXT]}"]
    return "".join(f"{inert(visible(line))}\n" for line in lines)
