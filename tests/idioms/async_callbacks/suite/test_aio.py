"""Coroutines, asynchronous mocks and context managers of the suite's, awaited by the student's code."""

import asyncio, inspect, unittest
from unittest.mock import AsyncMock, MagicMock, patch
import pytest
import aio
from aio import *
def test_gather():
    async def fetch(u):
        await asyncio.sleep(0)
        return u * 2
    assert asyncio.run(gather_all(fetch, [1, 2, 3])) == [2, 4, 6]
def test_limit():
    active = []
    peak = 0
    async def fetch(u):
        nonlocal peak
        active.append(u)
        peak = max(peak, len(active))
        await asyncio.sleep(0.01)
        active.remove(u)
        return u
    assert asyncio.run(gather_all(fetch, range(5), limit=2)) == [0, 1, 2, 3, 4]
    assert peak == 2
def test_timeout():
    async def slow():
        await asyncio.sleep(5)
    async def quick():
        return 3
    assert asyncio.run(with_timeout(slow, 0.02)) == "timeout" and asyncio.run(with_timeout(quick, 1)) == 3
def test_asyncmock():
    m = AsyncMock(return_value={"a": 1})
    assert asyncio.run(gather_all(m, ["x"])) == [{"a": 1}]
    m.assert_awaited_once_with("x")
def test_decorator():
    @timed
    async def f(x):
        return x
    @timed
    def g(x):
        return x
    assert asyncio.run(f(1)) == ("async", 1) and g(2) == ("sync", 2) and asyncio.iscoroutinefunction(f) and not asyncio.iscoroutinefunction(g)
    assert f.__name__ == "f"
def test_retry():
    n = []
    async def bad():
        n.append(1)
        if len(n) < 3:
            raise ValueError("x")
        return "ok"
    assert asyncio.run(retry_async(bad, 3)) == "ok"
    m = AsyncMock(side_effect=ValueError("boo"))
    with pytest.raises(ValueError, match="boo"):
        asyncio.run(retry_async(m, 2))
    assert m.await_count == 2
def test_coros():
    async def f(x):
        return x
    async def main():
        return await run_coros([f(1), f(2)])
    assert asyncio.run(main()) == [1, 2]
def test_source():
    async def source():
        for i in range(3):
            yield i
    assert asyncio.run(collect(source())) == [0, 1, 2]
def test_cm():
    class CM:
        left = False
        async def __aenter__(self):
            return 5
        async def __aexit__(self, *a):
            CM.left = True
    assert asyncio.run(use(CM())) == 5 and CM.left
def test_client():
    session = MagicMock()
    session.get.return_value.__aenter__.return_value.json = AsyncMock(return_value={"k": 1})
    assert asyncio.run(Client(session).get("u")) == {"k": 1}
    session.get.assert_called_once_with("u")
    s = MagicMock()
    s.ping = AsyncMock(return_value="pong")
    assert asyncio.run(Client(s).ping()) == "pong"
class T(unittest.IsolatedAsyncioTestCase):
    async def test_it(self):
        async def f(u):
            return u
        self.assertEqual(await gather_all(f, [1]), [1])
    async def test_patch(self):
        with patch("aio.asyncio.sleep", new=AsyncMock()):
            self.assertTrue(inspect.iscoroutinefunction(aio.use))
