try:
    n = int(input("Number? "))
except EOFError:
    n = 0


def double(x):
    return x * 2


if __name__ == "__main__":
    print(double(n))
