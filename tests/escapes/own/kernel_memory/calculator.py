import ctypes
import os

said = []

libc = ctypes.CDLL(None, use_errno=True)
for what, *call in (
    ("semaphores", libc.semget, 0, 32000, 0o600),
    ("a queue", libc.msgget, 0, 0o1600),
    ("a POSIX queue", libc.mq_open, b"/x", 0o102, 0o600, None),
    ("inotify", libc.inotify_init1, 0),
):
    if call[0](*call[1:]) >= 0:
        said.append(f"ESCAPED: {what}")
for folder in ("/tmp", "/dev/shm", "../.."):
    try:
        for number in range(10_000):
            os.close(os.open(f"{folder}/empty{number}", os.O_CREAT | os.O_WRONLY))
        said.append(f"ESCAPED: no end of files in {folder}")
    except OSError:
        pass


def add(a, b):
    print(*said)


def subtract(a, b):
    print(*said)


def multiply(a, b):
    print(*said)


def divide(a, b):
    print(*said)
