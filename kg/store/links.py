"""Why the entities of a document were linked to entries of a register, or not: kept beside what the document says."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.model import Candidate, Extraction, RegisterLink
from kg.store.protocol import Triple

LINK = NamedNode("urn:kg:link")


def link_triples(extraction: Extraction) -> set[Triple]:
    """The links of a document's entities under their own IRIs, each as a line of JSON."""
    told = ((e.iri, e.link) for e in extraction.entities if e.link)
    return {(NamedNode(iri), LINK, Literal(_to_text(link))) for iri, link in told}


def links(triples: Iterable[Triple]) -> dict[str, list[RegisterLink]]:
    """What `link_triples` made, by the entities' own IRIs, sorted; entities that share an IRI have several."""
    found: dict[str, list[RegisterLink]] = {}
    for entity, text in sorted((s.value, o.value) for s, _, o in triples):
        found.setdefault(entity, []).append(_from_text(text))
    return found


def _to_text(link: RegisterLink) -> str:
    return json.dumps(asdict(link), ensure_ascii=False, sort_keys=True)


def _from_text(text: str) -> RegisterLink:
    data = json.loads(text)
    return RegisterLink(data["decision"], tuple(map(_candidate, data["candidates"])))


def _candidate(row: dict[str, Any]) -> Candidate:
    pairs = tuple((str(scheme), str(value)) for scheme, value in row["identifiers"])
    return Candidate(**row | {"identifiers": pairs, "reasons": tuple(row["reasons"])})
