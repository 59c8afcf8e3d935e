"""Doubles a number, by hand or for an importer."""


def double(x):
    return x * 2


if __name__ == "__main__":
    n = input("Number? ")
    print(double(n))
