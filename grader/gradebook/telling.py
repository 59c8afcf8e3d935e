"""What the gradebook did to a mark, in words that are the same in every export."""

from __future__ import annotations

from grader.gradebook.book import Adjustment, Mark


def adjusted(adjustment: Adjustment, mark: Mark) -> str:
    """Return one adjustment of the mark as a sentence or two, with its reason."""
    reason = adjustment.reason if adjustment.reason.endswith((".", "!", "?")) else f"{adjustment.reason}."
    match adjustment.kind:
        case "best of":
            return reason
        case "late":
            return f"{number(abs(adjustment.points))} points off for lateness: {reason}"
        case "override" if adjustment.check:
            check = next((each for each in mark.entry.result.checks if each.id == adjustment.check), None)
            name = check.title if check else adjustment.check
            points = mark.checks.get(adjustment.check, 0.0)
            return f"`{name}`: {number(points)} points in place of {number(points - adjustment.points)}: {reason}"
        case "override":
            before = mark.points - adjustment.points
            return f"{number(mark.points)} points in all, in place of {number(before)}: {reason}"


def number(points: float) -> str:
    """Return points with two decimals at most, and without those that say nothing."""
    return f"{points:.2f}".rstrip("0").rstrip(".") or "0"
