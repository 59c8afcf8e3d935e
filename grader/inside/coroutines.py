"""The suite's coroutines as the student's code sees them: coroutines that go on in the judge, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

PAUSE = 0.001  # seconds between two steps of a coroutine that waits for something
QUICK = 20  # steps without a pause


def make_coroutine(number: int, name: str, call_judge: Callable[..., Any]) -> Any:
    """A coroutine that ends with what coroutine `number` of the judge's gives or raises."""
    made: Any = _follow(number, call_judge)
    made.__name__ = made.__qualname__ = name
    return made


async def _follow(number: int, call_judge: Callable[..., Any]) -> Any:
    import asyncio  # noqa: PLC0415 - the student's own copy

    steps = 0
    try:
        while not (result := call_judge(number, "step", (), {})):
            steps += 1
            await asyncio.sleep(0 if steps < QUICK else PAUSE)
    except BaseException:
        call_judge(number, "cancel", (), {})
        raise
    return result[0]
