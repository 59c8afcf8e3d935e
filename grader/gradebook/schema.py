"""The JSON Schema of `gradebook/v1`, made from the types in `grader.gradebook.book`.

`python -m grader.gradebook.schema docs/gradebook-v1.schema.json` writes it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from grader.gradebook.book import SCHEMA, Document
from grader.reporters.schema import schema

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema(Document, SCHEMA), encoding="ascii")
