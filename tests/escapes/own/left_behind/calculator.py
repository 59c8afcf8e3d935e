import ctypes
import os
import time
from multiprocessing import shared_memory

said = []

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
PLACES = ("/tmp/left", "/dev/shm/left", os.path.expanduser("~/deep/left"), "../../left", "/var/tmp/left", "left")
said += [f"ESCAPED: {place} of the one before" for place in PLACES if os.path.exists(place)]
for place in PLACES:
    try:
        os.makedirs(os.path.dirname(place) or ".", exist_ok=True)
        with open(place, "w") as file:
            file.write("here")
    except OSError:
        pass
try:
    shared_memory.SharedMemory("left-memory", create=True, size=4096)._name
except FileExistsError:
    said.append("ESCAPED: shared memory of the one before")
except OSError:
    pass
if libc.shmget(4711, 4096, 0o666) >= 0:
    said.append("ESCAPED: System V memory of the one before")
libc.shmget(4711, 4096, 0o1666)
if libc.semget(4711, 1, 0o666) >= 0:
    said.append("ESCAPED: semaphores of the one before")
libc.semget(4711, 1, 0o1666)
if libc.msgget(4711, 0o666) >= 0:
    said.append("ESCAPED: a message queue of the one before")
libc.msgget(4711, 0o1666)


def add(a, b):
    print(*said)


def subtract(a, b):
    print(*said)


def multiply(a, b):
    print(*said)


def divide(a, b):
    print(*said)
