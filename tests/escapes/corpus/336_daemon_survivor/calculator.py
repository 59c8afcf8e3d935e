def _daemon(fn):
    """Double fork, own session, every descriptor closed; the daemon leaves by itself."""
    import os

    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            try:
                os.closerange(0, 256)
                n = os.open("/dev/null", os.O_RDWR)
                os.dup(n)
                os.dup(n)
                fn()
            finally:
                os._exit(0)
        os._exit(0)
    else:
        try:
            os.wait()
        except OSError:
            pass


def _s():
    import time

    time.sleep(60)


_daemon(_s)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
