"""Turtle files as an index of triples by subject and predicate."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from kg.errors import InputError, PatternError

CKG = "https://w3id.org/company-kg/ontology#"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
GENID = "https://w3id.org/company-kg/.well-known/genid/"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def local_name(iri: str) -> str:
    """The part of an IRI after the last "#" or "/"."""
    return iri.rstrip("#/").replace("#", "/").rpartition("/")[2]


def parse(path: Path) -> list[ox.Quad]:
    """The triples of one Turtle file, in its order. PatternError names file and line of a syntax error."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot read the ontology: {error.strerror}") from error
    try:
        return list(ox.parse(data, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise PatternError(f"{path}:{error.lineno or 1}: not valid Turtle: {error.msg}") from error


class Index:
    """Triples by subject and predicate. Values keep the order of the files."""

    def __init__(self, triples: Iterable[ox.Quad]) -> None:
        self._values: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self.named: dict[str, None] = {}
        for triple in triples:
            subject = str(triple.subject)
            self._values[subject][triple.predicate.value].append(triple.object)
            if isinstance(triple.subject, ox.NamedNode):
                self.named[triple.subject.value] = None

    def of(self, subject: Node | str, predicate: str) -> list[Node]:
        """The objects of `subject` (a node, or an IRI as a string) and `predicate`."""
        key = f"<{subject}>" if isinstance(subject, str) else str(subject)
        return self._values[key][predicate] if key in self._values else []

    def iris(self, subject: Node | str, predicate: str) -> list[str]:
        """Those objects that are IRIs."""
        return [node.value for node in self.of(subject, predicate) if isinstance(node, ox.NamedNode)]

    def texts(self, subject: Node | str, predicate: str) -> list[str]:
        """Those objects that are literals, without language and datatype."""
        return [node.value for node in self.of(subject, predicate) if isinstance(node, ox.Literal)]

    def by_language(self, subject: str, predicate: str) -> dict[str, str]:
        """The literals with a language, the first of each."""
        found: dict[str, str] = {}
        for node in self.of(subject, predicate):
            if isinstance(node, ox.Literal) and node.language:
                found.setdefault(node.language, node.value)
        return found

    def members(self, head: Node) -> Iterator[Node]:
        """The members of an RDF list."""
        while first := self.of(head, RDF + "first"):
            yield first[0]
            head = self.of(head, RDF + "rest")[0]


def ontology_triples(*paths: Path) -> list[ox.Triple]:
    """The triples of the files without blank nodes, sorted: the same files give the same list on every run.

    Restrictions and unions get an IRI below `GENID` that is a hash of what they say, as section 3.5 of RDF 1.1
    Concepts ("Replacing Blank Nodes with IRIs") proposes, because a built graph holds no blank nodes.
    """
    triples = [triple for path in paths for triple in parse(path)]
    outgoing: dict[str, list[ox.Quad]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            outgoing[triple.subject.value].append(triple)
    names: dict[str, ox.NamedNode] = {}

    def blank(node: ox.BlankNode) -> ox.NamedNode:
        if node.value not in names:
            said = sorted(f"{t.predicate} {named(t.object)}" for t in outgoing[node.value])
            names[node.value] = ox.NamedNode(GENID + sha256("\n".join(said).encode()).hexdigest()[:16])
        return names[node.value]

    def named(node: Node) -> Node:
        return blank(node) if isinstance(node, ox.BlankNode) else node

    unique = set()
    for triple in triples:
        subject = blank(triple.subject) if isinstance(triple.subject, ox.BlankNode) else triple.subject
        unique.add(ox.Triple(subject, triple.predicate, named(triple.object)))
    return sorted(unique, key=str)
