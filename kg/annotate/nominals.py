"""Noun phrases: "der Konzern", "the Sunnyvale-based chipmaker", "die Münchner", "beide Unternehmen"."""

from dataclasses import dataclass

from spacy.tokens import Token

from kg.annotate.candidates import Candidates, by_score
from kg.annotate.gazetteer.register import country_of
from kg.annotate.referring import Phrase
from kg.annotate.salience import BEGINNING

DOMINANT = 0.6
"""The share of all names that makes one company the one in sight."""

NO_COUNTRY = frozenset({"EU", "ZZ"})
"""What the register has for continents and the like, where no firm sits."""

CLEAR, NEAR = 1.0, 4.0
"""How far ahead and how salient a candidate must be when the phrase names a place that the article does not give it."""


@dataclass(frozen=True, slots=True)
class Nominals:
    """Resolves noun phrases among the candidates of one document."""

    candidates: Candidates

    def resolve(self, phrase: Phrase, number: int) -> list[str]:
        """The entities that a noun phrase in sentence `number` stands for; [] in doubt."""
        if phrase.parties:
            return self._two(phrase, number)
        if not phrase.definite or self._is_other(phrase):
            return []
        if phrase.plural:
            return []
        return self._one(phrase, number)

    def _one(self, phrase: Phrase, number: int) -> list[str]:
        known = self._known(phrase)
        if phrase.division and not known:
            return self._division(phrase)
        if not known and not phrase.types:
            return []
        inside = self._inside(phrase)
        if inside:
            if phrase.whole:
                return inside
            known = [e for e in known if e not in inside]
        scores = {e: s for e, s in self.candidates.scores(phrase, number).items() if e and e not in inside}
        city = self.candidates.memory.city(phrase.city) if phrase.city else ""
        if city:
            there = self._in_city(phrase, city)
            known = [e for e in there if e in known] or there or known
            scores = {e: s for e, s in scores.items() if city in (self.candidates.memory.cities[e] or {city})}
        if phrase.country:
            countries = self.candidates.memory.countries
            there = [e for e in scores if phrase.country in countries[e]]
            scores = {e: s for e, s in scores.items() if e in there or not (there or countries[e])}
            if len(there) == 1 and not self._is_known_otherwise(phrase, there[0]) and phrase.proof != "called":
                return there
        ranked = by_score(scores)
        if known:
            return ([e for e in ranked if e in known] or known[-1:])[:1]
        if phrase.proof == "none":
            return ranked[:1] if not city or self._is_clear(ranked, scores) else []
        return self._proved(phrase, ranked)

    def _known(self, phrase: Phrase) -> list[str]:
        """The entities that the article called so; a general noun ("Konzern") says nothing by itself."""
        if phrase.proof == "none" and not phrase.first:
            return []
        return [e for e in self.candidates.memory.known_as(phrase) if self.candidates.may_be(phrase, e)]

    def _inside(self, phrase: Phrase) -> list[str]:
        """The entities named in the first part of a compound: Opel in "Opel-Mutter", Bosch in "Bosch group"."""
        annotation, head = self.candidates.annotation, phrase.head
        parts = [t.i for t in head.lefts if t.dep_ == "compound" or t.idx >= phrase.start]
        span = annotation.doc.char_span(phrase.start, phrase.end)
        parts += list(range(span.start, head.i)) if span is not None else []
        found = dict.fromkeys(m.entity for i in parts for m in annotation.mentions_at(i)[:1])
        return [e for e in found if self.candidates.may_be(phrase, e)]

    def _in_city(self, phrase: Phrase, city: str) -> list[str]:
        cities = self.candidates.memory.cities
        return [e for e in self.candidates.types if city in cities[e] and self.candidates.may_be(phrase, e)]

    def _is_clear(self, ranked: list[str], scores: dict[str, float]) -> bool:
        """Whether the first candidate is salient and far ahead of the second."""
        best = [scores[e] for e in ranked[:2]]
        return bool(best) and best[0] >= NEAR and (len(best) == 1 or best[0] - best[1] >= CLEAR)

    def people(self, phrase: Phrase, number: int) -> list[str]:
        """The company that is spoken of and that the article or the register ties to a country."""
        countries = self.candidates.memory.countries
        return [e for e in by_score(self.candidates.scores(phrase, number)) if phrase.country in countries[e]][:1]

    def townspeople(self, phrase: Phrase, number: int) -> list[str]:
        """The company meant by its town: who is named behind it ("die Paderborner von X"), one that the article ties
        to it, else what the article is about where it is dated from there, else the one that is spoken of, unless that
        sits elsewhere."""
        memory, salience = self.candidates.memory, self.candidates.salience
        town = memory.city(phrase.city)
        if town and (beside := self._named_behind(phrase)):
            return [beside]
        ranked = by_score(scores := self.candidates.scores(phrase, number))
        there = self._in_city(phrase, town) if town else []
        if there or not town or town in memory.doubtful or country_of(town) in NO_COUNTRY:
            return ([e for e in ranked if e in there] or there)[:1]
        firsts = [salience.topic] if town in memory.datelines else []
        firsts.append(salience.opener(salience.paragraph(phrase.head)))
        ranked = [*(e for e in firsts if e in scores), *ranked]
        free = [e for e in ranked if self._is_free(phrase, e, town)]
        if number > BEGINNING and town not in memory.datelines:
            free.sort(key=lambda e: e == salience.topic)
        return free[:1] if free and (free[0] in firsts or self._is_likely(free[0], town, scores)) else []

    def _named_behind(self, phrase: Phrase) -> str:
        """The company named behind its town: X in "die Paderborner von X"; "" without one."""
        doc, at = phrase.head.doc, phrase.head.i + 1
        if at + 1 >= len(doc) or doc[at].lower_ not in self.candidates.lexicon.of:
            return ""
        mention = self.candidates.annotation.mention_at(at + 1)
        return mention.entity if mention is not None and self.candidates.may_be(phrase, mention.entity) else ""

    def _is_free(self, phrase: Phrase, entity: str, town: str) -> bool:
        """Whether the article ties the company to no other place."""
        memory = self.candidates.memory
        free = not memory.cities[entity] and self._may_sit_in(entity, town)
        return free and self.candidates.fits(phrase, entity)

    def _is_likely(self, entity: str, town: str, scores: dict[str, float]) -> bool:
        """Whether a company is spoken of just now, or the register has it in the country of the town."""
        country = country_of(self.candidates.annotation.entity(entity).known)
        return scores[entity] >= NEAR or (bool(country) and country == country_of(town))

    def _may_sit_in(self, entity: str, town: str) -> bool:
        """Whether the register does not place the company and the town in different countries."""
        known = self.candidates.annotation.entity(entity).known
        here, there = country_of(known), country_of(town)
        return not here or not there or here == there

    def _proved(self, phrase: Phrase, ranked: list[str]) -> list[str]:
        """The company that the phrase describes, or the one in sight of which nothing else was said."""
        memory, salience = self.candidates.memory, self.candidates.salience
        shown = memory.shown_by(phrase)
        if len(shown) == 1 and shown[0] in ranked:
            return shown
        if phrase.proof == "called" or not ranked:
            return []
        if sum(self.candidates.may_be(phrase, e) for e in salience.named) == 1:
            return ranked[:1]
        free = [e for e in ranked if not self._is_known_otherwise(phrase, e)]
        if len(free) == 1 and free == ranked[:1]:
            return free
        return free[:1] if free[:1] == ranked[:1] and salience.share.get(ranked[0], 0) >= DOMINANT else []

    def _is_known_otherwise(self, phrase: Phrase, entity: str) -> bool:
        """Whether the article called the entity something else, or its name says so: a carmaker is no brewer."""
        lexicon, memory = self.candidates.lexicon, self.candidates.memory
        said = [*memory.called[entity], *self.candidates.annotation.entity(entity).name.lower().split()]
        kinds = [w for w in said if lexicon.reading(w)[1] != "none" or lexicon.reading(w.capitalize())[1] != "none"]
        return bool(kinds) and not any(lexicon.are_same(w, k) for k in kinds for w in phrase.words)

    def _is_other(self, phrase: Phrase) -> bool:
        """Whether the phrase names another one than those spoken of: "die Bank von X", "das neue Unternehmen"."""
        head, lexicon = phrase.head, self.candidates.lexicon
        before = [c for c in head.children if c.i < head.i]
        after = [c for c in head.children if c.i > head.i]
        if any(c.lower_ in lexicon.indefinite or c.dep_ == "cop" for c in head.children):
            return True
        if any({c.lemma_.lower(), c.lower_} & lexicon.blocking or c.dep_.endswith(":poss") for c in before):
            return True
        if any(c.dep_ == "nmod" and c.i < phrase.start and self._is_name(c) for c in before):
            return True
        next_to = [c for c in after if c.dep_ == "nmod" and c.left_edge.i == head.i + 1 and not self._is_seat(c)]
        if any(phrase.proof != "kind" or self._is_name(c) for c in next_to if not self._is_aside(head, c)):
            return True
        return any(c.dep_ == "acl:relcl" and head.nbor(1).text != "," for c in after)

    def _is_aside(self, head: Token, behind: Token) -> bool:
        """Whether what a tree hung on a noun belongs to its verb: a year, or who acts ("wurde das Unternehmen von X
        beraten")."""
        if behind.pos_ == "NUM":
            return True
        passive = any(c.dep_ == "aux:pass" for c in head.head.children)
        return passive and any(c.lower_ in self.candidates.lexicon.of for c in behind.children)

    def _is_name(self, token: Token) -> bool:
        return self.candidates.annotation.mention_at(token.i) is not None

    def _is_seat(self, token: Token) -> bool:
        return any(c.lower_ in self.candidates.lexicon.from_place for c in token.children)

    def _division(self, phrase: Phrase) -> list[str]:
        """The company whose name ends in the first part: Alpha Cloud for "die Cloud-Sparte"."""
        names = {e.id: e.name.lower() for e in self.candidates.annotation.entities}
        part = " " + phrase.division.lower()
        return [e for e, name in names.items() if name.endswith(part) and self.candidates.may_be(phrase, e)][:1]

    def _two(self, phrase: Phrase, number: int) -> list[str]:
        """The two that were last named together; the nearest sentence with exactly two counts."""
        owners, type_of = self.candidates.lexicon.owner_types, self.candidates.types
        types = phrase.types & owners or owners
        for window in range(3):
            near = self.candidates.salience.near(number, window)
            pairs = [s.entities for s in near if len(s.entities) == 2 and type_of[s.entities[0]] in types]
            if pairs:
                return sorted(pairs[-1])
            each = sorted({e for s in near for e in s.entities if type_of[e] in types})
            if len(each) > 1:
                return each if len(each) == 2 else []
        return []
