import threading
from concurrent.futures import ThreadPoolExecutor
import th


def test_threads_in_suite():
    c = th.C()
    ts = [threading.Thread(target=c.inc) for _ in range(20)]
    [t.start() for t in ts]
    [t.join() for t in ts]
    assert c.n == 20


def test_pool_in_suite():
    c = th.C()
    with ThreadPoolExecutor(4) as p:
        list(p.map(lambda _: c.inc(), range(50)))
    assert c.n == 50


def test_threads_in_student():
    c = th.C()
    th.run(c.inc, 10)
    assert c.n == 10


def test_callback_from_thread():
    seen = []
    th.run(lambda: seen.append(1), 5)
    assert len(seen) == 5


def test_pool_callback():
    assert th.pool(lambda x: x * 2, [1, 2, 3]) == [2, 4, 6]


def test_procs():
    assert th.procs([-1, -2]) == [1, 2]
