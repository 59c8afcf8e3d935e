"""Which modules are in a package?"""

from __future__ import annotations

import os
from types import ModuleType


def modules_of(package: ModuleType) -> list[str]:
    (folder, *_) = package.__path__
    with os.scandir(folder) as entries:
        names = {entry.name for entry in entries if entry.is_file()}
    return sorted(name.removesuffix(".py") for name in names - {"__init__.py"} if name.endswith(".py"))
