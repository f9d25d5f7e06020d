"""Phrases that can refer back: which words they are, and what they may stand for. Data in `reference.yaml`."""

from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from functools import cache

from spacy.tokens import Token

from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError
from kg.model.mention import MentionKind

FORMAL = frozenset({"sie", "ihr", "ihre", "ihrer", "ihrem", "ihren", "ihnen"})
"""German pronouns that address the reader when written with a capital."""
ORGANIZED = frozenset({"Company", "Organization", "Exchange"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The referring words of one language; each list is explained in its YAML file."""

    company_general: tuple[str, ...]
    company_special: tuple[str, ...]
    organization: tuple[str, ...]
    person: tuple[str, ...]
    product: tuple[str, ...]
    division: tuple[str, ...]
    determiners: tuple[str, ...]
    both: tuple[str, ...]
    both_nouns: tuple[str, ...]
    plural_article: tuple[str, ...]
    pronouns: dict[str, tuple[str, ...]]
    feminine_endings: tuple[str, ...]

    @classmethod
    @cache
    def load(cls, lang: str) -> "Lexicon":
        """The lexicon of `lang`; PatternError when its file lacks a list."""
        path = LANGUAGES / lang / "reference.yaml"
        raw = read_yaml(path)
        missing = [f.name for f in fields(cls) if f.name not in raw]
        if missing:
            raise PatternError(f"{path}: add the list {missing[0]}")
        lists = {f.name: tuple(raw[f.name]) for f in fields(cls) if f.name != "pronouns"}
        return cls(pronouns={k: tuple(v) for k, v in raw["pronouns"].items()}, **lists)

    def genders(self, word: str) -> frozenset[str]:
        """The groups ("thing", "masculine", ...) that a pronoun belongs to; empty for other words."""
        return frozenset(g for g, words in self.pronouns.items() if word in words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that may refer: its head, characters `[start, end)`, and what it may stand for.

    `special` asks for proof ("the chipmaker"); `parties` is set for "both companies"; `division` is the first part
    of "Cloud-Sparte"; `descriptors` are the words by which the article may have introduced the entity.
    """

    head: Token
    kind: MentionKind
    start: int
    end: int
    types: frozenset[str]
    special: bool = False
    definite: bool = True
    parties: bool = False
    possessive: bool = False
    animate: bool = False
    division: str = ""
    genders: frozenset[str] = frozenset()
    descriptors: tuple[str, ...] = ()

    @classmethod
    def at(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        """The referring phrase with the head `token`, or None."""
        if token.pos_ in {"PRON", "DET"}:
            return cls._pronoun(token, lexicon)
        return cls._nominal(token, lexicon) if token.pos_ in {"NOUN", "PROPN"} else None

    @classmethod
    def _pronoun(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        genders = lexicon.genders(token.lower_)
        formal = token.text[:1].isupper() and not token.is_sent_start and token.lower_ in FORMAL
        if not genders or formal or token.dep_.startswith("expl"):
            return None
        animate = bool(genders & {"masculine", "feminine"}) and "thing" not in genders
        types = ORGANIZED | {"Product"} if genders == {"thing"} else ORGANIZED | {"Person"}
        end = token.idx + len(token)
        possessive = token.dep_.endswith(":poss")
        return cls(
            token, "pronoun", token.idx, end, types, possessive=possessive, animate=animate, genders=genders
        )

    @classmethod
    def _nominal(cls, token: Token, lexicon: Lexicon) -> "Phrase | None":
        word = token.lemma_
        part = compound_start(token)
        before = {c.lower_ for c in token.children if c.i < token.i}
        modifiers = tuple(c.lower_ for c in token.children if c.i < token.i and c.dep_.startswith(("amod", "nmod")))
        general = matches(word, lexicon.company_general)
        special = matches(word, lexicon.company_special)
        types = types_of(word, lexicon, general or special)
        if not types:
            return None
        compound = token.doc[part.i : token.i + 1].text.lower()
        division = part.text if part.i < token.i and matches(word, lexicon.division) else ""
        described = general or special or bool(division)
        places = tuple(m for m in modifiers if m.endswith(("er", "based")))
        words = (compound if part.i < token.i else word.lower(), *places) if described else (compound,)
        parties = bool(before & set(lexicon.both)) and matches(word, lexicon.both_nouns)
        return cls(
            token,
            "nominal",
            part.idx if part.i < token.i else token.idx,
            token.idx + len(token),
            types,
            special=(special and not general) or part.i < token.i,
            definite=bool(before & set(lexicon.determiners)),
            parties=parties,
            division=division,
            descriptors=() if general and part.i == token.i and not places else words,
        )

    def agrees_with(self, name: str, lexicon: Lexicon) -> bool:
        """Whether a pronoun can stand for a company of this name: "sie" needs a feminine one ("Bank", "AG")."""
        if "thing" in self.genders:
            return True
        gendered = bool(lexicon.feminine_endings)
        return gendered and ("masculine" in self.genders or name.lower().endswith(lexicon.feminine_endings))


def types_of(word: str, lexicon: Lexicon, company: bool) -> frozenset[str]:
    """The entity types that a noun may refer to; empty for a noun that refers to none of them."""
    if company or matches(word, lexicon.division):
        return frozenset({"Company"}) | (ORGANIZED if matches(word, lexicon.organization) else frozenset())
    if matches(word, lexicon.organization):
        return ORGANIZED
    if matches(word, lexicon.person):
        return frozenset({"Person"})
    return frozenset({"Product"}) if matches(word, lexicon.product) else frozenset()


def matches(word: str, words: tuple[str, ...]) -> bool:
    """Whether a base form is in a list whose `*` stand for any letters; case is ignored."""
    lower = word.lower()
    return any(fnmatchcase(lower, w.lower()) if "*" in w else lower == w.lower() for w in words)


def compound_start(noun: Token) -> Token:
    """The first part of a hyphen compound that ends in `noun`, or `noun` itself."""
    here = noun
    while here.i >= noun.sent.start + 2:
        hyphen, part = noun.doc[here.i - 1], noun.doc[here.i - 2]
        if hyphen.text not in {"-", "‑"} or hyphen.whitespace_ or part.whitespace_:
            break
        here = part
    return here
