"""How the words of the ontology look on the page: shapes, colours and line styles, given out in the ontology's order.

No type is named here, so a type that a user adds gets a look like any other.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg.ontology import Schema

SHAPES = ("square", "dot", "hexagon", "triangle", "diamond", "triangleDown", "star")
EDGE_TONES = 10
"""Colours that page.css has for statements (`--edge-0` ...); further families share `--edge-rest`."""

LINES: tuple[tuple[int, ...] | None, ...] = (None, (14, 5), (7, 5), (2, 5))
"""Dashes from certain to uncertain; certainties beyond take the last."""

Look = dict[str, Any]


def certainty_looks(schema: Schema) -> dict[str, Look]:
    """Dashes by certainty, in the order from fact to denial; `denied` marks those that give no edge."""
    looks: dict[str, Look] = {}
    for place, certainty in enumerate(schema.certainties.values()):
        dashes = LINES[min(place, len(LINES) - 1)] if certainty.gives_edge else (7, 4)
        sample = [min(d, 9) for d in dashes] if dashes else None
        looks[certainty.name] = {"dashes": dashes, "sample": sample, "denied": not certainty.gives_edge}
    return looks


def entity_looks(schema: Schema, used: set[str]) -> dict[str, Look]:
    """Shape and colour by entity type, for the types in use; those that the ontology lacks come last."""
    known = [*schema.entity_types, *sorted(used.difference(schema.entity_types))]
    everything = {name: {"shape": SHAPES[i % len(SHAPES)], "tone": i % len(SHAPES)} for i, name in enumerate(known)}
    return {name: look for name, look in everything.items() if name in used}


def statement_looks(schema: Schema, counts: Mapping[str, int]) -> dict[str, Look]:
    """Edge, symmetry, colour and length of its longest label by statement type, for the types in use (`counts`).

    A family is a type with its sub-types; the ten most frequent families have a colour each, where it is free the
    same on every page.
    """
    family = {name: _family(schema, name) for name in schema.statements}
    weight: Counter[str] = Counter()
    for name, count in counts.items():
        weight[family[name]] += count
    order = list(dict.fromkeys(family.values()))
    tones: dict[str, int] = {}
    for name in sorted(weight, key=lambda f: (-weight[f], order.index(f)))[:EDGE_TONES]:
        wanted = order.index(name) % EDGE_TONES
        tones[name] = next(t for i in range(EDGE_TONES) if (t := (wanted + i) % EDGE_TONES) not in tones.values())
    looks: dict[str, Look] = {}
    for name, kind in schema.statements.items():
        if name in counts:
            symmetric = bool(kind.edge and kind.edge.symmetric)
            edge = kind.edge.name if kind.edge else None
            room = max((len(label) for label in (kind.edge or kind).labels.values()), default=0)
            looks[name] = {"edge": edge, "symmetric": symmetric, "tone": tones.get(family[name]), "room": room}
    return looks


def _family(schema: Schema, name: str) -> str:
    parents = schema.statements[name].parents
    return _family(schema, parents[0]) if parents else name
