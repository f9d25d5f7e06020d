"""Gold documents: what a data set says, in the ontology's names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A place `[start, end)` in code points. `types` is empty for a label without a meaning here; `chain` is the
    entity; `name` is false for pronouns and noun phrases; `ignored` places are not scored.
    """

    start: int
    end: int
    text: str
    types: tuple[str, ...]
    chain: int
    name: bool = True
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement between two entities (chains); `tail` is None for a statement of one party.

    `kind` is what its label means, `kinds` all edges that say it. `certainties` is empty where nobody says.
    """

    kind: str
    kinds: frozenset[str]
    head: int
    tail: int | None
    certainties: frozenset[str] = frozenset()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A passage `[start, end)` and the relation labels that were looked for in it."""

    start: int
    end: int
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gold:
    """One document. `regions` is None where everything was looked for everywhere; `pairs` are the (head, tail) that
    the set classifies, None where it does not; `unplaced` counts triples whose names the text words otherwise, which
    are neither missed nor wrong. `build` says how a passage of ours is built.
    """

    id: str
    lang: str
    text: str
    mentions: tuple[GoldMention, ...]
    facts: tuple[Fact, ...]
    regions: tuple[Region, ...] | None = None
    pairs: tuple[tuple[int, int], ...] | None = None
    unplaced: int = 0
    build: str = ""

    def chain(self, number: int) -> list[GoldMention]:
        """All mentions of an entity."""
        return [m for m in self.mentions if m.chain == number]
