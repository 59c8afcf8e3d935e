import sys
from keyword import kwlist
from pathlib import PurePath

RULES = {
    "not-identifier": lambda s: not s.isidentifier(),
    "keyword": kwlist.__contains__,
    "shadows-stdlib": sys.stdlib_module_names.__contains__,
    "not-lowercase": lambda s: s.casefold() != s and any(map(str.isupper, s)),
    "too-short": lambda s: not s[2:],
}

problems = lambda names: {n: p for n in names if (p := [c for c, bad in RULES.items() if bad(PurePath(n).stem)])}
