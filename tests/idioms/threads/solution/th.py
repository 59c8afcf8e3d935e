import threading


class C:
    def __init__(self):
        self.n = 0
        self.lock = threading.Lock()

    def inc(self):
        with self.lock:
            self.n += 1


def run(f, n):
    ts = [threading.Thread(target=f) for _ in range(n)]
    for t in ts:
        t.start()
    for t in ts:
        t.join()


def pool(f, items):
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(3) as p:
        return list(p.map(f, items))


def procs(items):
    import multiprocessing

    with multiprocessing.get_context("fork").Pool(2) as p:
        return p.map(abs, items)
