"""Files, folders, records and streams to documents."""

import hashlib
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from kg.errors import InputError
from kg.model.document import Block, Document, GivenEntity
from kg.read import dateline, markdown, page, records
from kg.read.blocks import guess_title, mark
from kg.read.encoding import decode, has_surrogates, tidy
from kg.read.language import detect, languages, require
from kg.read.limits import Limits
from kg.read.source import HTML, MARKDOWN, RECORDS, STDIN, TEXT, Skip, Source, load, sources

# `count` looks at this much of a large .jsonl file.
_SAMPLE = 1 << 20


class _Foreign(InputError):
    """A text in a language that the package does not know."""


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
    `lang` is used for every document; without it a record's own or the detected one.

    What cannot be used raises InputError. With `on_skip(source, reason)` a bad file or line found in a folder, and
    any text in a language that is not known, is left out instead and the reading goes on; files that were named
    themselves always raise. With `keep_foreign` such a text comes as a document whose only block is navigation (so
    it gives no statements), for outputs that need one line per input.

    Raises:
        InputError: see above; `lang` is not known; two documents have one id.
    """
    items = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    if not items:
        raise InputError("nothing to read; name a file, a folder or - for standard input")
    if lang is not None:
        require(lang)
    return _read(items, lang, limits, on_skip, keep_foreign)


def from_text(
    text: str,
    *,
    id: str | None = None,
    title: str | None = None,
    lang: str | None = None,
    url: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    source: str | None = None,
    given: tuple[GivenEntity, ...] = (),
) -> Document:
    """A document of a text that is kept to the letter, so that offsets count the caller's own characters.

    Without `id` it is a hash of the text. Without `title` the text's headline is used where it has one, without
    `published` (ISO 8601) its dateline.

    Raises:
        InputError: the text is empty or no Unicode, the language or date is not one that is known.
    """
    if not text.strip():
        raise InputError("the text is empty")
    if has_surrogates(text):
        raise InputError("the text holds half a character (a lone surrogate); decode it again from its bytes")
    if published is not None and dateline.iso(published) is None:
        raise InputError(f"published must be an ISO date such as 2026-03-31, not {published!r}")
    known = require(lang) if lang is not None else _language(text)
    headline = title or guess_title(text, known)
    return Document(
        id=id if id is not None else "text-" + hashlib.sha256(text.encode()).hexdigest()[:16],
        text=text,
        lang=known,
        title=headline,
        url=url,
        published=dateline.iso(published) if published else dateline.from_text(text, known),
        publisher=publisher,
        source=source,
        blocks=mark(text, known, headline),
        given=given,
    )


def count(inputs: Iterable[str | Path]) -> int:
    """About how many documents `inputs` hold, for progress bars; standard input counts as one.

    Large .jsonl files are estimated from their first lines. Raises InputError as `read` does for missing inputs.
    """
    items = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    skip: Skip = lambda source, reason: None  # noqa: E731  (read reports them)
    return sum(_lines(source.path) if source.kind == RECORDS and source.path else 1 for source in sources(items, skip))


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
            size = max(path.stat().st_size, len(sample))
    except OSError:
        return 0  # an estimate; reading it says what is wrong
    found = sum(1 for line in sample.split(b"\n") if line.strip())
    return found if size == len(sample) else max(1, round(found * size / len(sample)))


def _language(text: str) -> str:
    guess = detect(text)
    if not guess.known:
        raise _Foreign(f"the text is in {guess.lang!r}; known languages are: {', '.join(languages())}")
    return guess.lang


def _read(
    items: list[str | Path], lang: str | None, limits: Limits, on_skip: Skip | None, keep_foreign: bool
) -> Iterator[Document]:
    places: dict[str, str] = {}
    for source in sources(items, on_skip):
        for where, result in _documents(source, lang, limits, keep_foreign):
            if isinstance(result, Document):
                if result.id in places:
                    raise InputError(
                        f"two documents have the id {result.id!r}: {places[result.id]} and {where}; "
                        "rename one, or give the folder above both"
                    )
                places[result.id] = where
                yield result
            elif on_skip is not None and (not source.explicit or isinstance(result, _Foreign)):
                on_skip(where, str(result).removeprefix(f"{where}: "))
            else:
                raise result


def _documents(
    source: Source, lang: str | None, limits: Limits, keep_foreign: bool
) -> Iterator[tuple[str, Document | InputError]]:
    """Place and document of everything in `source`; what cannot be used comes as the error that says why."""
    if source.kind == RECORDS:
        yield from _records(source, lang, limits, keep_foreign)
        return
    try:
        data = load(source, limits.max_bytes) if source.path else _stdin(limits)
    except InputError as error:
        yield str(source), error
        return
    if isinstance(data, bytes):
        yield str(source), _try(lambda: _article(source, data, lang, limits, keep_foreign))
    else:
        yield from _stream(data, "standard input", lang, limits, keep_foreign)
