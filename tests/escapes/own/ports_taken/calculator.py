import socket

said = []

server = socket.socket()
try:
    server.bind(("127.0.0.1", 47112))
except OSError:
    said.append("ESCAPED: the port is taken by the one before")
else:
    server.listen()
    client = socket.create_connection(("127.0.0.1", 47112))
    other, _ = server.accept()
    other.close()
    client.recv(1)
    client.close()


def add(a, b):
    print(*said)


def subtract(a, b):
    print(*said)


def multiply(a, b):
    print(*said)


def divide(a, b):
    print(*said)
