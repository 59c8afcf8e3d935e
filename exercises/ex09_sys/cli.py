"""The command line of the calculator."""

USAGE = "usage: python cli.py add|subtract|multiply|divide A B"


def main(argv):
    """Do what the arguments ask for and return the exit code."""
