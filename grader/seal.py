"""Sealed suites: what an exercise is graded with, encrypted for a key, and opened in memory only.

A sealed file is a header and one ciphertext. The header says what it is, which key it needs and how long it is, and
ends with a check of itself, so that a wrong key, a cut file and damage are told apart before anything is opened. The
cipher is AES-SIV (RFC 5297): its synthetic IV is made of key, header and content, so that the same content gives the
same bytes, no two contents share a nonce, and a changed bit anywhere is refused.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import secrets
import struct
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import asdict, replace

from grader.course import Exercise, Hidden
from grader.errors import InputError
from grader.files import reason
from grader.manifest import Manifest
from grader.record import RECORD_NAME, Record

KEY_VARIABLE = "GRADE_KEY"
KEY_FILE_VARIABLE = "GRADE_KEY_FILE"

_MAGIC, _VERSION = b"GRADSEAL", 1
_FIELDS = struct.Struct(">8sB8sQ")  # magic, version, id of the key, bytes of ciphertext
_CHECK = 8  # bytes of SHA-256 over the fields
_HEADER = _FIELDS.size + _CHECK
_SECRET, _ID = 64, 8  # bytes of an AES-256-SIV key, and of the id that tells keys apart
_KEY_TEXT = re.compile(r"grade-key-1:(?P<material>[\w-]{43})", re.ASCII)
_ABOUT = "exercise.json"
_AGAIN = "Take the file from the release again."
_OLDEST = (1980, 1, 1, 0, 0, 0)


class Key(NamedTuple):
    """What seals and opens. `id` tells keys apart and nothing else; `origin` is where it came from, for messages."""

    secret: bytes
    id: bytes
    origin: str


class _About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose suite it is, and by which rules it grades: the manifest's, and what `messages` of its course say."""

    exercise: str
    manifest: Manifest
    messages: dict[str, tuple[str, ...]]


def new_key() -> str:
    """The text of a new key, 256 bits from the system's source."""
    return f"grade-key-1:{base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip('=')}\n"


def make_key(file: Path) -> None:
    """Write a new key to a new file that only its owner reads. Raises `InputError` where that cannot be."""
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as text:
            text.write(new_key())
    except FileExistsError:
        message = f"`{file}` is there already, and a key that is lost opens nothing any more"
        raise InputError(message, hint=f"Seal with it: `--key {file}`; or name a new file.") from None
    except OSError as error:
        raise InputError(f"cannot write the key to `{file}`: {reason(error)}") from error


def find_key(file: Path | None, environ: Mapping[str, str]) -> Key | None:
    """The key in `file`, else in that of `GRADE_KEY_FILE`, else in `GRADE_KEY` itself; None where none is named.

    Raises `InputError` where it cannot be read or is no key.
    """
    named = file or (Path(environ[KEY_FILE_VARIABLE]) if environ.get(KEY_FILE_VARIABLE) else None)
    if named is not None:
        try:
            return _key(named.read_bytes().decode("utf-8-sig", "replace"), f"`{named}`")
        except OSError as error:
            raise InputError(f"the key in `{named}` cannot be read: {reason(error)}") from error
    return _key(environ[KEY_VARIABLE], f"the variable `{KEY_VARIABLE}`") if environ.get(KEY_VARIABLE) else None


def _key(text: str, origin: str) -> Key:
    found = _KEY_TEXT.fullmatch(text.strip())
    if found is None:
        raise InputError(
            f"{origin} holds no key of gradebox's; one is a line that begins with `grade-key-1:`",
            hint="`grade release DIR --seal --new-key FILE` makes one.",
        )
    derived = _derived(base64.urlsafe_b64decode(found["material"] + "="))
    return Key(derived[:_SECRET], derived[_SECRET:], origin)


def _derived(material: bytes) -> bytes:
    with _library():
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - an extra, and few need it
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - likewise

        return HKDF(SHA256(), _SECRET + _ID, None, b"gradebox seal 1").derive(material)


def _cipher(key: Key) -> Any:
    with _library():
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # noqa: PLC0415 - likewise

        return AESSIV(key.secret)


@contextmanager
def _library() -> Iterator[None]:
    """Say what to do where `cryptography` is absent, or what lies below it cannot do AES-SIV."""
    try:
        yield
    except ImportError as error:
        message = "sealed suites need the package `cryptography`, which is not installed here"
        raise InputError(message, hint="Install it: pip install 'gradebox[seal]'") from error
    except Exception as error:
        if type(error).__name__ != "UnsupportedAlgorithm":
            raise
        message = f"the installed `cryptography` cannot do AES-SIV: {error}"
        raise InputError(message, hint="Install a wheel of it: pip install --upgrade 'gradebox[seal]'") from error


def seal(exercise: Exercise, hidden: Hidden, key: Key) -> bytes:
    """The sealed file of an exercise: the same bytes for the same content and key."""
    manifest = Manifest(**{name: getattr(exercise, name) for name in Manifest.__struct_fields__})
    about = _About(exercise.name, manifest, exercise.messages)
    files = {_ABOUT: msgspec.json.encode(about)}
    for folder, tree in (("suite", hidden.suite), ("support", hidden.support), ("given", hidden.given)):
        files |= {f"{folder}/{path}": content for path, content in tree.items()}
    content = zipped(files)
    header = _header(key, len(content) + 16)  # the synthetic IV stands before the ciphertext
    return header + bytes(_cipher(key).encrypt(content, [header]))


def unlocked(
    exercise: Exercise,
    key_file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    *,
    or_locked: bool = False,
) -> Exercise:
    """The exercise with its sealed suite opened in memory; one without a seal as it is.

    With `or_locked`, one for which no key is named as well: some things can be done without the suite.
    What the sealed file says of files and limits holds, whatever lies beside it, a folder `solutions/` included.
    Raises `InputError` where there is no key, where it is another one, and where the file is cut or damaged.
    """
    if exercise.sealed is None:
        return exercise
    key = find_key(key_file, environ)
    if key is None and or_locked:
        return exercise
    if key is None:
        raise InputError(
            f"the suite of `{exercise.name}` is sealed, and no key is given",
            hint=f"Name its file with `--key FILE` or `{KEY_FILE_VARIABLE}`, or put the key into `{KEY_VARIABLE}`. "
            f"Without one, `grade {exercise.name} --examples` runs the examples of the task.",
        )
    about, hidden = _opened(exercise.sealed, key)
    if about.exercise != exercise.name:
        raise InputError(
            f"`{exercise.sealed}` is the sealed suite of `{about.exercise}`, under a name that is not its own",
            hint="Take the files of the release as they are.",
        )
    return replace(exercise, hidden=hidden, secret=None, messages=about.messages, **asdict(about.manifest))


def _opened(file: Path, key: Key) -> tuple[_About, Hidden]:
    content = _decrypted(file, key)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    suite, support, given = (_below(files, folder) for folder in ("suite", "support", "given"))
    try:
        about = msgspec.json.decode(files[_ABOUT], type=_About)
        record = msgspec.json.decode(suite[RECORD_NAME], type=Record)
    except (KeyError, msgspec.DecodeError) as error:  # it was sealed so: another version of the grader's
        message = f"`{file}` was sealed by another version of gradebox, which this one does not understand: {error}"
        raise InputError(message, hint="Release the course again, or install the version that released it.") from error
    return about, Hidden(suite=suite, support=support, given=given, record=record)


def _decrypted(file: Path, key: Key) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"`{file}` cannot be read: {reason(error)}") from error
    header = data[:_HEADER]
    if not _MAGIC.startswith(data[: len(_MAGIC)]):
        raise InputError(f"`{file}` is no sealed suite: it does not begin as one", hint=_AGAIN)
    if len(header) < _HEADER:
        raise InputError(f"`{file}` is cut off: it ends within its first {_HEADER} bytes", hint=_AGAIN)
    _, version, key_id, length = _FIELDS.unpack(header[: _FIELDS.size])
    if header[_FIELDS.size :] != _check(header[: _FIELDS.size]):
        raise _damaged(file)
    if version != _VERSION:
        hint = "Install the version of gradebox that released the course."
        raise InputError(f"`{file}` has version {version} of the format, and this grader knows {_VERSION}", hint=hint)
    if key_id != key.id:
        raise InputError(
            f"`{file}` was sealed with another key: it needs the one with the id {key_id.hex()}, "
            f"and {key.origin} holds {key.id.hex()}",
            hint="Ask whoever released the course for its key.",
        )
    if len(data) < _HEADER + length:
        message = f"`{file}` is cut off: it has {len(data):,} bytes of {_HEADER + length:,}"
        raise InputError(message, hint=_AGAIN)
    try:
        return bytes(_cipher(key).decrypt(data[_HEADER:], [header]))
    except Exception as error:
        if type(error).__name__ != "InvalidTag":
            raise
        raise _damaged(file) from None


def _damaged(file: Path) -> InputError:
    return InputError(f"`{file}` is damaged: it is not what was sealed, or something was added to it", hint=_AGAIN)


def _header(key: Key, length: int) -> bytes:
    fields = _FIELDS.pack(_MAGIC, _VERSION, key.id, length)
    return fields + _check(fields)


def _check(fields: bytes) -> bytes:
    return hashlib.sha256(fields).digest()[:_CHECK]


def _below(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    top = f"{folder}/"
    return {path.removeprefix(top): content for path, content in files.items() if path.startswith(top)}


def zipped(files: Mapping[str, bytes], *, programs: Collection[str] = ()) -> bytes:
    """An archive of these files: the same bytes for the same files, on every machine. `programs` can be executed.

    Not compressed: what a compressor writes differs between its versions.
    """
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for path in sorted(files):
            member = zipfile.ZipInfo(path, _OLDEST)
            member.create_system = 3  # Unix, wherever it is made
            member.external_attr = (0o100755 if path in programs else 0o100644) << 16
            archive.writestr(member, files[path])
    return whole.getvalue()
