"""The table of features: what each adds to the score of two names, in log-odds, and what it means."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

SAME, DIFFERENT = 0.8, 0.3
"""From `SAME` on two names are the same, up to `DIFFERENT` they are different; between, names cannot tell."""


@dataclass(frozen=True, slots=True)
class Feature:
    """`weight` is added to the log-odds, times the feature's amount."""

    weight: float
    means: str


FEATURES: Mapping[str, Feature] = {
    "start": Feature(-3.0, "two names are different until something says otherwise"),
    # companies and organizations
    "core": Feature(6.2, "the distinctive words of one are those of the other"),
    "known": Feature(6.2, "both are names of one well-known firm, by `known_names.yaml`"),
    "known apart": Feature(-2.0, "both are names of well-known firms, and of two"),
    "translated": Feature(-0.6, "a public body whose words are those of the other in another language or order"),
    "office": Feature(-0.3, "office, agency and authority, which stand for one another in translation"),
    "written": Feature(1.0, "letter for letter the same, but for case, accents and marks"),
    "generic": Feature(3.9, "one general word, the same in both: it carries no merge"),
    "acronym": Feature(5.6, "one is the acronym of the other, four letters or more"),
    "acronym3": Feature(4.6, "one is the acronym of the other, three letters"),
    "acronym2": Feature(3.2, "one is the acronym of the other, two letters: many firms have it"),
    "acronym letters": Feature(-0.2, "letters also of parts of compounds or of the legal form, or none of the country"),
    "acronym skipped": Feature(-0.8, "one word of five or more has no letter in the acronym"),
    "acronym syllables": Feature(-0.9, "made of the beginnings of words"),
    "acronym two": Feature(-1.4, "made of the beginnings of two words: a name of its own may be, too"),
    "acronym taken": Feature(-2.6, "the acronym is a well-known firm's, and this is not its name"),
    "legal agrees": Feature(0.6, "the same legal form, however written"),
    "legal rendered": Feature(0.5, "one legal form stands for the other in translation"),
    "legal related": Feature(-0.7, "legal forms of one country that a firm may change between"),
    "legal differs": Feature(-2.1, "legal forms that do not go together: perhaps another firm of the group"),
    "spacing": Feature(-0.3, "words written together in one name and apart in the other"),
    "umlaut": Feature(-0.1, "ä, ö, ü written as ae, oe, ue"),
    "place implied": Feature(-0.6, "a country in one only that a word of the other implies"),
    "variant": Feature(-0.8, "another romanisation of the same word"),
    "transliterated": Feature(-0.2, "another romanisation, and one name is in another script"),
    "consonants": Feature(-0.7, "one name is in another script, and the consonants are the same"),
    "cut short": Feature(-0.5, "a word is an abbreviation of the other, by its letters"),
    "initials": Feature(-0.6, "an acronym stands for some of the words, the others agree"),
    "typo": Feature(-1.4, "a word with a wrong letter, by the doubt that it is the same word"),
    "order": Feature(-0.3, "the words stand in another order"),
    "filler": Feature(-0.1, "Group, Holding, Company: may be left out"),
    "trade": Feature(-1.0, "the trade of the whole firm is left out in one"),
    "business": Feature(-2.6, "a general word is left out in one: perhaps a firm of its own"),
    "reach": Feature(-1.6, "International, Global in one only, while two distinctive words or more agree"),
    "unit": Feature(-5.2, "a word for divisions and subsidiaries is in one only"),
    "place": Feature(-5.2, "a place at the end of one only: a subsidiary there"),
    "place first": Feature(-2.8, "a place before the name of one only: a short form, or a subsidiary"),
    "number": Feature(-5.2, "a number in one only"),
    "year": Feature(-1.4, "a year of founding in one only"),
    "seat": Feature(-0.8, "a town behind the legal form in one only: where it is registered"),
    "seats differ": Feature(-3.4, "different towns behind the legal form"),
    "numbers differ": Feature(-7.0, "different numbers"),
    "extra": Feature(-5.2, "a distinctive word in one only"),
    "extra of many": Feature(-3.6, "a distinctive word in one only, while two or more agree"),
    "given name": Feature(-2.3, "the founder's given name in one only"),
    "founder": Feature(-1.6, "the founder's given name in one only, before a surname that is not frequent"),
    "partners": Feature(-1.5, "a partnership called by the first of its partners"),
    "conflict": Feature(-6.5, "each name has a word that the other lacks"),
    "club": Feature(-0.7, "letters of a sports club in one only: FC, VfL"),
    "club year": Feature(-0.7, "the year of a club's founding in one only"),
    "head": Feature(-0.6, "agrees with what stands before a slogan, a purpose or a description"),
    "alias": Feature(-0.2, "agrees with another name that is told in brackets or after 'formerly'"),
    # persons
    "surname": Feature(3.4, "the same surname"),
    "given": Feature(3.0, "the same given name"),
    "nickname": Feature(2.2, "given names that are short forms or translations of one another"),
    "initial": Feature(0.8, "an initial that fits the given name"),
    "rare": Feature(0.6, "an initial before a surname that is not frequent"),
    "no given": Feature(0.0, "a given name is missing"),
    "surname part": Feature(1.7, "one surname is part of the other"),
    "middle agrees": Feature(0.9, "middle names or initials agree"),
    "middle missing": Feature(-0.2, "a middle name in one only"),
    "middle differs": Feature(-3.0, "middle names or initials differ"),
    "other middle": Feature(-4.6, "middle names written out differ"),
    "half of double": Feature(-1.3, "one part of a double given name is missing"),
    "swapped": Feature(-0.5, "surname and given name in the other order"),
    "patronymics differ": Feature(-6.0, "different father's names"),
    "generation": Feature(-2.2, "junior or senior in one only"),
    "third": Feature(-0.8, "a number after the name in one only: III"),
    "generations differ": Feature(-7.0, "junior and senior"),
    "other given": Feature(-5.0, "another given name"),
    "other surname": Feature(-6.5, "another surname"),
}


@dataclass(slots=True)
class Evidence:
    """Features found in two names, with their phrases, and the sum of their weights in log-odds.

    `carried` when something was found that two names can be the same by.
    """

    log_odds: float = FEATURES["start"].weight
    reasons: list[str] = field(default_factory=list)
    carried: bool = False

    def add(self, feature: str, reason: str = "", amount: float = 1.0) -> None:
        """Count a feature `amount` times; an empty reason is not told."""
        self.log_odds += FEATURES[feature].weight * amount
        if reason:
            self.reasons.append(reason)

    @property
    def score(self) -> float:
        """The probability, 0 to 1, to three digits."""
        return round(1 / (1 + math.exp(-self.log_odds)), 3)
