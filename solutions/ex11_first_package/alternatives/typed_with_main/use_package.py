"""The package in use."""

from __future__ import annotations

import sys

from mypackage import mathutils
from mypackage.stringutils import title_case
import mypackage.utils


def main() -> int:
    lines = (
        mypackage.utils.some_function(),
        str(mathutils.square(4)),
        title_case("green city bike"),
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
