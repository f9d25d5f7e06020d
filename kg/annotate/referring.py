"""Phrases that can refer back: where they are, their number and gender, and what they may stand for."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.countries import nationality
from kg.annotate.expletives import is_expletive
from kg.annotate.referwords import Lexicon
from kg.annotate.sentences import sentence_of
from kg.model.mention import MentionKind

HYPHENS = frozenset({"-", "‑"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that may refer: its head, characters `[start, end)`, and what it may stand for.

    `proof` is what it asks for (see `Lexicon`); `words` are descriptions by which the article may have introduced
    the entity, the most exact first; `first` is the first part of a compound ("Chip" in "Chiphersteller"), `division`
    that of "Cloud-Sparte"; `whole` says that a compound means the company in its first part ("Bosch-Konzern");
    `city` is the word of a place ("Dortmunder", "Sunnyvale"), `country` the code of one ("französisch", "Koreans"),
    `ordinal` marks one of two ("the latter"). `genders` are groups of the lexicon: a pronoun agrees with any of them.
    """

    head: Token
    kind: MentionKind
    start: int
    end: int
    types: frozenset[str]
    genders: frozenset[str]
    proof: str = "none"
    definite: bool = True
    plural: bool = False
    parties: bool = False
    possessive: bool = False
    words: tuple[str, ...] = ()
    first: str = ""
    division: str = ""
    whole: bool = False
    city: str = ""
    country: str = ""
    ordinal: bool = False

    @classmethod
    def at(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """The referring phrase with the head `token`, or None."""
        if token.lower_ in lexicon.former | lexicon.latter:
            return cls._ordinal(token, lexicon)
        if token.pos_ in {"PRON", "DET"}:
            return cls._pronoun(token, lexicon)
        return cls._nominal(token, lexicon) if token.pos_ in {"NOUN", "PROPN", "ADJ"} else None

    @classmethod
    def townspeople(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """A firm called by its town: "die Münchner", "den Walldorfern", "ein Sprecher der Mailänder"; or None."""
        word, ending = token.text, lexicon.place_ending
        if not ending or not word[:1].isupper() or not word.endswith((ending, ending + "n")) or token.i == 0:
            return None
        if lexicon.country(word) or lexicon.country(word.removesuffix("n")):
            return None
        dative = word.endswith(ending + "n")
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        if after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"} and not dative:
            return None
        article = token.nbor(-1).lower_
        genitive = token.dep_.startswith("nmod") and article in lexicon.plural_genitives
        if not (article in lexicon.plural_datives if dative else article in lexicon.plural_articles or genitive):
            return None
        start, end, town = token.idx, token.idx + len(token), word.removesuffix("n") if dative else word
        return cls(token, "nominal", start, end, lexicon.townspeople, frozenset(), plural=True, city=town)

    @classmethod
    def people(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """A firm called by the people of its country: "die Franzosen", "the Koreans"; or None."""
        country = lexicon.country(token.text)
        if not country or token.i == 0 or token.nbor(-1).lower_ not in lexicon.people_articles:
            return None
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        if after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"}:
            return None
        start, end = token.idx, token.idx + len(token)
        return cls(token, "nominal", start, end, lexicon.townspeople, frozenset(), plural=True, country=country)

    @classmethod
    def _ordinal(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """One of two by the order in which they were named: "the latter", "Letztere"; not "the former chairman"."""
        after = token.nbor(1) if token.i + 1 < len(token.doc) else None
        alone = token.head.i <= token.i or not token.dep_.startswith(("amod", "det"))
        if not alone or (after is not None and after.pos_ in {"NOUN", "PROPN", "ADJ"}):
            return None
        if not lexicon.gendered and (token.i == 0 or token.nbor(-1).lower_ not in lexicon.determiners):
            return None
        types = lexicon.owner_types | {lexicon.person_type}
        return cls(token, "nominal", token.idx, token.idx + len(token), types, frozenset(), ordinal=True)

    @classmethod
    def _pronoun(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        genders = lexicon.genders(token.lower_)
        formal = token.text[:1].isupper() and not begins(token) and token.lower_ in lexicon.formal
        if token.lower_ in lexicon.demonstrative and (token.dep_ in {"det", "amod"} or is_plural(token)):
            return None
        if not genders or formal or token.dep_.startswith("expl") or is_expletive(token, lexicon):
            return None
        possessive = token.dep_.endswith(":poss") or token.lower_ in lexicon.possessive
        genders = numbered(token, genders)
        types = frozenset(t for g in genders for t in lexicon.pronoun_types[g])
        end = token.idx + len(token)
        return cls(token, "pronoun", token.idx, end, types, genders, possessive=possessive)

    @classmethod
    def _nominal(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """A common noun, of the lists or not: one that is in no list refers only to whom the article called so."""
        part = compound_start(token)
        before = [c for c in token.children if c.i < part.i]
        lowers = {c.lower_ for c in before}
        types, proof, first = lexicon.reading(token.lemma_)
        joined = part.i < token.i and not types
        if joined:  # "Start-up" is one noun
            types, proof, first = lexicon.reading(token.doc[part.i : token.i + 1].text)
        if token.pos_ == "PROPN" and first:
            return None
        city = city_of(token, lexicon)
        words = descriptions(token, part)
        inner = token.doc[part.i].text if part.i < token.i else next((c.text for c in before if is_part(c)), "")
        inner = "" if inner.isdigit() else inner
        is_division = bool(inner) and token.lemma_ in lexicon.division
        return cls(
            token,
            "nominal",
            part.idx,
            token.idx + len(token),
            types,
            gender_of(token, lexicon),
            proof="called" if not types else max(proof, "kind" if inner and not joined else "none", key=_strictness),
            definite=bool(lowers & lexicon.determiners) and not lowers & lexicon.indefinite,
            plural=is_plural(token),
            parties=is_pair(token, lowers, lexicon),
            words=words,
            first=inner.lower() or first,
            division=inner if is_division else "",
            whole=bool(types) and proof == "none" and not first,
            city=city,
            country=next((code for code in map(nationality, (c.text for c in before)) if code), ""),
        )


def _strictness(proof: str) -> int:
    return ("none", "kind", "called").index(proof)


def begins(token: Token) -> bool:
    """Whether the token begins a sentence or a quoted one."""
    return bool(token.is_sent_start) or (token.i > 0 and token.nbor(-1).is_punct)


def is_part(child: Token) -> bool:
    """An English noun before a noun: "cloud" in "cloud unit"."""
    return child.dep_ == "compound" and child.pos_ == "NOUN"


def descriptions(token: Token, part: Token) -> tuple[str, ...]:
    """What the phrase calls its entity: "opel-mutter", "pump maker" and "pumpmaker", "getriebebauer"."""
    lemma = token.lemma_.lower()
    if part.i < token.i:
        return (token.doc[part.i : token.i].text.lower() + lemma,)
    parts = [c for c in token.children if c.i < token.i and is_part(c)]
    joined = "".join(c.lemma_.lower() for c in parts) + lemma
    return (joined, lemma) if parts else (lemma,)


def is_pair(token: Token, before: set[str], lexicon: Lexicon) -> bool:
    """Whether the phrase stands for two: "beide Unternehmen", "the two groups", "die Partner"."""
    if token.lemma_ in lexicon.both_nouns and before & lexicon.both:
        return True
    return token.lemma_ in lexicon.pair_nouns and is_plural(token) and bool(before & lexicon.determiners)


def is_plural(token: Token) -> bool:
    """Whether a noun is plural: by its verb where it is the subject, else where noun and article both say so."""
    verb = verb_numbers(token)
    if len(verb) == 1 and not any(c.dep_ == "conj" for c in token.children):
        return verb == {"Plur"}
    words = [token, *(c for c in token.children if c.dep_ == "det" and c.i < token.i)]
    numbers = [n for w in words for n in w.morph.get("Number", [])]
    return bool(numbers) and all(n == "Plur" for n in numbers)


def gender_of(token: Token, lexicon: Lexicon) -> frozenset[str]:
    """The grammatical gender of a noun as a group of the lexicon; empty where the language has none."""
    if any(c.lower_ in lexicon.neuter_articles for c in token.children):
        return frozenset({"thing"})
    names = {"Masc": "masculine", "Fem": "feminine", "Neut": "thing"}
    return frozenset(names[g] for g in token.morph.get("Gender", []))


def numbered(token: Token, genders: frozenset[str]) -> frozenset[str]:
    """The groups of a pronoun that may be singular or plural, narrowed by its verb: "sie wächst", "sie wachsen"."""
    if "plural" not in genders or len(genders) == 1 or not token.dep_.startswith("nsubj"):
        return genders
    numbers = verb_numbers(token)
    if len(numbers) != 1:
        return genders
    return frozenset({"plural"}) if numbers == {"Plur"} else genders - {"plural"}


def verb_numbers(token: Token) -> set[str]:
    """The numbers that the finite verb of a subject shows; empty for other words."""
    if not token.dep_.startswith("nsubj"):
        return set()
    verbs = [token.head, *(c for c in token.head.children if c.dep_.startswith(("aux", "cop")))]
    finite = [v for v in verbs if "Fin" in v.morph.get("VerbForm", [])]
    return {n for v in finite for n in v.morph.get("Number", [])}


def city_of(token: Token, lexicon: Lexicon) -> str:
    """The word of a place before or after a noun: "Dortmunder" before it, "Bonn" in "Firma aus Bonn"."""
    for child in token.children:
        if child.i > token.i:
            if child.pos_ == "PROPN" and any(c.lower_ in lexicon.from_place for c in child.children):
                return child.text
            continue
        marks = [child, *child.children]
        if any(c.lower_ in lexicon.place_marks for c in marks):
            return next((c.text for c in child.subtree if c.text[:1].isupper() and c.pos_ in {"PROPN", "NOUN"}), "")
        ending = lexicon.place_ending
        if ending and child.text[:1].isupper() and child.text.endswith(ending) and child.dep_ != "det":
            return child.text
    return ""


def compound_start(noun: Token) -> Token:
    """The first part of a hyphen compound that ends in `noun`, or `noun` itself."""
    here = noun
    first = sentence_of(noun).start
    while here.i >= first + 2:
        hyphen, part = noun.doc[here.i - 1], noun.doc[here.i - 2]
        if hyphen.text not in HYPHENS or hyphen.whitespace_ or part.whitespace_:
            break
        here = part
    return here
