"""What annotation hands to reference resolution and extraction: one document, read."""

from dataclasses import dataclass, field

from spacy.tokens import Doc

from kg.model import Amount, Document, Entity, Mention, Period


@dataclass(frozen=True, slots=True)
class Annotation:
    """A document with its tokens, mentions, entities and values.

    `mentions` are in text order; names do not overlap, a noun phrase may hold a name ("Opel-Mutter"), and a phrase
    for two entities ("beide Unternehmen") is one mention of each. Each belongs to one of `entities`, which are in
    the order of their first mention; those that only a product's name names come after them (`kg.annotate.makers`),
    and their mentions are none of `mentions`. `amounts` and `periods` are in text order. All offsets count the code
    points of `document.text`, which is also `doc.text`.
    """

    document: Document
    doc: Doc
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    amounts: tuple[Amount, ...] = ()
    periods: tuple[Period, ...] = ()
    _at: dict[int, list[Mention]] = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Entity] = field(init=False, repr=False, compare=False)
    _tokens: dict[tuple[int, int], tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tokens", {})
        at: dict[int, list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda m: (m.end - m.start, m.start, m.entity)):
            for token in range(*self.tokens(mention)):
                at.setdefault(token, []).append(mention)
        object.__setattr__(self, "_at", at)
        object.__setattr__(self, "_by_id", {entity.id: entity for entity in self.entities})

    def mentions_at(self, token: int) -> list[Mention]:
        """The mentions that cover the token of this index, the shortest first."""
        return self._at.get(token, [])

    def mention_at(self, token: int) -> Mention | None:
        """The shortest mention that covers the token of this index, or None."""
        found = self._at.get(token)
        return found[0] if found else None

    def entity(self, id: str) -> Entity:
        """The entity of this id; KeyError when the document has none."""
        return self._by_id[id]

    def is_town_of_firm(self, mention: Mention) -> bool:
        """Whether a name is the town in what a firm is called by: Ulm in "Die Ulmer bauen Pumpen"."""
        if mention.kind != "name":
            return False
        beside = self.mentions_at(self.tokens(mention)[0])
        return any(m.kind == "nominal" and (m.start, m.end) == (mention.start, mention.end) for m in beside)

    def tokens(self, mention: Mention) -> tuple[int, int]:
        """The token indices `[first, last + 1)` that a mention touches."""
        key = mention.start, mention.end
        found = self._tokens.get(key)
        if found is None:
            span = self.doc.char_span(*key, alignment_mode="expand")
            if span is None:
                raise ValueError(f"no tokens at [{mention.start}, {mention.end}) of document {self.document.id}")
            found = self._tokens[key] = (span.start, span.end)
        return found
