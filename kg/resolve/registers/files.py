"""Register files as streams of lines: plain, .gz, .bz2, .xz and .zip, in the encodings that tables come in."""

import bz2
import codecs
import gzip
import hashlib
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import InputError

HEAD = 65_536
"""How many bytes tell the kind and the encoding of a file."""

_PACKED = ((b"\x1f\x8b", "gzip"), (b"BZh", "bz2"), (b"\xfd7zXZ\x00", "xz"), (b"PK\x03\x04", "zip"))
_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile)


def version(path: Path) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256; InputError when it cannot be read."""
    with _told(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def head(path: Path) -> str:
    """The first text of a file, unpacked, cut at a line end where there is one."""
    with _told(path), _unpacked(path) as file:
        data = file.read(HEAD)
    text = data.decode(encoding(data), errors="replace")
    return text[: text.rfind("\n") + 1] or text


def lines(path: Path, chosen: str | None = None) -> Iterator[str]:
    """The lines of a file with their ends, unpacked; InputError with the line number where it is broken."""
    return _read(path, chosen, iter)


def pieces(path: Path) -> Iterator[str]:
    """The text of a file in pieces of up to `HEAD` characters, however long its lines are; errors as of `lines`."""
    return _read(path, None, lambda text: iter(lambda: text.read(HEAD), ""))


def _read(path: Path, chosen: str | None, cut: Callable[[io.TextIOWrapper], Iterator[str]]) -> Iterator[str]:
    number = 0
    with _told(path), _unpacked(path) as file:
        data = file.read(HEAD)
    with _told(path), _unpacked(path) as file, _text(file, path, chosen or encoding(data)) as text:
        try:
            for piece in cut(text):
                number += piece.count("\n")
                yield piece
        except UnicodeDecodeError as error:
            at = _undecodable(path, error.encoding) or number
            raise InputError(f"{path}: line {at}: not {error.encoding} ({error.reason}); save it as UTF-8") from error
        except _BROKEN as error:
            raise InputError(f"{path}: after line {number}: cut short or damaged ({error}); get it again") from error


def _undecodable(path: Path, name: str) -> int:
    """The number of the first line that is not of an encoding; 0 when that cannot be told."""
    with _unpacked(path) as file:
        for number, line in enumerate(file if name == "utf-8" else (), 1):
            try:
                line.decode(name)
            except UnicodeDecodeError:
                return number
    return 0


def encoding(data: bytes) -> str:
    """The encoding of a file by its first bytes: a byte order mark, UTF-8, or else Windows-1252."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _text(file: IO[bytes], path: Path, name: str) -> io.TextIOWrapper:
    try:
        return io.TextIOWrapper(file, encoding=name, newline="")
    except LookupError as error:
        raise InputError(f"{path}: the encoding {name!r} is unknown; try utf-8 or cp1252") from error


def _unpacked(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        start = file.read(8)
    packed = next((name for magic, name in _PACKED if start.startswith(magic)), "")
    if packed == "zip":
        return _member(path)
    if packed == "gzip":
        return io.BufferedReader(gzip.open(path))
    if packed:
        return bz2.open(path) if packed == "bz2" else lzma.open(path)
    return path.open("rb")


def _member(path: Path) -> IO[bytes]:
    """The largest file of a zip archive."""
    archive = zipfile.ZipFile(path)
    members = [info for info in archive.infolist() if not info.is_dir()]
    if not members:
        raise InputError(f"{path}: the archive is empty")
    largest = max(members, key=lambda info: info.file_size)
    if largest.flag_bits & 1:
        raise InputError(f"{path}: the archive has a password; unpack it first")
    return archive.open(largest)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except _BROKEN as error:
        raise InputError(f"{path}: cannot be read ({error})") from error
