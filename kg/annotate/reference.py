"""Reference: noun phrases and pronouns that stand for an entity named in the article, or for none.

Walks the text once and keeps who was named when. A definite company noun takes the most salient company, a specific
one ("der Chiphersteller") only whom the article called so, whose name or business shows it, or the one company in
sight; a pronoun takes what agrees, and nothing where a common noun is nearer. In doubt a phrase refers to none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.memory import Memory
from kg.annotate.referring import Phrase, gender_of, is_plural
from kg.annotate.referwords import Lexicon
from kg.annotate.salience import POSSESSOR_SUBJECT, NEARNESS, RECENT, SUBJECT, Salience, Seen, clause_of, is_subject, subjects, top_of
from kg.annotate.speech import speaker
from kg.model import Entity, Mention

DOMINANT = 0.6
"""The share of all names that makes one company the one in sight."""

AHEAD = 0.5
"""What the subject that follows in the sentence has over one in the sentence before: "Nach ihrer Übernahme"."""

CLEAR = 1.0
"""How far the first candidate must be ahead where a phrase names a place that the article has not tied to it."""


class Referrer:
    """Resolves the references of one document; `run()` gives the annotation with the new mentions."""

    def __init__(self, annotation: Annotation, lexicon: Lexicon) -> None:
        self.annotation, self.lexicon = annotation, lexicon
        self.types = {e.id: e.type for e in annotation.entities}
        self.memory = Memory.of(annotation, lexicon)
        self.salience = Salience(annotation, lexicon.owner_types)
        self.found: list[Mention] = []

    def run(self) -> Annotation:
        document = self.annotation.document
        for number, sentence in enumerate(self.annotation.doc.sents):
            if document.is_article(sentence.start_char, sentence.end_char):
                for token in sentence:
                    self._step(token, number)
                self._learn(sentence, number)
        return with_mentions(self.annotation, self.found)

    def _step(self, token: Token, number: int) -> None:
        mention = self.annotation.mention_at(token.i)
        if mention is not None:
            if self.annotation.tokens(mention)[1] == token.i + 1:
                self._note(token, self._group(token, mention), number)
            return
        phrase = Phrase.at(token, self.lexicon)
        if phrase is None:
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
        if len(chosen) == 1 and phrase.kind == "nominal":
            self.memory.add(phrase, chosen[0])

    def _note(self, token: Token, entities: tuple[str, ...], number: int) -> None:
        for entity in entities:
            self.salience.note(token, (entity,), number, frozenset(), plural=False)
        if len(entities) > 1:
            self.salience.note(token, entities, number, frozenset({"plural"}), plural=True)

    def _note_noun(self, phrase: Phrase, number: int) -> None:
        """A common noun that a later pronoun may stand for."""
        plural = phrase.plural
        if is_subject(phrase.head) or (plural and phrase.head.dep_ in {"obj", "obl", "conj"}):
            genders = frozenset({"plural"}) if plural else self._noun_genders(phrase)
            self.salience.note(phrase.head, (), number, genders, plural)

    def _noun_genders(self, phrase: Phrase) -> frozenset[str]:
        if self.lexicon.gendered:
            return phrase.genders or gender_of(phrase.head)
        person = self.lexicon.person_type in phrase.types
        return frozenset({"masculine", "feminine"} if person else {"thing"})

    def _group(self, token: Token, mention: Mention) -> tuple[str, ...]:
        """The entity of a name, and those of the names that it is coordinated with, in text order."""
        entities = [mention.entity]
        here = top_of(token)
        while here.dep_ == "conj":
            here = here.head
            before = self.annotation.mention_at(here.i)
            if before is None or self._is_person(before.entity) != self._is_person(mention.entity):
                break
            if before.entity not in entities:
                entities.insert(0, before.entity)
        return tuple(entities)

    def _is_person(self, entity: str) -> bool:
        return self.types[entity] == self.lexicon.person_type

    def _learn(self, sentence: Span, number: int) -> None:
        for seen in self.salience.near(number, 0):
            if seen.subject and len(seen.entities) == 1:
                self.memory.do(seen.entities[0], list(sentence))

    def _named_beside(self, phrase: Phrase) -> str:
        """The entity named in apposition to a noun, or of which the noun is said: Kessler in "der Bauer Kessler"."""
        if phrase.kind != "nominal" or (not phrase.types and phrase.head.lower_.endswith(self.lexicon.abstract)):
            return ""
        token, doc = phrase.head, self.annotation.doc
        near = [token.i + 1] if token.i + 1 < token.sent.end else []
        near += [c.i for c in token.children if c.dep_.partition(":")[0] in {"appos", "flat"}]
        if token.dep_.startswith(("appos", "compound")):
            near.append(token.head.i)
        if any(c.dep_ == "cop" for c in token.children):
            near += [c.i for c in token.children if c.dep_.startswith("nsubj")]
        for i in near:
            mention = self.annotation.mention_at(i)
            if mention is not None and self._may_be(phrase, mention.entity):
                genitive = i == token.i + 1 and "Gen" in doc[i].morph.get("Case", [])
                if not (genitive and doc[i].dep_.startswith("nmod")):
                    return mention.entity
        return ""

    def _may_be(self, phrase: Phrase, entity: str) -> bool:
        return self.types[entity] in (phrase.types or self.lexicon.types)

    def _choose(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.kind == "nominal":
            return self._nominal(phrase, number)
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
                earlier = [m for m in self.found if m.start <= up.head.idx < m.end]
                return [m.entity for m in [mention, *earlier] if m is not None][:1]
        return None

    def _nominal(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.parties:
            return self._two(phrase, number)
        if not phrase.definite or self._is_other(phrase):
            return []
        if phrase.plural:
            return self._townspeople(phrase)
        exact = phrase.proof != "none" or bool(phrase.first)
        options = [e for e in self.memory.known_as(phrase) if self._may_be(phrase, e)] if exact else []
        city = self.memory.city(phrase.city) if phrase.city else ""
        if phrase.division and not options:
            return self._division(phrase)
        if not options and not phrase.types:
            return []
        inside = {m.entity for t in self._parts(phrase) for m in self.annotation.mentions_at(t)}
        scores = {e: s for e, s in self._scores(phrase, number).items() if e and e not in inside}
        options = [e for e in options if e not in inside]
        if city:
            there = [e for e in self.types if city in self.memory.cities[e] and self._may_be(phrase, e)]
            options = [e for e in there if e in options] or there or options
            scores = {e: s for e, s in scores.items() if not self.memory.cities[e] or city in self.memory.cities[e]}
        ranked = by_score(scores)
        if options:
            return ([e for e in ranked if e in options] or options[-1:])[:1]
        margin = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else CLEAR
        return self._proved(phrase, ranked, margin, bool(city))

    def _parts(self, phrase: Phrase) -> range:
        """The tokens of a compound before its head."""
        span = self.annotation.doc.char_span(phrase.start, phrase.end)
        return range(span.start, phrase.head.i) if span is not None else range(0)

    def _townspeople(self, phrase: Phrase) -> list[str]:
        """The one company that the article ties to a town: the Münchner Lotsa GmbH for "die Münchner"."""
        word = phrase.head.text
        ending = self.lexicon.place_ending
        if phrase.types or not ending or not word.endswith(ending) or phrase.start != phrase.head.idx:
            return []
        town = self.memory.city(word)
        there = [e for e, t in self.types.items() if t in self.lexicon.owner_types and town in self.memory.cities[e]]
        return there if len(there) == 1 else []

    def _proved(self, phrase: Phrase, ranked: list[str], margin: float, placed: bool) -> list[str]:
        """The most salient entity, if the phrase says enough to mean it."""
        if phrase.proof == "none":
            return ranked[:1] if not placed or margin >= CLEAR else []
        shown = self.memory.shown_by(phrase)
        if len(shown) == 1 and shown[0] in ranked:
            return shown
        if phrase.proof == "called" or not ranked:
            return []
        seen = {e for s in self.salience.seen for e in s.entities if self._may_be(phrase, e)}
        if len(seen) == 1:
            return ranked[:1]
        first = ranked[0]
        if phrase.proof == "kind" and self.memory.called[first]:
            return []
        return [first] if len(ranked) == 1 or self.salience.share.get(first, 0) >= DOMINANT else []

    def _is_other(self, phrase: Phrase) -> bool:
        """Whether the phrase names another one than those spoken of: "die Bank von X", "das neue Unternehmen"."""
        head, lexicon = phrase.head, self.lexicon
        if any(c.lower_ in lexicon.indefinite or c.dep_ == "cop" for c in head.children):
            return True
        before = [c for c in head.children if c.i < head.i]
        if any(c.lemma_.lower() in lexicon.blocking or c.lower_ in lexicon.blocking for c in before):
            return True
        if any(c.dep_.endswith(":poss") or (c.dep_ == "nmod" and c.i < phrase.start) for c in before):
            return any(c.dep_.endswith(":poss") or self.annotation.mention_at(c.i) is not None for c in before)
        after = [c for c in head.children if c.i > head.i]
        next_to = [c for c in after if c.dep_ == "nmod" and c.left_edge.i == head.i + 1 and not self._is_seat(c)]
        if any(phrase.proof != "kind" or self.annotation.mention_at(c.i) is not None for c in next_to):
            return True
        return any(c.dep_ == "acl:relcl" and head.doc[head.i + 1].text != "," for c in after)

    def _is_seat(self, token: Token) -> bool:
        return any(c.lower_ in self.lexicon.from_place for c in token.children)

    def _division(self, phrase: Phrase) -> list[str]:
        """The company whose name ends in the first part: Alpha Cloud for "die Cloud-Sparte"."""
        part = " " + phrase.division.lower()
        return [e.id for e in self.annotation.entities if e.name.lower().endswith(part) and self._may_be(phrase, e.id)][:1]

    def _two(self, phrase: Phrase, number: int) -> list[str]:
        """The two that were last named together; the nearest sentence with exactly two counts."""
        types = phrase.types & self.lexicon.owner_types or self.lexicon.owner_types
        for window in range(3):
            near = self.salience.near(number, window)
            pairs = [s.entities for s in near if len(s.entities) == 2 and self.types[s.entities[0]] in types]
            if pairs:
                return sorted(pairs[-1])
            each = sorted({e for s in near for e in s.entities if self.types[e] in types})
            if len(each) > 1:
                return each if len(each) == 2 else []
        return []

    def _pronoun(self, phrase: Phrase, number: int) -> list[str]:
        if phrase.genders == {"plural"}:
            return self._plural(phrase, number)
        if "plural" in phrase.genders and self._owned_by_many(phrase, number):
            return self._plural(phrase, number)
        if phrase.possessive and any(c.dep_ == "csubj" for c in phrase.head.doc[clause_of(phrase.head)].children):
            return []
        chosen = self._ranked(phrase, number)[:1]
        gender = phrase.genders & {"masculine", "feminine"}
        for entity in chosen:
            if self._is_person(entity) and len(gender) == 1 and not self.memory.genders[entity]:
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
        if best is None or not best.subject:
            return []
        return sorted(best.entities) if all(self.types[e] in phrase.types for e in best.entities) else []

    def _ranked(self, phrase: Phrase, number: int) -> list[str]:
        """Entities that may be meant, most salient first; none for a pronoun that a common noun takes."""
        ranked = by_score(self._scores(phrase, number))
        return [] if ranked[:1] == [""] else [e for e in ranked if e]

    def _scores(self, phrase: Phrase, number: int) -> dict[str, float]:
        """How salient each entity is that the phrase agrees with; "" stands for all common nouns."""
        owners, others = self._clause(phrase)
        start, paragraph = phrase.head.sent.start, self.salience.paragraph(phrase.head)
        scores: dict[str, float] = {}
        for seen in self.salience.near(number):
            entity = seen.entities[0] if len(seen.entities) == 1 else ""
            if len(seen.entities) > 1 or not self._agrees(phrase, seen, entity) or seen.token > phrase.head.i:
                continue
            if not phrase.possessive and entity in owners | others:
                continue
            own = entity in owners or (not entity and seen.token in self._owner_tokens(phrase))
            if own and phrase.head.lower_ in self.lexicon.dependent:
                continue
            score = self.salience.weight(seen, number, paragraph) + (POSSESSOR_SUBJECT if phrase.possessive and own else 0)
            if seen.sentence == number:
                score += RECENT * (seen.token - start + 1) / (phrase.head.i - start + 1)
            if phrase.possessive and self._coordinated(phrase, seen):
                score += POSSESSOR_SUBJECT + SUBJECT
            scores[entity] = max(score, scores.get(entity, 0))
        ahead = self._ahead(phrase) if phrase.kind == "pronoun" else ""
        if ahead:
            scores[ahead] = max(scores.get(ahead, 0), NEARNESS[1] + SUBJECT + AHEAD)
        return scores

    def _coordinated(self, phrase: Phrase, seen: Seen) -> bool:
        """Whether the owned noun is joined to the owner: "X und seine Tochter Y"."""
        owned = phrase.head.head
        return owned.dep_ == "conj" and owned.head.i == top_of(phrase.head.doc[seen.token]).i

    def _owner_tokens(self, phrase: Phrase) -> set[int]:
        return {t.i for t in subjects(phrase.head.doc[clause_of(phrase.head)], self.lexicon.controlling)}

    def _agrees(self, phrase: Phrase, seen: Seen, entity: str) -> bool:
        if not entity:
            return phrase.kind == "pronoun" and bool(seen.genders & phrase.genders) and not self._acts(phrase)
        return self._fits(phrase, entity)

    def _fits(self, phrase: Phrase, entity: str) -> bool:
        if self.types[entity] not in phrase.types:
            return False
        known = self.memory.genders[entity]
        if self._is_person(entity):
            genders = phrase.genders & {"masculine", "feminine"}
            return (bool(genders) or phrase.kind == "nominal") and (not known or not genders or bool(genders & known))
        if phrase.proof != "called" and self.memory.is_bystander(entity):
            return False
        if phrase.kind == "nominal" or not self.lexicon.gendered:
            return phrase.kind == "nominal" or "thing" in phrase.genders
        return bool(phrase.genders & (known or {"thing"}))

    def _acts(self, phrase: Phrase) -> bool:
        """Whether the pronoun is the subject of a verb that only somebody does: "it warned"."""
        head = phrase.head
        return not self.lexicon.gendered and is_subject(head) and head.head.lemma_ in self.lexicon.agent_verbs

    def _clause(self, phrase: Phrase) -> tuple[set[str], set[str]]:
        """The entities that are the subject of the phrase's clause, and those that are its other parts."""
        clause = self.annotation.doc[clause_of(phrase.head)]
        owners = {e for t in subjects(clause, self.lexicon.controlling) if t.i != phrase.head.i for e in self._at(t)}
        others = set()
        for child in clause.children:
            if child.dep_.partition(":")[0] in {"nsubj", "obj", "iobj", "obl"} and child.i != phrase.head.i:
                marks = {c.lower_ for c in child.subtree if c.dep_ in {"case", "fixed", "amod"}}
                if not marks & self.lexicon.sources:
                    others |= self._at(child)
        return owners, others

    def _at(self, token: Token) -> set[str]:
        """The entities that a name, or a phrase resolved before, stands for at a token."""
        earlier = {m.entity for m in self.found if m.start <= token.idx < m.end}
        return earlier | {m.entity for m in self.annotation.mentions_at(token.i)[:1]}

    def _ahead(self, phrase: Phrase) -> str:
        """The subject of the main clause when the pronoun stands in a phrase or clause before it."""
        root = phrase.head.sent.root
        for child in root.children:
            if child.dep_.startswith("nsubj") and child.i > phrase.head.i:
                mention = self.annotation.mention_at(child.i)
                inside = any(c.is_ancestor(phrase.head) or c.i == phrase.head.i for c in root.children if c.i < child.i)
                direct = phrase.head.head.i == root.i
                if mention is not None and inside and not direct and self._fits(phrase, mention.entity):
                    return mention.entity
        return ""

    def _mention(self, phrase: Phrase, entity: str) -> Mention:
        start, end = phrase.start, phrase.end
        text = self.annotation.document.text[start:end]
        return Mention(start, end, text, self.types[entity], phrase.kind, entity)


def by_score(scores: dict[str, float]) -> list[str]:
    """The keys, best first; ties by name."""
    return sorted(scores, key=lambda e: (-scores[e], e))


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
