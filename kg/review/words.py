"""The words that persons answer with, in English and German."""

from collections.abc import Mapping
from types import MappingProxyType

from kg.model.identity import Verdict
from kg.model.review import Review

SAME: tuple[str, ...] = ("y", "yes", "j", "ja", "same", "gleich", "dasselbe", "1")
DIFFERENT: tuple[str, ...] = ("n", "no", "nein", "different", "verschieden", "anders", "0")
UNSURE: tuple[str, ...] = ("unsure", "unsicher", "?")

CONFIRMED: tuple[str, ...] = ("y", "yes", "j", "ja", "confirmed", "confirm", "bestätigt", "richtig")
REJECTED: tuple[str, ...] = ("n", "no", "nein", "rejected", "reject", "abgelehnt", "verworfen", "falsch")
CORRECTED: tuple[str, ...] = (
    "c",
    "correct",
    "corrected",
    "k",
    "korrigiert",
    "korrigieren",
    "berichtigt",
    "berichtigen",
)
QUIT: tuple[str, ...] = ("q", "quit", "exit", "ende")
BACK: tuple[str, ...] = ("undo", "u", "open", "zurück", "offen")

VERDICTS: Mapping[str, Verdict] = MappingProxyType(
    {
        **dict.fromkeys(SAME, "same"),
        **dict.fromkeys(DIFFERENT, "different"),
        **dict.fromkeys(UNSURE, "unsure"),
    }
)
REVIEWS: Mapping[str, Review] = MappingProxyType(
    {
        **dict.fromkeys(CONFIRMED, "confirmed"),
        **dict.fromkeys(REJECTED, "rejected"),
        **dict.fromkeys(CORRECTED, "corrected"),
    }
)
