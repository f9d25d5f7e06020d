"""The learned finder: what the model says about every two mentions of a passage.

It goes on from what the encoder made of the word pieces (`kg.annotate.reading.State`), once names and references are
settled. How it was trained is in `training/` and in the model's MODEL_CARD.md.
"""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.annotate.again import BRANCH
from kg.annotate.annotation import Annotation
from kg.annotate.reading import STATES, State
from kg.annotate.sessions import session
from kg.errors import InputError
from kg.model import Mention
from kg.ontology import Schema
from kg.ontology.terms import StatementType

MOST = 64
"""Mentions of a window that are compared; training has no more either."""
FLOOR = -4.0
"""Scores below this are not worth keeping: a probability of about two in a hundred."""
THREADS = 2
"""Passages that are computed at the same time, each on one thread."""
Scores = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]
NO_TYPES, NO_WORDS = np.zeros((0, 0), np.float32), np.zeros((1, 0), np.int64)
Pair = tuple[str, str, str]
"""Statement type, entity of its first role, entity of its second (the same again for statements with one party)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the model says of one statement: its `score` (log odds), the probability of each certainty, the two
    mentions that say it best, and the token that they look at."""

    type: str
    head: Mention
    tail: Mention
    score: float
    certainties: dict[str, float]
    token: int


@dataclass(frozen=True, slots=True)
class Findings:
    """The best finding for each statement of a document; `compared` are the pairs of entities that were looked at,
    `types` the statement types that were looked for."""

    best: dict[Pair, Finding] = field(default_factory=dict)
    compared: frozenset[tuple[str, str]] = frozenset()
    types: frozenset[str] = frozenset()

    def judged(self, pair: Pair) -> bool:
        """Whether the model had a say in a statement."""
        return pair[0] in self.types and pair[1:] in self.compared


@dataclass(frozen=True, slots=True)
class Run:
    """One window that the model computes, with the mentions in the order of the result."""

    state: State
    mentions: list[Mention]
    result: Future[Scores]


class Learned:
    """Runs the branch for statements of the model in `folder` under an ontology; InputError for an older one."""

    def __init__(self, folder: Path, schema: Schema) -> None:
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.mention_types = {name: k for k, name in enumerate(labels["types"])}
        self.kinds = {name: k for k, name in enumerate(labels["kinds"])}
        self.certainties: list[str] = labels["certainties"]
        self.window: int = labels.get("window", 1)
        self.odds: dict[str, dict[str, float]] = labels.get("retype", {})
        self.schema = schema
        by_label = {s.edge.name if s.edge else s.name: s for s in schema.statements.values()}
        self.statements = [by_label.get(name) for name in labels["statements"]]
        self.statement_types = frozenset(type_.name for type_ in self.statements if type_)
        self._session = session(folder / BRANCH)
        inputs = {i.name for i in self._session.get_inputs()}
        if "middle" not in inputs:
            raise InputError(f"{folder}: {BRANCH} is of an earlier version: export the model again")
        self._words = dict.fromkeys(inputs & {"word_first", "word_last"}, NO_WORDS)

    def read(self, annotation: Annotation) -> Findings:
        """The findings of a document; its states are used up, as they are large."""
        with ThreadPoolExecutor(THREADS) as beside:
            return self.end(self.begin(annotation, beside))

    def begin(self, annotation: Annotation, beside: Executor) -> list[Run]:
        """Lets the model compute beside what else is done, one run for each window with mentions."""
        runs = []
        for state in windows(annotation.doc.user_data.pop(STATES, []), self.window):
            if placed := self._place(state, annotation)[:MOST]:
                runs.append(Run(state, [m for m, *_ in placed], beside.submit(self._run, state, placed)))
        return runs

    def end(self, runs: list[Run]) -> Findings:
        """Waits for the runs of a document: what they found."""
        best: dict[Pair, Finding] = {}
        compared: set[tuple[str, str]] = set()
        for run in runs:
            compared |= {(a.entity, b.entity) for a in run.mentions for b in run.mentions}
            for key, finding in self._findings(run):
                if key not in best or finding.score > best[key].score:
                    best[key] = finding
        return Findings(best, frozenset(compared), self.statement_types)

    def taken_for(self, runs: list[Run]) -> dict[str, dict[str, float]]:
        """For each entity the model's share of each type, over all its names; the types that it was told may be wrong.

        Empty for a model that says nothing of types."""
        logs: dict[str, list[NDArray[np.float64]]] = {}
        for run in runs:
            for mention, shares in zip(run.mentions, run.result.result()[3], strict=False):
                if mention.kind == "name":
                    logs.setdefault(mention.entity, []).append(np.log(shares + 1e-6, dtype=np.float64))
        out = {}
        for entity, of_mentions in logs.items():
            mean = np.exp(np.mean(of_mentions, axis=0))
            out[entity] = dict(zip(self.mention_types, (mean / mean.sum()).tolist(), strict=True))
        return out

    def _place(self, state: State, annotation: Annotation) -> list[tuple[Mention, int, int, int]]:
        """The article's mentions in a window, each with its first and last piece and the number of its sentence.

        Where a firm is called by its town, only the firm."""
        place = {token: k for k, token in enumerate(state.tokens)}
        sentence = np.cumsum([bool(annotation.doc[i].is_sent_start) for i in state.tokens])
        out = []
        for mention in annotation.mentions:
            if annotation.is_town_of_firm(mention):
                continue
            first, end = annotation.tokens(mention)
            if first in place and end - 1 in place and annotation.document.is_article(mention.start, mention.end):
                at = place[first]
                out.append((mention, state.first[at], state.last[place[end - 1]], int(sentence[at])))
        return out

    def _findings(self, run: Run) -> Iterator[tuple[Pair, Finding]]:
        state, mentions = run.state, run.mentions
        scores, certainties, focus, _ = run.result.result()
        for i, j, k in np.argwhere(scores > FLOOR):
            type_, head, tail = self.statements[k], mentions[i], mentions[j]
            if type_ is None or not self._fits(type_, head, tail):
                continue
            sure = dict(zip(self.certainties, certainties[i, j, k].tolist(), strict=True))
            token = state.tokens[int(np.searchsorted(state.last, focus[i, j]).clip(0, len(state.tokens) - 1))]
            ends = (head.entity, tail.entity)
            if type_.edge and type_.edge.symmetric:
                ends = (min(ends), max(ends))
            yield (type_.name, *ends), Finding(type_.name, head, tail, float(scores[i, j, k]), sure, token)

    def _run(self, state: State, placed: list[tuple[Mention, int, int, int]]) -> Scores:
        """Scores [M, M, S], certainties [M, M, S, C], pieces [M, M], shares of types [M, types]."""
        unknown = len(self.mention_types)
        columns = {
            "first": [first for _, first, _, _ in placed],
            "last": [last for _, _, last, _ in placed],
            "types": [self.mention_types.get(self._type_of(m.type), unknown) for m, *_ in placed],
            "kinds": [self.kinds[m.kind] for m, *_ in placed],
            "sentence": [number for *_, number in placed],
        }
        feed: dict[str, Any] = {name: np.array([values], np.int64) for name, values in columns.items()}
        feed |= {"middle": state.middle[None]} | self._words
        statements, certainties, _, focus, *types = self._session.run(None, feed)
        return statements[0], certainties[0], focus[0], types[0][0] if types else NO_TYPES

    def _type_of(self, name: str) -> str:
        """The model's type for a type of the ontology: its own, or that of a wider class."""
        if name in self.mention_types or name not in self.schema.types:
            return name
        return next((known for known in reversed(self.mention_types) if self.schema.is_a(name, known)), "")

    def _fits(self, type_: StatementType, head: Mention, tail: Mention) -> bool:
        """Whether the ontology lets both mentions take their roles; a lone party is both."""
        edge = type_.edge
        if (head.entity == tail.entity) != (edge is None):
            return False
        if edge is None:
            return self.schema.accepts(type_.roles[type_.head], head.type)
        return self.schema.accepts(type_.roles[edge.subject_role], head.type) and self.schema.accepts(
            type_.roles[edge.object_role], tail.type
        )


def windows(states: Sequence[State], size: int) -> Iterator[State]:
    """Every `size` consecutive passages as one, so that parties in neighbouring passages are compared too."""
    for k in range(0, len(states), size):
        some = states[k : k + size]
        shifts = np.cumsum([0, *(len(s.middle) for s in some)]).tolist()
        yield State(
            [token for s in some for token in s.tokens],
            [at + shift for s, shift in zip(some, shifts, strict=False) for at in s.first],
            [at + shift for s, shift in zip(some, shifts, strict=False) for at in s.last],
            np.concatenate([s.middle for s in some]),
        )


def reads_statements(folder: Path) -> bool:
    """Whether the model in a folder has a head for statements."""
    return (folder / BRANCH).is_file()


@cache
def learned(schema: Schema, folder: Path) -> Learned:
    """The finder of a model folder, loaded once."""
    return Learned(folder, schema)
