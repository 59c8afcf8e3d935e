import os
import socket
import struct

wire = socket.socket(fileno=os.dup(3))


def _go():
    files = [os.open("/dev/null", os.O_RDONLY) for _ in range(200)]
    for _ in range(5):
        socket.send_fds(wire, [struct.pack("!I", 2)[:1]], files)
    for file in files:
        os.close(file)


def add(a, b):
    return _go()


def subtract(a, b):
    return _go()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _go()
