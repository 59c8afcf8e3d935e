"""FIFOs and sockets, which hang whoever opens them."""

import os
import socket


def write(path, expected):
    os.mkfifo(path)


def fill(folder, expected):
    os.mkdir(folder)
    server = socket.socket(socket.AF_UNIX)
    os.chdir(folder)
    server.bind("expected.txt")


def honest():
    return 1
