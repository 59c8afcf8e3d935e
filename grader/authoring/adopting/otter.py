"""otter's notebooks: raw cells say where questions, solutions and tests begin and end, in YAML what they are worth."""

from __future__ import annotations

import re
import textwrap
from fractions import Fraction
from typing import Any, NamedTuple

from grader.authoring.adopting.adopted import LeftOut, points_from, titled, why_refused
from grader.authoring.adopting.marked_cells import Cell, CellTest, Parts, hidden, kept, no_parts
from grader.authoring.adopting.setups import load_yaml

_RAW = re.compile(
    r"#\s*(?P<what>ASSIGNMENT CONFIG|(?:BEGIN|END) (?:QUESTION|SOLUTION|PROMPT|TESTS))\b[^\n]*",
    re.IGNORECASE,
)
_CONFIG = re.compile(
    r'\A\s*(?P<quote>"""|\'\'\')\s*#\s*BEGIN TEST CONFIG\s*\n(?P<text>.*?)(?P=quote)\s*#\s*END TEST CONFIG[^\n]*\n?',
    re.DOTALL,
)
_PROMPT = re.compile(
    r'^(?P<indent>[ \t]*)(?P<quote>"""|\'\'\')\s*#\s*BEGIN PROMPT\s*\n'
    r"(?P<text>.*?)\s*(?P=quote);?\s*#\s*END PROMPT[^\n]*",
    re.MULTILINE | re.DOTALL,
)
_LINE = re.compile(r"^(?P<indent>[ \t]*)(?P<code>\S.*?)[ \t]*# SOLUTION(?P<silent> NO PROMPT)?[ \t]*$", re.MULTILINE)
_BLOCK = re.compile(r"^(?P<indent>[ \t]*)# BEGIN SOLUTION(?P<silent> NO PROMPT)?[ \t]*$", re.MULTILINE)
_IGNORED = re.compile(
    r"^[ \t]*# BEGIN IGNORE\b.*?^[ \t]*# END IGNORE[^\n]*\n?|^[^\n]*# IGNORE[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
_SEED = re.compile(r"^[^\n]*# SEED[ \t]*\n?", re.MULTILINE)
_TOOLS = re.compile(r"\botter\b|\bgrader\.(check|check_all|export)\b")


class _Test(NamedTuple):
    """A test cell with its settings."""

    settings: dict[str, Any]
    source: str
    shown: str | None


class _State:
    """Where in the notebook we are: in which question, and in which part of it."""

    def __init__(self) -> None:
        self.question: dict[str, Any] | None = None
        self.part = ""
        self.prompted = False
        self.tests: list[_Test] = []


def is_otters(cells: list[Cell]) -> bool:
    """Whether one of the raw cells is otter's."""
    return any(cell["cell_type"] == "raw" and _RAW.match(cell["source"].strip()) for cell in cells)


def otter_parts(cells: list[Cell]) -> Parts:
    """What the cells are, by the raw cells around them. Raises `InputError` for settings that are no YAML."""
    parts, state = no_parts(), _State()
    for number, cell in enumerate(cells, 1):
        marker = _RAW.match(cell["source"].strip()) if cell["cell_type"] == "raw" else None
        if marker is not None:
            _turn(parts, state, marker["what"].upper(), _settings(cell["source"], f"cell {number}"))
        elif state.part == "TESTS":
            if cell["cell_type"] == "code":
                state.tests.append(_test(cell, number))
        elif state.part == "PROMPT":
            state.prompted = True
            parts.cells.append(kept(cell, _only_prompt(cell)))
        else:
            _take(parts, state, cell)
    _end(parts, state)
    return parts


def _turn(parts: Parts, state: _State, what: str, settings: dict[str, Any]) -> None:
    edge, _, part = what.partition(" ")
    if what == "ASSIGNMENT CONFIG":
        files = settings.get("files")
        for name in files if isinstance(files, list) else ():
            if isinstance(name, str) and not why_refused(name):
                parts.files.append(name)
            else:
                parts.remarks.append(
                    f"The file `{titled(name, 'nothing')}` is refused: it must lie beside the notebook."
                )
        if settings.get("config_file"):
            parts.remarks.append("The `config_file` is not read: name its files with `--given`.")
        if settings.get("seed"):
            parts.remarks.append("Seeds are left out: set one in a cell of the notebook if answers depend on it.")
    elif part == "QUESTION":
        _end(parts, state)
        state.question = settings if edge == "BEGIN" else None
    else:
        state.part = part if edge == "BEGIN" else ""


def _end(parts: Parts, state: _State) -> None:
    """Settle what the tests of a question are worth."""
    question = state.question
    if question is not None:
        name = titled(question.get("name"), "question")
        worth = _worth(question.get("points"), [test.settings.get("points") for test in state.tests])
        if question.get("manual") is True or not state.tests:
            why = "it is graded by hand" if question.get("manual") is True else "it has no tests"
            points = points_from(question.get("points"), default=1) or Fraction()
            parts.left_out.append(LeftOut(name, points, why))
        elif worth is None:
            parts.left_out.append(LeftOut(name, Fraction(), "its points are no numbers from 0 on"))
        else:
            several = len(worth) > 1
            parts.tests.extend(
                CellTest(_name(name, test, number if several else 0), points, test.source, test.shown)
                for number, (test, points) in enumerate(zip(state.tests, worth, strict=True), 1)
            )
    state.question, state.part, state.prompted, state.tests = None, "", False, []


def _name(question: str, test: _Test, number: int) -> str:
    own = titled(test.settings.get("name"), "")
    return own or (f"{question} ({number})" if number else question)


def _worth(whole: Any, each: list[Any]) -> list[Fraction] | None:
    """The points of each test: its own, else its share of what the question has left; None where one is no number."""
    if isinstance(whole, list):
        each = [*whole, *each[len(whole) :]][: len(each)]
        whole = None
    elif isinstance(whole, dict):
        each = [whole.get("each") if own is None else own for own in each]
        whole = whole.get("total")
    own = [points_from(points) for points in each if points is not None]
    total = points_from(whole, default=0 if own else 1)
    if total is None or None in own:
        return None
    left = max(Fraction(), total - sum((points for points in own if points is not None), Fraction()))
    shared = left / max(1, len(each) - len(own))
    return [shared if points is None else points_from(points) or Fraction() for points in each]


def _test(cell: Cell, number: int) -> _Test:
    source: str = _IGNORED.sub("", cell["source"])
    config = _CONFIG.match(source)
    settings = _yaml(config["text"], f"the test in cell {number}") if config else {}
    texts = [
        "".join(output["data"]["text/plain"])
        for output in cell["outputs"]
        if output["output_type"] == "execute_result" and "text/plain" in output["data"]
    ]
    printed = any(output["output_type"] in ("stream", "display_data") for output in cell["outputs"])
    shown = "\n".join(texts) if not printed else "printed"
    return _Test(settings, source[config.end() :] if config else source, shown if shown or _shows(source) else None)


def _shows(source: str) -> bool:
    """Whether the last line of a cell is no assertion, and hence compared with what it showed."""
    last = next((line for line in reversed(source.splitlines()) if line.strip()), "")
    return not re.match(r"\s|assert\b|def\b|raise\b", last)


def _take(parts: Parts, state: _State, cell: Cell) -> None:
    """A cell that is neither a test nor a prompt: given, or the solution of a question."""
    source: str = cell["source"]
    if cell["cell_type"] == "code":
        if _TOOLS.search(source):
            source = "\n".join(line for line in source.split("\n") if not _TOOLS.search(line))
            if not source.strip():
                return
        if _SEED.search(source):
            parts.remarks.append(
                "A line with `# SEED` is left out: set a seed in the notebook if answers depend on it."
            )
        source = _IGNORED.sub("", _SEED.sub("", source))
        answer = state.part == "SOLUTION"
        (parts.students if answer or "# SOLUTION" in source or _BLOCK.search(source) else parts.authors).append(source)
        whole = answer and state.prompted
        parts.cells.append(kept(cell, hidden(source) if whole else _marked(source)))
    elif state.part == "SOLUTION":
        parts.cells.append(kept(cell, hidden(source, markdown=True)))
    else:
        parts.cells.append(kept(cell, source))


def _only_prompt(cell: Cell) -> str:
    """A cell that only the skeleton has."""
    source: str = cell["source"]
    if cell["cell_type"] != "code":
        return f"<!-- BEGIN PROMPT -->\n{source}\n<!-- END PROMPT -->"
    return "\n".join(["# BEGIN PROMPT", *(f"# {line}".rstrip() for line in source.splitlines()), "# END PROMPT"])


def _marked(source: str) -> str:
    """A solution with our markers in place of otter's."""
    source = _PROMPT.sub(_prompt, source)
    source = _BLOCK.sub(lambda each: f"{each['indent']}# BEGIN SOLUTION:{'' if each['silent'] else ' ...'}", source)
    return _LINE.sub(_line, source)


def _prompt(found: re.Match[str]) -> str:
    indent = found["indent"]
    text = textwrap.dedent(f"{found['text']}\n")
    lines = [f"{indent}# {line}" for line in text.splitlines() if line.strip()]
    return "\n".join([f"{indent}# BEGIN PROMPT", *lines, f"{indent}# END PROMPT"])


def _line(found: re.Match[str]) -> str:
    indent, code = found["indent"], found["code"]
    assigned = re.match(r"[\w., \[\]'\"]+=(?!=)", code)
    left = f"{assigned[0].rstrip('=').rstrip()} = ..." if assigned else "..."
    text = "" if found["silent"] else f" {left}"
    return f"{indent}# BEGIN SOLUTION:{text}\n{indent}{code}\n{indent}# END SOLUTION"


def _settings(source: str, place: str) -> dict[str, Any]:
    return _yaml(_RAW.sub("", source.strip(), count=1), place)


def _yaml(text: str, place: str) -> dict[str, Any]:
    found = load_yaml(text.encode("utf-8", "replace"), place)
    return found if isinstance(found, dict) else {}
