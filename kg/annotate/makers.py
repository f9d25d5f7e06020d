"""Makers in products' names: the company whose name a product's name begins with ("Velmoor" in "Velmoor K7")."""

from collections.abc import Iterator
from dataclasses import replace

from kg.annotate.annotation import Annotation
from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.names.component import candidates
from kg.annotate.names.lexicon import lexicon
from kg.annotate.namewords import core
from kg.model import Entity, Mention

_HYPHENS = str.maketrans("-‑\u00a0", "   ")


def maker_in_name(product: Mention, annotation: Annotation) -> Mention | None:
    """The nearest mention of the company that a product's name begins with; None when no known one does.

    The longest name counts. A company that nothing but the product's name names is one of the register's, see
    `with_makers`.
    """
    found = max(_firms(product, annotation), key=lambda pair: pair[0], default=None)
    if found is None:
        return None
    named = [m for m in found[1].mentions if m.kind == "name"]
    return min(named, key=lambda m: (abs(m.start - product.start), m.start))


def _firms(product: Mention, annotation: Annotation) -> Iterator[tuple[int, Entity]]:
    """The companies with a name that begins the product's, each with the number of its words."""
    firm = lexicon(annotation.document.lang).legal_type
    for entity in annotation.entities:
        if entity.type == firm:
            lengths = [_begins(name, product.text) for name in _names(entity)]
            if any(lengths):
                yield max(lengths), entity


def _names(entity: Entity) -> set[str]:
    """All names of a company: those of the document, and the register's that are no ordinary words."""
    entry = gazetteer.index().get((entity.known.casefold(), entity.type)) if entity.known else None
    listed = {n for n in entry.names if n not in entry.doubtful} if entry else set()
    return {m.text for m in entity.mentions if m.kind == "name"} | {entity.name, *entity.aliases} | listed


def _begins(name: str, text: str) -> int:
    """The number of words of `name`, without legal form, when they are the first ones of `text` but not all; else 0."""
    if name[:1] != text[:1]:
        return 0
    own = [w for word in core(name) for w in word.translate(_HYPHENS).split()]
    words = text.casefold().translate(_HYPHENS).split()
    return len(own) if words[: len(own)] == own and any(c.isalnum() for w in words[len(own) :] for c in w) else 0


def with_makers(annotation: Annotation) -> Annotation:
    """The annotation with a further entity for each company of the register that only products' names name.

    Each has one mention, inside that of the product; it is none of `annotation.mentions`.
    """
    words = lexicon(annotation.document.lang)
    spans = [c for c in candidates(annotation.doc, gazetteer.SPANS) if c.type == words.legal_type]
    known = {c.start: c for c in sorted(spans, key=lambda c: c.end) if c.score >= gazetteer.CERTAIN}
    made: dict[str, Entity] = {}
    products = [m for m in annotation.mentions if m.type == words.product_type and m.kind == "name"] if known else []
    for product in products:
        first, end = annotation.tokens(product)
        firm = known.get(first)
        if firm is None or firm.end >= end or maker_in_name(product, annotation) is not None:
            continue
        entry = gazetteer.index()[firm.by.casefold(), firm.type]
        if entry.name not in made:
            id_ = f"e{len(annotation.entities) + len(made) + 1}"
            text = annotation.doc[firm.start : firm.end].text
            mention = Mention(product.start, product.start + len(text), text, firm.type, "name", id_, firm.by)
            made[entry.name] = Entity(
                id_, firm.by, firm.type, (mention,), identifiers=entry.identifiers, known=entry.name
            )
    return replace(annotation, entities=(*annotation.entities, *made.values())) if made else annotation
