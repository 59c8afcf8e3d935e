"""Step 1 again, for the files that an import wants and no task names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from grader.diagnosis import names_on_disk
from grader.diagnosis.commands import files_for, imported_modules
from grader.diagnosis.evidence import Evidence
from grader.diagnosis.found import Found
from grader.diagnosis.project import INIT
from grader.diagnosis.raised import missing_item, missing_module
from grader.diagnosis.standard import is_standard
from grader.diagnosis.touched import touched_files

_INIT = re.compile(rf"[\w/]+/{re.escape(INIT)}")
_BY_NAME = (
    names_on_disk.misspelt_folder,
    names_on_disk.wrong_case,
    names_on_disk.second_extension,
    names_on_disk.beside_the_package,
)


def what_an_import_wants(evidence: Evidence) -> Iterator[Found]:
    """A01, A02, A05, A11: the module that was not found lies there under another name, or in another place."""
    missing, parent = missing_module(evidence.raised)
    item, package = missing_item(evidence.raised)
    if evidence.project.modules.get(package, "").endswith(INIT):
        missing = f"{package}.{item}"
    if not missing or parent or is_standard(missing) or evidence.place is None:
        return
    path = files_for(missing)[-1]
    wanted = replace(evidence, required=(f"{path.removesuffix('.py')}/{INIT}", path))
    for detector in _BY_NAME:
        yield from detector(wanted)


def folders_without_init(evidence: Evidence) -> Iterator[Found]:
    """A07: a folder that an import names as a package, or whose `__init__.py` a check asks for."""
    if evidence.run is None:
        return
    if evidence.run.is_check:
        wanted = tuple(dict.fromkeys(_INIT.findall(f"{evidence.run.expected} {evidence.run.said}")))
        yield from names_on_disk.no_init(replace(evidence, required=wanted))
        return
    modules = list(imported_modules(evidence.run.code))
    for path in touched_files(evidence):
        modules += [each.resolved for each in evidence.project.source(path).imports]
    paths = [name for module in modules for name in files_for(f"{module}.")[:-1] if not is_standard(module)]
    yield from names_on_disk.no_init(replace(evidence, required=tuple(dict.fromkeys(paths))))
