"""The label inventories of the heads; `labels.json` of an exported model holds the same lists."""

from kg.ontology import Schema

_SCHEMA = Schema.load()
EDGES = tuple(sorted(s.edge.name for s in _SCHEMA.statements.values() if s.edge))
"""Statements with two parties, by the edge that leads from the first to the second."""
ALONE = tuple(sorted(s.name for s in _SCHEMA.statements.values() if not s.edge))
"""Statements with one party."""
STATEMENTS = (*EDGES, *ALONE)
SYMMETRIC = frozenset(e.name for e in _SCHEMA.edges.values() if e.symmetric)
CERTAINTIES = tuple(sorted(_SCHEMA.certainties, key=lambda name: _SCHEMA.certainty(name).rank))
KINDS = ("name", "nominal", "pronoun")

MENTION_TYPES = ("Company", "Organization", "Person", "Product", "Place")
ANY_TYPE = len(MENTION_TYPES)
"""The number of a mention's type where nobody knows it."""
MENTIONS = ("O", *(f"{prefix}-{name}" for name in MENTION_TYPES for prefix in "BI"))
UPOS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X")  # fmt: skip
MORPH = {
    "Case": ("Nom", "Gen", "Dat", "Acc"),
    "Gender": ("Masc", "Fem", "Neut"),
    "Mood": ("Ind", "Sub", "Imp"),
    "Number": ("Sing", "Plur"),
    "Person": ("1", "2", "3"),
    "Tense": ("Pres", "Past"),
    "VerbForm": ("Fin", "Inf", "Part"),
}
"""Each attribute has one more class before these, "not set"."""
DEPREL = ("acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "compound",
          "compound:prt", "conj", "cop", "csubj", "dep", "det", "det:poss", "discourse", "expl", "fixed", "flat",
          "iobj", "mark", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "obl:arg",
          "obl:tmod", "parataxis", "punct", "root", "vocative", "xcomp")  # fmt: skip

NO_VOTE = {"model": [0.0, 1.0, 0.0, 0.0, 0.0], "both": [2.0, 1.0, 0.5], "rules": [0.0, 1.0]}
"""How rules and model vote (`kg.extract.vote`) until `training.calibrate` has fitted it."""

ANYTHING = (1 << len(MENTIONS)) - 1
"""The set of all mention labels: a word that the loss leaves alone. Sets of labels are bit masks over MENTIONS."""
OUTSIDE = 1


def tags() -> list[tuple[str, int, int]]:
    """(attribute, first column, end column) of the tag head: "UPOS", then MORPH with "not set" first in each."""
    columns, at = [("UPOS", 0, len(UPOS))], len(UPOS)
    for name, values in MORPH.items():
        columns.append((name, at, at + 1 + len(values)))
        at += 1 + len(values)
    return columns


def allow(types: tuple[str, ...], prefix: str) -> int:
    """The set of "B-" or "I-" labels of the types; the type "O" stands for no mention."""
    return sum(1 << MENTIONS.index("O" if name == "O" else f"{prefix}-{name}") for name in types)


def coarse(deprel: str) -> str:
    """A relation of the inventory: subtypes that it lacks lose their subtype, unknown relations become "dep"."""
    if deprel in DEPREL:
        return deprel
    base = {"orphan": "dep", "expl:pv": "expl", "reparandum": "dep", "goeswith": "fixed", "list": "conj",
            "csubj:pass": "csubj", "dislocated": "dep", "clf": "dep"}.get(deprel, deprel.split(":")[0])  # fmt: skip
    return base if base in DEPREL else "dep"
