"""Names of files that would make trouble."""

import keyword
import sys

SHORTEST = 3


def problems(names):
    """Return the problems of each file name that has some."""
    found = {name: problems_of(name.removesuffix(".py")) for name in names}
    return {name: codes for name, codes in found.items() if codes}


def problems_of(stem):
    """Return the problems of a name without its ending."""
    rules = {
        "not-identifier": not stem.isidentifier(),
        "keyword": keyword.iskeyword(stem),
        "shadows-stdlib": stem in sys.stdlib_module_names,
        "not-lowercase": stem[:1].isupper(),
        "too-short": len(stem) < SHORTEST,
    }
    return [code for code, broken in rules.items() if broken]
