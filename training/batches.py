"""Sentences to passages, passages to padded tensors."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from kg.annotate.pieces import BOS, EOS, PAD, Pieces
from training.facts import Document, Facts, Span
from training.labels import ANYTHING, DEPREL, MENTIONS, MORPH, UPOS, tags
from training.misread import misread
from training.pairs import MOST, Pairs
from training.pairs import collate as collate_pairs
from training.sentences import Sentence

IGNORED = -100
"""A class that the loss leaves out."""
AGAIN = 0.35
"""How often a passage is read as it is when its names are read again."""
_DEPREL = {name: i for i, name in enumerate(DEPREL)}
_UPOS = {name: i for i, name in enumerate(UPOS)}


@dataclass(slots=True)
class Passage:
    """Consecutive sentences with their pieces; `start` is the document's number of their first word.

    Where it is a window over two passages, the encoder reads each for itself, and the branch for statements both
    together; `second` is the number of the sentence with which the second one begins.
    """

    sentences: list[Sentence]
    pieces: list[list[list[int]]]
    start: int = 0
    facts: Facts | None = None
    second: int | None = None

    @property
    def length(self) -> int:
        ends = 2 if self.second is None else 4
        return ends + sum(len(p) for sentence in self.pieces for p in sentence)

    @property
    def end(self) -> int:
        """The document's number of the word behind it."""
        return self.start + sum(len(s.words) for s in self.sentences)


@dataclass(slots=True)
class Batch:
    """Model input and targets, B x T pieces and B x W words; targets are IGNORED where not known."""

    pieces: Tensor
    block: Tensor  # [B, T]: the passage of a window that a piece is in, from 1; 0 is padding
    first: Tensor
    last: Tensor
    allowed: Tensor  # [B, W, labels] bool
    known: Tensor  # [B, W] bool: some label is not allowed
    tags: Tensor  # [B, W, attributes]
    heads: Tensor  # [B, W]; 0 is the root, word i is i + 1
    rels: Tensor  # [B, W]
    reach: Tensor  # [B, W, W + 1] bool: heads in the same sentence, and the root
    again: Tensor  # [B] bool: told names as a first reading finds them, so that names are learned too
    pairs: Pairs | None = None


def passages(document: Document, pieces: Pieces, longest: int) -> Iterator[Passage]:
    """Groups the sentences of a document, in order, into passages of at most `longest` pieces.

    A longer sentence stands alone and is cut.
    """
    current, at = Passage([], [], 0, document.facts), 0
    for sentence in document.sentences:
        n = len(sentence.words)
        ids = pieces.of(sentence.words, sentence.spaced)
        while sum(map(len, ids)) > longest - 2:
            ids, sentence = ids[: len(ids) * 3 // 4], cut(sentence, len(ids) * 3 // 4)
        if current.sentences and current.length + sum(map(len, ids)) > longest:
            yield current
            current = Passage([], [], at, document.facts)
        current.sentences.append(sentence)
        current.pieces.append(ids)
        at += n
    if current.sentences:
        yield current


def windows(items: list[Passage]) -> list[Passage]:
    """Every two consecutive passages of a document as one window; one that was cut, or is left over, stays alone."""
    out: list[Passage] = []
    for item in items:
        before = out[-1] if out else None
        if before and before.second is None and item.start == before.end:
            sentences, pieces = before.sentences + item.sentences, before.pieces + item.pieces
            out[-1] = Passage(sentences, pieces, before.start, before.facts, len(before.sentences))
        else:
            out.append(item)
    return out


def cut(s: Sentence, n: int) -> Sentence:
    """The first n words; a head beyond them is not known."""
    heads = [h if h < n else -2 for h in s.heads[:n]]
    rels = [r if h != -2 else None for r, h in zip(s.rels[:n], heads, strict=True)]
    return Sentence(s.lang, s.source, s.words[:n], s.spaced[:n], s.start[:n], s.allowed[:n], s.pos[:n], s.morph[:n],
                    heads, rels)  # fmt: skip


def batches(items: list[Passage], budget: int, rng: random.Random | None) -> Iterator[list[Passage]]:
    """Batches of passages of like length with at most `budget` pieces, padding included; shuffled with `rng`."""
    key = (lambda p: p.length * rng.uniform(0.9, 1.1)) if rng else (lambda p: p.length)
    out: list[list[Passage]] = [[]]
    for item in sorted(items, key=key):
        if out[-1] and max(item.length, *(p.length for p in out[-1])) * (len(out[-1]) + 1) > budget:
            out.append([])
        out[-1].append(item)
    if rng:
        rng.shuffle(out)
    yield from out


def collate(items: list[Passage], rng: random.Random | None = None) -> Batch:
    """Pads the passages of a batch; with `rng` a share AGAIN is told names with the errors of a first reading."""
    again = [rng is not None and rng.random() < AGAIN for _ in items]
    t = max(p.length for p in items)
    w = max(sum(len(s.words) for s in p.sentences) for p in items)
    b, attributes = len(items), tags()
    pieces, block = np.full((b, t), PAD), np.zeros((b, t), int)
    first, last = np.zeros((b, w), int), np.zeros((b, w), int)
    allowed = np.ones((b, w, len(MENTIONS)), bool)
    known, reach = np.zeros((b, w), bool), np.zeros((b, w, w + 1), bool)
    targets = np.full((b, w, len(attributes)), IGNORED)
    heads, rels = np.full((b, w), IGNORED), np.full((b, w), IGNORED)
    reach[:, :, 0] = True
    for k, passage in enumerate(items):
        at, word = 1, 0
        pieces[k, 0] = BOS
        for number, (sentence, ids) in enumerate(zip(passage.sentences, passage.pieces, strict=True)):
            if number == passage.second:
                pieces[k, at : at + 2] = EOS, BOS
                block[k, : at + 1] = 1
                at += 2
            reach[k, word : word + len(ids), word + 1 : word + 1 + len(ids)] = True
            for i, own in enumerate(ids):
                j = word + i
                pieces[k, at : at + len(own)] = own
                first[k, j], last[k, j] = at, at + len(own) - 1
                at += len(own)
                labels = sentence.allowed[i]
                known[k, j] = labels != ANYTHING
                allowed[k, j] = [labels >> n & 1 for n in range(len(MENTIONS))]
                _tags(sentence, i, targets[k, j])
                head, rel = sentence.heads[i], sentence.rels[i]
                if head != -2 and rel is not None:
                    heads[k, j], rels[k, j] = 0 if head == -1 else word + head + 1, _DEPREL[rel]
            word += len(ids)
        pieces[k, at] = EOS
        block[k, : at + 1] = np.where(block[k, : at + 1], 1, 2)
    arrays = (pieces, block, first, last, allowed, known, targets, heads, rels, reach, np.array(again))
    told = [_mentions(p, rng if noisy else None) for p, noisy in zip(items, again, strict=True)]
    return Batch(*(torch.from_numpy(a) for a in arrays), collate_pairs(told))


def _mentions(
    passage: Passage, rng: random.Random | None
) -> tuple[list[Span], Facts, list[int], list[tuple[int, int]]]:
    """The passage's mentions in its own words, misread with `rng`; each word's sentence and first and last piece."""
    sentences, pieces, at = [], [], 1
    for k, ids in enumerate(passage.pieces):
        at += 2 * (k == passage.second)
        for own in ids:
            sentences.append(k)
            pieces.append((at, at + len(own) - 1))
            at += len(own)
    facts, end = passage.facts or Facts(), passage.end
    inside = [s for s in facts.spans if passage.start <= s.first and s.end <= end][:MOST]
    if len(passage.sentences) == 1 and len(passage.pieces[0]) < len(passage.sentences[0].words):
        inside = []
    moved = [replace(s, first=s.first - passage.start, end=s.end - passage.start) for s in inside]
    if rng:
        moved = misread(moved, [w for s in passage.sentences for w in s.words][: len(pieces)], rng)[:MOST]
    regions = [(a - passage.start, b - passage.start, labels) for a, b, labels in facts.regions]
    return moved, replace(facts, regions=regions), sentences, pieces


def _tags(s: Sentence, i: int, out: np.ndarray) -> None:  # type: ignore[type-arg]
    if s.pos[i] in _UPOS:
        out[0] = _UPOS[s.pos[i]]  # type: ignore[index]
    morph = s.morph[i]
    if morph is not None:
        for k, (name, values) in enumerate(MORPH.items()):
            value = morph.get(name)
            out[k + 1] = 1 + values.index(value) if value in values else 0
