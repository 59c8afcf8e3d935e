import socket

try:
    s = socket.create_connection(("127.0.0.1", 8799), 2)
    s.sendall(b"x")
    s.close()
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
