"""Print to standard output what a visitor sees."""

import sys

import mymodule
from mymodule import Badge, PI, greet

ALICE = Badge("Alice").owner

if __name__ == "__main__":
    sys.stdout.write(mymodule.greet(ALICE) + "\n")
    sys.stdout.write(f"{PI}\n{greet('Bob')}\n")
