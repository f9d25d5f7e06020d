"""From a text and what is known about it to a Document: language, headline, date and blocks added."""

import hashlib
from dataclasses import replace

from kg.errors import InputError
from kg.model.document import Block, Document, GivenEntity
from kg.read import dateline
from kg.read.blocks import guess_title, mark
from kg.read.encoding import has_surrogates
from kg.read.language import detect, languages, require


class ForeignText(InputError):
    """A text in a language that the package does not know."""


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
        InputError: the text is empty or no Unicode, the language or date is not one that is known, or a given
            entity is not inside the text.
    """
    if not text.strip():
        raise InputError("the text is empty")
    if has_surrogates(text):
        raise InputError("the text holds half a character (a lone surrogate); decode it again from its bytes")
    day = dateline.iso(published) if published else None
    if published and day is None:
        raise InputError(f"published must be an ISO date such as 2026-03-31, not {published!r}")
    for entity in given:
        if not 0 <= entity.start < entity.end <= len(text):
            raise InputError(f"given entity [{entity.start}, {entity.end}) is not inside the {len(text)} characters")
    if lang is not None:
        require(lang)
    name = id if id is not None else "text-" + hashlib.sha256(text.encode()).hexdigest()[:16]
    return complete(Document(name, text, lang or "", title, url, day, publisher, source, given=given))


def complete(document: Document, *, keep_foreign: bool = False) -> Document:
    """`document` with its language (when ""), title, date (when None) and blocks.

    A text in a language that is not known raises ForeignText; with `keep_foreign` it becomes one navigation block.
    """
    text = document.text
    lang = document.lang or detect(text)
    if lang not in languages():
        if not keep_foreign:
            raise ForeignText(f"the language is {lang!r}; known are: {', '.join(languages())}")
        start = len(text) - len(text.lstrip())
        return replace(document, lang=lang, blocks=(Block(start, len(text.rstrip()), "navigation"),))
    title = document.title or guess_title(text, lang)
    return replace(
        document,
        lang=lang,
        title=title,
        published=document.published or dateline.from_text(text, lang),
        blocks=mark(text, lang, title),
    )
