"""What a user can choose about a build. Standard library only."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of one build; equal settings on equal input give equal graphs.

    `lang` is detected for each document when None. `ontologies` (Turtle) and `patterns` (YAML) are read besides the
    packaged ones. `mentions` names an installed spaCy pipeline that finds names instead of ours.
    `min_confidence` is 0 to 1. `base` is the IRI that entities, statements and documents live under.
    """

    lang: str | None = None
    ontologies: tuple[Path, ...] = ()
    patterns: tuple[Path, ...] = ()
    base: str = "https://w3id.org/company-kg/id/"
    gazetteer: bool = True
    given_entities: bool = False
    mentions: str | None = None
    min_confidence: float = 0.0
