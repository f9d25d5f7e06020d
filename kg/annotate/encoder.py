"""The learned annotator as a spaCy component: names, parts of speech, morphology and dependency trees in one pass.

Runs an ONNX model with numpy and `tokenizers`; how it was trained is in `training/` and in the model's MODEL_CARD.md.
"""

import json
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate import decode
from kg.annotate.again import Balance, SecondReading
from kg.annotate.pieces import BOS, EOS, Pieces
from kg.annotate.reading import Reading, State, write
from kg.annotate.sessions import session
from kg.errors import InputError

PACKAGED = Path(__file__).parent / "model"
LONGEST_UNIT = 240
"""Pieces of a sentence that are read at once; a longer one is read in parts."""


@dataclass(frozen=True, slots=True)
class Labels:
    """What the columns of the model's outputs mean, from `labels.json`.

    `tags` are (attribute, first column, values); in all but UPOS the first value is "" for "not set".
    `longest` is the number of pieces up to which sentences are read together; `eagerness` see `decode.mentions`;
    `types` and `again` are those of the second reading of names, which a model may be without.
    """

    mentions: list[str]
    tags: list[tuple[str, int, list[str]]]
    deprel: list[str]
    longest: int
    eagerness: float = 0.0
    types: tuple[str, ...] = ()
    again: Balance | None = None

    @classmethod
    def read(cls, folder: Path) -> "Labels":
        """Reads `folder`; InputError when it holds no model."""
        path = folder / "labels.json"
        if not path.is_file():
            raise InputError(f"{folder}: no labels.json there: point 'model' at a folder that training/export.py wrote")
        data = json.loads(path.read_text(encoding="utf-8"))
        tags, at = [], 0
        for name, values in data["tags"].items():
            tags.append((name, at, values))
            at += len(values)
        again = Balance(**data["again"]) if "again" in data else None
        types = tuple(data.get("types", ()))
        return cls(data["mentions"], tags, data["deprel"], data["longest"], data["eagerness"], types, again)


@dataclass(slots=True)
class Passage:
    """Sentences, or parts of long ones, that the model reads together: `units` are lists of token indices; `glued` says
    of each word whether hyphens join it to others."""

    units: list[list[int]]
    pieces: list[int]
    first: list[int]
    last: list[int]
    glued: list[bool]


Run = tuple[Passage, Future[list[NDArray[np.float32]]]]
"""A passage and what the model makes of it."""


@Language.factory(
    "kg_encoder",
    assigns=["token.pos", "token.dep", "token.head", "token.morph", "doc.spans"],
    requires=["token.is_sent_start"],
    default_config={"model": None, "threads": 2},
)
def make_encoder(
    nlp: Language,  # noqa: ARG001 (spaCy passes it by name)
    name: str,  # noqa: ARG001 (spaCy passes it by name)
    model: str | None,
    threads: int,
) -> "Encoder":
    """The component; `model` is a folder, by default the package's own."""
    return shared(Path(model) if model else PACKAGED, threads)


@cache
def shared(folder: Path, threads: int) -> "Encoder":
    """One encoder for all pipelines that read the same model: it holds nothing of a language or a document."""
    return Encoder(folder, threads)


class Encoder:
    """Sets `token.pos_`, `dep_`, `head`, `morph` and `doc.spans["encoder"]`, whose spans have `span._.score`.

    Each passage is computed alone and on one thread, so that a document's result depends on nothing but its text;
    several passages run at the same time.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self.folder, self.threads = folder, threads
        self.labels = Labels.read(folder)
        self._load()

    def _load(self) -> None:
        self._pieces = Pieces(self.folder / "tokenizer.json")
        self._session = session(self.folder / "model.onnx")
        self._again = None
        if self.labels.again:
            self._again = SecondReading(self.folder, self.labels.mentions, self.labels.types, self.labels.again)
        self._pool, self._owner = ThreadPoolExecutor(self.threads), os.getpid()

    def __getstate__(self) -> dict[str, Any]:
        return {"folder": self.folder, "threads": self.threads, "labels": self.labels}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.folder, self.threads, self.labels = state["folder"], state["threads"], state["labels"]
        self._load()

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Annotates documents in order; the passages of the next `batch_size` documents are computed meanwhile."""
        ahead: deque[tuple[Doc, list[Run]]] = deque()
        for doc in stream:
            ahead.append((doc, [(p, self._workers().submit(self._run, p)) for p in self._passages(doc)]))
            if len(ahead) > batch_size:
                yield self._done(*ahead.popleft())
        while ahead:
            yield self._done(*ahead.popleft())

    def _done(self, doc: Doc, runs: list[Run]) -> Doc:
        """The document with what its passages say, once they are computed."""
        reading = Reading.of(len(doc))
        for passage, output in runs:
            self._read(passage, output.result(), reading)
        write(doc, reading)
        return doc

    def _workers(self) -> ThreadPoolExecutor:
        """The threads; a forked process has none of its parent's and gets its own."""
        if self._owner != os.getpid():
            self._pool, self._owner = ThreadPoolExecutor(self.threads), os.getpid()
        return self._pool

    def _passages(self, doc: Doc) -> Iterator[Passage]:
        """The document's sentences in groups of up to `labels.longest` pieces."""
        group: list[tuple[list[int], list[list[int]]]] = []
        size = 2
        for unit, ids in self._units(doc):
            n = sum(map(len, ids))
            if group and size + n > self.labels.longest:
                yield _passage(doc, group)
                group, size = [], 2
            group.append((unit, ids))
            size += n
        if group:
            yield _passage(doc, group)

    def _units(self, doc: Doc) -> Iterator[tuple[list[int], list[list[int]]]]:
        """(token indices, their pieces) of each sentence, white space left out, very long ones in parts."""
        for sent in doc.sents:
            tokens = [t for t in sent if not t.is_space]
            spaced = [t.i == 0 or bool(doc[t.i - 1].whitespace_) or doc[t.i - 1].is_space for t in tokens]
            ids = self._pieces.of([t.text for t in tokens], spaced)
            at, size = 0, 0
            for i, own in enumerate(ids):
                if size + len(own) > LONGEST_UNIT:
                    yield [t.i for t in tokens[at:i]], ids[at:i]
                    at, size = i, 0
                size += len(own)
            if tokens:
                yield [t.i for t in tokens[at:]], ids[at:]

    def _run(self, passage: Passage) -> list[NDArray[np.float32]]:
        """Mentions [W, labels], tags [W, columns], arcs [W, W + 1], relations [W, W + 1, labels], middle [T, width]."""
        feed = {
            "pieces": np.array([passage.pieces], np.int64),
            "first": np.array([passage.first], np.int64),
            "last": np.array([passage.last], np.int64),
        }
        output = [output[0] for output in self._session.run(None, feed)]
        output[0][:, 0] -= self.labels.eagerness
        if self._again:
            sizes = [len(unit) for unit in passage.units]
            ends = passage.first, passage.last
            output[0] = self._again.scores(output[0], output[-1], *ends, sizes, passage.glued)
        return output

    def _read(self, passage: Passage, output: list[NDArray[np.float32]], reading: Reading) -> None:
        mention, tag, arc, rel, *middle = output
        if middle:  # a model with a head for statements
            tokens = [i for unit in passage.units for i in unit]
            reading.states.append(State(tokens, passage.first, passage.last, middle[0]))
        at = 0
        for unit in passage.units:
            rows = slice(at, at + len(unit))
            reading.mentions += [
                (unit[start], unit[end - 1] + 1, name, score)
                for start, end, name, score in decode.mentions(mention[rows], self.labels.mentions)
            ]
            self._read_tags(unit, tag[rows], reading)
            columns = [0, *range(at + 1, at + len(unit) + 1)]
            heads = decode.tree(arc[rows][:, columns])
            self._read_tree(unit, heads, rel[rows][:, columns], reading)
            at += len(unit)

    def _read_tags(self, unit: list[int], scores: NDArray[np.float32], reading: Reading) -> None:
        found = {n: scores[:, at : at + len(values)].argmax(1) for n, at, values in self.labels.tags}
        for row, token in enumerate(unit):
            values = {name: values[found[name][row]] for name, _, values in self.labels.tags}
            reading.pos[token] = values.pop("UPOS")
            reading.morph[token] = "|".join(f"{name}={value}" for name, value in sorted(values.items()) if value)

    def _read_tree(self, unit: list[int], heads: list[int], scores: NDArray[np.float32], reading: Reading) -> None:
        root = self.labels.deprel.index("root")
        scores[:, :, root] = -np.inf
        best = scores[np.arange(len(unit)), np.array(heads) + 1].argmax(1)
        for row, (token, head) in enumerate(zip(unit, heads, strict=True)):
            reading.heads[token] = token if head == -1 else unit[head]
            reading.rels[token] = "ROOT" if head == -1 else self.labels.deprel[int(best[row])]


def _passage(doc: Doc, group: list[tuple[list[int], list[list[int]]]]) -> Passage:
    passage = Passage([], [BOS], [], [], [])
    for unit, ids in group:
        passage.units.append(unit)
        passage.glued += [any(_joins(doc, k) for k in (i - 1, i, i + 1)) for i in unit]
        for own in ids:
            passage.first.append(len(passage.pieces))
            passage.pieces.extend(own)
            passage.last.append(len(passage.pieces) - 1)
    passage.pieces.append(EOS)
    return passage


def _joins(doc: Doc, i: int) -> bool:
    """Whether the token is a hyphen between two words without white space."""
    inside = 0 < i < len(doc) - 1 and doc[i].text == "-"
    return inside and not doc[i - 1].whitespace_ and not doc[i].whitespace_
