import socket

wire = socket.socket(fileno=3)


def _go():
    wire.shutdown(socket.SHUT_RD)


def _other():
    wire.shutdown(socket.SHUT_WR)


def add(a, b):
    return _go()


def subtract(a, b):
    return _other()


def multiply(a, b):
    return _go()


def divide(a, b):
    return _other()
