"""Statements: what the text says, with its evidence. Roles, types and certainties are words of the ontology."""

from dataclasses import dataclass, field

from kg.model.mention import Mention
from kg.model.value import Amount, Period


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quote at `[start, end)` (code points) of a document's text. Use `Evidence.of` to make one."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, start: int, end: int) -> "Evidence":
        """The evidence at `[start, end)` of `text`; ValueError when that is empty or outside the text."""
        if not 0 <= start < end <= len(text):
            raise ValueError(f"no evidence at [{start}, {end}) of {len(text)} characters")
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding of one pattern or model in one place, before claims that say the same are joined.

    `type` is a statement type's local name; `roles` map a role's local name to its fillers in text order:
    mentions, amounts, periods, or plain text (a position, a ticker). `trigger` is `[start, end)` of the words that
    carry the meaning. `presupposed` marks what an apposition or a compound takes for granted ("the Qora developer
    Nordstahl may ..."): the clause's own certainty does not touch it. `pointed` marks
    that a required role was filled from what the article is about, not from the sentence.
    """

    type: str
    roles: dict[str, tuple["Mention | Amount | Period | str", ...]]
    evidence: Evidence
    trigger: tuple[int, int]
    certainty: str
    by: str
    confidence: float
    said_by: tuple[str, ...] = ()
    when: Period | None = None
    presupposed: bool = False
    pointed: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says, once: the join of all claims with the same type, entities and certainty.

    `entities` maps roles to entity ids of the document; `values` maps roles to amounts, periods and plain text.
    `id` is a content hash, the same for the same document and content. `evidence` is never empty.
    """

    id: str
    type: str
    entities: dict[str, tuple[str, ...]]
    certainty: str
    evidence: tuple[Evidence, ...]
    confidence: float
    by: str
    values: dict[str, tuple[Amount | Period | str, ...]] = field(default_factory=dict)
    said_by: tuple[str, ...] = ()
    when: Period | None = None

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"statement {self.id} ({self.type}) has no evidence")
