"""The table of features: what each adds to the score of a register's entry for a name in a text, in log-odds."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

LINK = 0.75
"""From this score on an entry is taken."""

UNSURE = 0.4
"""From this score on an entry that is not taken makes the decision unsure, below it is that there is none."""

MARGIN = 1.0
"""By so many log-odds the best entry must lead the next; else both fit equally."""


@dataclass(frozen=True, slots=True)
class Feature:
    """`weight` is added to the log-odds, times the feature's amount."""

    weight: float
    means: str


FEATURES: Mapping[str, Feature] = {
    # the name
    "name": Feature(1.0, "how well the names agree: the log-odds of `kg.match`, at most 3.5 either way"),
    "other name": Feature(-0.3, "another name of the entity or the entry agrees, not the main one"),
    "short": Feature(3.2, "a name of one distinctive word begins the names of this entry alone among the candidates"),
    "generic name": Feature(-0.8, "a name of general words alone"),
    "acronym": Feature(-2.0, "one name is the acronym of the other, by its letters alone"),
    # identifiers
    "identifier": Feature(9.0, "an identifier right behind the name is the entry's"),
    "other identifier": Feature(-9.0, "the identifier right behind the name is of the same scheme and not the entry's"),
    "identifier in text": Feature(3.0, "an identifier of the entry stands elsewhere in the text"),
    "identifier of another": Feature(-9.0, "the identifier right behind the name is another candidate's"),
    # what is said of the named itself
    "about country": Feature(1.2, "the entry's country is said of the named"),
    "about other country": Feature(-2.8, "another country is said of the named"),
    "about city": Feature(2.0, "the entry's city is said of the named"),
    "about other city": Feature(-2.0, "a city that is not the entry's is said of the named, in another country"),
    "about sector": Feature(1.2, "the entry's line of business is said of the named"),
    "about other sector": Feature(-3.6, "a line of business is said of the named that goes not with the entry's"),
    "about other kind": Feature(-4.5, "the named is called a club, a newspaper, a village: no company"),
    "about unlisted": Feature(-4.0, "the named is called unlisted, and the entry has shares on an exchange"),
    "about small": Feature(-4.5, "the named is called a local or new firm, and the entry is listed or well known"),
    "about listed": Feature(0.6, "the named is called listed or large, and the entry is listed"),
    # the sentences with the name
    "near country": Feature(0.5, "the entry's country is in a sentence with the name"),
    "near city": Feature(1.0, "the entry's city is in a sentence with the name"),
    "near sector": Feature(0.6, "the entry's line of business is in a sentence with the name"),
    "near other country": Feature(-0.4, "only other countries are in the sentences with the name"),
    "near other sector": Feature(-0.5, "only lines of business that go not with the entry's are in the sentences"),
    # the document
    "text country": Feature(0.2, "the entry's country is elsewhere in the document"),
    "text sector": Feature(0.2, "the entry's line of business is elsewhere in the document"),
    "people": Feature(2.0, "a person of the entry is named"),
    "products": Feature(1.2, "a product of the entry is named"),
    "website": Feature(3.0, "the entry's website is named"),
    "related": Feature(1.2, "a parent or subsidiary of the entry is named, too"),
    "same sector": Feature(0.2, "another firm of the document has the entry's line of business"),
    "same country": Feature(0.2, "another firm of the document is of the entry's country"),
    # the entry
    "prominence": Feature(0.8, "how well known among the candidates, 0 to 1; where the names are the same"),
    "group head": Feature(1.6, "the name without legal form is that of a group, and another candidate belongs to it"),
    "member": Feature(-1.6, "the name without legal form is that of a group which another candidate heads"),
    "form not listed": Feature(-4.0, "the name has a legal form that cannot be listed, and the entry has shares"),
    "other form": Feature(-2.0, "another candidate of the same name has the legal form that the text gives"),
}


@dataclass(slots=True)
class Evidence:
    """Features found for one entry, with their phrases, and the sum of their weights in log-odds."""

    log_odds: float = 0.0
    reasons: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def add(self, feature: str, reason: str = "", amount: float = 1.0) -> None:
        """Count a feature `amount` times; an empty reason is not told."""
        self.log_odds += FEATURES[feature].weight * amount
        self.names.append(feature)
        if reason:
            self.reasons.append(reason)

    @property
    def score(self) -> float:
        """The probability, 0 to 1, to three digits."""
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, self.log_odds)))), 3)
