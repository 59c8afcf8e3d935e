"""Step 3, the guard: `if __name__ == "__main__":` in its wrong forms, and what runs when a file is imported."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.diagnosis.evidence import Evidence, Ran
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import calls_in, last_name
from grader.diagnosis.project import FUNCTIONS, Source
from grader.diagnosis.touched import imported_files, silent_scripts

MAIN = "__main__"
NOTHING = ("''", "[]")  # what a check expects that asks for silence
_NEAR_NAMES = ("name", "_name", "_name_", "__name", "name__", "__name_", "_name__", "__Name__", "__NAME__")


def wrong_text(evidence: Evidence) -> Iterator[Found]:
    """F01: `__name__ == "main"`."""
    for source in evidence.project.sources:
        for test in _tests(source) if _may_matter(evidence, source, "F01") else ():
            names, texts = _sides(test)
            if names == ["__name__"] and len(texts) == 1 and texts[0] != MAIN and _is_meant(source, texts[0]):
                yield Found(id="F01", file=source.path, line=test.lineno, values={"text": texts[0]})


def both_quoted(evidence: Evidence) -> Iterator[Found]:
    """F05: `"__name__" == "__main__"`."""
    for source in evidence.project.sources:
        for test in _tests(source) if _may_matter(evidence, source, "F05") else ():
            if sorted(_sides(test)[1]) == [MAIN, "__name__"]:
                yield Found(id="F05", file=source.path, line=test.lineno)


def guard_in_a_function(evidence: Evidence) -> Iterator[Found]:
    """F11: the guard stands inside a function, in a script that printed nothing."""
    silent = silent_scripts(evidence)
    for source in evidence.project.sources:
        if source.path not in silent and not evidence.is_about("F11"):
            continue
        guards = {test.lineno: owner for test, owner in _owned_tests(source) if is_guard(test)}
        if None in guards.values():
            continue
        for line, owner in sorted(guards.items()):
            if owner is not None:
                yield Found(id="F11", file=source.path, line=line, values={"function": owner})


def main_not_called(evidence: Evidence) -> Iterator[Found]:
    """F09: under the guard stands `main`, without its parentheses."""
    for source in evidence.project.sources:
        for guard in guards_of(source) if _may_matter(evidence, source, "F09") else ():
            for statement in guard.body:
                named = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(named, ast.Name) and named.id in source.functions:
                    yield Found(id="F09", file=source.path, line=named.lineno, values={"name": named.id})


def definitions_inside(evidence: Evidence) -> Iterator[Found]:
    """F08: functions under the guard, which an import does not see."""
    raised = evidence.raised
    for source in evidence.project.sources:
        for guard in guards_of(source):
            inside = [node for node in ast.walk(guard) if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
            for node in inside:
                asked = raised is not None and f"'{node.name}'" in raised.text and raised.kind != "NameError"
                if asked or evidence.is_about("F08"):
                    values = {"name": node.name, "guard": str(guard.lineno)}
                    yield Found(id="F08", file=source.path, line=node.lineno, values=values)


def asks_when_imported(evidence: Evidence) -> Iterator[Found]:
    """F07: `input()` at the top level, and nobody there to answer."""
    raised, place = evidence.raised, evidence.place
    if raised is None or raised.kind != "EOFError" or place is None or place.file not in imported_files(evidence):
        return
    yield Found(id="F07", file=place.file, line=place.line)


def exits_when_imported(evidence: Evidence) -> Iterator[Found]:
    """F12: `sys.exit()` at the top level ends whoever imports the file."""
    ended = evidence.raised is not None and evidence.raised.kind == "SystemExit"
    for path in imported_files(evidence):
        source = evidence.project.source(path)
        line = next((node.lineno for node in calls_when_imported(source) if _is_exit(node)), 0)
        run = evidence.run
        if line and (ended or (run is not None and "print(" in run.code and not run.stdout)):
            yield Found(id="F12", file=path, line=line)


def prints_when_imported(evidence: Evidence) -> Iterator[Found]:
    """F13: lines that try the file out run at every import."""
    run = evidence.run
    if run is None or not (_is_louder(run) if run.is_check else _printed_more(evidence)):
        return
    for path in imported_files(evidence):
        source = evidence.project.source(path)
        calls = [node for node in calls_when_imported(source) if last_name(node.func) == "print"]
        if calls and path != run.script:
            yield Found(id="F13", file=path, line=min(node.lineno for node in calls))


def _is_louder(run: Ran) -> bool:
    """Whether a check asked for silence and there was none, or a program printed the wanted lines and others."""
    wanted, printed = _lines(run.expected), _lines(run.got)
    are_lines = {line.rstrip() for line in run.stdout.splitlines()}.issuperset(printed)
    if run.expected in NOTHING:  # an empty list may be of other things
        return bool(run.got.strip("'[]")) and (run.expected == "''" or are_lines)
    if not run.script or not wanted or not are_lines:
        return False
    rest = iter(printed)
    return len(printed) > len(wanted) and all(line in rest for line in wanted)


def _lines(shown: str) -> list[str]:
    """The lines of a printed text, or of a list of them, as a check shows it."""
    try:
        value = ast.literal_eval(shown)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        value = shown
    lines = value if isinstance(value, list) else str(value).splitlines()
    return [str(line).rstrip() for line in lines]


def _printed_more(evidence: Evidence) -> bool:
    """Whether a run printed more lines than it has prints of its own."""
    run = evidence.run
    if run is None:
        return False
    own = evidence.command or (evidence.project.source(run.script).tree if run.script in evidence.files else None)
    return len(run.stdout.splitlines()) > (len(calls_in(own, "print")) if own is not None else 0)


def runs_when_imported(evidence: Evidence) -> Iterator[Found]:
    """F06: the program starts when the file is imported."""
    run = evidence.run
    if run is None or not run.is_check or not evidence.is_about("F06") or run.expected not in NOTHING:
        return
    for path in imported_files(evidence):
        source = evidence.project.source(path)
        for node in calls_when_imported(source):
            function = source.functions.get(last_name(node.func))
            if function is not None and calls_in(function, "print"):
                yield Found(id="F06", file=path, line=node.lineno, values={"name": function.name})
                break


def is_guard(test: ast.Compare) -> bool:
    """Whether a comparison is `__name__ == "__main__"`, either way round."""
    names, texts = _sides(test)
    return names == ["__name__"] and texts == [MAIN]


def guards_of(source: Source) -> list[ast.If]:
    """The guards at the top level, also those that compare with a wrong text."""
    body = source.tree.body if source.tree else []
    return [node for node in body if isinstance(node, ast.If) and "__name__" in _sides_of(node.test)]


def calls_when_imported(source: Source) -> list[ast.Call]:
    """The calls that an import carries out by itself: outside functions and below no guard."""
    guarded = {inner for guard in guards_of(source) for statement in guard.body for inner in ast.walk(statement)}
    lambdas = {inner for node in source.loose if isinstance(node, ast.Lambda) for inner in ast.walk(node)}
    return [node for node in source.loose if isinstance(node, ast.Call) and node not in guarded and node not in lambdas]


def near_dunder_name(name: str) -> bool:
    """Whether a name is probably meant to be `__name__`."""
    return name in _NEAR_NAMES


def _may_matter(evidence: Evidence, source: Source, message: str) -> bool:
    """Whether a guard can be why a check failed: one about guards, or one whose script stayed silent."""
    run = evidence.run
    is_other_check = run is not None and run.is_check and not evidence.is_about(message)
    return not is_other_check or source.path in silent_scripts(evidence)


def _tests(source: Source) -> list[ast.Compare]:
    return [test for test, _ in _owned_tests(source)]


def _owned_tests(source: Source) -> list[tuple[ast.Compare, str | None]]:
    """The comparisons of all `if`s, each with the name of the function it stands in."""
    found = []
    for node, owner in source.owners.items():
        if isinstance(node, ast.If):
            tests = [each for each in ast.walk(node.test) if isinstance(each, ast.Compare)]
            found += [(test, owner.name if owner else None) for test in tests]
    return found


def _sides(test: ast.Compare) -> tuple[list[str], list[str]]:
    """The names and the texts that are compared; nothing for a comparison that is not one of equality."""
    if len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq | ast.Is):
        return [], []
    sides = [test.left, *test.comparators]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    return names, [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]


def _sides_of(node: ast.expr) -> list[str]:
    return [name for test in ast.walk(node) if isinstance(test, ast.Compare) for name in _sides(test)[0]]


def _is_meant(source: Source, text: str) -> bool:
    """Whether the text was meant to be `__main__`: like it, or the file's own name."""
    return text.strip("_ ").casefold() == "main" or text in (source.path, source.path.rpartition("/")[2][:-3])


def _is_exit(node: ast.Call) -> bool:
    return last_name(node.func) in ("exit", "quit", "_exit")
