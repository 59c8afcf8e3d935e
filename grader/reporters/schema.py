"""The JSON Schema of `grade/v1`, made from the types in `grader.result`.

`python -m grader.reporters.schema docs/grade-v1.schema.json` writes it.
"""

from __future__ import annotations

import json
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from grader.result import SCHEMA, Result


def schema(kind: type = Result, name: str = SCHEMA) -> str:
    """The schema of a document as JSON text; `name` is what its key `schema` says.

    It describes what is written: every key is there, whatever its default.
    """
    document = msgspec.json.schema(kind)
    for definition in document["$defs"].values():
        definition["description"] = cleandoc(definition["description"])  # as Python 3.13 does by itself
        if definition.get("type") == "object":  # enums have none
            definition["required"] = list(definition["properties"])
            for described in definition["properties"].values():
                described.pop("default", None)
    definitions: dict[str, Any] = document["$defs"]
    definitions["Result"]["properties"]["schema"] = {"const": SCHEMA}  # also within another document
    definitions[kind.__name__]["properties"]["schema"] = {"const": name}
    named = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name, **document}
    return json.dumps(named, indent=2) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema(), encoding="ascii")
