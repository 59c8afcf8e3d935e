"""Step 5, calls: what came back from a student's function is what a known mistake gives."""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Iterator
from typing import Any

from grader.diagnosis.evidence import Called, Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.nodes import calls_in, last_name, text_of
from grader.diagnosis.project import Function, Source
from grader.diagnosis.standard import is_standard, names_of

_ROUNDED_PI = (3.14, 3.141, 3.142, 3.1415, 3.1416)
_TWENTY_TWO, _SEVEN = 22, 7
_NEAR = 0.01
_IN_ERRORS = ("rror", "annot", "can't", "must", "invalid", "not allowed")


def printed_not_returned(evidence: Evidence) -> Iterator[Found]:
    """G01: the function prints its answer and gives None back."""
    for call, source, function in functions_called(evidence):
        if call.result != "None" or not call.used or not _wants_more(evidence):
            continue
        is_seen = bool(call.output.strip())
        prints = calls_in(function, "print") if is_seen or _prints_last(function) else []
        if prints and not _returned(function):
            line = max(node.lineno for node in prints)
            values = {"call": call.text, "name": call.name}
            values |= {"value": call.output.strip().splitlines()[-1]} if is_seen else {}
            variant = "" if is_seen else "unseen"
            yield Found(id="G01", file=source.path, line=line, variant=variant, values=values)


def forgot_to_return(evidence: Evidence) -> Iterator[Found]:
    """G02: the answer is worked out, and not given back."""
    for call, source, function in functions_called(evidence):
        if call.result != "None" or not call.used or call.output.strip() or not _wants_more(evidence):
            continue
        assigned = [
            (node.lineno, target.id)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign | ast.AugAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        ]
        if assigned and not _returned(function) and not _prints_last(function):
            line, variable = max(assigned)
            values = {"name": call.name, "variable": variable}
            yield Found(id="G02", file=source.path, line=line, values=values)


def rounded_pi(evidence: Evidence) -> Iterator[Found]:
    """G04: 3.14 typed in, where `math` has more digits."""
    for call, source, function in functions_called(evidence):
        if not isinstance(call.value, int | float) or isinstance(call.value, bool):
            continue
        used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        constants = [each for each in source.loose if isinstance(each, ast.Assign) and _target(each) in used]
        for node in [*ast.walk(function), *(inner for each in constants for inner in ast.walk(each.value))]:
            number = _pi_of(node)
            if number:
                values = {"call": call.text, "value": call.result, "name": call.name}
                words = {"size": "small" if number < math.pi else "large"}
                line = getattr(node, "lineno", function.lineno)
                yield Found(id="G04", file=source.path, line=line, values=values, words=words)
                return


def degrees_for_radians(evidence: Evidence) -> Iterator[Found]:
    """G05: `math.sin` is given degrees; the answer is what that wrong formula gives."""
    for call, source, function in functions_called(evidence):
        for node in calls_in(function, "sin"):
            if len(node.args) != 1:
                continue
            given = _arguments(call, function)
            angle = given.get(getattr(node.args[0], "id", ""), _degrees(node.args[0]))
            others = [value for name, value in given.items() if name != getattr(node.args[0], "id", "")]
            if not isinstance(angle, int | float) or len(others) > 1 or not isinstance(call.value, int | float):
                continue
            length = others[0] if others else 1
            if not isinstance(length, int | float) or not math.isclose(
                call.value, length * math.sin(angle), abs_tol=_NEAR
            ):
                continue
            if others and "ramp" in call.target:
                expected = length * math.sin(math.radians(angle))
                values = {"length": f"{length:g}", "angle": f"{angle:g}", "expected": f"{expected:.3g}"}
                values["value"] = f"{call.value:.2f}"
                yield Found(id="G05", file=source.path, line=node.lineno, values=values)
            else:  # another length may be that of anything
                values = {"call": call.text, "value": call.result, "name": call.name}
                yield Found(id="G05", file=source.path, line=node.lineno, variant="plain", values=values)


def error_text_returned(evidence: Evidence) -> Iterator[Found]:
    """G07: a text about the error is given back, where an exception is asked for."""
    run = evidence.run
    is_asked = run is not None and run.is_check and _is_exception(run.expected)
    if (
        run is not None
        and run.is_check
        and not is_asked
        and (evidence.raised is None or evidence.raised.kind != "TypeError")
    ):
        return
    for call, source, function in functions_called(evidence):
        instead = is_asked and run is not None and call.result == run.got
        if not isinstance(call.value, str) or not (instead or any(word in call.value for word in _IN_ERRORS)):
            continue
        plain = next((each.value for each in function.body if isinstance(each, ast.Return)), None)
        returned = _returned(function)  # no error's text is what a function returns whatever happens
        texts = [node for node in returned if _gives(node, call.value) and returned != [plain]]
        if texts:
            values = {"call": call.text, "name": call.name}
            yield Found(id="G07", file=source.path, line=texts[0].lineno, values=values)


def everything_caught(evidence: Evidence) -> Iterator[Found]:
    """G08: `except:` hides a mistake of the function itself."""
    for call, source, function in functions_called(evidence):
        for attempt in (node for node in ast.walk(function) if isinstance(node, ast.Try)):
            for handler in attempt.handlers:
                if not _catches_all(handler) or call.result not in _plain_answers(handler):
                    continue
                cause = _misspelt(attempt, function, source)
                text = source.line(handler.lineno).strip()
                values = {"call": call.text, "value": call.result, "name": call.name, "text": text}
                values |= {"cause": str(cause)} if cause else {}
                variant = "" if cause else "unknown"
                yield Found(id="G08", file=source.path, line=handler.lineno, variant=variant, values=values)


def functions_called(evidence: Evidence) -> Iterator[tuple[Called, Source, Function]]:
    """The calls of the run, each with the function that was called."""
    for call in evidence.run.calls if evidence.run else ():
        source = evidence.project.module(call.module)
        if source is None:  # a method, of an object that the check made
            having = [each for each in evidence.project.sources if call.name in each.functions]
            source = having[0] if len(having) == 1 else None
        if source is not None and call.name in source.functions:
            yield call, source, source.functions[call.name]


def _wants_more(evidence: Evidence) -> bool:
    """Whether the caller wanted something else than None."""
    run = evidence.run
    if run is None or not run.is_check:
        return run is not None
    return "None" in run.got + run.said and run.expected != "None" and not _is_exception(run.expected)


def _is_exception(expected: str) -> bool:
    """Whether a check expected an exception."""
    return expected.endswith(("Error", "Exception"))


def _returned(function: Function) -> list[ast.expr]:
    """What the function itself gives back, None left out; with a `yield` too."""
    inner = {
        each
        for node in ast.walk(function)
        if node is not function and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for each in ast.walk(node)
    }
    values = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and node not in inner and node.value is not None
    ]
    return [value for value in values if not (isinstance(value, ast.Constant) and value.value is None)]


def _pi_of(node: ast.AST) -> float:
    """The rounded pi that a node is, else 0."""
    if isinstance(node, ast.Constant) and isinstance(node.value, float) and node.value in _ROUNDED_PI:
        return node.value
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Div) or getattr(node.right, "value", 0) != _SEVEN:
        return 0
    is_22 = any(isinstance(each, ast.Constant) and each.value == _TWENTY_TWO for each in ast.walk(node.left))
    return _TWENTY_TWO / _SEVEN if is_22 else 0


def _degrees(node: ast.expr) -> Any:
    """The number that is written there, where nobody would write it in radians; else None."""
    number = node.value if isinstance(node, ast.Constant) else None
    return number if isinstance(number, int | float) and abs(number) > math.tau else None


def _target(node: ast.Assign) -> str:
    return node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""


def _arguments(call: Called, function: Function) -> dict[str, object]:
    """The values of the parameters in a call."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return dict(zip(names, call.args, strict=False)) | dict(call.kwargs)


def _prints_last(function: Function) -> bool:
    """Whether the last thing that a function does is to print on the screen."""
    last = function.body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and last_name(call.func) == "print"
        and not any(each.arg == "file" for each in call.keywords)
    )


def _gives(node: ast.expr, text: str) -> bool:
    """Whether a returned value may be this text: it begins like it, or its fixed parts come in it one by one."""
    if not isinstance(node, ast.JoinedStr):
        first = node.left if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) else node
        return bool(text_of(first)) and text.startswith(text_of(first))
    fixed = [text_of(each) for each in node.values if text_of(each).strip()]
    for part in fixed:
        _, found, text = text.partition(part)
        if not found:
            return False
    return bool(fixed)


def _catches_all(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or last_name(handler.type) in ("Exception", "BaseException")


def _plain_answers(handler: ast.ExceptHandler) -> list[str]:
    """The `repr` of what the handler gives back or leaves in a variable."""
    values = [node.value for node in ast.walk(handler) if isinstance(node, ast.Return | ast.Assign) and node.value]
    found = []
    for value in values:
        try:
            found.append(repr(ast.literal_eval(value)))
        except (ValueError, TypeError, MemoryError, RecursionError):
            continue
    return found


def _misspelt(attempt: ast.Try, function: Function, source: Source) -> int:
    """The line in a `try` that uses a name which nothing defines, else 0."""
    known = {*source.definitions, *source.assigned, *dir(builtins), "__name__", "__file__"}
    known |= {bound for each in source.imports for bound in each.bound}
    known |= {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and not _is_read(node)}
    known |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for node in (inner for statement in attempt.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Name) and _is_read(node) and node.id not in known:
            return node.lineno
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and is_standard(node.value.id):
            names = names_of(node.value.id)
            if names and node.attr not in names and node.value.id in known:
                return node.lineno
    return 0


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)
