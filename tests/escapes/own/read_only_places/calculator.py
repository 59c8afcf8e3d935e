import os
import sys

said = []

for path in (
    sys.executable,
    os.__file__,
    "/grader/inside/__main__.py",
    "/grader/inside/serve.py",
    "/dev/kmsg",
    "/dev/mem",
    "/proc/sys/kernel/core_pattern",
    "/proc/sysrq-trigger",
    "/sys/kernel/uevent_helper",
    "/etc/attackbox",
    "/etc/passwd",
):
    for flags in (os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_CREAT):
        try:
            os.close(os.open(path, flags))
            said.append(f"ESCAPED: {path} can be written")
        except OSError:
            pass
for path in (
    "/left",
    "/grader/left",
    "/usr/left",
    "/etc/left",
    "/dev/left",
    "/mnt/left",
    os.path.dirname(os.__file__) + "/left",
):
    try:
        os.mkdir(path)
        said.append(f"ESCAPED: {path} can be made")
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
