import ast, inspect, doctest, textwrap, tokenize, io, pathlib, os, re
import calc
from calc import add, fact, Point


def test_getsource_function():
    source = inspect.getsource(add)
    assert source.startswith("def add") and "return a + b" in source


def test_getsource_module():
    assert "import math" in inspect.getsource(calc)


def test_getsource_class():
    assert "class Point" in inspect.getsource(Point)


def test_getsource_method():
    assert "math.sqrt" in inspect.getsource(Point.norm)


def test_getsource_lambda():
    assert "lambda" in inspect.getsource(calc.square)


def test_getsourcelines():
    lines, start = inspect.getsourcelines(add)
    assert start == 6 and lines[0] == "def add(a, b=1):\n"


def test_getsourcefile():
    assert os.path.basename(inspect.getsourcefile(calc)) == "calc.py"
    assert os.path.basename(inspect.getfile(add)) == "calc.py"


def test_open_file():
    with open(calc.__file__) as file:
        assert "def fact" in file.read()


def test_pathlib_file():
    assert "def fact" in pathlib.Path(calc.__file__).read_text()


def test_open_by_name():
    assert "def fact" in open(os.path.join(os.path.dirname(calc.__file__), "calc.py")).read()


def test_ast_recursion():
    tree = ast.parse(inspect.getsource(fact))
    assert any(isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fact" for node in ast.walk(tree))


def test_ast_dedent_method():
    tree = ast.parse(textwrap.dedent(inspect.getsource(Point.norm)))
    assert isinstance(tree.body[0], ast.FunctionDef)


def test_doc():
    assert calc.__doc__ == "A calculator."
    assert add.__doc__.startswith("Add two")
    assert inspect.getdoc(add).splitlines()[0] == "Add two numbers."
    assert Point.__doc__ == "A point."


def test_signature():
    assert str(inspect.signature(add)) == "(a, b=1)"
    assert list(inspect.signature(Point.norm).parameters) == ["self"]


def test_getfullargspec():
    spec = inspect.getfullargspec(add)
    assert spec.args == ["a", "b"] and spec.defaults == (1,)


def test_code():
    assert add.__code__.co_argcount == 2
    assert add.__code__.co_varnames[:2] == ("a", "b")
    assert add.__defaults__ == (1,)
    assert add.__name__ == "add"


def test_isfunction():
    assert inspect.isfunction(add) and inspect.isclass(Point) and inspect.ismodule(calc)
    assert callable(add)


def test_getmembers():
    names = [name for name, _ in inspect.getmembers(calc, inspect.isfunction)]
    assert names == ["add", "fact", "square"]
    assert [name for name, _ in inspect.getmembers(calc, inspect.isclass)] == ["Point"]


def test_dir_vars():
    assert "add" in dir(calc)
    assert "fact" in vars(calc)
    assert "norm" in vars(Point)
    assert calc.__dict__["add"](1, 1) == 2


def test_doctest():
    finder = doctest.DocTestFinder()
    tests = [t for t in finder.find(calc) if t.examples]
    assert len(tests) == 1


def test_doctest_run():
    assert calc.add(1, 2) == 3
    results = doctest.testmod(calc)
    assert results.attempted == 1 and results.failed == 0


def test_tokenize_comments():
    tokens = tokenize.generate_tokens(io.StringIO(inspect.getsource(calc)).readline)
    assert any(t.type == tokenize.COMMENT for t in tokens)


def test_getcomments():
    assert inspect.getcomments(add) == "# adds\n"


def test_getmodule():
    assert inspect.getmodule(add) is calc
    assert add.__module__ == "calc"


def test_code():
    assert "fact" in fact.__code__.co_names and "sum" not in fact.__code__.co_names
    assert fact.__code__.co_argcount == 1 and add.__code__.co_varnames == ("a", "b") and add.__defaults__ == (1,)
    assert {"math", "sqrt"} <= set(Point.norm.__code__.co_names) and Point().norm.__code__.co_argcount == 1
