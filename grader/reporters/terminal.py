"""The report a student reads: what works, the first thing that does not, the call that shows it, one next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from grader.reporters import failure
from grader.reporters.plain import cells, visible, wrapped
from grader.result import CheckResult, Finding, Outcome, Result, Status

_MARKS = {Outcome.PASSED: "yes", Outcome.NOT_CHECKED: "--", Outcome.ERRORED: "err"}
_STYLES = {Outcome.PASSED: "green", Outcome.NOT_CHECKED: "dim", Outcome.ERRORED: "yellow"}
_ENDINGS = {Outcome.CRASHED: " (stopped with an error)", Outcome.TIMED_OUT: " (took too long)"}
_INDENT = " " * 7  # where titles start, below `  yes  `
_NARROWEST = 40


class _Line(NamedTuple):
    text: str
    style: str = ""


def report(result: Result, *, details: bool = False, width: int = 80, color: bool = False) -> str:
    """The report for the terminal. `details` shows every failure in full, not only the first."""
    width = max(width, _NARROWEST)
    lines = [*_header(result, width)]
    if result.problem:
        lines += _paragraph(visible(result.problem.message), width)
        count = len(result.checks)
        lines += _paragraph(f"None of the {count} checks could run.", width)
    else:
        lines += _checks(result, width, details=details)
        lines += _findings(result, width)
    lines += _paragraph(f"Next step: {_next_step(result, details=details)}", width, "  ", style="bold")
    if details:
        lines += _origin(result, width)
    return _painted(lines, color=color)


def _header(result: Result, width: int) -> Iterator[_Line]:
    score = f"{_number(result.points)} / {_number(result.max_points)}"
    yield from _row(f"{_short(result.exercise)}  {visible(result.title)}", score, width, "", style="bold")
    for notice in result.notices:
        yield from _paragraph(f"Note: {visible(notice)}", width, "  ")


def _checks(result: Result, width: int, *, details: bool) -> Iterator[_Line]:
    """Passed checks first, then the failures (the first of them in full), then what was not reached."""
    titles = {check.id: check.title for check in result.checks}
    ordered = sorted(result.checks, key=_order)
    in_full = True
    for check in ordered:
        yield from _check(check, width)
        match check.outcome:
            case Outcome.PASSED:
                continue
            case Outcome.NOT_CHECKED:
                needs = ", ".join(f'"{visible(_needed(name, titles))}"' for name in check.needs)
                yield from _paragraph(f"not checked yet, needs {needs or 'a check above'}", width, style="dim")
            case Outcome.ERRORED:
                yield from _paragraph("the grader failed here, not your code", width)
                if details:
                    yield from _full(check, width, details=True)
            case Outcome.FAILED | Outcome.CRASHED | Outcome.TIMED_OUT:
                if in_full or details:
                    yield from _full(check, width, details=details)
                in_full = False


def _order(check: CheckResult) -> int:
    return {Outcome.PASSED: 0, Outcome.ERRORED: 2, Outcome.NOT_CHECKED: 3}.get(check.outcome, 1)


def _check(check: CheckResult, width: int) -> Iterator[_Line]:
    stretch = " (stretch)" if check.stretch else ""
    points = _number(check.max_points)
    if check.points != check.max_points:
        points = f"{_number(check.points)} / {points}"
    mark = f"  {_MARKS.get(check.outcome, 'NO'):<5}"
    title = visible(check.title) + stretch + _ENDINGS.get(check.outcome, "")
    return _row(title, points, width, mark, style=_STYLES.get(check.outcome, "bold red"))


def _full(check: CheckResult, width: int, *, details: bool) -> Iterator[_Line]:
    for text in failure.explain(check, details=details):
        yield from _paragraph(text, width)


def _findings(result: Result, width: int) -> Iterator[_Line]:
    """The findings that no check above carries, each message once."""
    told = {check.finding.id for check in result.checks if check.finding}
    for finding in result.findings:
        if finding.id in told or not finding.message:
            continue
        told.add(finding.id)
        yield from _paragraph(f"Also seen{_at(finding)}: {visible(finding.message)}", width, "  ")


def _at(finding: Finding) -> str:
    if not finding.file:
        return ""
    return f" in {failure.place(finding.file, finding.line)}"


def _next_step(result: Result, *, details: bool) -> str:
    command = f"grade {_short(result.exercise)}"
    if result.status is Status.ERROR:
        return f"run `{command}` again; if the grader fails again, tell your instructor."
    if result.problem:
        return f"put the files of the exercise there, then run `{command}` again."
    failed = [check for check in result.checks if failure.is_shown(check)]
    if result.status is Status.PASSED:
        left = "the stretch is left, or " if failed else ""
        return f"{left}go on with another exercise; `grade list` shows them."
    return _after_failure(failed, command, details=details)


def _after_failure(failed: list[CheckResult], command: str, *, details: bool) -> str:
    step = f"then run `{command}` again."
    location = failed[0].location if failed else None
    start = f"look at {failure.place(location.file, location.line)}" if location else "work on the first NO above"
    others = len(failed) - 1
    if others <= 0 or details:
        return f"{start}, {step}"
    rest = "the other one" if others == 1 else f"the other {others}"
    return f"{start}, {step} `{command} --details` shows {rest} in full."


def _origin(result: Result, width: int) -> Iterator[_Line]:
    parts = [f"{result.seconds:.2f} s"]
    if result.box:
        parts.append(f"box: {result.box}")
    if result.grader.version:
        parts.append(f"gradebox {result.grader.version} on Python {result.grader.python}")
    return _paragraph(f"Graded in {', '.join(parts)}.", width, "  ", style="dim")


def _needed(name: str, titles: dict[str, str]) -> str:
    """The title of the check that `name`, an id or the bare name of a test, stands for."""
    for identity, title in titles.items():
        if identity == name or identity.endswith(f"::{name}"):
            return title
    return name


def _short(exercise: str) -> str:
    """What a student types: `ex03` for `ex03_calculator`."""
    return visible(exercise.partition("_")[0])


def _number(points: float) -> str:
    return f"{points:.2f}".rstrip("0").rstrip(".")


def _row(text: str, right: str, width: int, mark: str, *, style: str) -> Iterator[_Line]:
    """`text` on the left, wrapped below itself, and `right` at the right edge of its first line."""
    room = width - len(mark) - len(right) - 2
    first, *rest = wrapped(text, room)
    yield _Line(f"{mark}{first}{' ' * (room - cells(first) + 2)}{right}", style)
    for line in rest:
        yield _Line(" " * len(mark) + line, style)


def _paragraph(text: str, width: int, indent: str = _INDENT, *, style: str = "") -> Iterator[_Line]:
    for line in wrapped(text, width - len(indent)):
        yield _Line((indent + line).rstrip(" "), style)


def _painted(lines: Iterable[_Line], *, color: bool) -> str:
    if not color:
        return "".join(f"{text}\n" for text, _ in lines)
    # Most runs go without colour, and rich takes as long to import as a small exercise takes to grade.
    from rich.color import ColorSystem  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    return "".join(f"{Style.parse(style).render(text, color_system=ColorSystem.STANDARD)}\n" for text, style in lines)
