"""All operators of the mutator, by name, in the order in which mutants are made."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from grader.authoring.mutation import handback, hostile, imports, modules, oscalls, tree, values
from grader.authoring.mutation.source import Change, Source
from grader.authoring.mutation.tree import Folder, Moved

OfSource = Callable[[Source], Iterator[Change]]
OfFolder = Callable[[Folder], Iterator[Moved]]


class Operator(Struct, frozen=True, kw_only=True):
    """One kind of mutation, on a file's text or on the folder.

    `starred` ones must all be killed. `most` is how many mutants are made of one file; where there are more places,
    they are taken evenly from top to bottom. `in_cells` says that it means something in a cell of a notebook.
    """

    name: str
    family: str
    starred: bool = False
    most: int = 12
    in_cells: bool = False
    of_source: OfSource | None = None
    of_folder: OfFolder | None = None


def _text(
    family: str, operator: OfSource, *, starred: bool = False, most: int = 12, in_cells: bool = False
) -> Operator:
    name = operator.__name__.replace("_", "-")
    return Operator(name=name, family=family, starred=starred, most=most, in_cells=in_cells, of_source=operator)


def _files(operator: OfFolder, *, starred: bool = False) -> Operator:
    name = operator.__name__.replace("_", "-")
    return Operator(name=name, family="files", starred=starred, of_folder=operator)


_ALL = (
    _text("values", values.swap_arithmetic, starred=True, in_cells=True),
    _text("values", values.move_boundary, starred=True, in_cells=True),
    _text("values", values.negate_comparison, in_cells=True),
    _text("values", values.round_digits, in_cells=True),
    _text("values", values.number_plus_one, starred=True, most=8, in_cells=True),
    _text("values", values.change_string, most=6, in_cells=True),
    _text("values", values.swap_and_or, in_cells=True),
    _text("hand-back", handback.return_to_print, starred=True),
    _text("hand-back", handback.return_none, starred=True),
    _text("hand-back", handback.drop_raise, starred=True),
    _text("hand-back", handback.raise_other_type),
    _text("hand-back", handback.return_error_text),
    _text("imports", imports.relative_to_absolute, starred=True),
    _text("imports", imports.one_dot_more),
    _text("imports", imports.one_dot_less),
    _text("imports", imports.from_to_plain, in_cells=True),
    _text("imports", imports.drop_alias, in_cells=True),
    _text("imports", imports.star_for_names, in_cells=True),
    _text("imports", imports.move_into_function),
    _text("imports", imports.add_cycle, most=2),
    _text("module", modules.guard_text, starred=True),
    _text("module", modules.remove_guard),
    _text("module", modules.def_into_guard, most=3),
    _text("module", modules.print_at_import, starred=True),
    _text("module", modules.input_at_import),
    _text("module", modules.exit_at_import),
    _text("module", modules.all_entry_removed),
    _text("module", modules.all_entry_added),
    _text("module", modules.all_objects),
    _text("module", modules.docstring_below_imports),
    _text("module", modules.mutable_default),
    _files(tree.delete_init, starred=True),
    _files(tree.wrong_case, starred=True),
    _files(tree.move_up),
    _files(tree.move_down),
    _files(tree.py_txt),
    _files(tree.old_file_left),
    _files(tree.stdlib_name),
    _files(tree.utf_16),
    _text("os", oscalls.drop_exists_test),
    _text("os", oscalls.drop_sorted, in_cells=True),
    _text("os", oscalls.add_chdir),
    _text("os", oscalls.rmtree_for_rmdir),
    _text("os", oscalls.plus_for_join),
    _text("hostile", hostile.equal_to_everything, most=40),
    _text("hostile", hostile.emptied_argument, most=20),
    _text("hostile", hostile.answer_nan, most=20),
    _text("hostile", hostile.answer_none, most=20),
    _text("hostile", hostile.previous_answer, most=20),
    _text("hostile", hostile.class_equal_to_everything, most=20),
)
OPERATORS: dict[str, Operator] = {operator.name: operator for operator in _ALL}
