"""Gives the checks what a student's notebook defines."""

import ast

import pytest

NOTEBOOK = "NOTEBOOK_PATH"
MODULE = "notebook"  # as reports name it: `notebook.total([1, 2])`

# Read by the student's own process: an error in a cell ends that cell alone, as in a notebook.
RUN_CELLS = """
def display(*_objects, **_options):
    pass


for _label, _cell in {cells!r}:
    try:
        exec(compile(_cell, _label, "exec"), globals())
    except BaseException:  # `sys.exit()`, too, ends no notebook
        pass
"""


@pytest.fixture
def notebook(submission):
    """The names after the last cell: plain values, and stand-ins for functions and classes."""
    cells = [(cell.label, python_of(cell)) for cell in submission.notebook(NOTEBOOK).cells if cell.tree.body]
    return submission.variant(add={f"{MODULE}.py": RUN_CELLS.format(cells=cells)}).fresh().module(MODULE)


def python_of(cell):
    """The text of a cell; without its commands where it holds some."""
    try:
        ast.parse(cell.source)
    except SyntaxError:
        return ast.unparse(cell.tree)
    return cell.source
