"""What the corpora say about statements, and what they leave open.

No corpus is annotated for all statement types. `Facts` holds, for every pair of entities, which types somebody looked
for; the loss asks about nothing else. Words are counted over the whole document.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from training.corpus_labels import Meaning, meanings
from training.labels import ALONE, ANY_TYPE, CERTAINTIES, KINDS, MENTION_TYPES, STATEMENTS, SYMMETRIC
from training.sentences import Sentence
from training.small_words import ARTICLES, PRONOUNS

Record = dict[str, Any]
Pair = tuple[int, int]
ALL = frozenset(STATEMENTS)
PRONOUN_LENGTH = 7


@dataclass(frozen=True, slots=True)
class Span:
    """A mention: words `[first, end)`, the numbers of its type and kind, and its entity's number."""

    first: int
    end: int
    type: int
    kind: int
    chain: int


@dataclass(slots=True)
class Facts:
    """Statements between the entities of one document.

    `true` are the statements (label, head, tail; a lone party is both) with the certainty's number, -1 where nobody
    says; `either` are sets of labels of which at least one holds; `asked` are labels that the corpus judged for one
    pair, `regions` those that it judged for all pairs within words `[first, end)`. `chains` says whether entities
    with several mentions were put together by a reader.
    """

    spans: list[Span] = field(default_factory=list)
    true: dict[tuple[str, int, int], int] = field(default_factory=dict)
    either: list[tuple[frozenset[str], int, int]] = field(default_factory=list)
    asked: dict[Pair, frozenset[str]] = field(default_factory=dict)
    regions: list[tuple[int, int, frozenset[str]]] = field(default_factory=list)
    chains: bool = False

    def add(self, label: str, head: int, tail: int, certainty: int = -1) -> None:
        """One statement; a symmetric one holds both ways."""
        self.true[label, head, tail] = certainty
        if label in SYMMETRIC:
            self.true[label, tail, head] = certainty

    def judged(self, one: Span, other: Span) -> frozenset[str]:
        """The labels that somebody looked for between two mentions."""
        out = self.asked.get((one.chain, other.chain), frozenset())
        for first, end, labels in self.regions:
            if first <= one.first < end and first <= other.first < end:
                out |= labels
        return out


@dataclass(slots=True)
class Document:
    """Sentences in order, and the statements between their mentions where the corpus has any."""

    sentences: list[Sentence]
    facts: Facts | None = None
    id: str = ""


class Reader:
    """Builds the facts of one document: character offsets to words, names to entities."""

    def __init__(self, record: Record, sentences: list[Sentence]) -> None:
        self.facts = Facts()
        self.record = record
        self.words: list[tuple[int, int, int]] = []  # start, end, sentence
        for k, s in enumerate(sentences):
            self.words += [(a, a + len(w), k) for a, w in zip(s.start, s.words, strict=True)]

    def inside(self, start: int, end: int) -> Pair | None:
        """The words `[first, end)` that touch characters `[start, end)`, when they stand in one sentence."""
        found = [i for i, (a, b, _) in enumerate(self.words) if a < end and start < b]
        if not found or self.words[found[0]][2] != self.words[found[-1]][2]:
            return None
        return found[0], found[-1] + 1

    def mention(self, entity: Record, name: str | None, chain: int, kind: str = "name") -> None:
        """Adds a mention, unless its words are no words of one sentence or belong to another mention."""
        at = self.inside(entity["start"], entity["end"])
        if at is None or any(s.first < at[1] and at[0] < s.end for s in self.facts.spans):
            return
        number = MENTION_TYPES.index(name) if name in MENTION_TYPES else ANY_TYPE
        self.facts.spans.append(Span(*at, number, KINDS.index(kind), chain))

    def everywhere(self, labels: Iterable[str]) -> None:
        self.facts.regions.append((0, len(self.words), frozenset(labels)))

    def done(self) -> Facts:
        """The facts; statements about entities that have no mention are left out."""
        self.facts.spans.sort(key=lambda s: s.first)
        there = {s.chain for s in self.facts.spans}
        self.facts.true = {k: v for k, v in self.facts.true.items() if {k[1], k[2]} <= there}
        self.facts.either = [e for e in self.facts.either if {e[1], e[2]} <= there]
        return self.facts


def kind_of(text: str, kind: str = "name") -> str:
    """ "name", "nominal" or "pronoun" for a mention's words; corpora say at most whether it is a name."""
    if kind != "name":
        return "pronoun" if " " not in text and len(text) <= PRONOUN_LENGTH else "nominal"
    if " " not in text and text.lower() in PRONOUNS:
        return "pronoun"
    lower = not any(c.isupper() or c.isdigit() for c in text[1:] if c) and text[:1].islower()
    return "nominal" if lower or (text.split()[0].lower() in ARTICLES and text.split()[-1].islower()) else "name"


def full(record: Record, sentences: list[Sentence]) -> Facts:
    """Our own annotation: all types, certainty, and who is who."""
    reader = Reader(record, sentences)
    first: dict[str, int] = {}
    for i, e in enumerate(record["entities"]):
        chain = e.get("chain", first.setdefault(record["text"][e["start"] : e["end"]], i))
        name = "Organization" if e["type"] == "Exchange" else e["type"]
        kind = kind_of(record["text"][e["start"] : e["end"]], "reference") if e.get("kind") == "reference" else "name"
        reader.mention(e, name, chain, kind)
    for r in record["relations"]:
        tail = r["head"] if r["tail"] is None else r["tail"]
        ends = [record["entities"][n].get("chain", n) if not record.get("annotator") else n for n in (r["head"], tail)]
        reader.facts.add(r["type"], ends[0], ends[1], CERTAINTIES.index(r["certainty"]))
    reader.everywhere(ALL)
    reader.facts.chains = True
    return reader.done()


def judged(record: Record, sentences: list[Sentence], labels: Iterable[str]) -> Facts:
    """A document in which somebody looked for all statements of some types."""
    reader = Reader(record, sentences)
    chain = _by_text(record, {name: name for name in MENTION_TYPES} | {"Exchange": "Organization"}, reader)
    for r in record["relations"]:
        head = chain[r["head"]]
        reader.facts.add(r["type"], head, head if r["tail"] is None else chain[r["tail"]])
    reader.everywhere(labels)
    return reader.done()


def _by_text(record: Record, types: dict[str, str], reader: Reader) -> list[int]:
    """Adds the record's entities of `types` as mentions; equal texts are one entity. Returns each one's entity."""
    first: dict[str, int] = {}
    chains = []
    for i, e in enumerate(record["entities"]):
        chain = first.setdefault(str(e.get("uri") or e["text"]), i)
        chains.append(chain)
        if e["type"] in types:
            reader.mention(e, types[e["type"]], chain, kind_of(e["text"], e.get("kind", "name")))
    return chains


def _stated(reader: Reader, found: Meaning, head: int, tail: int) -> None:
    """One relation of two ends: a statement, or one of several where the corpus is coarser than the ontology."""
    ends = (tail, head) if found.turned else (head, tail)
    if len(found.labels) == 1:
        reader.facts.add(found.means, *ends)
    else:
        reader.facts.either.append((found.labels, *ends))


def _role(relation: Record, *roles: str) -> list[int]:
    return [a["entity"] for a in relation["args"] if a["role"] in roles]


SMARTDATA_TYPES = {"ORGANIZATION_COMPANY": "Company", "ORGANIZATION": "Organization", "PERSON": "Person",
                   "LOCATION": "Place", "LOCATION_CITY": "Place"}  # fmt: skip


def smartdata(record: Record, sentences: list[Sentence]) -> Facts:
    """Seven types, as relations with any number of parties."""
    reader = Reader(record, sentences)
    chain = _by_text(record, SMARTDATA_TYPES, reader)
    known = meanings("smartdata")
    for r in record["relations"]:
        if found := known.get(r["type"]):
            for head in _role(r, found.head):
                for tail in _role(r, found.tail) or [head]:
                    if (chain[head] == chain[tail]) == (found.means in ALONE):
                        reader.facts.add(found.means, chain[head], chain[tail])
    reader.everywhere(found.means for found in known.values())
    return reader.done()


def knowledgenet(record: Record, sentences: list[Sentence], names: Iterable[tuple[int, int, str]] = ()) -> Facts:
    """Five types, each judged in some passages only; `names` are further names (start, end, type) of the text."""
    reader = Reader(record, sentences)
    types = {"PER": "Person", "ORG": "Company", "LOC": "Place", "PER/ORG": "Company"}
    chain = _by_text(record, types, reader)
    texts = {e["text"]: c for e, c in zip(record["entities"], chain, strict=True)}
    for start, end, name in names:
        text = record["text"][start:end]
        new = texts.setdefault(text, 1000 + len(texts))
        reader.mention({"start": start, "end": end}, name, new)
    known = meanings("knowledgenet")
    for r in record["relations"]:
        if found := known.get(r["type"]):
            _stated(reader, found, chain[r["head"]], chain[r["tail"]])
    for passage in record["meta"]["passages"]:
        properties = passage["exhaustive_properties"]
        labels = {label for p in properties if p in known and not known[p].narrow for label in known[p].labels}
        at = reader.inside(passage["start"], passage["end"]) or _words(reader, passage["start"], passage["end"])
        if at and labels:
            reader.facts.regions.append((*at, frozenset(labels)))
    return reader.done()


def _words(reader: Reader, start: int, end: int) -> Pair | None:
    found = [i for i, (a, b, _) in enumerate(reader.words) if a < end and start < b]
    return (found[0], found[-1] + 1) if found else None


def core(record: Record, sentences: list[Sentence]) -> Facts:
    """One pair, one type of twelve."""
    reader = Reader(record, sentences)
    for i, e in enumerate(record["entities"]):
        reader.mention(e, None, i)
    known = meanings("core")
    labels = frozenset(label for found in known.values() for label in found.labels)
    for r in record["relations"]:
        if found := known.get(r["type"]):
            _stated(reader, found, r["head"], r["tail"])
        for pair in ((r["head"], r["tail"]), (r["tail"], r["head"])):
            reader.facts.asked[pair] = labels
    return reader.done()


def products(record: Record, sentences: list[Sentence]) -> Facts:
    """Who provides what, and who is who."""
    reader = Reader(record, sentences)
    entities = record["entities"]
    chain = list(range(len(entities)))
    for r in record["relations"]:
        if r["type"] == "Identity":
            members = [a["entity"] for a in r["args"]]
            if len({entities[m]["type"] for m in members}) == 1 and entities[members[0]]["type"] == "ORGANIZATION":
                for m in members:
                    chain[m] = min(members)
    first: dict[str, int] = {}
    for i, e in enumerate(entities):
        if chain[i] == i:
            chain[i] = chain[first.setdefault(e["text"].lower(), i)]
        if e["type"] in {"PRODUCT", "ORGANIZATION"}:
            name = "Product" if e["type"] == "PRODUCT" else "Company"
            kind = "name" if name == "Product" else kind_of(e["text"], e.get("kind", "name"))
            reader.mention(e, name, chain[i], kind)
    for r in record["relations"]:
        if r["type"] == "CompanyProvidesProduct":
            for company in _role(r, "company"):
                for product in _role(r, "product"):
                    reader.facts.add("develops", chain[company], chain[product])
    reader.everywhere({"develops"})
    return reader.done()


FIRE_TYPES = {"Company": "Company", "Product": "Product", "Person": "Person", "Location": "Place",
              "GeopoliticalEntity": "Place"}  # fmt: skip


def fire(record: Record, sentences: list[Sentence]) -> Facts:
    """Finance sentences: subsidiaries, products, employees, purchases and mergers."""
    reader = Reader(record, sentences)
    chain = _by_text(record, FIRE_TYPES, reader)
    known = meanings("fire")
    for r in record["relations"]:
        if found := known.get(r["type"]):
            _stated(reader, found, chain[r["head"]], chain[r["tail"]])
    reader.everywhere({"parentOf", "leads", "memberOf", "mergedWith", "acquired"})
    return reader.done()


def triples(record: Record) -> Record:
    """A sentence with triples as a gold record: names are looked up in the sentence, only found ones stay."""
    known = meanings("text2kgbench")
    text, entities, relations = record["sent"], [], []
    places: dict[str, int] = {}
    for t in record["triples"]:
        ends = []
        for name in (t["sub"], t["obj"]):
            words = name.replace("_", " ").split(" (")[0]
            at = text.find(words)
            if at >= 0 and words not in places and len(words) > 1:
                places[words] = len(entities)
                entities.append({"start": at, "end": at + len(words), "type": "ENTITY", "text": words})
            ends.append(places.get(words, -1))
        found = known.get(t["rel"])
        if found and min(ends) >= 0:
            relations.append({"type": found.means, "head": ends[found.turned], "tail": ends[not found.turned]})
    return {"id": record["id"], "lang": "en", "text": text, "entities": entities, "relations": relations}


def stated(record: Record, sentences: list[Sentence]) -> Facts:
    """Statements that are known to hold, nothing else."""
    reader = Reader(record, sentences)
    for i, e in enumerate(record["entities"]):
        reader.mention(e, None, i)
    for r in record["relations"]:
        reader.facts.add(r["type"], r["head"], r["tail"])
        for pair in ((r["head"], r["tail"]), (r["tail"], r["head"])):
            reader.facts.asked[pair] = frozenset({r["type"]}) | reader.facts.asked.get(pair, frozenset())
    return reader.done()
