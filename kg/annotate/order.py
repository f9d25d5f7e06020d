"""Phrases that are told by the order of names: "the latter", "dieser", and pronouns before the name."""

from dataclasses import dataclass

from kg.annotate.candidates import NEAREST, Candidates
from kg.annotate.referring import Phrase, gender_of
from kg.annotate.salience import WINDOW, is_subject, top_of
from kg.annotate.sentences import sentence_of
from kg.model import Mention


@dataclass(frozen=True, slots=True)
class Order:
    """Resolves such phrases among the names of one document."""

    candidates: Candidates

    def to_come(self, phrase: Phrase) -> str:
        """The person of whom the next sentences speak, for a pronoun before any name that it agrees with: "At first he
        taught. Paul Reed then ..."; "" when this sentence names that person too, or another one stands between."""
        sentence, doc = sentence_of(phrase.head), phrase.head.doc
        if self.candidates.lexicon.gendered and (self.candidates.salience.named or not is_subject(phrase.head)):
            return ""
        here = {e for t in sentence for e in self.candidates.at(t)}
        for _ in range(WINDOW):
            if sentence.end >= len(doc):
                break
            sentence = sentence_of(doc[sentence.end])
            people = [t for t in sentence for e in self.candidates.at(t) if self.candidates.is_person(e)]
            if people:
                found = self.candidates.named(people[0])
                subject = is_subject(top_of(people[0])) or is_subject(people[0])
                return found if subject and found not in here and self.candidates.fits(phrase, found) else ""
        return ""

    def of_two(self, phrase: Phrase, number: int) -> list[str]:
        """The first or the second of the two that were named last, together or one after the other, both persons or
        both not; [] without two."""
        lexicon = self.candidates.lexicon
        first = next(t for t in sentence_of(phrase.head) if t.lower_ in lexicon.former | lexicon.latter)
        near = [s.entities for s in self.candidates.salience.near(number, 1) if s.token < first.i]
        pairs: list[tuple[str, ...]] = [entities for entities in near if len(entities) == 2]
        two = pairs[-1] if pairs else self._last_two([m.entity for m in self._before(phrase) if m.start < first.idx])
        return [two[phrase.head.lower_ in lexicon.latter]] if two else []

    def _last_two(self, entities: list[str]) -> tuple[str, ...]:
        """The last two different ones of one sort, if the last or the one before it has such a pair."""
        is_person = self.candidates.is_person
        for last in entities[:-3:-1]:
            others = [e for e in entities if e != last and is_person(e) == is_person(last)]
            if others:
                return others[-1], last
        return ()

    def last_named(self, phrase: Phrase) -> list[str]:
        """Who was named last, for "dieser"; [] where that does not agree or a noun that does stands between."""
        before, lexicon = self._before(phrase), self.candidates.lexicon
        if not before or not self.candidates.fits(phrase, before[-1].entity):
            return []
        end = max(self.candidates.annotation.tokens(m)[1] for m in before)
        between = phrase.head.doc[end : phrase.head.i]
        rival = any(t.pos_ == "NOUN" and gender_of(t, lexicon) & phrase.genders for t in between)
        return [] if rival else [before[-1].entity]

    def _before(self, phrase: Phrase) -> list[Mention]:
        """Who was named or referred to before a phrase, in its sentence and in the one before that, in text order."""
        here, lexicon = sentence_of(phrase.head), self.candidates.lexicon
        start = (sentence_of(here.doc[here.start - 1]) if here.start else here).start_char
        sorts = {*lexicon.owner_types, lexicon.person_type}
        mentions = (*self.candidates.annotation.mentions, *self.candidates.found[-NEAREST:])
        near = (m for m in mentions if m.type in sorts and start <= m.start and m.end <= phrase.start)
        return sorted(near, key=lambda m: (m.start, m.end))
