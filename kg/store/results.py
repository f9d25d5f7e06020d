"""Answers to queries: a table, a set of triples, or yes and no."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize
from pyoxigraph import Triple as OxTriple

Term = NamedNode | BlankNode | Literal | OxTriple
Value = str | int | float | bool | Decimal | date | datetime | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "unsignedInt")
_READ: dict[str, Callable[[str], Value]] = {
    **{_XSD + name: int for name in _INTEGERS},
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda text: text in ("true", "1"),
    _XSD + "date": date.fromisoformat,
    _XSD + "dateTime": datetime.fromisoformat,
}


def value(term: Term | None) -> Value:
    """The Python value of a term: numbers, booleans and dates by their XSD type, everything else as text.

    IRIs come out as plain text; a literal whose form does not fit its type comes out as it is written.
    """
    if term is None:
        return None
    if isinstance(term, OxTriple):
        return str(term)
    if isinstance(term, Literal):
        try:
            return _READ.get(term.datatype.value, str)(term.value)
        except (ValueError, ArithmeticError):
            return term.value
    return term.value


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to SELECT: `columns` in the query's order, `terms` one tuple a row, None where unbound."""

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows as Python values, see `value`."""
        return [tuple(value(term) for term in row) for row in self.terms]

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV: a header, then the terms' plain values, unbound as empty, lines ended by CR LF."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([["" if term is None else _plain(term) for term in row] for row in self.terms])
        return out.getvalue()

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON, two spaces deep."""
        bindings = [
            {name: _json(term) for name, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        return json.dumps(
            {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, ensure_ascii=False, indent=2
        )


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to CONSTRUCT and DESCRIBE: distinct triples, sorted by their N-Triples form."""

    triples: tuple[OxTriple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def to_turtle(self, prefixes: dict[str, str] | None = None) -> str:
        """Turtle with the given prefixes, in the triples' order."""
        return (serialize(self.triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


Answer = Table | Graph | bool


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, (BlankNode, OxTriple)) else term.value


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, OxTriple):
        return {"type": "literal", "value": str(term)}
    plain = {"type": "literal", "value": term.value}
    if term.language:
        return plain | {"xml:lang": term.language}
    return plain if term.datatype.value == _XSD + "string" else plain | {"datatype": term.datatype.value}
