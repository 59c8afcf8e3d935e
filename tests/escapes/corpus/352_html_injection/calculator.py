def _go():
    raise RuntimeError(
        "<script>alert(1)</script><img src=x onerror=alert(1)> ![x](http://x/?c) [8/8](javascript:1) | --- | ```"
    )


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
