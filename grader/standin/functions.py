"""The functions that came with the student's modules: the judge has them until the inside says that they changed."""

from __future__ import annotations

from typing import Any

from grader.standin.proxies import StandInFunction
from grader.standin.refs import Ref, ref_of


class Functions:
    """By module and name, for one inside. What it says of them is testimony, as any answer is."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], Any] = {}

    def clear(self) -> None:
        """Another inside has other functions."""
        self._known.clear()

    def find(self, owner: Ref, name: str) -> Any:
        """A function of a module; None where the inside has to be asked."""
        return self._known.get((owner.number, name)) if owner.shape == "module" else None

    def take(self, answer: Any) -> Any:
        """The module out of an answer to `import`; its functions are kept. What is no such pair is no module."""
        if type(answer) is not tuple or len(answer) != 2 or type(answer[1]) is not tuple:  # noqa: PLR2004 - a pair
            return answer
        module, functions = answer
        owner = ref_of(module)
        if owner is not None and owner.shape == "module":
            for pair in functions:
                if type(pair) is tuple and [type(part) for part in pair] == [str, StandInFunction]:
                    self._known[owner.number, pair[0]] = pair[1]
        return module

    def forget(self, changed: Any) -> bool:
        """Forget pairs of a module's number and a name that means something else by now; whether it is such pairs."""
        if type(changed) is not list or not all(map(_is_pair, changed)):
            return False
        for module, name in changed:
            self._known.pop((module, name), None)
        return True


def _is_pair(value: Any) -> bool:
    return type(value) is list and [type(part) for part in value] == [int, str]
