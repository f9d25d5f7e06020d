"""What one document says, as RDF: the shape that docs/rdf-shape.md describes. A pure function of its input."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import InputError, StoreError
from kg.model import Amount, Document, Entity, Evidence, Extraction, Mention, Period, Statement
from kg.ontology import Schema
from kg.store.names import DEFAULT_BASE, Names
from kg.store.prefixes import PREFIXES
from kg.store.protocol import Triple

CONTEXT = 200
"""Characters of the text before and after a quote that are kept as its prefix and suffix, cut at a word."""

_A = NamedNode(PREFIXES["rdf"] + "type")
_TYPES = ("date", "decimal", "gYear", "gYearMonth")
_XSD = {name: NamedNode(PREFIXES["xsd"] + name) for name in _TYPES}
_DATES = {4: "gYear", 7: "gYearMonth", 10: "date"}
"""EDTF strings of these lengths, made of digits and hyphens alone, are as precise as these XSD types."""


def quads(extraction: Extraction, schema: Schema, base: str = DEFAULT_BASE) -> Iterator[Quad]:
    """The document's named graph, sorted by the N-Quads form of its quads.

    StoreError when an entity has no IRI or a statement names an entity that is missing, PatternError when a type,
    role or certainty is not in the schema, InputError when a text holds half a surrogate pair, as no RDF file can.
    """
    graph = Names(base).document(extraction.document.id)
    for s, p, o in sorted(triples(extraction, schema, base), key=lambda t: tuple(map(str, t))):
        yield Quad(s, p, o, graph)


def triples(extraction: Extraction, schema: Schema, base: str = DEFAULT_BASE) -> set[Triple]:
    """The triples of the document's named graph; errors as in `quads`."""
    return set(_Writer(extraction.document, schema, Names(base)).extraction(extraction))


class _Writer:
    """One document's triples. Holds what all of them need, nothing that changes."""

    def __init__(self, document: Document, schema: Schema, names: Names) -> None:
        self._document, self._schema, self._names = document, schema, names
        self._source = names.document(document.id)

    def extraction(self, extraction: Extraction) -> Iterator[Triple]:
        iris = {entity.id: self._entity_iri(entity) for entity in extraction.entities}
        yield from self._about()
        for entity in extraction.entities:
            yield from self._entity(entity, iris[entity.id])
            for mention in entity.mentions:
                yield from self._mention(mention, iris[entity.id])
        for statement in extraction.statements:
            yield from self._statement(statement, iris)

    def _about(self) -> Iterator[Triple]:
        d = self._document
        yield self._source, _A, self._term("Document")
        texts = {"documentId": d.id, "title": d.title, "url": d.url, "language": d.lang, "publisher": d.publisher}
        for name, text in texts.items():
            if text:
                yield self._source, self._term(name), self._text(text)
        if d.published and (day := _day(d.published)):
            yield self._source, self._term("published"), day

    def _entity(self, entity: Entity, iri: NamedNode) -> Iterator[Triple]:
        yield self._source, self._term("mentions"), iri
        yield iri, _A, self._term(entity.type)
        yield iri, _iri("rdfs", "label"), self._text(entity.name)
        for alias in entity.aliases:
            if alias != entity.name:
                yield iri, _iri("skos", "altLabel"), self._text(alias)
        for scheme, value in entity.identifiers:
            yield iri, self._term(scheme), self._text(value)
            if scheme == "wikidata":
                yield iri, _iri("skos", "exactMatch"), NamedNode(PREFIXES["wd"] + value)

    def _mention(self, mention: Mention, iri: NamedNode) -> Iterator[Triple]:
        node = self._names.mention(self._source, mention.start, mention.end)
        yield node, self._term("refersTo"), iri
        yield node, self._term("sourceText"), self._text(mention.text)

    def _statement(self, statement: Statement, iris: dict[str, NamedNode]) -> Iterator[Triple]:
        iri = self._names.statement(statement.id)
        yield iri, _A, self._term(statement.type)
        yield iri, _iri("prov", "wasDerivedFrom"), self._source
        yield iri, self._term("certainty"), self._term(statement.certainty)
        yield iri, self._term("confidence"), _decimal(round(statement.confidence, 4))
        yield iri, self._term("foundBy"), self._text(statement.by)
        for name in statement.said_by:
            yield iri, self._term("saidBy"), self._text(name)
        for role, fillers in statement.entities.items():
            for filler in fillers:
                yield iri, self._term(role), self._filler(iris, statement, filler)
        for role, values in statement.values.items():
            for value in values:
                yield from self._value(iri, role, value)
        if statement.when is not None:
            yield from self._value(iri, "when", statement.when)
        for evidence in statement.evidence:
            yield from self._evidence(iri, evidence)

    def _value(self, iri: NamedNode, role: str, value: Amount | Period | str) -> Iterator[Triple]:
        if isinstance(value, str):
            yield iri, self._term(role), self._text(value)
            return
        kind = "amount" if isinstance(value, Amount) else "period"
        node = self._names.part(kind, self._source.value, repr(value))
        yield iri, self._term(role), node
        yield node, self._term("sourceText"), self._text(value.text)
        yield node, self._term("start"), _count(value.start)
        yield node, self._term("end"), _count(value.end)
        yield from self._amount(node, value) if isinstance(value, Amount) else self._period(node, value)

    def _amount(self, node: NamedNode, amount: Amount) -> Iterator[Triple]:
        yield node, _A, self._term(amount.kind)
        for name, bound in (("min", amount.min), ("max", amount.max)):
            if bound is not None:
                yield node, self._term(name), _decimal(bound)
        for name, text in (("unit", amount.unit), ("currency", amount.currency)):
            if text:
                yield node, self._term(name), self._text(text)
        if amount.approximate:
            yield node, self._term("approximate"), Literal(True)

    def _period(self, node: NamedNode, period: Period) -> Iterator[Triple]:
        yield node, _A, self._term("DateExpression")
        if period.edtf:
            yield node, self._term("edtf"), self._text(period.edtf)
            if plain := _plain_date(period.edtf):
                yield node, self._term("xsdDate"), plain

    def _evidence(self, iri: NamedNode, evidence: Evidence) -> Iterator[Triple]:
        text, start, end = self._document.text, evidence.start, evidence.end
        node = self._names.part("evidence", self._source.value, start, end)
        place, quote = NamedNode(f"{node.value}/position"), NamedNode(f"{node.value}/quote")
        yield iri, _iri("oa", "hasTarget"), node
        yield node, _A, _iri("oa", "SpecificResource")
        yield node, _iri("oa", "hasSource"), self._source
        yield node, _iri("oa", "hasSelector"), place
        yield node, _iri("oa", "hasSelector"), quote
        yield place, _A, _iri("oa", "TextPositionSelector")
        yield place, _iri("oa", "start"), _count(start)
        yield place, _iri("oa", "end"), _count(end)
        yield quote, _A, _iri("oa", "TextQuoteSelector")
        yield quote, _iri("oa", "exact"), self._text(evidence.quote)
        for name, context in (("prefix", before(text, start)), ("suffix", after(text, end))):
            yield quote, _iri("oa", name), self._text(context)

    def _entity_iri(self, entity: Entity) -> NamedNode:
        if not entity.iri:
            raise StoreError(f"document {self._document.id}: entity {entity.name} has no IRI; resolve it first")
        return NamedNode(entity.iri)

    def _filler(self, iris: dict[str, NamedNode], statement: Statement, filler: str) -> NamedNode:
        if filler not in iris:
            where = f"document {self._document.id}: statement {statement.id}"
            raise StoreError(f"{where} names entity {filler}, which is missing")
        return iris[filler]

    def _term(self, name: str) -> NamedNode:
        return NamedNode(self._schema.iri(name))

    def _text(self, text: str) -> Literal:
        try:
            return Literal(text)
        except ValueError as error:
            raise InputError(f"document {self._document.id}: {text[:40]!r} holds half of a character pair") from error


def before(text: str, start: int) -> str:
    """Up to CONTEXT characters that end at `start`, begun at a word."""
    cut = max(0, start - CONTEXT)
    if cut and not text[cut - 1].isspace():
        cut += next((i for i, c in enumerate(text[cut:start]) if c.isspace()), 0)
    return text[cut:start]


def after(text: str, end: int) -> str:
    """Up to CONTEXT characters from `end` on, ended at a word."""
    cut = min(len(text), end + CONTEXT)
    if cut < len(text) and not text[cut].isspace():
        cut -= next((i for i, c in enumerate(reversed(text[end:cut])) if c.isspace()), 0)
    return text[end:cut]


def _iri(prefix: str, name: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + name)


def _count(number: int) -> Literal:
    """An xsd:integer: Oxigraph keeps no narrower integer type."""
    return Literal(number)


def _decimal(number: float) -> Literal:
    """The shortest decimal that reads back as the same number, without exponent; no number is below zero by its sign
    alone."""
    number = number or 0.0
    text = format(Decimal(repr(float(number))), "f")
    return Literal(text.removesuffix(".0"), datatype=_XSD["decimal"])


def _day(text: str) -> Literal | None:
    """The day of an ISO date or time, None when the source's date is none."""
    try:
        return Literal(datetime.fromisoformat(text).date().isoformat(), datatype=_XSD["date"])
    except ValueError:
        return None


def _plain_date(edtf: str) -> Literal | None:
    kind = _DATES.get(len(edtf))
    if kind is None or not edtf.replace("-", "").isdecimal():
        return None
    try:
        date.fromisoformat((edtf + "-01-01")[:10])
    except ValueError:  # a season or quarter, such as 2026-33
        return None
    return Literal(edtf, datatype=_XSD[kind])
