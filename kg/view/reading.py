"""From one document's graph to its statements as plain values."""

from collections.abc import Iterable, Mapping

from kg.model import Amount, Period
from kg.ontology import Schema
from kg.store.prefixes import PREFIXES
from kg.view.values import DocumentRecord, EntityRecord, EvidenceRecord, Filler, StatementRecord

_OA = PREFIXES["oa"]
_TYPE = PREFIXES["rdf"] + "type"

Properties = Mapping[str, list[str]]
"""The objects of one node by property IRI, as text, sorted."""


def grouped(triples: Iterable[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    """Triples as text by subject and property, sorted."""
    found: dict[str, dict[str, list[str]]] = {}
    for s, p, o in sorted(triples):
        found.setdefault(s, {}).setdefault(p, []).append(o)
    return found


class Reader:
    """The statements of one document: its nodes, the graph's entities by IRI and the document itself."""

    def __init__(
        self, nodes: Mapping[str, Properties], schema: Schema, known: Mapping[str, EntityRecord], paper: DocumentRecord
    ) -> None:
        self._nodes, self._schema, self._known, self._paper = nodes, schema, known, paper
        self._certainties = {c.iri: name for name, c in schema.certainties.items()}
        self._values = {schema.iri(name): name for name in schema.value_types}

    def statements(self) -> list[StatementRecord]:
        """All statements, in no particular order. Nodes of types that the schema does not know are none."""
        types = {kind.iri: name for name, kind in self._schema.statements.items()}
        found: list[StatementRecord] = []
        for iri, about in self._nodes.items():
            for kind in about.get(_TYPE, ()):
                if kind in types:
                    found += self._statement(iri, types[kind], about)
        return found

    def _statement(self, iri: str, kind: str, about: Properties) -> Iterable[StatementRecord]:
        declared = self._schema.statements[kind]
        nodes = {name: about[role.iri] for name, role in declared.roles.items() if role.iri in about}
        roles = {name: self._fillers(kind, name, found) for name, found in nodes.items()}
        when = [self._period(self._nodes[node]) for node in about.get(self._schema.iri("when"), ())]
        evidence = tuple(sorted(map(self._evidence, about[_OA + "hasTarget"]), key=lambda e: (e.start, e.end)))
        short = iri.rpartition("/")[2]
        entities = {name: [f.iri for f in fillers if f.iri] for name, fillers in roles.items()}
        for number, (head, tail) in enumerate(self._schema.pairs(kind, entities), 1):
            yield StatementRecord(
                id=short if number == 1 else f"{short}-{number}",
                statement=short,
                iri=iri,
                type=kind,
                edge=declared.edge.name if declared.edge else None,
                head=head,
                head_label=self._known[head].label,
                tail=tail,
                tail_label=None if tail is None else self._known[tail].label,
                roles=roles,
                certainty=self._certainties[self._one(about, "certainty")],
                evidence=evidence,
                confidence=float(self._one(about, "confidence")),
                by=self._one(about, "foundBy"),
                said_by=tuple(about.get(self._schema.iri("saidBy"), ())),
                when=when[0] if when else None,
            )

    def _fillers(self, kind: str, name: str, nodes: Iterable[str]) -> tuple[Filler, ...]:
        """Entities by label, values by their place, then text."""
        value = self._schema.statements[kind].roles[name].value
        return tuple(sorted((self._value(n) if value else self._entity(n) for n in nodes), key=_order))

    def _entity(self, iri: str) -> Filler:
        entity = self._known[iri]
        return Filler(entity.label, entity.iri, entity.type)

    def _value(self, node: str) -> Filler:
        about = self._nodes.get(node)
        if about is None:
            return Filler(node)
        dated = self._schema.iri("DateExpression") in about[_TYPE]
        value = self._period(about) if dated else self._amount(about)
        return Filler(value.text, value=value)

    def _amount(self, about: Properties) -> Amount:
        low, high = (self._one(about, name) for name in ("min", "max"))
        return Amount(
            start=int(self._one(about, "start")),
            end=int(self._one(about, "end")),
            text=self._one(about, "sourceText"),
            kind=next(self._values[t] for t in about[_TYPE] if t in self._values),
            min=float(low) if low else None,
            max=float(high) if high else None,
            unit=self._one(about, "unit"),
            currency=self._one(about, "currency"),
            approximate=self._one(about, "approximate") == "true",
        )

    def _period(self, about: Properties) -> Period:
        start, end = int(self._one(about, "start")), int(self._one(about, "end"))
        return Period(start, end, self._one(about, "sourceText"), self._one(about, "edtf"))

    def _evidence(self, node: str) -> EvidenceRecord:
        both: dict[str, list[str]] = {}
        for selector in self._nodes[node][_OA + "hasSelector"]:
            both |= self._nodes[selector]
        start, end, quote, prefix, suffix = (
            next(iter(both.get(_OA + name, ())), "") for name in ("start", "end", "exact", "prefix", "suffix")
        )
        p = self._paper
        about = {"title": p.title, "url": p.url, "published": p.published, "publisher": p.publisher}
        return EvidenceRecord(p.id, int(start), int(end), quote, prefix, suffix, **about)

    def _one(self, about: Properties, name: str) -> str:
        return next(iter(about.get(self._schema.iri(name), ())), "")


def _order(filler: Filler) -> tuple[int, int, str, str]:
    place = 0 if filler.value is None else filler.value.start
    return (0 if filler.iri else 1), place, filler.label, filler.iri
