"""What was read: the text of one article and what is known about it."""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["title", "body", "caption", "byline", "teaser", "advert", "navigation"]
"""What a stretch of text is. Statements are drawn from ARTICLE kinds only."""

ARTICLE: frozenset[str] = frozenset({"title", "body", "caption"})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start, end)` of a document's text, in Unicode code points, of one kind."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class GivenEntity:
    """A mention that came with the document: `[start, end)` in code points and an entity type."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article.

    `text` is the whole text, unchanged after reading; every offset in the package counts its code points.
    `blocks` are sorted, do not overlap and together hold every character that is not white space between them.
    `id` is stable for the same source; `published` is an ISO 8601 date ("2025-12-30") or None;
    `source` is the file or stream that it was read from.
    """

    id: str
    text: str
    lang: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    source: str | None = None
    blocks: tuple[Block, ...] = ()
    given: tuple[GivenEntity, ...] = field(default=())

    def is_article(self, start: int, end: int) -> bool:
        """Whether `[start, end)` touches no advertising, teaser, byline or navigation."""
        return not any(b.kind not in ARTICLE and b.start < end and start < b.end for b in self.blocks)
