import os

for name in (b"n" * 255, b"\x1b[31mred", b"a\nb", b"\xff\xfe", b"::error::x", b"-rf", b"<script>", "\u202e".encode()):
    with open(name, "wb") as file:
        file.write(b"x")
    os.makedirs(b"folder " + name[:200], exist_ok=True)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
