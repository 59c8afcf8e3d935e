"""This module checks the names of Python files."""

import keyword
import os
import sys


def problems(names):
    """Look at all names and collect their problems in a dictionary."""
    result = {}
    for name in names:
        stem, ending = os.path.splitext(name)
        codes = []
        if len(stem) <= 2:
            codes.append("too-short")
        has_upper_case = False
        for letter in stem:
            if letter.isupper():
                has_upper_case = True
        if has_upper_case:
            codes.append("not-lowercase")
        if stem in sys.stdlib_module_names:
            codes.append("shadows-stdlib")
        if keyword.iskeyword(stem):
            codes.append("keyword")
        if not stem.isidentifier():
            codes.append("not-identifier")
        if len(codes) > 0:
            result[name] = codes
    return result
