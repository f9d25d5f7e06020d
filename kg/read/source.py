"""From what the user names to the files to read: folders walked in order, loops and special files kept out."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.read.limits import Limits

TEXT, MARKDOWN, HTML, RECORDS = "text", "markdown", "html", "records"

SUFFIXES: dict[str, str] = {
    ".txt": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".html": HTML,
    ".htm": HTML,
    ".jsonl": RECORDS,
    ".ndjson": RECORDS,
}

STDIN = "-"

Skip = Callable[[str, str], None]
"""Called with the source ("news/a.pdf", "news.jsonl:3") and the reason when something is left out."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `id` is its path relative to the folder that was given (its name when the file itself was),
    with "/" and in NFC, so that the same file keeps its id on every system. `path` is None for standard input.
    """

    path: Path | None
    id: str
    kind: str
    explicit: bool

    def __str__(self) -> str:
        return shown(self.path) if self.path else "standard input"


def sources(inputs: Iterable[str | Path], on_skip: Skip | None) -> Iterator[Source]:
    """The files that `inputs` name: in the given order, folders recursively and sorted by path.

    Folders give the files with a known suffix; hidden files and folders are left out, and a folder that links lead
    to twice is read once. InputError: something named does not exist, is of an unknown kind, or holds no such file.
    """
    for item in inputs:
        if str(item) == STDIN:
            yield Source(None, "stdin", TEXT, explicit=True)
            continue
        path = Path(item)
        try:
            is_folder = path.is_dir()
            exists = is_folder or path.exists()
        except (OSError, ValueError) as error:
            raise InputError(f"{shown(path)}: cannot be read: {reason(error)}") from error
        if not exists:
            raise InputError(f"{shown(path)}: no such file or folder")
        yield from _folder(path, on_skip) if is_folder else [_file(path)]


def load(path: Path, limits: Limits) -> bytes:
    """The bytes of a file. InputError when they are more than `limits.max_bytes` or unreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_bytes + 1)
    except OSError as error:
        raise InputError(f"{shown(path)}: cannot be read: {reason(error)}") from error
    if len(data) > limits.max_bytes:
        raise InputError(f"{shown(path)}: larger than {limits.size}; split it into one file per article")
    return data


def _file(path: Path) -> Source:
    kind = SUFFIXES.get(path.suffix.lower())
    if not path.is_file():
        raise InputError(f"{shown(path)}: not a regular file; pipe its text in and name the input -")
    if kind is None:
        known = ", ".join(SUFFIXES)
        raise InputError(f"{shown(path)}: unknown kind of file {path.suffix or '(no suffix)'!r}; known are: {known}")
    return Source(path, _identifier(path.name), kind, explicit=True)


def _folder(root: Path, on_skip: Skip | None) -> Iterator[Source]:
    found = False
    for path in _walk(root, set(), on_skip):
        found = True
        kind = SUFFIXES[path.suffix.lower()]
        yield Source(path, _identifier(path.relative_to(root).as_posix()), kind, explicit=False)
    if not found:
        raise InputError(f"{shown(root)}: no readable file in this folder; known are: {', '.join(SUFFIXES)}")


def _walk(folder: Path, seen: set[tuple[int, int]], on_skip: Skip | None) -> Iterator[Path]:
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return  # a link back to a folder that is being read, or was
        seen.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    except OSError as error:
        why = f"cannot be read: {reason(error)}"
        if on_skip is None:
            raise InputError(f"{shown(folder)}: {why}") from error
        on_skip(shown(folder), why)
        return
    for name in names:
        path = folder / name
        if path.is_dir():
            yield from _walk(path, seen, on_skip)
        elif path.suffix.lower() in SUFFIXES and (path.is_file() or path.is_symlink()):
            yield path


def _identifier(name: str) -> str:
    """A file name as text: names that are not UTF-8 come from Python with half characters in them."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", errors="replace"))


def shown(path: Path) -> str:
    """A path as one line of text, for messages."""
    return _identifier(str(path)).replace("\n", "\\n").replace("\0", "\\0")


def reason(error: OSError | ValueError) -> str:
    """What the system says, without its number and the path."""
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
