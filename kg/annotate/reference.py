"""Reference: noun phrases and pronouns that stand for an entity named in the article, or for none.

Walks the text once and keeps who was named when. A definite company noun takes the most salient company, a specific
one ("der Chiphersteller") only whom the article called so, whose name or business shows it, or the one company in
sight; a pronoun takes what agrees, and nothing where a common noun is nearer. In doubt a phrase refers to none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.candidates import NEAREST, Candidates
from kg.annotate.memory import Memory
from kg.annotate.names.words import words as of_language
from kg.annotate.nominals import Nominals
from kg.annotate.order import Order
from kg.annotate.referring import Phrase, gender_of
from kg.annotate.referwords import Lexicon
from kg.annotate.salience import Salience, Seen, clause_of, is_subject, top_of
from kg.annotate.sentences import sentence_of
from kg.annotate.speech import speaker
from kg.annotate.towns import Towns
from kg.model import Entity, Mention


class Referrer:
    """Resolves the references of one document; `run()` gives the annotation with the new mentions."""

    def __init__(self, annotation: Annotation, lexicon: Lexicon) -> None:
        self.annotation, self.lexicon = annotation, lexicon
        self.types = {e.id: e.type for e in annotation.entities}
        self.memory = Memory.of(annotation, lexicon)
        self.salience = Salience(annotation, lexicon.owner_types)
        self.found: list[Mention] = []
        self.many = (-2, "")
        self.towns = Towns(annotation)
        self.candidates = Candidates(annotation, lexicon, self.memory, self.salience, self.found, self.types)
        self.nominals, self.order = Nominals(self.candidates), Order(self.candidates)

    def run(self) -> Annotation:
        document = self.annotation.document
        for number, sentence in enumerate(self.annotation.doc.sents):
            if document.is_article(sentence.start_char, sentence.end_char):
                for token in sentence:
                    self._step(token, number)
                self._learn(sentence, number)
        return with_mentions(self.towns.named(), self.found)

    def _step(self, token: Token, number: int) -> None:
        mention = self.annotation.mention_at(token.i)
        if mention is not None:
            if (self._is_place(mention) or self._is_town(mention)) and self._townspeople(token, number):
                return
            if self.annotation.tokens(mention)[1] == token.i + 1:
                self._note(token, self._group(token, mention), number)
            return
        phrase = Phrase.at(token, self.lexicon)
        if phrase is None or self._townspeople(token, number):
            return
        named = self._named_beside(phrase)
        if named:
            self.memory.call(phrase, named)
            return
        chosen = self._choose(phrase, number)
        self.found += [self._mention(phrase, entity) for entity in chosen]
        if chosen:
            self._note(token, tuple(chosen), number)
        elif phrase.kind == "nominal":
            self._note_noun(phrase, number)
            if phrase.city and phrase.definite and phrase.types & self.lexicon.townspeople:
                self.memory.doubtful.add(self.memory.city(phrase.city))
        if len(chosen) == 1 and phrase.kind == "nominal":
            self.memory.add(phrase, chosen[0])

    def _is_place(self, mention: Mention) -> bool:
        return mention.type not in {self.lexicon.person_type, *self.lexicon.owner_types}

    def _is_town(self, mention: Mention) -> bool:
        """Whether what was taken for a name is made from a town's: "Tübinger" in "die Tübinger bauen"."""
        known, lang = self.annotation.entity(mention.entity).known, self.annotation.document.lang
        return not known and any(of_language(lang).is_city_adjective(w) for w in (mention.text, mention.text[:-1]))

    def _townspeople(self, token: Token, number: int) -> bool:
        """Reads a firm that is called by its town; whether there is one."""
        phrase = Phrase.townspeople(token, self.lexicon)
        chosen = self.nominals.townspeople(phrase, number) if phrase else []
        if phrase and chosen:
            self.towns.name(token, self.memory.city(phrase.city))
        if not chosen and (phrase := Phrase.people(token, self.lexicon)):
            chosen = self.nominals.people(phrase, number)
        if phrase is None or not chosen:
            return False
        self.found += [self._mention(phrase, entity) for entity in chosen]
        self._note(token, tuple(chosen), number)
        self.salience.note(token, tuple(chosen), number, frozenset({"plural"}), plural=True)
        self.memory.add(phrase, chosen[0])
        return True

    def _note(self, token: Token, entities: tuple[str, ...], number: int) -> None:
        for entity in entities:
            self.salience.note(token, (entity,), number)
        if len(entities) > 1:
            self.salience.note(token, entities, number, frozenset({"plural"}), plural=True)

    def _note_noun(self, phrase: Phrase, number: int) -> None:
        """A common noun that a later pronoun may stand for."""
        plural = phrase.plural
        if is_subject(phrase.head) or (plural and phrase.head.dep_ in {"obj", "obl", "conj"}):
            genders = frozenset({"plural"}) if plural else self._noun_genders(phrase)
            acts = self.lexicon.acts(phrase.head.lemma_)
            self.salience.note(phrase.head, (), number, genders, plural=plural, acts=acts)

    def _noun_genders(self, phrase: Phrase) -> frozenset[str]:
        if self.lexicon.gendered:
            return phrase.genders or gender_of(phrase.head, self.lexicon)
        person = self.lexicon.person_type in phrase.types
        return frozenset({"masculine", "feminine"} if person else {"thing"})

    def _group(self, token: Token, mention: Mention) -> tuple[str, ...]:
        """The entity of a name, and those of the names that it is coordinated with, in text order."""
        entities = [mention.entity]
        here = top_of(token)
        while here.dep_ == "conj":
            here = here.head
            before = self.annotation.mention_at(here.i)
            if before is None or self.candidates.is_person(before.entity) != self.candidates.is_person(mention.entity):
                break
            if before.entity not in entities:
                entities.insert(0, before.entity)
        return tuple(entities)

    def _learn(self, sentence: Span, number: int) -> None:
        for seen in self.salience.near(number, 0):
            if seen.subject and len(seen.entities) == 1:
                self.memory.do(seen.entities[0], list(sentence))

    def _named_beside(self, phrase: Phrase) -> str:
        """The entity named in apposition to a noun, or of which the noun is said: Kessler in "der Bauer Kessler"."""
        token, doc = phrase.head, self.annotation.doc
        if phrase.kind != "nominal" or phrase.ordinal:
            return ""
        if not phrase.types and token.lower_.endswith(self.lexicon.abstract):
            return ""
        near = [token.i + 1] if token.i + 1 < sentence_of(token).end else []
        near += [c.i for c in token.children if c.dep_.partition(":")[0] in {"appos", "flat"}]
        if token.dep_.startswith(("appos", "compound")):
            near.append(token.head.i)
        if any(c.dep_ == "cop" for c in token.children):
            near += [c.i for c in token.children if c.dep_.startswith("nsubj")]
        for i in near:
            mention = self.annotation.mention_at(i)
            if mention is not None and self.candidates.may_be(phrase, mention.entity):
                genitive = i == token.i + 1 and "Gen" in doc[i].morph.get("Case", [])
                if not (genitive and doc[i].dep_.startswith("nmod")):
                    return mention.entity
        return ""

    def _choose(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.ordinal:
            return self.order.of_two(phrase, number)
        if phrase.kind == "nominal":
            return self.nominals.resolve(phrase, number)
        if phrase.head.lower_ in self.lexicon.demonstrative:
            return self.order.last_named(phrase)
        if "first" in phrase.genders:
            said = speaker(phrase.head, self.annotation, self.memory)
            return [said] if said and self.types[said] in phrase.types else []
        if phrase.head.lower_ in self.lexicon.dependent:
            relative = self._relative(phrase)
            if relative is not None:
                return relative
        return self._pronoun(phrase, number)

    def _relative(self, phrase: Phrase) -> list[str] | None:
        """The noun that "deren" or "dessen" stands for when it opens a relative clause; None when it does not."""
        for up in phrase.head.ancestors:
            if up.dep_ == "acl:relcl":
                mention = self.annotation.mention_at(up.head.i)
                earlier = [m for m in self.found[-NEAREST:] if m.start <= up.head.idx < m.end]
                return [m.entity for m in [mention, *earlier] if m is not None][:1]
        return None

    def _pronoun(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.genders == {"plural"}:
            return self._plural(phrase, number)
        if "plural" in phrase.genders and self._owned_by_many(phrase, number):
            return self._plural(phrase, number)
        if phrase.possessive and any(c.dep_ == "csubj" for c in phrase.head.doc[clause_of(phrase.head)].children):
            return []
        chosen = self.candidates.ranked(phrase, number)[:1]
        if not chosen and not self.candidates.has_people():
            chosen = [found for found in [self.order.to_come(phrase)] if found]
        gender = phrase.genders & {"masculine", "feminine"}
        for entity in chosen:
            if self.candidates.is_person(entity) and len(gender) == 1 and not self.memory.genders[entity]:
                self.memory.genders[entity] |= gender
        return chosen

    def _owned_by_many(self, phrase: Phrase, number: int) -> bool:
        """Whether the subject of the clause is plural, as for "ihre" in "X und Y legen ihre Logistik zusammen"."""
        here = clause_of(phrase.head)
        return any(s.plural and s.subject and s.clause == here for s in self.salience.near(number, 0))

    def _plural(self, phrase: Phrase, number: int) -> list[str]:
        """The group of names that was spoken of last, unless a plural noun came after it."""
        here, paragraph = clause_of(phrase.head), self.salience.paragraph(phrase.head)
        near = [s for s in self.salience.near(number, 1) if s.plural and s.token < phrase.head.i]
        if not phrase.possessive:
            near = [s for s in near if s.clause != here or s.sentence != number]
        best = max(near, key=lambda s: (self.salience.weight(s, number, paragraph), s.token), default=None)
        if phrase.head.lower_ in self.lexicon.as_many and not any(s.entities or s.acts for s in near):
            return self._as_many(phrase, number, near)
        if best is None or not best.subject:
            return []
        return sorted(best.entities) if all(self.types[e] in phrase.types for e in best.entities) else []

    def _as_many(self, phrase: Phrase, number: int, things: list[Seen]) -> list[str]:
        """The one firm that was the subject, of which English speaks as of many: "Kessler is based in Ulm. They make";
        or of which it went on to speak so. Not where the pronoun may stand for `things`."""
        one = self.many[1] if number - self.many[0] <= 1 else ""
        if not one and not self._mean_things(things, phrase):
            spoken = {s.entities for s in self.salience.near(number, 1) if s.subject and s.token < phrase.head.i}
            one = spoken.pop()[0] if len(spoken) == 1 and len(next(iter(spoken))) == 1 else ""
        if not one or self.types[one] not in self.lexicon.owner_types:
            return []
        self.many = number, one
        return [one]

    def _mean_things(self, things: list[Seen], phrase: Phrase) -> bool:
        """Whether things may be meant: not those with a preposition ("with headquarters in Ulm"), nor an object where
        somebody acts ("It sells pumps. They employ 40")."""
        if any(s.subject for s in things) or (things and phrase.possessive):
            return True
        objects = any(top_of(phrase.head.doc[s.token]).dep_ != "obl" for s in things)
        return objects and not self.candidates.acts(phrase)

    def _mention(self, phrase: Phrase, entity: str) -> Mention:
        start, end = phrase.start, phrase.end
        text = self.annotation.document.text[start:end]
        return Mention(start, end, text, self.types[entity], phrase.kind, entity)


def refer(annotation: Annotation) -> Annotation:
    """The annotation with mentions for noun phrases and pronouns that stand for a named entity."""
    return Referrer(annotation, Lexicon.load(annotation.document.lang)).run()


def with_mentions(annotation: Annotation, more: Iterable[Mention]) -> Annotation:
    """The annotation with further mentions, also in their entities, all in text order."""
    mentions = tuple(sorted({*annotation.mentions, *more}, key=lambda m: (m.start, m.end, m.entity)))
    entities = tuple(_updated(annotation.entities, mentions))
    return replace(annotation, mentions=mentions, entities=entities)


def _updated(entities: Iterable[Entity], mentions: tuple[Mention, ...]) -> Iterator[Entity]:
    for entity in entities:
        yield replace(entity, mentions=tuple(m for m in mentions if m.entity == entity.id))
