"""When a found statement or name is right, and what kind of error it is otherwise."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from figures import Certainties, Table
from found import Claim, Found, FoundEntity
from gold import Fact, Gold
from maps import Map

from kg.ontology import Schema

Span = tuple[int, int]
Mode = Literal["overlap", "exact"]
MODES: tuple[Mode, ...] = ("overlap", "exact")
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Error:
    """One error for reading; `confidence` is None for what was missed."""

    kind: str
    document: str
    what: str
    confidence: float | None
    note: str


@dataclass(slots=True)
class Score:
    """All counts of one run over one data set; `builds` are statements by how their passage is built."""

    statements: dict[Mode, Table] = field(default_factory=lambda: {mode: Table() for mode in MODES})
    mentions: dict[Mode, Table] = field(default_factory=lambda: {mode: Table() for mode in MODES})
    builds: Table = field(default_factory=Table)
    certainties: Certainties = field(default_factory=Certainties)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)


def overlaps(a: Span, b: Span) -> bool:
    """Whether `[start, end)` and `[start, end)` share a character."""
    return a[0] < b[1] and b[0] < a[1]


class Comparison:
    """One document's statements against its gold facts."""

    def __init__(self, gold: Gold, found: Found, chosen: Map, mode: Mode) -> None:
        self.gold, self.chosen, self.mode = gold, chosen, mode
        self.claims = list(_best_of_pairs(self, found.claims) if gold.pairs is not None else found.claims)
        self.covered: set[Fact] = set()
        self.explained: set[Fact] = set()
        self.right: dict[Key, tuple[Claim, Fact]] = {}
        self.wrong: dict[Key, Claim] = {}
        for claim in sorted(self.claims, key=lambda c: -c.confidence):
            self._judge(claim)
        self.wrong = {key: claim for key, claim in self.wrong.items() if key not in self.right}

    def same(self, entity: FoundEntity | None, chain: int | None) -> bool:
        """Whether a found entity is a gold one: some mention stands where one of its mentions does, or its words are
        a name of it. None is only the same as None.
        """
        if entity is None or chain is None:
            return entity is None and chain is None
        for m in self.gold.chain(chain):
            place = m.start, m.end
            if (m.name and m.text in entity.words) or place in entity.places:
                return True
            if self.mode == "overlap" and any(overlaps(place, p) for p in entity.places):
                return True
        return False

    def agrees(self, claim: Claim, head: int, tail: int | None) -> bool:
        """Whether the ends are these two, in this order or, for a symmetric edge, in any."""
        if self.same(claim.head, head) and self.same(claim.tail, tail):
            return True
        turned = claim.kind in self.chosen.symmetric
        return turned and self.same(claim.head, tail) and self.same(claim.tail, head)

    def _judge(self, claim: Claim) -> None:
        matched = [f for f in self.gold.facts if claim.kind in f.kinds and self.agrees(claim, f.head, f.tail)]
        for fact in matched:
            if not fact.optional:
                self.covered.add(fact)
                self.right.setdefault(self._key(fact.kind, claim), (claim, fact))
        if not matched and (kind := self._kind_in_scope(claim)):
            self.wrong.setdefault(self._key(kind, claim), claim)

    def _key(self, kind: str, claim: Claim) -> Key:
        ends = claim.head.id, claim.tail.id if claim.tail else ""
        if kind in self.chosen.symmetric:
            ends = min(ends), max(ends)
        return kind, *ends

    def _kind_in_scope(self, claim: Claim) -> str | None:
        """The class that a claim without a fact is an error of: its own before others; None when nobody looked."""
        kinds = [kind for kind, edges in self.chosen.kinds.items() if claim.kind in edges and self._asked(kind, claim)]
        return claim.kind if claim.kind in kinds else next(iter(kinds), None)

    def _asked(self, kind: str, claim: Claim) -> bool:
        if self.gold.regions is None:
            labels = frozenset(self.chosen.relations)
        else:
            inside = (r.labels for r in self.gold.regions if any(r.start <= s < r.end for s, _ in claim.evidence))
            labels = frozenset().union(*inside)
        meant = (self.chosen.relations[name] for name in labels & self.chosen.relations.keys())
        return any(
            label.means == kind
            and all(role not in claim.values or p.search(claim.values[role]) for role, p in label.roles.items())
            for label in meant
        )

    def count(self, table: Table, row: str | None = None) -> None:
        """Add to the counts of each class, or all to those of one row."""
        for kind, *_ in self.right:
            table.row(row or kind).found += 1
            table.row(row or kind).right += 1
        for kind, *_ in self.wrong:
            table.row(row or kind).found += 1
        for fact in self.gold.facts:
            if not fact.optional:
                table.row(row or fact.kind).gold += 1
                table.row(row or fact.kind).covered += fact in self.covered

    def confidences(self) -> Iterator[tuple[float, bool]]:
        """(confidence, right) of every statement that was counted, each once."""
        for claim in {id(claim): claim for claim, _ in self.right.values()}.values():
            yield claim.confidence, True
        for claim in self.wrong.values():
            yield claim.confidence, False

    def certainties(self, schema: Schema) -> Iterator[tuple[str, str]]:
        """(gold, found) of every statement that is right; among several gold ones the found one, else the weakest."""
        for claim, fact in self.right.values():
            if fact.certainties:
                known = claim.certainty in fact.certainties
                yield claim.certainty if known else schema.weakest(fact.certainties), claim.certainty

    def errors(self) -> Iterator[Error]:
        """Every error once: a missed fact that a wrong statement comes close to is named there."""
        for (kind, *_), claim in self.wrong.items():
            what, near = self._nature(kind, claim)
            self.explained.update([near] if near else [])
            note = f"{f'instead of {self.say(near)}; ' if near else ''}{claim.certainty}, {claim.by}: {claim.quote}"
            shown = say(kind, claim.head.name, claim.tail.name if claim.tail else None)
            yield Error(what, self.gold.id, shown, claim.confidence, note)
        for claim, fact in self.right.values():
            if fact.certainties and claim.certainty not in fact.certainties:
                note = f"{claim.certainty}, not {' or '.join(sorted(fact.certainties))}; {claim.by}: {claim.quote}"
                yield Error("certainty", self.gold.id, self.say(fact), claim.confidence, note)
        for fact in self.gold.facts:
            if not fact.optional and fact not in self.covered | self.explained:
                yield Error("missed", self.gold.id, self.say(fact), None, self._passage(fact))

    def _nature(self, kind: str, claim: Claim) -> tuple[str, Fact | None]:
        """The kind of a wrong statement's error, and the fact that it comes close to."""
        missed = [f for f in self.gold.facts if f not in self.covered and not f.optional]
        tests: tuple[tuple[str, Callable[[Fact], bool]], ...] = (
            ("direction turned", lambda f: f.kind == kind and f.tail is not None and self._turned(claim, f)),
            ("wrong type", lambda f: f.kind != kind and (self.agrees(claim, f.head, f.tail) or self._turned(claim, f))),
            ("wrong entity", lambda f: f.kind == kind and self._half(claim, f)),
        )
        for name, test in tests:
            if near := next(filter(test, missed), None):
                return name, near
        return "wrong", None

    def _turned(self, claim: Claim, fact: Fact) -> bool:
        return fact.tail is not None and self.same(claim.head, fact.tail) and self.same(claim.tail, fact.head)

    def _half(self, claim: Claim, fact: Fact) -> bool:
        if fact.tail is None:
            return claim.tail is None
        return self.same(claim.head, fact.head) or self.same(claim.tail, fact.tail)

    def say(self, fact: Fact) -> str:
        head, tail = (None if n is None else self.gold.chain(n)[0].text for n in (fact.head, fact.tail))
        return say(fact.kind, str(head), tail)

    def _passage(self, fact: Fact) -> str:
        """The text between the two ends where they stand nearest, and a little around it."""
        heads = self.gold.chain(fact.head)
        tails = self.gold.chain(fact.tail) if fact.tail is not None else heads
        one, other = min(((a, b) for a in heads for b in tails), key=lambda p: abs(p[0].start - p[1].start))
        start, end = max(0, min(one.start, other.start) - 40), max(one.end, other.end) + 60
        return " ".join(self.gold.text[start:end].split())[:300]


def say(kind: str, head: str, tail: str | None) -> str:
    return f"{head} {kind}" + (f" {tail}" if tail is not None else "")


def _best_of_pairs(comparison: Comparison, claims: Iterable[Claim]) -> Iterator[Claim]:
    """For each pair that is classified, the most confident scored statement between its ends, either way."""
    scored = frozenset().union(*comparison.chosen.kinds.values())
    found = sorted((c for c in claims if c.kind in scored), key=lambda c: -c.confidence)
    for a, b in comparison.gold.pairs or ():
        between = (
            c
            for c in found
            if any(comparison.same(c.head, h) and comparison.same(c.tail, t) for h, t in ((a, b), (b, a)))
        )
        if best := next(between, None):
            yield best


def bare(text: str, start: int, end: int) -> Span:
    """A span without what is neither letter nor digit at its ends; unchanged when nothing else is in it."""
    inner = [i for i in range(start, end) if text[i].isalnum()]
    return (inner[0], inner[-1] + 1) if inner else (start, end)


def score_mentions(gold: Gold, found: Found, chosen: Map, schema: Schema, tables: dict[Mode, Table]) -> None:
    """Add a document's names to the counts of each class, by exact span and by overlap.

    Punctuation at the ends of a span does not count: corpora leave there what their tokenizers did ("VW-", "SEB.").
    Every name counts. A found name that touches a place that is not scored, and is no gold name, is left out; so is
    every wrong one in a set that does not mark all names.
    """
    skipped = [(m.start, m.end) for m in gold.mentions if m.ignored or (m.types and not m.name)]
    for name, types in chosen.mentions.items():
        named = (m for m in gold.mentions if m.name and _class_of(m.types, chosen, schema) == name)
        wanted = {bare(gold.text, m.start, m.end) for m in named}
        got = {bare(gold.text, s, e) for s, e, t in found.names if any(schema.is_a(t, wide) for wide in types)}
        for mode in MODES:
            match = overlaps if mode == "overlap" else tuple.__eq__
            right = {g for g in got if any(match(g, w) for w in wanted)}
            wrong = {g for g in got - right if not any(overlaps(g, s) for s in skipped)}
            counts = tables[mode].row(name)
            counts.right += len(right)
            counts.found += len(right) + (len(wrong) if chosen.mentions_exhaustive else 0)
            counts.gold += len(wanted)
            counts.covered += sum(any(match(g, w) for g in got) for w in wanted)


def _class_of(types: tuple[str, ...], chosen: Map, schema: Schema) -> str | None:
    """The class in which a gold mention is scored: that of the first of its types that has one."""
    found = (name for t in types for name, wide in chosen.mentions.items() if any(schema.is_a(t, w) for w in wide))
    return next(found, None)


def score(gold: Gold, found: Found, chosen: Map, schema: Schema, into: Score, *, names: bool = True) -> None:
    """Add one document to a run's counts; without `names` where these were given."""
    if names:
        score_mentions(gold, found, chosen, schema, into.mentions)
    if not chosen.relations:
        return
    for mode in MODES:
        Comparison(gold, found, chosen, mode).count(into.statements[mode])
    judged = Comparison(gold, found, chosen, "overlap")
    if gold.build:
        judged.count(into.builds, gold.build)
    into.confidences += judged.confidences()
    into.certainties.pairs.update(judged.certainties(schema))
    into.errors += judged.errors()
