"""Signed results: an Ed25519 signature over what a result says of the score, and how it is checked.

What is signed is a *statement*, the same bytes for the same result whatever its file looks like: `canonical`.
`docs/signing.md` says what a signature proves and what it does not.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from grader.errors import InputError
from grader.files import reason
from grader.manifest import PUBLIC_KEY_PREFIX
from grader.reporters import json as json_reporter
from grader.result import Result

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_VARIABLE = "GRADE_SIGNING_KEY"
STATEMENT = "grade/statement/v1"
KEY = "signature"
"""Where a signed `grade/v1` document has its signature."""

_PRIVATE_PREFIX = "gradebox-signing-key:"
_HUNDREDTHS = 100
_LARGEST_FILE = 64_000_000  # bytes


class Signature(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signed, by public key, and the signature of the canonical bytes in base64."""

    key: str
    value: str


class Pair(NamedTuple):
    """A new pair of keys as texts: the private one for the secret, the public one for `course.toml`."""

    private: str
    public: str


class Signer:
    """Signs results with the private key in `secret`. Raises `InputError` if it is none."""

    def __init__(self, secret: str) -> None:
        self._private = _private_key(secret)
        self.public = _text_of(self._private.public_key())

    def sign(self, statement: dict[str, Any]) -> Signature:
        """The signature of a statement."""
        return Signature(self.public, base64.b64encode(self._private.sign(canonical(statement))).decode())

    def signed(self, result: Result) -> str:
        """The result as `grade/v1` with its signature."""
        document = json.loads(json_reporter.report(result))
        # What is signed is what the document says, as a reader of it will see it.
        document[KEY] = msgspec.to_builtins(self.sign(statement_of(result_in(document))))
        return json.dumps(document, indent=2) + "\n"


def new_pair() -> Pair:
    """A new pair of keys."""
    private = _ed25519().Ed25519PrivateKey.generate()
    raw = private.private_bytes_raw()
    return Pair(_PRIVATE_PREFIX + base64.b64encode(raw).decode(), _text_of(private.public_key()))


def statement_of(result: Result) -> dict[str, Any]:
    """What a signature covers: whose files, which suite and grader, and every score in hundredths of a point.

    Raises `ValueError` for points that are no whole hundredths, which no result of the grader has.
    """
    return {
        "schema": STATEMENT,
        "exercise": result.exercise,
        "status": result.status,
        "points": _hundredths(result.points),
        "max_points": _hundredths(result.max_points),
        "core_points": _hundredths(result.core_points),
        "checks": [
            [check.id, check.outcome, _hundredths(check.points), _hundredths(check.max_points)]
            for check in result.checks
        ],
        "submission": msgspec.structs.asdict(result.submission),
        "suite": result.suite.sha256,
        "checks_from": result.checks_from,
        "box": result.box,
        "grader": msgspec.structs.asdict(result.grader),
        "started": result.started,
    }


def canonical(statement: dict[str, Any]) -> bytes:
    """The bytes that are signed: JSON in ASCII, keys sorted, no spaces; all numbers are whole."""
    text = json.dumps(statement, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.encode("ascii")


def read_document(file: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises `InputError` where it cannot be read or could be read in two ways."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise InputError(f"`{file}` is larger than any result: {file.stat().st_size:,} bytes.")
        content = json.loads(file.read_bytes(), object_pairs_hook=_distinct, parse_constant=_refuse)
    except OSError as error:
        raise InputError(f"`{file}` cannot be read: {reason(error)}.") from error
    except (ValueError, RecursionError) as error:  # also bytes that are no UTF-8
        raise InputError(f"`{file}` is damaged: it is not valid JSON ({error}).", hint=_FETCH) from None
    if not isinstance(content, dict):
        raise InputError(f"`{file}` is no result: it holds no JSON object.", hint=_FETCH)
    return content


def result_in(document: dict[str, Any]) -> Result:
    """The result in a `grade/v1` document. Raises `InputError` where it is none."""
    if document.get("schema") != "grade/v1":
        raise InputError(f"this is no result of the format `grade/v1`: its `schema` is {document.get('schema')!r}.")
    try:
        return msgspec.convert(document, Result)
    except msgspec.ValidationError as error:
        raise InputError(f"this is a damaged result: {error}.", hint=_FETCH) from None


def fault_of(document: dict[str, Any], keys: Sequence[str]) -> str:
    """Why the signature of a `grade/v1` document does not hold for one of the public `keys`; empty where it does.

    Raises `InputError` where the document is no result.
    """
    result = result_in(document)
    if document.get(KEY) is None:
        return "it is not signed."
    try:
        signature = msgspec.convert(document[KEY], Signature)
        statement = statement_of(result)
    except (msgspec.ValidationError, ValueError):
        return "its signature or its points are no values that the grader writes."
    return fault_of_statement(statement, signature, keys)


def fault_of_statement(statement: dict[str, Any], signature: Signature, keys: Sequence[str]) -> str:
    """Why a signature of a statement does not hold for one of the public `keys`; empty where it does."""
    if signature.key not in keys:
        return f"it is signed with another key, `{signature.key}`, which is not among the course's keys."
    public = _public_key(signature.key)
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - an extra; `_public_key` says so

    try:
        public.verify(base64.b64decode(signature.value, validate=True), canonical(statement))
    except (InvalidSignature, binascii.Error):
        return "it was altered after it was signed: the signature does not fit the scores and digests it gives."
    return ""


_FETCH = "Fetch the file again from where the workflow keeps it."


def _hundredths(points: float) -> int:
    whole = round(points * _HUNDREDTHS)
    if abs(points * _HUNDREDTHS - whole) > 1e-6:  # noqa: PLR2004 - far below what a platform shows
        raise ValueError(f"{points!r} is no whole number of hundredths")
    return whole


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Of a key that is there twice some readers take the first value and some the last.
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("a key is there twice")
    return content


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _ed25519() -> Any:
    try:
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - an extra
    except ImportError:
        message = "signing needs the package `cryptography`, which is not installed here."
        raise InputError(message, hint="Install it: pip install 'gradebox[seal]'") from None
    return ed25519


def _private_key(secret: str) -> Ed25519PrivateKey:
    raw = _raw(secret.strip(), _PRIVATE_PREFIX)
    if raw is None:  # the message must not repeat the secret
        message = f"`{KEY_VARIABLE}` holds no signing key: one starts with `{_PRIVATE_PREFIX}`."
        raise InputError(message, hint="Make one with `grade signing-key FILE`, and put its text into the secret.")
    key: Ed25519PrivateKey = _ed25519().Ed25519PrivateKey.from_private_bytes(raw)
    return key


def _public_key(text: str) -> Ed25519PublicKey:
    raw = _raw(text, PUBLIC_KEY_PREFIX)
    if raw is None:
        message = f"`{text}` is no public key: one starts with `{PUBLIC_KEY_PREFIX}`."
        raise InputError(message, hint="Copy it from what `grade signing-key` printed.")
    key: Ed25519PublicKey = _ed25519().Ed25519PublicKey.from_public_bytes(raw)
    return key


def _text_of(public: Ed25519PublicKey) -> str:
    return PUBLIC_KEY_PREFIX + base64.b64encode(public.public_bytes_raw()).decode()


def _raw(text: str, prefix: str) -> bytes | None:
    """The 32 bytes of a key; None where the text is none."""
    try:
        raw = base64.b64decode(text.removeprefix(prefix), validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if text.startswith(prefix) and len(raw) == 32 else None  # noqa: PLR2004 - Ed25519's
