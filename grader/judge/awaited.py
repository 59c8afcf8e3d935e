"""Which exception a check awaited when another one came: `with pytest.raises(ValueError)`, read from the suite."""

from __future__ import annotations

import ast
import linecache
from types import FrameType

_RAISES = ("pytest.raises", "raises")


def awaited(error: BaseException) -> str:
    """The exception that the innermost `pytest.raises` around a failure named, as it is written; empty if none did."""
    trace, found = error.__traceback__, ""
    while trace is not None:
        found = _around(trace.tb_frame, trace.tb_lineno) or found
        trace = trace.tb_next
    return found


def _around(frame: FrameType, line: int) -> str:
    text = "".join(linecache.getlines(frame.f_code.co_filename, frame.f_globals))
    if not any(name in text for name in _RAISES):
        return ""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return ""
    withs = [node for node in ast.walk(tree) if isinstance(node, ast.With) and _holds(node, line)]
    calls = [item.context_expr for node in withs for item in node.items if isinstance(item.context_expr, ast.Call)]
    named = [ast.unparse(call.args[0]) for call in calls if call.args and ast.unparse(call.func) in _RAISES]
    return named[-1] if named else ""


def _holds(node: ast.With, line: int) -> bool:
    """Whether a line is in the body of a `with`."""
    return node.body[0].lineno <= line <= (node.end_lineno or 0)
