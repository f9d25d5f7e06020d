"""What a user can choose about a build. Standard library only."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one build; equal settings on equal input give equal graphs.

    `lang` is detected for each document when None. `ontologies` (Turtle) and `patterns` (YAML) are read besides the
    packaged ones. `mentions` names an installed spaCy pipeline that finds names instead of ours.
    `finders` are "rules", "model" or both, which then vote. `min_confidence` is 0 to 1: what a claim's confidence must
    reach. `model` is a folder with a model of one's own (`training/`) instead of the packaged one. `fast` uses the
    rules alone, with a small tagger and parser in the place of the encoder, in two processes. `register` is a file of
    company registers (`kg register`) that entities are linked to. `product_kinds`
    also finds kinds of products that a company is said to provide ("wind turbines"). `base` is the IRI that entities,
    statements and documents live under.
    """

    lang: str | None = None
    ontologies: tuple[Path, ...] = ()
    patterns: tuple[Path, ...] = ()
    base: str = "https://w3id.org/company-kg/id/"
    gazetteer: bool = True
    given_entities: bool = False
    mentions: str | None = None
    finders: tuple[str, ...] = ("rules", "model")
    min_confidence: float = 0.43
    model: Path | None = None
    fast: bool = False
    register: Path | None = None
    product_kinds: bool = False
