"""The steps in their order, and the first that sees something: one root cause, not its ten consequences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from grader.diagnosis import (
    arrows,
    calls,
    compiling,
    copies,
    exports,
    folders,
    guards,
    items,
    lookups,
    misplaced,
    names_on_disk,
    notebooks,
    packages,
    sessions,
)
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found

Detector = Callable[[Evidence], Iterator[Found]]
MOST = 10  # findings of one run

# What a folder tells by its names and bytes.
ON_DISK: tuple[Detector, ...] = (
    names_on_disk.not_utf8,
    names_on_disk.notebook_as_module,
    notebooks.script_for_notebook,
    names_on_disk.misspelt_folder,
    names_on_disk.wrong_case,
    names_on_disk.second_extension,
    names_on_disk.beside_the_package,
    names_on_disk.subpackage_beside,
    names_on_disk.too_deep,
    names_on_disk.no_init,
    names_on_disk.not_a_name,
    names_on_disk.name_of_the_library,
)
COMPILING: tuple[Detector, ...] = (compiling.tabs_and_spaces, compiling.shape_of_the_line)
# What the text tells, in the light of the run where a form is wrong only there.
WRITTEN: tuple[Detector, ...] = (
    misplaced.what_an_import_wants,
    misplaced.folders_without_init,
    items.own_file_found_first,
    names_on_disk.old_file_left,
    guards.wrong_text,
    guards.both_quoted,
    guards.definitions_inside,
    guards.guard_in_a_function,
    guards.main_not_called,
    exports.objects_in_all,
    exports.promised_but_absent,
    exports.misspelt_all,
    exports.docstring_late,
    exports.docstring_in_variable,
    exports.comment_for_docstring,
    exports.comment_for_functions_docstring,
    packages.search_path_edited,
    copies.all_in_init,
    copies.all_in_one_module,
    copies.copied_after_move,
    copies.copied_for_a_cycle,
    arrows.circle_delayed,
    packages.own_name_spelt_out,
)
# What the exception tells.
RAISED: tuple[Detector, ...] = (
    arrows.circle_of_from_imports,
    arrows.circle_used_too_early,
    packages.started_as_script,
    packages.too_many_dots,
    items.own_file_found_by_the_library,
    packages.standard_module_found,
    packages.neighbour_taken_for_top_level,
    packages.item_of_the_package,
    items.function_in_dotted_path,
    items.submodule_not_loaded,
    items.module_taken_for_class,
    items.class_taken_for_module,
    items.module_name_rebound,
    items.imported_name_rebound_inside,
    items.item_not_there,
    items.old_name_imported,
    lookups.main_unquoted,
    notebooks.cells_out_of_order,
    lookups.cells_out_of_order,
    lookups.used_before_defined,
    lookups.star_loads_no_modules,
    lookups.dotted_import_used_bare,
    lookups.alias_forgotten,
    lookups.module_of_item_used,
    lookups.item_of_module_used_bare,
    lookups.builtin_replaced,
    guards.asks_when_imported,
    guards.exits_when_imported,
    lookups.text_not_converted,
)
# What the calls gave, and what they left behind.
CALLED: tuple[Detector, ...] = (
    calls.printed_not_returned,
    calls.forgot_to_return,
    calls.everything_caught,
    calls.error_text_returned,
    calls.degrees_for_radians,
    calls.rounded_pi,
    folders.moved_and_stayed,
    folders.path_of_one_computer,
    folders.folder_not_empty,
    folders.parent_missing,
    folders.paths_glued,
    folders.names_taken_for_paths,
    notebooks.module_still_old,
    notebooks.name_still_old,
    sessions.imported_once,
    sessions.kept_the_old_value,
    guards.prints_when_imported,
    guards.runs_when_imported,
    arrows.circle_that_works,
)
STEPS = (*ON_DISK, *COMPILING, *WRITTEN, *RAISED, *CALLED)


def diagnose(evidence: Evidence, steps: tuple[Detector, ...] = STEPS) -> list[Found]:
    """The mistakes that the evidence shows, the root cause first; empty where none is recognised.

    `steps` are the detectors that are asked, in their order. Pure: it parses the files, and runs nothing of them.
    """
    found: list[Found] = []
    for detector in steps:
        found += (each for each in islice(detector(evidence), MOST) if each not in found)
        if len(found) >= MOST:
            break
    return found[:MOST]
