import sys

name = input("who? ") if "ask" in sys.argv else "nobody"
print(f"hi {name}")
counter = 0


def bump():
    global counter
    counter += 1
    return counter
