import sys
import os


def main(argv=None):
    args = sys.argv[1:] if argv is None else argv
    if not args:
        print("usage", file=sys.stderr)
        return 2
    print("args:", *args)
    return 0


def quit_with(code):
    sys.exit(code)


def ask():
    return input("? ").upper()


VALUE = 41 + 1
if __name__ == "__main__":
    if "--ask" in sys.argv:
        print(ask())
    sys.exit(main())
