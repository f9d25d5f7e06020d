#!/usr/bin/env python3
"""Trains the quick tagger and parser of `kg build --fast` on trees of the packaged encoder.

usage: python -m training.fast trees LANG OUT.spacy FILE.jsonl... [--conllu FILE...]
       python -m training.fast train LANG TREES.spacy... kg/annotate/fast/LANG.msgpack [--minutes 18]

The first command reads the texts of gold documents (and of CoNLL-U files) with the whole pipeline and keeps names,
parts of speech, morphology and trees. The second trains the small model of `kg.annotate.fast.network` on them,
sentence by sentence. It is seeded, stops by the clock and keeps the weights that do best on one sentence in twenty.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, Token
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.util import fix_random_seed
from spacy.vocab import Vocab
from thinc.api import Adam

from kg.annotate.fast.network import blank, pack
from kg.annotate.names.component import candidates
from kg.annotate.names.vote import SPANS as NAMES
from kg.annotate.pipes import pipe
from kg.annotate.settings import AnnotateSettings

ATTRIBUTES = ["ORTH", "SPACY", "POS", "MORPH", "DEP", "HEAD", "SENT_START"]
DEV = 20
FEATURES = {
    "VERB": ("VerbForm", "Number", "Tense", "Mood", "Person"),
    "AUX": ("VerbForm", "Number", "Tense", "Mood", "Person"),
    "ADJ": ("VerbForm",),
    "NOUN": ("Number", "Gender", "Case"),
    "PROPN": ("Number", "Case"),
    "DET": ("Number", "Gender", "Case", "PronType"),
    "PRON": ("Number", "PronType"),
}
"""The morphology that the rules look at; more would only make the softmax wider."""


def texts(files: Iterable[Path], conllu: Iterable[Path]) -> Iterator[str]:
    """Each text once, in order."""
    lines = (line for f in files for line in f.read_text(encoding="utf-8").splitlines())
    treebank = (line for f in conllu for line in f.read_text(encoding="utf-8").splitlines())
    mark = "# text = "
    found = [json.loads(line)["text"] for line in lines]
    found += [line.removeprefix(mark) for line in treebank if line.startswith(mark)]
    yield from dict.fromkeys(found)


def write_trees(lang: str, out: Path, found: Iterable[str]) -> int:
    """Reads the texts with the encoder and stores the trees; gives the number of tokens."""
    docs, count = DocBin(attrs=ATTRIBUTES), 0
    for doc in pipe(lang, AnnotateSettings()).pipe(found, batch_size=32):
        names = [Span(doc, c.start, c.end, label=c.type) for c in candidates(doc, NAMES)]
        doc.spans.clear()
        doc.spans[NAMES] = names
        doc.user_data.clear()
        docs.add(doc)
        count += len(doc)
    docs.to_disk(out)
    return count


def examples(paths: Iterable[Path], vocab: Vocab) -> list[Example]:
    """One example for each sentence of more than two words, in a fixed random order."""
    docs = (doc for path in paths for doc in DocBin().from_disk(path).get_docs(vocab))
    found = [_example(s, names) for doc in docs for names in [_labels(doc)] for s in doc.sents if len(s) > 2]
    random.Random(1).shuffle(found)
    return found


def _labels(doc: Doc) -> list[str]:
    """For each token "O", or "B-" or "I-" and the type of its name."""
    found = ["O"] * len(doc)
    for name in doc.spans[NAMES]:
        for i in range(name.start, name.end):
            found[i] = ("B-" if i == name.start else "I-") + name.label_
    return found


def _example(sentence: Span, names: list[str]) -> Example:
    words, spaces = [t.text for t in sentence], [bool(t.whitespace_) for t in sentence]
    starts = [t.i == sentence.start for t in sentence]
    heads = [t.head.i - sentence.start if t.head in sentence else t.i - sentence.start for t in sentence]
    vocab = sentence.doc.vocab
    gold = Doc(
        vocab,
        words=words,
        spaces=spaces,
        pos=[t.pos_ for t in sentence],
        tags=names[sentence.start : sentence.end],
        morphs=[_morph(t) for t in sentence],
        deps=[t.dep_ or "dep" for t in sentence],
        heads=heads,
    )
    return Example(Doc(vocab, words=words, spaces=spaces, sent_starts=starts), gold)


def _morph(token: Token) -> str:
    wanted = FEATURES.get(token.pos_, ())
    found = [(name, value) for name in sorted(wanted) for value in token.morph.get(name, [])]
    return "|".join(f"{name}={value}" for name, value in found)


def train(lang: str, trees: Iterable[Path], out: Path, minutes: float) -> None:
    """Trains until the time is up and writes the best weights."""
    fix_random_seed(1)
    nlp = blank(lang)
    found = examples(trees, nlp.vocab)
    dev, rest = found[: len(found) // DEV], found[len(found) // DEV :]
    nlp.initialize(lambda: rest)
    optimizer: Any = Adam(0.002, L2=0.01, grad_clip=1.0, use_averages=True)
    start, best, epoch = time.monotonic(), 0.0, 0
    order = random.Random(2)
    while (used := (time.monotonic() - start) / 60 / minutes) < 1.0:
        order.shuffle(rest)
        losses: dict[str, float] = {}
        for batch in minibatch_by_words(rest, 1200):
            used = (time.monotonic() - start) / 60 / minutes
            if used >= 1.0:
                break
            optimizer.learn_rate = 0.002 * min(1.0, 1.15 - used)
            nlp.update(batch, sgd=optimizer, drop=0.1, losses=losses)
        with nlp.use_params(optimizer.averages):
            score = figures(nlp, dev)
            if score["las"] + score["names"] > best:
                best = score["las"] + score["names"]
                out.write_bytes(pack(nlp))
        epoch += 1
        print(
            f"epoch {epoch} {(time.monotonic() - start) / 60:.1f} min",
            *(f"{k} {v:.3f}" for k, v in score.items()),
            flush=True,
        )


def figures(nlp: Language, dev: list[Example]) -> dict[str, float]:
    """Shares of words with the right part of speech, morphology, head, and head and relation."""
    docs = [Doc(nlp.vocab, words=[t.text for t in e.predicted], spaces=[bool(t.whitespace_) for t in e.predicted],
                sent_starts=[t.i == 0 for t in e.predicted]) for e in dev]  # fmt: skip
    for _, part in nlp.pipeline:
        docs = list(part.pipe(docs, batch_size=64))
    pairs = [(a, b) for doc, e in zip(docs, dev, strict=True) for a, b in zip(doc, e.reference, strict=True)]
    words = [(a, b) for a, b in pairs if b.pos_ != "PUNCT"]
    named = [(a, b) for a, b in pairs if "O" not in {a.tag_, b.tag_}]
    uas = [(a, b) for a, b in words if a.head.i == b.head.i]
    both = sum(a.tag_ != "O" for a, _ in pairs) + sum(b.tag_ != "O" for _, b in pairs)
    return {
        "names": 2 * sum(a.tag_ == b.tag_ for a, b in named) / max(both, 1),
        "pos": sum(a.pos_ == b.pos_ for a, b in words) / len(words),
        "morph": sum(str(a.morph) == str(b.morph) for a, b in words) / len(words),
        "uas": len(uas) / len(words),
        "las": sum(a.dep_ == b.dep_ for a, b in uas) / len(words),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["trees", "train"])
    parser.add_argument("lang")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--conllu", type=Path, nargs="*", default=[])
    parser.add_argument("--minutes", type=float, default=18)
    arguments = parser.parse_args()
    if arguments.command == "trees":
        out, *files = arguments.paths
        print(write_trees(arguments.lang, out, texts(files, arguments.conllu)), "tokens")
    else:
        *trees, out = arguments.paths
        train(arguments.lang, trees, out, arguments.minutes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
