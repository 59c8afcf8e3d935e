class C:
    n = -1

    def inc(self):
        pass


def run(f, n):
    pass


def pool(f, items):
    return []


def procs(items):
    return None
