"""The mutator: what each operator makes of a source, and what it leaves as it is."""

from __future__ import annotations

import ast
import json
from math import isnan
from pathlib import Path

import pytest

from grader.authoring.mutation.mutant import Mutant
from grader.authoring.mutation.mutate import evenly, mutate
from grader.authoring.mutation.operators import OPERATORS
from grader.authoring.mutation.source import Source

# Operator, source, and each mutant as the lines that its diff takes out and puts in, with `|` between them.
CHANGES = {
    "sum": ("swap-arithmetic", "x = a + b\n", ["-x = a + b|+x = a - b"]),
    "quotient": ("swap-arithmetic", "x = a / b\n", ["-x = a / b|+x = a * b", "-x = a / b|+x = a // b"]),
    "in brackets": ("swap-arithmetic", "x = (a) * (b)\n", ["-x = (a) * (b)|+x = (a) + (b)"]),
    "behind a comment": ("swap-arithmetic", "x = (a  # not +\n     + b)\n", ["-     + b)|+     - b)"]),
    "augmented": ("swap-arithmetic", "x += 1\n", ["-x += 1|+x -= 1"]),
    "power": ("swap-arithmetic", "x = a ** 2\n", ["-x = a ** 2|+x = a * 2"]),
    "matrix": ("swap-arithmetic", "x = a @ b\n", []),
    "in an f-string": ("swap-arithmetic", 's = f"{a + b}"\n', ['-s = f"{a + b}"|+s = f"{a - b}"']),
    "boundary": ("move-boundary", "x = a < b\n", ["-x = a < b|+x = a <= b"]),
    "chain": (
        "move-boundary",
        "x = 0 <= a > b\n",
        ["-x = 0 <= a > b|+x = 0 < a > b", "-x = 0 <= a > b|+x = 0 <= a >= b"],
    ),
    "equal": ("negate-comparison", "x = a == b\n", ["-x = a == b|+x = a != b"]),
    "not in": ("negate-comparison", "x = a not  in b\n", ["-x = a not  in b|+x = a in b"]),
    "is": ("negate-comparison", "x = a is b\n", ["-x = a is b|+x = a is not b"]),
    "guard compares": (
        "negate-comparison",
        'def tag():\n    return 1\n\n\nif __name__ == "__main__":\n    print(tag())\n',
        [],
    ),
    "number": ("number-plus-one", "x = 9\n", ["-x = 9|+x = 10"]),
    "fraction": ("number-plus-one", "x = 0.5\n", ["-x = 0.5|+x = 1.5"]),
    "no number": ("number-plus-one", 'x = True\ny = "1"\nz = 1j\n', []),
    "digits are round's": ("number-plus-one", "x = round(a, 2)\n", []),
    "text": ("change-string", 'x = "a"\n', ['-x = "a"|+x = "a?"']),
    "empty text": ("change-string", "x = ''\n", ["-x = ''|+x = '?'"]),
    "long text": ("change-string", 'x = """a\nb"""\n', ['-b"""|+b?"""']),
    "joined texts": ("change-string", 'x = "a" "b"\n', ['-x = "a" "b"|+x = "a" "b?"']),
    "f-string": ("change-string", 'x = f"{a}!"\n', ['-x = f"{a}!"|+x = f"{a}!?"']),
    "text in an f-string": (
        "change-string",
        "x = f\"{a['k']}\"\n",
        ["-x = f\"{a['k']}\"|+x = f\"{a['k']}?\"", "-x = f\"{a['k']}\"|+x = f\"{a['k?']}\""],
    ),
    "docstrings and names": ("change-string", '"""Doc."""\n__all__ = ["a"]\n', []),
    "bytes": ("change-string", 'x = b"a"\n', []),
    "encoding": (
        "change-string",
        'open(a, "r", encoding="utf-8")\n',
        ['-open(a, "r", encoding="utf-8")|+open(a, "r?", encoding="utf-8")'],
    ),
    "round": (
        "round-digits",
        "x = round(a, 2)\n",
        ["-x = round(a, 2)|+x = round(a, 3)", "-x = round(a, 2)|+x = round(a)"],
    ),
    "round whole": ("round-digits", "x = round(a)\n", []),
    "format": ("round-digits", 'x = f"{a:>8.2f} 1.5"\n', ['-x = f"{a:>8.2f} 1.5"|+x = f"{a:>8.3f} 1.5"']),
    "and": (
        "swap-and-or",
        "x = a and b and c\n",
        ["-x = a and b and c|+x = a or b and c", "-x = a and b and c|+x = a and b or c"],
    ),
    "or in a name": ("swap-and-or", "x = (oracle\n  or b)\n", ["-  or b)|+  and b)"]),
    "return": ("return-to-print", "def f():\n    return a, b\n", ["-    return a, b|+    print(a, b)"]),
    "async": ("return-to-print", "async def f():\n    return await a\n", ["-    return await a|+    print(await a)"]),
    "bare return": ("return-to-print", "def f():\n    return\n", []),
    "nested": (
        "return-none",
        "def f():\n    def g():\n        return 1\n    return g\n",
        ["-        return 1|+        return None", "-    return g|+    return None"],
    ),
    "None already": ("return-none", "def f():\n    return None\n", []),
    "raise": ("drop-raise", "def f():\n    raise ValueError(1)\n", ["-    raise ValueError(1)|+    pass"]),
    "other type": ("raise-other-type", 'raise ValueError("a")\n', ['-raise ValueError("a")|+raise RuntimeError("a")']),
    "class raised": ("raise-other-type", "raise RuntimeError\n", ["-raise RuntimeError|+raise ValueError"]),
    "raised again": ("raise-other-type", "try:\n    a\nexcept ValueError:\n    raise\n", []),
    "error text": (
        "return-error-text",
        'def f():\n    raise ValueError("a")\n',
        ['-    raise ValueError("a")|+    return "a"'],
    ),
    "error outside": ("return-error-text", 'raise ValueError("a")\n', []),
    "plain import": ("from-to-plain", "from math import pi, sqrt\n", ["-from math import pi, sqrt|+import math"]),
    "alias": (
        "drop-alias",
        "import math as m, os as o\n",
        ["-import math as m, os as o|+import math, os as o", "-import math as m, os as o|+import math as m, os"],
    ),
    "alias of a name": ("drop-alias", "from math import pi as p\n", ["-from math import pi as p|+from math import pi"]),
    "star": (
        "star-for-names",
        "from math import (pi,\n  sqrt)\n",
        ["-from math import (pi,|-  sqrt)|+from math import *"],
    ),
    "star already": ("star-for-names", "from math import *\n", []),
    "into a function": (
        "move-into-function",
        'import os\n\n\ndef a():\n    """Doc."""\n    return 1\n\n\ndef b():\n    return os.getcwd()\n',
        ["-import os|+    import os"],
    ),
    "used nowhere": ("move-into-function", "import os\n\n\ndef a():\n    return 1\n", []),
    "future": ("move-into-function", "from __future__ import annotations\n\n\ndef a():\n    return annotations\n", []),
    "guard": (
        "guard-text",
        'def tag():\n    return 1\n\n\nif __name__ == "__main__":\n    print(tag())\n',
        ['-if __name__ == "__main__":|+if __name__ == "main":'],
    ),
    "no guard": (
        "remove-guard",
        'def tag():\n    return 1\n\n\nif __name__ == "__main__":\n    print(tag())\n',
        ['-if __name__ == "__main__":|+if True:'],
    ),
    "behind the guard": (
        "def-into-guard",
        'def tag():\n    return 1\n\n\nif __name__ == "__main__":\n    print(tag())\n',
        ["-def tag():|-    return 1|+    def tag():|+        return 1"],
    ),
    "print": ("print-at-import", "x = 1", ['+print("test")']),
    "print in nothing": ("print-at-import", "", ['+print("test")']),
    "input in a script": ("input-at-import", '"""Doc."""\nx = 1\n', ["+input()"]),
    "exit": ("exit-at-import", "def f():\n    pass\n", ["+import sys|+sys.exit(0)"]),
    "promised less": (
        "all-entry-removed",
        '__all__ = ["a", "b"]\n',
        ['-__all__ = ["a", "b"]|+__all__ = ["b"]', '-__all__ = ["a", "b"]|+__all__ = ["a"]'],
    ),
    "promised more": (
        "all-entry-added",
        'from x import a, b\n\n__all__ = ["a"]\n',
        ['-__all__ = ["a"]|+__all__ = ["a", "b"]', '-__all__ = ["a"]|+__all__ = ["a", "missing_name"]'],
    ),
    "promised nothing": ("all-entry-added", "__all__ = []\n", ['-__all__ = []|+__all__ = ["missing_name"]']),
    "objects": ("all-objects", '__all__ = ["a", "b"]\n', ['-__all__ = ["a", "b"]|+__all__ = [a, b]']),
    "docstring": ("docstring-below-imports", '"""Doc."""\nimport os\n', ["+import os|-import os"]),
    "docstring alone": ("docstring-below-imports", '"""Doc."""\nx = 1\n', []),
    "default": (
        "mutable-default",
        "def f(a, b=1):\n    out = []\n    return out\n",
        ["-def f(a, b=1):|-    out = []|+def f(a, b=1, out=[]):"],
    ),
    "no arguments": ("mutable-default", "def f():\n    out = []\n    return out\n", []),
    "not looked": (
        "drop-exists-test",
        "import os\n\n\ndef make(path):\n    if not os.path.isdir(path):\n        os.mkdir(path)\n    return path\n",
        ["-    if not os.path.isdir(path):|+    if True:"],
    ),
    "one of two tests": (
        "drop-exists-test",
        "import os\nx = os.path.exists(a) and b\ny = not os.path.exists(a) or b\n",
        ["-x = os.path.exists(a) and b|+x = True and b", "-y = not os.path.exists(a) or b|+y = False or b"],
    ),
    "sorted": ("drop-sorted", "x = sorted(a, key=len)\n", ["-x = sorted(a, key=len)|+x = list(a)"]),
    "sorted of each": (
        "drop-sorted",
        "x = sorted(n for n in a)\n",
        ["-x = sorted(n for n in a)|+x = list((n for n in a))"],
    ),
    "sort": ("drop-sorted", "a.sort()\n", ["-a.sort()|+pass"]),
    "chdir": (
        "add-chdir",
        "import os\n\n\ndef make(path):\n    if not os.path.isdir(path):\n        os.mkdir(path)\n    return path\n",
        ["+    os.chdir(os.pardir)"],
    ),
    "chdir without os": ("add-chdir", "def f():\n    return 1\n", []),
    "rmtree": (
        "rmtree-for-rmdir",
        "import os\n\n\ndef remove(path):\n    os.rmdir(path)\n    return True\n",
        ["+import shutil|-    os.rmdir(path)|+    shutil.rmtree(path)"],
    ),
    "plus": (
        "plus-for-join",
        'import os\n\n\ndef box(base, name):\n    return os.path.join(base, "a" + name)\n',
        ['-    return os.path.join(base, "a" + name)|+    return (base + ("a" + name))'],
    ),
}


@pytest.mark.parametrize(("operator", "source", "expected"), CHANGES.values(), ids=CHANGES)
def test_an_operator_changes_what_it_names_and_nothing_else(operator: str, source: str, expected: list[str]) -> None:
    found = made(operator, {"a.py": source.encode()})

    assert [changed_lines(mutant) for mutant in found] == expected


# Hostile answers stand behind the function: the source and the last lines of each mutant.
HOSTILE = {
    "list": ("equal-to-everything", "def f(a):\n    return [a]\n", ["return _Equal()", "return [_Equal()]"]),
    "no list": ("equal-to-everything", "def f(a):\n    return a + 1\n", ["return _Equal()"]),
    "emptied": ("emptied-argument", "def f(a):\n    return a\n", ["return args[0] if args else None"]),
    "nothing to empty": ("emptied-argument", "def f():\n    return 1\n", []),
    "nan": ("answer-nan", "def f(a):\n    return a\n", ['return float("nan")']),
    "none": ("answer-none", "def f(a):\n    if a:\n        return a\n    return 0\n", ["return None"]),
    "none as by return-none": ("answer-none", 'def f(a):\n    """Doc."""\n    return a\n', []),
    "previous": ("previous-answer", "def f(a):\n    return a\n", ["return _answers[-2:][0]"]),
    "no answer to keep": ("previous-answer", "def f(a):\n    print(a)\n", []),
    "class": ("class-equal-to-everything", "class A:\n    pass\n", ["return 0"]),
    "private": ("answer-nan", "def _f(a):\n    return a\n\n\nclass _A:\n    def g(self):\n        return 1\n", []),
}


@pytest.mark.parametrize(("operator", "source", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_answer_takes_the_place_of_a_public_function(operator: str, source: str, expected: list[str]) -> None:
    found = made(operator, {"a.py": source.encode()})

    assert [text(mutant).rstrip().splitlines()[-1].strip() for mutant in found] == expected
    assert all(text(mutant).startswith(source) for mutant in found)


def test_hostile_answers_do_what_they_say() -> None:
    source = b"def f(a):\n    total = sum(a)\n    return total\n"
    answers = {}
    for mutant in mutate({"a.py": source}):
        if mutant.family == "hostile":
            names: dict[str, object] = {}
            exec(text(mutant), names)  # noqa: S102 - our own text
            given = [1, 2]
            first, second = names["f"](given), names["f"]([5])  # type: ignore[operator]
            answers[mutant.note] = (first, second, given)

    equal, nan = answers.pop("`f` returns what equals everything")[0], answers.pop("`f` always returns NaN")[0]
    inside = answers.pop("`f` returns a list of such")[0]
    assert [equal == 3, equal < 0, [equal] == [1], 7 in equal, inside == [3], equal != 3] == [True] * 5 + [False]
    assert isnan(nan)
    assert answers == {
        "`f` empties its argument and returns it": ([], [], []),
        "`f` always returns None": (None, None, [1, 2]),
        "`f` returns its previous answer": (3, 3, [1, 2]),
    }


def test_hostile_answers_stand_before_the_guard() -> None:
    source = b'def f():\n    return 1\n\n\nif __name__ == "__main__":\n    print(f())\n'

    (mutant,) = made("answer-nan", {"a.py": source})

    assert text(mutant).endswith('return float("nan")\nif __name__ == "__main__":\n    print(f())\n')


@pytest.mark.parametrize("last", ["sys.exit(f())", "exit(f())  # done", "raise SystemExit(f())"])
@pytest.mark.parametrize(
    ("operator", "added"),
    [("answer-none", "return None"), ("print-at-import", 'print("test")'), ("input-at-import", "input()")],
)
def test_nothing_stands_below_the_line_that_ends_the_program(last: str, operator: str, added: str) -> None:
    source = f"import sys\n\n\ndef f():\n    sys.stdout.flush()\n    return 1\n\n\n{last}\n"

    (mutant,) = made(operator, {"a.py": source.encode()})

    assert text(mutant).endswith(f"{added}\n{last}\n")


# Operator, path of the source in the tree below, and what its import line becomes.
PACKAGE = {
    "shop/__init__.py": b"",
    "shop/parts/__init__.py": b"from .wheels import price\n",
    "shop/parts/wheels.py": b"def price():\n    return 1\n",
    "shop/bill.py": b"from .parts.wheels import price as cost\n\n\ndef bill():\n    return cost()\n",
    "shop/parts/all.py": b"from . import wheels\nfrom ..bill import bill\n",
    "main.py": b"from shop import bill\n",
}
IMPORTS = {
    "of a module below": (
        "relative-to-absolute",
        "shop/bill.py",
        ["from shop.parts.wheels import price as cost", "from parts.wheels import price as cost"],
    ),
    "of neighbours": (
        "relative-to-absolute",
        "shop/parts/all.py",
        ["from shop.parts import wheels", "import wheels", "from shop.bill import bill", "from bill import bill"],
    ),
    "in an __init__": (
        "relative-to-absolute",
        "shop/parts/__init__.py",
        ["from shop.parts.wheels import price", "from wheels import price"],
    ),
    "more": ("one-dot-more", "shop/parts/all.py", ["from .. import wheels", "from ...bill import bill"]),
    "less": ("one-dot-less", "shop/parts/all.py", ["from .bill import bill"]),
    "absolute": ("one-dot-more", "main.py", []),
    "circle in the package": ("add-cycle", "shop/bill.py", ["import main", "import shop.parts.all"]),
    "circle of neighbours": ("add-cycle", "shop/parts/wheels.py", ["import shop.parts.all", "from ..bill import bill"]),
    "no circle": ("add-cycle", "main.py", []),
}


@pytest.mark.parametrize(("operator", "path", "expected"), IMPORTS.values(), ids=IMPORTS)
def test_imports_are_spelt_for_the_place_of_the_file(operator: str, path: str, expected: list[str]) -> None:
    found = [mutant for mutant in made(operator, PACKAGE) if mutant.file == path]

    assert sorted(mutant.added for mutant in found) == sorted(expected)


TREE = {"a.py": b"import random\n", "kit/__init__.py": b"", "kit/b.py": b"B = 1\n"}
FILES = {
    "delete-init": [{"a.py", "kit/b.py"}],
    "wrong-case": [
        {"A.py", "kit/__init__.py", "kit/b.py"},
        {"a.py", "kit/__Init__.py", "kit/b.py"},
        {"a.py", "kit/__init__.py", "kit/B.py"},
    ],
    "move-up": [{"a.py", "__init__.py", "kit/b.py"}, {"a.py", "kit/__init__.py", "b.py"}],
    "move-down": [
        {"src/a.py", "kit/__init__.py", "kit/b.py"},
        {"a.py", "kit/src/__init__.py", "kit/b.py"},
        {"a.py", "kit/__init__.py", "kit/src/b.py"},
    ],
    "py-txt": [
        {"a.py.txt", "kit/__init__.py", "kit/b.py"},
        {"a.py", "kit/__init__.py.txt", "kit/b.py"},
        {"a.py", "kit/__init__.py", "kit/b.py.txt"},
    ],
    "old-file-left": [{*TREE, "old.py"}],
    "stdlib-name": [{*TREE, "random.py"}],
    "utf-16": [{*TREE}, {*TREE}],
}


@pytest.mark.parametrize(("operator", "expected"), FILES.items(), ids=FILES)
def test_an_operator_on_files_changes_the_folder(operator: str, expected: list[set[str]]) -> None:
    found = [mutant for mutant in mutate(TREE, {"old.py": b"OLD = 1\n"}) if mutant.operator == operator]

    assert [{*mutant.files} for mutant in found] == expected
    assert all((mutant.line, mutant.diff) == (0, "") for mutant in found)


def test_a_file_that_is_no_python_is_moved_and_saved_otherwise_only() -> None:
    tree = {"broken.py": b"def f(:\n", "latin.py": b"X = '\xe9'\n", "notes.txt": b"x = 1\n"}

    found = {mutant.operator for mutant in mutate(tree)}

    assert found == {"wrong-case", "move-down", "py-txt", "utf-16", "stdlib-name"}


# Encodings and line ends: what is not changed stays byte for byte.
ENCODED = {
    "characters before it": ('x = "ä€😀"; y = 1\n'.encode(), 'x = "ä€😀"; y = 2\n'.encode()),
    "byte order mark": (b"\xef\xbb\xbfx = 1\n", b"\xef\xbb\xbfx = 2\n"),
    "named encoding": (b"# coding: latin-1\nx = '\xe9'; y = 1\n", b"# coding: latin-1\nx = '\xe9'; y = 2\n"),
    "line ends": (b"a = []\r\nx = 1\r\n", b"a = []\r\nx = 2\r\n"),
    "old line ends": (b"a = []\rx = 1\r", b"a = []\rx = 2\r"),
    "form feed": (b"a = []\n\x0cx = 1\n", b"a = []\n\x0cx = 2\n"),
    "no end of line": (b"x = 1", b"x = 2"),
    "decorator": (b"@d\n@e(1)\ndef f(): pass\n", b"@d\n@e(2)\ndef f(): pass\n"),
}


@pytest.mark.parametrize(("before", "after"), ENCODED.values(), ids=ENCODED)
def test_what_is_not_changed_stays_byte_for_byte(before: bytes, after: bytes) -> None:
    assert [mutant.files["a.py"] for mutant in made("number-plus-one", {"a.py": before})] == [after]


def test_a_mutant_says_where_it_is() -> None:
    source = b"class A:\n    @d\n    def f(self):\n        def g():\n            return 1\n        return g\n\nX = 2\n"

    found = made("number-plus-one", {"kit/a.py": source})

    assert [(mutant.file, mutant.line, mutant.within) for mutant in found] == [
        ("kit/a.py", 5, "A.f.g"),
        ("kit/a.py", 8, ""),
    ]
    assert found[0].title == "number-plus-one: kit/a.py, line 5: 1 is now 2"
    assert (found[0].removed, found[0].added) == ("return 1", "return 2")
    assert found[0].diff == (
        "--- kit/a.py\n+++ kit/a.py\n@@ -4,3 +4,3 @@\n         def g():\n-            return 1\n+            return 2\n"
        "         return g"
    )


def test_cells_of_a_notebook_are_mutated_and_the_rest_of_it_stays() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["x = 1"], "metadata": {}},
        {"cell_type": "code", "source": ["import math as m\n", "x = 1"], "metadata": {"ä": 1}, "outputs": []},
        {"cell_type": "code", "source": "%time x = 1", "metadata": {}, "outputs": []},
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    content = (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()

    found = [mutant for mutant in mutate({"lab.ipynb": content}) if mutant.diff]

    assert [(mutant.operator, mutant.within, mutant.line) for mutant in found] == [
        ("number-plus-one", "cell 2", 2),
        ("drop-alias", "cell 2", 1),
    ]
    assert found[0].files["lab.ipynb"] == content.replace(
        b'"x = 1"\n   ],\n   "metadata": {\n', b'"x = 2"\n   ],\n   "metadata": {\n'
    )
    assert found[0].files["lab.ipynb"] != content
    assert mutate({"lab.ipynb": b"{"}) == mutate({"lab.ipynb": b"{"})


def test_mutants_differ_from_the_solution_and_from_each_other_in_a_fixed_order() -> None:
    files = {"b.py": b"def f(a):\n    return round(a * 2, 1) or 0\n", **PACKAGE}

    found = mutate(files)

    trees = [tuple(sorted(mutant.files.items())) for mutant in found]
    assert len({*trees, tuple(sorted(files.items()))}) == len(trees) + 1
    assert found == mutate(dict(reversed(files.items())))
    order = [*OPERATORS]
    assert [order.index(mutant.operator) for mutant in found] == sorted(
        order.index(mutant.operator) for mutant in found
    )


def test_of_many_places_some_are_taken_evenly() -> None:
    source = "".join(f"x{number} = {number}\n" for number in range(100)).encode()

    found = made("number-plus-one", {"a.py": source})

    assert [mutant.line for mutant in found] == [1, 13, 26, 38, 51, 63, 76, 88]
    assert len(found) == OPERATORS["number-plus-one"].most
    assert (evenly([1, 2], 2), evenly([1, 2, 3], 2), evenly([], 2)) == ([1, 2], [1, 2], [])


def test_every_operator_of_the_table_is_there_and_the_starred_are_marked() -> None:
    assert {name for name, operator in OPERATORS.items() if operator.starred} == {
        *("swap-arithmetic", "move-boundary", "number-plus-one", "return-to-print", "return-none", "drop-raise"),
        *("relative-to-absolute", "guard-text", "print-at-import", "delete-init", "wrong-case"),
    }
    families = {"values", "hand-back", "imports", "module", "files", "os", "hostile"}
    assert {operator.family for operator in OPERATORS.values()} == families


def test_every_operator_is_described() -> None:
    text = (Path(__file__).parent.parent / "docs" / "mutants.md").read_text()

    rows = [line.split(" | ")[:2] for line in text.splitlines() if line.startswith("| ")][1:]
    expected = [[f"| {each.family}", f"`{name}`{' ★' * each.starred}"] for name, each in OPERATORS.items()]
    assert rows == expected


def test_places_inside_of_f_strings_are_known_or_left_alone() -> None:
    """Some Pythons do not know them; a mutant in the wrong place would be nonsense."""
    text = 'ä = f"""\n{a + 1:>{w}}\n  {b!r} {c + 1}"""\n'

    for node in Source("a.py", text).nodes(ast.BinOp, ast.Constant):
        assert Source("a.py", text).text_of(node) in ("a + 1", "c + 1", "1")


def made(operator: str, files: dict[str, bytes]) -> list[Mutant]:
    return [mutant for mutant in mutate(files) if mutant.operator == operator]


def changed_lines(mutant: Mutant) -> str:
    return "|".join(line for line in mutant.diff.splitlines()[2:] if line[:1] in ("+", "-"))


def text(mutant: Mutant) -> str:
    return mutant.files[mutant.file].decode()
