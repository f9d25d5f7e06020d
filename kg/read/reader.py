"""Files, folders, records and streams to documents."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.model.document import Document
from kg.read import records
from kg.read.article import article
from kg.read.document import ForeignText, complete
from kg.read.language import require
from kg.read.limits import Limits
from kg.read.source import HTML, RECORDS, Skip, Source, load, reason, sources

# `count` looks at this much of a large .jsonl file.
_SAMPLE = 1 << 20

# A stream of nothing but line ends is not read for ever to find its kind.
_BLANK_LINES = 1000

# White space and the byte order mark of UTF-8.
_BLANK = b" \t\r\n\xef\xbb\xbf"

_JSON_START = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*\"")
_HTML_START = re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype\s+html|html)\b", re.IGNORECASE)


def read(
    inputs: Iterable[str | Path],
    *,
    lang: str | None = None,
    limits: Limits = Limits(),  # noqa: B008  (frozen)
    on_skip: Skip | None = None,
    keep_foreign: bool = False,
) -> Iterator[Document]:
    """The documents of files, folders and standard input ("-"), one by one.

    Inputs come in the given order, the files of a folder sorted by path, the lines of a .jsonl file as they stand.
    A file's id is its path inside the folder that was given (its name when the file was); a line's is its own.
    `lang` is used for every document; without it a document's own or the detected one.

    What cannot be used raises InputError. With `on_skip(source, reason)` a bad file or line found in a folder, and
    any text in a language that is not known, is left out instead and the reading goes on; files that were named
    themselves always raise. With `keep_foreign` such a text comes as a document whose only block is navigation (so
    it gives no statements), for outputs that need one line per input.

    Raises:
        InputError: see above; `lang` is not known; two documents have one id.
    """
    items = _listed(inputs)
    if not items:
        raise InputError("nothing to read; name a file, a folder or - for standard input")
    if lang is not None:
        require(lang)
    return _read(items, lang, limits, on_skip, keep_foreign)


def count(inputs: Iterable[str | Path]) -> int:
    """About how many documents `inputs` hold, for progress bars; standard input counts as one.

    Large .jsonl files are estimated from their first lines. Raises InputError as `read` does for missing inputs.
    """

    def silent(source: str, why: str) -> None:
        """Nothing: `read` reports what is left out."""

    return sum(_lines(source.path) if source.kind == RECORDS else 1 for source in sources(_listed(inputs), silent))


def _listed(inputs: Iterable[str | Path]) -> list[str | Path]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)


def _lines(path: Path | None) -> int:
    if path is None:
        return 1
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
            size = max(path.stat().st_size, len(sample))
    except OSError:
        return 0  # an estimate; reading it says what is wrong
    found = sum(1 for line in sample.split(b"\n") if line.strip())
    return found if size == len(sample) else max(1, round(found * size / len(sample)))


def _read(
    items: list[str | Path], lang: str | None, limits: Limits, on_skip: Skip | None, keep_foreign: bool
) -> Iterator[Document]:
    places: dict[str, str] = {}
    for source in sources(items, on_skip):
        for where, draft in _drafts(source, limits):
            try:
                document = _finished(where, draft, lang, keep_foreign)
            except InputError as error:
                if on_skip is None or (source.explicit and not isinstance(error, ForeignText)):
                    raise
                on_skip(where, str(error).removeprefix(f"{where}: "))
                continue
            if document.id in places:
                raise InputError(
                    f"two documents have the id {document.id!r}: {places[document.id]} and {where}; "
                    "rename one, or give the folder above both"
                )
            places[document.id] = where
            yield document


def _finished(where: str, draft: Document | InputError, lang: str | None, keep_foreign: bool) -> Document:
    if isinstance(draft, InputError):
        raise draft
    try:
        return complete(replace(draft, lang=lang) if lang else draft, keep_foreign=keep_foreign)
    except ForeignText as error:
        raise ForeignText(f"{where}: {error}") from error


def _drafts(source: Source, limits: Limits) -> Iterator[tuple[str, Document | InputError]]:
    """Place and text of every document in `source`; what cannot be used comes as the error that says why."""
    try:
        if source.path is None:
            yield from _standard_input(source, limits)
        elif source.kind == RECORDS:
            with source.path.open("rb") as stream:
                yield from _records(stream.readline, source, limits)
        else:
            yield str(source), article(source.kind, load(source.path, limits), source, limits)
    except OSError as error:
        yield str(source), InputError(f"{source}: cannot be read: {reason(error)}")
    except InputError as error:
        yield str(source), error


def _standard_input(source: Source, limits: Limits) -> Iterator[tuple[str, Document | InputError]]:
    """JSON lines when the first line that is not blank begins an object; else one text or HTML page."""
    stdin = sys.stdin.buffer
    head = [stdin.readline(limits.max_bytes + 1)]
    while head[-1] and not head[-1].strip(_BLANK) and len(head) < _BLANK_LINES:
        head.append(stdin.readline(limits.max_bytes + 1))
    if _JSON_START.match(head[-1]):
        waiting = iter(head)
        yield from _records(lambda size: next(waiting, None) or stdin.readline(size), source, limits)
        return
    data = b"".join(head)
    data += stdin.read(max(0, limits.max_bytes + 1 - len(data)))
    if len(data) > limits.max_bytes:
        raise InputError(f"{source}: larger than {limits.size}; give one article at a time, or JSON lines")
    yield str(source), article(HTML if _HTML_START.match(data) else source.kind, data, source, limits)


def _records(
    readline: Callable[[int], bytes], source: Source, limits: Limits
) -> Iterator[tuple[str, Document | InputError]]:
    empty = True
    for where, line in records.lines(readline, str(source), limits):
        empty = False
        try:
            yield where, line if isinstance(line, InputError) else records.parse(line, where)
        except InputError as error:
            yield where, error
    if empty:
        raise InputError(f"{source}: the file is empty; give one JSON object a line")
