import asyncio
import inspect

import gen
import pytest


def test_async():
    assert asyncio.run(gen.fetch(2)) == 4


def test_async_gather():
    assert asyncio.run(gen.both(1, 2)) == [2, 4]


def test_async_raises():
    with pytest.raises(ValueError, match="async bad"):
        asyncio.run(gen.failing())


def test_async_in_suite():
    async def main():
        a = await gen.fetch(1)
        b = await asyncio.gather(gen.fetch(2), gen.fetch(3))
        return a, b

    assert asyncio.run(main()) == (2, [4, 6])


def test_async_wait_for():
    async def main():
        return await asyncio.wait_for(gen.fetch(1), 1)

    assert asyncio.run(main()) == 2


def test_async_task():
    async def main():
        t = asyncio.create_task(gen.fetch(4))
        return await t

    assert asyncio.run(main()) == 8


def test_iscoroutine():
    assert inspect.iscoroutinefunction(gen.fetch) and asyncio.iscoroutinefunction(gen.fetch)
    c = gen.fetch(1)
    assert inspect.iscoroutine(c)
    assert asyncio.run(c) == 2


def test_async_generator():
    async def main():
        return [x async for x in gen.agen(3)]

    assert asyncio.run(main()) == [0, 1, 2]
