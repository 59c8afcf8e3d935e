"""Code that awaits what it is given."""

import asyncio, functools
async def gather_all(fetch, urls, limit=2):
    sem = asyncio.Semaphore(limit)
    async def one(u):
        async with sem:
            return await fetch(u)
    return await asyncio.gather(*(one(u) for u in urls))
async def with_timeout(fn, seconds):
    try:
        return await asyncio.wait_for(fn(), seconds)
    except asyncio.TimeoutError:
        return "timeout"
def timed(f):
    if asyncio.iscoroutinefunction(f):
        @functools.wraps(f)
        async def inner(*a, **k):
            return ("async", await f(*a, **k))
    else:
        @functools.wraps(f)
        def inner(*a, **k):
            return ("sync", f(*a, **k))
    return inner
async def retry_async(f, times):
    for i in range(times):
        try:
            return await f()
        except ValueError:
            if i == times - 1:
                raise
async def run_coros(coros):
    return await asyncio.gather(*coros)
async def collect(source):
    return [x async for x in source]
async def use(cm):
    async with cm as v:
        return v
class Client:
    def __init__(self, session):
        self.session = session
    async def get(self, url):
        async with self.session.get(url) as resp:
            return await resp.json()
    async def ping(self):
        return await self.session.ping()
