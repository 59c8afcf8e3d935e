"""The old doubling tool, repaired so that it can be imported."""


def ask():
    """Ask for a whole number and return it."""
    answer = input("Number? ")
    number = int(answer)
    return number


def double(x):
    """Return two times x."""
    result = x * 2
    return result


def main():
    """Ask for a number and print its double."""
    number = ask()
    print(double(number))


if __name__ == "__main__":
    main()
