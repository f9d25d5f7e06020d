"""What an article says of its entities besides statements: how it calls them, where they sit, who speaks for whom."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.countries import nationality
from kg.annotate.gazetteer.register import cities, country_of
from kg.annotate.names.base import place_of
from kg.annotate.names.words import words as of_language
from kg.annotate.referring import Phrase, city_of, compound_start, gender_of
from kg.annotate.referwords import Lexicon
from kg.model import Mention

_BESIDE = frozenset({"amod", "compound", "nmod"})
_DATELINE = (
    re.compile(r"\n(?:\w[\w-]+[/,] ?){0,2}$"),
    re.compile(r"(?:[/,] ?\w[\w-]+){0,2}(?:\. |,? \(| [–-] |, im |, \d)"),
)
"""What stands before and behind a place from which an article is dated: "BONN/ULM (dpa) -", "Ulm, im Mai."."""

SHORTEST_STEM = 4
STEM = 5
REACH = 40
"""Characters before a place in which other places of its dateline may stand."""


@dataclass(slots=True)
class Memory:
    """`called` are the descriptions of each entity in the order of their use; `cities` are keys of place names and
    `countries` codes; `places` are all that the article names, `datelines` those that it is dated from,
    `doubtful` those of a firm of which it was not clear which is meant ("die Firma aus Bonn");
    `genders` are groups of the lexicon; `employer` is the organisation a person speaks for."""

    annotation: Annotation
    lexicon: Lexicon
    called: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    cities: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    genders: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    employer: dict[str, str] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    datelines: frozenset[str] = frozenset()
    doubtful: set[str] = field(default_factory=set)
    business: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    countries: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, annotation: Annotation, lexicon: Lexicon) -> "Memory":
        """What the names of the article and the words beside them tell, wherever they stand in it."""
        memory = cls(annotation, lexicon)
        no_places = {lexicon.person_type, *lexicon.owner_types}
        places = [m for m in annotation.mentions if m.type not in no_places]
        memory.places = frozenset(m.name or m.text for m in places)
        memory.datelines = frozenset(m.name for m in places if _is_dateline(m, annotation.document.text))
        for mention in annotation.mentions:
            memory._read(mention)
        return memory

    def _read(self, mention: Mention) -> None:
        first, end = self.annotation.tokens(mention)
        tokens = self.annotation.doc[first:end]
        top = tokens.root
        titles = [t for t in self._titles(top, first, end) if not t.is_punct]
        if mention.type == self.lexicon.person_type:
            self._read_person(mention, titles)
        else:
            self._read_gender(mention, top, first)
            city = city_of(top, self.lexicon) or self._city_before(first)
            self._locate(mention.entity, city)
            self._read_country(mention, [top, *titles])
            if self.lexicon.gendered or mention.type in self.lexicon.owner_types:
                self._locate(mention.entity, self._seat(top))

    def _titles(self, top: Token, first: int, end: int) -> list[Token]:
        """Nouns in apposition to a name, before or after it."""
        doc = self.annotation.doc
        near = [c for c in top.children if c.dep_ in {"appos", "compound", "flat", "nmod"}]
        near += [top.head] if top.dep_ in {"appos", "flat", "nmod"} else []
        near += [doc[first - 1]] if first > 0 else []
        return [t for t in near if not first <= t.i < end]

    def _read_country(self, mention: Mention, nouns: list[Token]) -> None:
        """By an adjective of the name or of a noun beside it, and by the register."""
        words = [c.text for noun in nouns for c in noun.children if c.dep_.partition(":")[0] in _BESIDE]
        codes = [country_of(self.annotation.entity(mention.entity).known), *map(nationality, words)]
        self.countries[mention.entity] |= {code for code in codes if code}

    def _read_person(self, mention: Mention, titles: list[Token]) -> None:
        words = mention.text.split()
        given = next((word for word in words if not word.endswith(".")), words[0])
        lexicon = self.lexicon
        if given in lexicon.feminine_names:
            self.genders[mention.entity].add("feminine")
        if given in lexicon.masculine_names:
            self.genders[mention.entity].add("masculine")
        for title in titles:
            word = title.lemma_
            if title.pos_ in {"NOUN", "PROPN", "X"} and word:
                if lexicon.feminine_titles.has(title.text):
                    self.genders[mention.entity].add("feminine")
                elif lexicon.masculine_titles.has(title.text):
                    self.genders[mention.entity].add("masculine")
                if lexicon.insiders.has(word):
                    self._employ(mention.entity, title)

    def _employ(self, person: str, title: Token) -> None:
        part = compound_start(title)
        near = [part] if part.i < title.i else []
        near += [c for c in title.children if c.dep_.partition(":")[0] in {"nmod", "compound"}]
        for token in near:
            mention = self.annotation.mention_at(token.i)
            if mention is not None and mention.type in self.lexicon.owner_types:
                self.employer.setdefault(person, mention.entity)

    def _read_gender(self, mention: Mention, top: Token, first: int) -> None:
        """By the article or the noun before the name; a bare name is neuter, and feminine with such an ending."""
        doc, known = self.annotation.doc, self.genders[mention.entity]
        articles = [c for c in top.children if c.dep_ == "det"]
        before = doc[first - 1] if first else None
        if before is not None and before.pos_ == "NOUN":
            known |= gender_of(before, self.lexicon)
        elif articles and "Sing" in articles[0].morph.get("Number", []):
            known |= gender_of(articles[0], self.lexicon)
        else:
            known.add("thing")
        if mention.name.lower().endswith(self.lexicon.feminine_endings):
            known.add("feminine")

    def _city_before(self, first: int) -> str:
        """The city adjective before a name: "Münchner" in "die Münchner Lotsa GmbH"."""
        ending, doc = self.lexicon.place_ending, self.annotation.doc
        word = doc[first - 1].text if first > 0 else ""
        return word if ending and word[:1].isupper() and word.endswith(ending) else ""

    def _seat(self, top: Token) -> str:
        """The place after a name: "Kessler aus Bonn", "Corvex, based in Sunnyvale"."""
        for child in top.children:
            if child.i > top.i and {c.lower_ for c in child.children} & self.lexicon.from_place:
                mention = self.annotation.mention_at(child.i)
                if mention is not None and mention.type not in {self.lexicon.person_type, *self.lexicon.owner_types}:
                    return mention.text
        return ""

    def _locate(self, entity: str, word: str) -> None:
        if word and (key := self.city(word)):
            self.cities[entity].add(key)

    def city(self, word: str) -> str:
        """The key of a place, from its name or its adjective; "" when no such place is known to the article."""
        if not self.lexicon.place_ending:
            return word
        place = word if word in self.places else place_of(word, self.places, cities().__contains__)
        known = place in self.places or place in cities()
        return place if known or of_language(self.annotation.document.lang).is_city_adjective(word) else ""

    def call(self, phrase: Phrase, entity: str) -> None:
        """Remember that the article called `entity` so."""
        words = [*phrase.words, *self._of_phrase(phrase)]
        self.called[entity] = [w for w in self.called[entity] if w not in words] + words
        self.add(phrase, entity)

    def add(self, phrase: Phrase, entity: str) -> None:
        """Remember what a phrase for `entity` tells besides: its place and its gender."""
        self._locate(entity, phrase.city)
        if phrase.genders and self.annotation.entity(entity).type != self.lexicon.person_type:
            self.genders[entity] |= phrase.genders

    def _of_phrase(self, phrase: Phrase) -> list[str]:
        """ "getriebebauer" for "Bauer von Getrieben": the base form of what follows, joined with the head."""
        below = [c for c in phrase.head.children if c.i > phrase.head.i and c.dep_.partition(":")[0] in {"nmod", "obl"}]
        named = [c for c in below if any(m.lower_ in self.lexicon.of for m in c.children)]
        head = phrase.head.lemma_.lower()
        return [joined for c in named for joined in (c.lemma_.lower() + head, c.lemma_.lower() + "-" + head)]

    def do(self, entity: str, sentence: "list[Token]") -> None:
        """Remember what a company deals with: the nouns of a sentence whose subject it is."""
        self.business[entity] |= {t.lemma_.lower() for t in sentence if t.pos_ in {"NOUN", "PROPN"}}

    def is_bystander(self, entity: str) -> bool:
        """Whether the article names an entity only as one that reports: "das Magazin X", "die Nachrichtenagentur Y"."""
        return any(self.lexicon.bystanders.has(word) for word in self.called.get(entity, ()))

    def known_as(self, phrase: Phrase) -> list[str]:
        """The entities that the article has called so."""
        for word in phrase.words:
            found = [e for e, words in self.called.items() if any(self.lexicon.are_same(word, w) for w in words)]
            if found:
                return found
        return []

    def shown_by(self, phrase: Phrase) -> list[str]:
        """Whose name or business the phrase describes: Tarnow Robotik for "Roboterbauer", Havelbank for "Bank"."""
        stem = phrase.first[:STEM] if len(phrase.first) >= SHORTEST_STEM else ""
        names = {e.id: e.name.lower() for e in self.annotation.entities if e.type in phrase.types}
        word, same = phrase.words[-1], self.lexicon.are_same
        by_name = [e for e, n in names.items() if (stem and stem in n) or any(same(word, w) for w in n.split())]
        if by_name or not stem:
            return by_name
        return [e for e, words in self.business.items() if e in names and any(w.startswith(stem) for w in words)]


def _is_dateline(mention: Mention, text: str) -> bool:
    """Whether a place stands where an article says from where it was written."""
    before, behind = _DATELINE
    start = "\n" * (mention.start <= REACH) + text[max(0, mention.start - REACH) : mention.start]
    return bool(before.search(start) and behind.match(text, mention.end))
