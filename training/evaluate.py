"""Scores an exported model on the dev parts of the training data.

usage: python -m training.evaluate MODEL_FOLDER DATA.pickle [--part dev] [--speed]
Mentions: exact spans; "Firm" counts Company and Organization as one. Words whose label the corpus leaves open are not
held against the model. Trees: UAS and LAS over words that are not punctuation, with our tokens.
"""

import argparse
import pickle
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.encoder import Encoder
from kg.annotate.reading import GROUP
from training.labels import MENTION_TYPES, MENTIONS
from training.sentences import Sentence, tokenizer

FIRM = {"Company": "Firm", "Organization": "Firm"}
_BEGIN = sum(1 << i for i, n in enumerate(MENTIONS) if n.startswith("B"))
_INSIDE = sum(1 << i for i, n in enumerate(MENTIONS) if n.startswith("I"))
Spans = dict[tuple[int, int], frozenset[str]]


def gold_spans(document: list[Sentence]) -> tuple[Spans, set[int]]:
    """(first word, end word) -> types that the corpus allows, and the words whose label is open."""
    spans: Spans = {}
    open_words: set[int] = set()
    at, start = 0, -1
    for s in document:
        start = -1
        for i, labels in enumerate(s.allowed):
            if not labels & ~_BEGIN:
                start = at + i
            elif labels & ~_INSIDE or start < 0:
                start = -1
            if start >= 0:
                spans.pop((start, at + i), None)
                spans[(start, at + i + 1)] = _types(s.allowed[start - at])
            elif labels != 1:
                open_words.add(at + i)
        at += len(s.words)
    return spans, open_words


def _types(labels: int) -> frozenset[str]:
    return frozenset(n[2:] for i, n in enumerate(MENTIONS) if labels >> i & 1)


def make_doc(document: list[Sentence], nlp: Language) -> Doc:
    """The document's own tokens and sentences."""
    words = [w for s in document for w in s.words]
    spaces = [*[x for s in document for x in s.spaced][1:], False]
    return Doc(nlp.vocab, words, spaces, sent_starts=[i == 0 for s in document for i in range(len(s.words))])


class Scores:
    """Counts of right, predicted and gold spans per type, and of right words per layer."""

    def __init__(self) -> None:
        self.spans: Counter[tuple[str, str]] = Counter()
        self.words: Counter[str] = Counter()

    def mentions(self, document: list[Sentence], doc: Doc) -> None:
        gold, open_words = gold_spans(document)
        found = {(s.start, s.end): s.label_ for s in doc.spans[GROUP]}
        for name in ("Firm", *MENTION_TYPES):
            cover = (lambda t: FIRM.get(t, t)) if name == "Firm" else (lambda t: t)
            wanted = {k for k, types in gold.items() if {cover(t) for t in types} == {name}}
            unsure = {k for k, types in gold.items() if name in {cover(t) for t in types}} - wanted
            guessed = {k for k, t in found.items() if cover(t) == name and k not in unsure}
            guessed = {k for k in guessed if k in gold or not open_words.intersection(range(*k))}
            self.spans.update({(name, "right"): len(wanted & guessed), (name, "guessed"): len(guessed),
                               (name, "gold"): len(wanted)})  # fmt: skip

    def trees(self, document: list[Sentence], doc: Doc) -> None:
        at = 0
        for s in document:
            for i, (head, rel, pos) in enumerate(zip(s.heads, s.rels, s.pos, strict=True)):
                token = doc[at + i]
                if pos is not None:
                    self.words.update({"pos": 1, "pos right": token.pos_ == pos})
                if rel is not None and head != -2 and pos != "PUNCT":
                    attached = token.head.i == (at + i if head == -1 else at + head)
                    label = token.dep_.lower() == rel
                    self.words.update({"arc": 1, "uas": attached, "las": attached and label})
                    core = rel in {"nsubj", "nsubj:pass", "obj", "obl:agent", "obl:arg", "root", "compound:prt"}
                    self.words.update({"core": core, "core right": core and attached and label})
            at += len(s.words)

    def lines(self) -> list[str]:
        out = []
        for name in ("Firm", *MENTION_TYPES):
            right, guessed, gold = (self.spans[name, k] for k in ("right", "guessed", "gold"))
            if gold:
                p, r = right / max(guessed, 1), right / gold
                out.append(f"  {name:13} P {p:.3f} R {r:.3f} F1 {2 * p * r / max(p + r, 1e-9):.3f} of {gold}")
        w = self.words
        if w["pos"]:
            out.append(f"  UPOS {w['pos right'] / w['pos']:.3f} of {w['pos']}")
        if w["arc"]:
            out.append(f"  UAS {w['uas'] / w['arc']:.3f} LAS {w['las'] / w['arc']:.3f} of {w['arc']}; "
                       f"core relations {w['core right'] / w['core']:.3f} of {w['core']}")  # fmt: skip
        return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("--part", default="dev", choices=["train", "dev"])
    parser.add_argument("--limit", type=int, default=10_000, help="documents per source")
    parser.add_argument("--eagerness", type=float, help="instead of the model's own")
    args = parser.parse_args()
    encoder, words, began = Encoder(args.model), 0, time.time()
    if args.eagerness is not None:
        encoder.labels = replace(encoder.labels, eagerness=args.eagerness)
    for source, documents in pickle.loads(args.data.read_bytes())[args.part].items():
        scores = Scores()
        for document in (d.sentences for d in documents[: args.limit] if d.sentences):
            doc = encoder(make_doc(document, tokenizer(document[0].lang)))
            scores.mentions(document, doc)
            scores.trees(document, doc)
            words += len(doc)
        print("\n".join([f"{source}, {len(documents[: args.limit])} documents", *scores.lines()]), flush=True)
    print(f"{words} words in {time.time() - began:.1f} s")


if __name__ == "__main__":
    main()
