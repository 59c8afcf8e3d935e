"""The suite's coroutines that the student's code awaits: they run here, a step with each question."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any

from grader.standin.refs import ref_of

if TYPE_CHECKING:
    import asyncio


class Awaited:
    """The coroutines of one inside, on a loop of their own: the suite's may be running already."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: dict[int, asyncio.Task[Any]] = {}

    def step(self, coroutine: Any) -> tuple[Any, ...]:
        """Go on with a coroutine and all others: its result in a tuple, or nothing yet; raises what it raised."""
        task = self._turn(coroutine)
        return (task.result(),) if task.done() else ()

    def cancel(self, coroutine: Any) -> None:
        """The student's code no longer waits."""
        if id(coroutine) in self._tasks:
            self._tasks[id(coroutine)].cancel()
            self._turn(coroutine)

    def _turn(self, coroutine: Any) -> asyncio.Task[Any]:
        import asyncio  # noqa: PLC0415 - large, and few suites wait for anything

        outer = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
            task = self._tasks.get(id(coroutine))
            if task is None:
                task = self._tasks[id(coroutine)] = self._loop.create_task(coroutine)
            self._loop.run_until_complete(asyncio.sleep(0))
            return task
        finally:
            asyncio._set_running_loop(outer)


def as_coroutine(value: Any) -> Any:
    """An awaitable of the suite's as a coroutine; anything else as it is."""
    if type(value) is types.CoroutineType or not hasattr(type(value), "__await__") or ref_of(value) is not None:
        return value

    async def wait() -> Any:
        return await value

    return wait()
