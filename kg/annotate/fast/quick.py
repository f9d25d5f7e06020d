"""The spaCy components "kg_quick_names" and "kg_quick_trees", which stand in for the encoder when it must be quick.

The first reads all sentences with a small network and proposes names for the vote ("kg_mentions"). The second parses
only the sentences that have a name and a trigger word of a pattern; the others stay without trees.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.annotate import decode
from kg.annotate.fast.network import PACKAGED, Context, unpack
from kg.annotate.fast.triggers import Triggers
from kg.annotate.names.pool import ENCODER
from kg.annotate.names.vote import SPANS
from kg.annotate.reading import trimmed
from kg.annotate.tokens import columns

UNITS = "kg_units"
"""The key of `Doc.user_data` under which the sentences stay from the first component to the second."""
EAGERNESS = 0.5
"""Taken off the score of "no name": the vote after it drops more than it adds."""
_BATCH = 32
_COLUMNS: list[int | str] = ["POS", "MORPH", "DEP", "HEAD"]


@dataclass(slots=True)
class Unit:
    """The sentence at tokens `[start, end)` as a document of its own: `tokens` are its words, without white space."""

    start: int
    end: int
    tokens: list[int]
    doc: Doc


class QuickNames:
    """Sets `doc.spans["encoder"]`, whose spans have `span._.score`, as the encoder does."""

    def __init__(self, network: Language, eagerness: float) -> None:
        self._context = Context(network)
        tagger: Any = network.get_pipe("tagger")
        self._scores, self._eagerness = tagger.model.predict, eagerness
        labels: list[str] = list(tagger.labels)
        outside = labels.index("O")
        self._order = [outside, *(i for i in range(len(labels)) if i != outside)]
        self._names = [labels[i] for i in self._order]

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Annotates documents in order, batch by batch."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            units = [list(_units(doc)) for doc in batch]
            inner = [u.doc for of_doc in units for u in of_doc]
            if inner:
                self._context.read(inner)
            scores = iter(self._scores(inner) if inner else ())
            for doc, of_doc in zip(batch, units, strict=True):
                doc.user_data[UNITS] = of_doc
                found = [span for unit in of_doc for span in self._spans(doc, unit, next(scores))]
                doc.spans[ENCODER] = SpanGroup(doc, name=ENCODER, spans=found)
                yield doc

    def _spans(self, doc: Doc, unit: Unit, scores: NDArray[np.float32]) -> Iterator[Span]:
        """The names of one sentence, from the scores [words, labels] of its words."""
        scores = scores[:, self._order]
        if not (scores[:, 1:].max(1) > scores[:, 0] - self._eagerness).any():
            return
        for start, end, name, score in decode.mentions(scores, self._names, self._eagerness):
            span = trimmed(Span(doc, unit.tokens[start], unit.tokens[end - 1] + 1, label=name))
            if span is not None:
                span._.score = score
                yield span


class QuickTrees:
    """Sets `token.pos_`, `morph`, `dep_` and `head` in the sentences that can state something."""

    def __init__(self, network: Language, triggers: Triggers) -> None:
        self._parts: list[Any] = [network.get_pipe("morphologizer"), network.get_pipe("parser")]
        self._triggers = triggers

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = _BATCH) -> Iterator[Doc]:
        """Annotates documents in order, batch by batch."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            units = [self._wanted(doc, doc.user_data.pop(UNITS, [])) for doc in batch]
            inner = [u.doc for of_doc in units for u in of_doc]
            for part in self._parts if inner else ():
                part.set_annotations(inner, part.predict(inner))
            for doc, of_doc in zip(batch, units, strict=True):
                _write(doc, of_doc)
                yield doc

    def _wanted(self, doc: Doc, units: list[Unit]) -> list[Unit]:
        """The sentences to parse: names and triggers in them, or two names."""
        names = np.zeros(len(doc) + 1, np.int64)
        for span in doc.spans.get(SPANS, ()):
            names[span.start] += 1
        before = np.cumsum(names)
        wanted = []
        for unit in units:
            first, last = unit.tokens[0], unit.tokens[-1]
            inside = int(before[last] - before[first] + names[first])
            if inside > 1 or (before[last] and self._triggers.among([t.text for t in unit.doc])):
                wanted.append(unit)
        return wanted


def _units(doc: Doc) -> Iterator[Unit]:
    """The sentences that have words."""
    texts, spaces, begins = columns(doc)
    starts = [i for i, begin in enumerate(begins) if begin or i == 0]
    for start, end in pairwise([*starts, len(doc)]):
        tokens = [i for i in range(start, end) if not texts[i].isspace()]
        if tokens:
            opens: list[bool | int | None] = [i == tokens[0] for i in tokens]
            words = [texts[i] for i in tokens]
            inner = Doc(doc.vocab, words=words, spaces=[spaces[i] for i in tokens], sent_starts=opens)
            yield Unit(start, end, tokens, inner)


def _write(doc: Doc, units: list[Unit]) -> None:
    """Sets the trees of `units`; in the other sentences every word hangs on the first."""
    if not len(doc):
        return
    here = np.arange(len(doc))
    starts = doc.to_array("SENT_START") == 1
    starts[0] = True
    heads = np.maximum.accumulate(np.where(starts, here, 0))
    root, other, aside = (doc.vocab.strings.add(name) for name in ("ROOT", "dep", "parataxis"))
    table = np.zeros((len(doc), len(_COLUMNS)), np.uint64)
    table[:, 2] = np.where(starts, np.uint64(root), np.uint64(other))
    for unit in units:
        found, at = unit.doc.to_array(_COLUMNS), np.array(unit.tokens)
        inner = np.arange(len(at)) + found[:, 3].astype(np.int64)
        tops = np.flatnonzero(inner == np.arange(len(at)))
        table[unit.start : unit.end, 2] = other
        table[at, :3] = found[:, :3]
        table[at[tops], 2] = aside
        table[at[tops[0]], 2] = root
        heads[unit.start : unit.end] = at[tops[0]]
        heads[at] = at[inner]
        heads[at[tops]] = at[tops[0]]
    table[:, 3] = (heads - here).astype(np.int64).view(np.uint64)
    doc.from_array(_COLUMNS, table)  # type: ignore[arg-type]


@Language.factory("kg_quick_names", assigns=["doc.spans"], default_config={"eagerness": EAGERNESS})
def make_names(nlp: Language, name: str, eagerness: float) -> QuickNames:
    """Proposes names; InputError for a language without a quick model."""
    del name
    return QuickNames(unpack(PACKAGED / f"{nlp.lang}.msgpack", nlp.vocab), eagerness)


@Language.factory(
    "kg_quick_trees",
    assigns=["token.pos", "token.dep", "token.head", "token.morph"],
    default_config={"patterns": []},
)
def make_trees(nlp: Language, name: str, patterns: list[str]) -> QuickTrees:
    """Parses what the packaged patterns and those in the YAML files `patterns` may read; InputError as above."""
    del name
    triggers = Triggers.load(str(nlp.lang), tuple(map(Path, patterns)))
    return QuickTrees(unpack(PACKAGED / f"{nlp.lang}.msgpack", nlp.vocab), triggers)
