"""What a person says of a statement that was found."""

from dataclasses import dataclass
from typing import Literal

Review = Literal["confirmed", "corrected", "rejected"]


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on one statement of one document.

    It is about what the document says of `parties` (the document's own IRIs of the entities, sorted) under `type`, so
    that it holds when the document is read again. `certainty`, `new_type` and `roles` (by role, the IRIs of entities)
    say how it should be; empty is as it was found. `date` is ISO 8601. `content` is the statement as N-Triples, for a
    statement that is not found again; `text` the fingerprint of the text that it quotes.
    """

    document: str
    statement: str
    type: str
    parties: tuple[str, ...]
    review: Review
    person: str
    date: str
    note: str = ""
    certainty: str = ""
    new_type: str = ""
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    content: str = ""
    text: str = ""
