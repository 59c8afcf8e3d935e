"""`python -m mytools WORD`."""

from __future__ import annotations

import argparse

from . import VERSION, shout


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m mytools")
    parser.add_argument("word", help="what to shout")
    parser.add_argument("--version", action="version", version=VERSION)
    print(shout(parser.parse_args().word))


if __name__ == "__main__":
    main()
