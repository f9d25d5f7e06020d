"""Patterns against an annotated document: every place where a pattern holds gives claims."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import product

from spacy.tokens import Span, Token

from kg.annotate.annotation import Annotation
from kg.annotate.lemmas import lemma
from kg.annotate.sentences import sentence_of
from kg.annotate.wordlists import WordList
from kg.extract import clause, tree
from kg.extract.certainty import CertaintyLexicon, Judgement, judge
from kg.extract.grammar import Grammar
from kg.extract.guesses import without_guesses
from kg.extract.makers import POINTER, without_overruled
from kg.extract.parties import fits_source, possible, present
from kg.extract.patterns import Kind, Pattern, PatternSet, Source
from kg.extract.reader import Reader
from kg.extract.relays import passes_on
from kg.extract.sequence import Match, Places, sequences
from kg.extract.values import values_near
from kg.model import Amount, Claim, Evidence, Mention, Period
from kg.ontology import Schema
from kg.ontology.terms import Role

REFERENCE_PENALTY = 0.9
"""A role filled through a pronoun, a noun phrase or the discourse is a little less sure than a name."""

Choice = tuple[Mention, ...]
Filled = dict[str, list[Choice]]
"""For each role the ways to fill it; every combination over the roles is a claim of its own."""
Values = dict[str, tuple[Amount | Period | str, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything of one language that extraction knows: patterns, cues, function words, under one ontology."""

    patterns: PatternSet
    lexicon: CertaintyLexicon
    grammar: Grammar
    schema: Schema


class Matcher:
    """Reads one document; `claims()` gives what its sentences state, in text order."""

    def __init__(self, annotation: Annotation, rules: Rules, reader: Reader | None = None) -> None:
        self.annotation = annotation
        self.rules = rules
        self.schema = rules.schema
        self.reader = reader or Reader(annotation, rules.grammar, rules.schema)
        self._everywhere = present(annotation.mentions) if reader else None
        self._found: list[Claim] = []
        self._judged: dict[tuple[int, bool], Judgement] = {}

    def claims(self) -> list[Claim]:
        for sentence in self.annotation.doc.sents:
            named = any(map(self.annotation.mention_at, range(sentence.start, sentence.end)))
            if named and self.annotation.document.is_article(sentence.start_char, sentence.end_char):
                self._found += self._in_sentence(sentence)
        return without_overruled(without_guesses(self._found), self.rules.patterns)

    def _in_sentence(self, sentence: Span) -> list[Claim]:
        places, patterns = Places(sentence, self.annotation), self.rules.patterns
        can, lists = self._possible(sentence), patterns.lists_with(places.forms())
        found: list[Claim] = []
        for token in sentence:
            for pattern in self._patterns(token):
                if pattern.id in can:
                    found += self._claims(pattern, token, lists)
        for pattern in patterns.sequences_among(lists):
            if pattern.id in can:
                for match in sequences(pattern, places):
                    found += self._from_sequence(pattern, match)
        return plain_first(found)

    def _possible(self, sentence: Span) -> frozenset[str]:
        """The patterns that may find their parties in a sentence; another reader may look for them everywhere."""
        there = self._everywhere
        if there is None:
            there = present(self.reader.in_reach(sentence))
        return possible(self.rules.patterns, self.schema, there)

    def _patterns(self, token: Token) -> Iterator[Pattern]:
        mention = self.annotation.mention_at(token.i)
        if mention is not None and tree.is_head(token, *self.annotation.tokens(mention)):
            yield from (p for p in self.rules.patterns.names if self._is_a(mention.type, p.words))
        own = kinds(token)
        if not own or (mention is not None and mention.kind == "name") or tree.is_compound_part(token):
            return
        for kind in own:
            for form in lemmas(token, self.rules.grammar):
                yield from self.rules.patterns.triggered(kind, form)

    def _claims(self, pattern: Pattern, token: Token, lists: Set[WordList]) -> Iterator[Claim]:
        """What a pattern reads at a token of a sentence that has words of these lists."""
        if not self._words_fit(pattern, token, lists):
            return
        bound = self._bind(pattern, token)
        if bound is None and pattern.kind == "verb" and self.reader.may_turn(token):
            with self.reader.turned():
                bound = self._bind(pattern, token)
        if bound is not None:
            yield from self._build(pattern, token, *bound)

    def _words_fit(self, pattern: Pattern, token: Token, lists: Set[WordList]) -> bool:
        if not all(words in lists for _, words in pattern.required_words):
            return False
        if not all(words.has_any(self.reader.forms(token, path)) for path, words in pattern.required_words):
            return False
        forbidden = ((path, words) for path, words in pattern.forbidden_words if words in lists)
        return not any(words.has_any(self.reader.forms(token, path)) for path, words in forbidden)

    def _bind(self, pattern: Pattern, token: Token) -> tuple[Filled, bool] | None:
        """The choices for each entity role, and whether a required one is a guess from the article (`Claim.pointed`).

        None when a required role stays empty.
        """
        filled: Filled = {}
        pointed = False
        taken: set[str] = set()
        for name, sources in sorted(pattern.roles.items(), key=lambda item: only_pointers(item[1])):
            role = self.schema.statement_type(pattern.type).roles[name]
            for source in sources:
                groups = self._groups(pattern.type, name, source, token, taken)
                if groups and all(groups) and (choices := together(groups, role)):
                    filled[name] = choices
                    taken |= {m.entity for choice in choices for m in choice}
                    pointed |= role.required and any(is_pointer(path) for path in source.paths)
                    break
            else:
                if role.required:
                    return None
        return filled, pointed

    def _groups(self, type_: str, role: str, source: Source, token: Token, taken: set[str]) -> list[list[Mention]]:
        """The mentions at the end of each path of a source; a pointer names none of those before it."""
        groups: list[list[Mention]] = []
        for path in source.paths:
            before = {m.entity for group in groups for m in group} if is_pointer(path) else set()
            groups.append(self._fitting(type_, role, source, token, path, taken | before))
        return groups

    def _fitting(
        self, type_: str, role: str, source: Source, token: Token, path: str, taken: set[str]
    ) -> list[Mention]:
        """The mentions at the end of a path that may fill the role and fill no other, one per entity; of those that the
        article is about, the first."""
        free = [m for m in self._mentions(token, path) if m.entity not in taken]
        found = [m for m in free if self._fits(type_, role, source, m)]
        each = list({m.entity: m for m in reversed(found)}.values())[::-1]
        return each[:1] if is_pointer(path) else each

    def _mentions(self, token: Token, path: str) -> list[Mention]:
        if path.startswith("discourse:"):
            return self._from_discourse(token, path.removeprefix("discourse:"))
        return self.reader.follow(token, path)

    def _from_discourse(self, token: Token, wanted: str) -> list[Mention]:
        """Who filled `Type.role` in the nearest claim at most three sentences before."""
        type_, _, role = wanted.partition(".")
        sentences = [s.start_char for s in self.annotation.doc.sents if s.start_char <= token.idx][-4:]
        for claim in reversed(self._found):
            if claim.evidence.start < sentences[0]:
                break
            if self.schema.is_a(claim.type, type_):
                return [m for m in claim.roles.get(role, ()) if isinstance(m, Mention)]
        return []

    def _fits(self, type_: str, role: str, source: Source, mention: Mention) -> bool:
        if not fits_source(source, mention.type, self.schema):
            return False
        if passes_on(mention, self.annotation):
            return False
        return self.schema.accepts(self.schema.statement_type(type_).roles[role], mention.type)

    def _is_a(self, type_: str, wanted: tuple[str, ...]) -> bool:
        return any(self.schema.is_a(type_, w) for w in wanted)

    def _build(self, pattern: Pattern, token: Token, filled: Filled, pointed: bool) -> Iterator[Claim]:
        verdict = self._judge(token, pattern)
        values = self._values(pattern, token)
        when, values = values_near(self.annotation, token, pattern.type, values, self.schema)
        span = (token.idx, token.idx + len(token))
        yield from self._split(pattern, span, sentence_of(token), filled, values, when, verdict, pointed)

    def _judge(self, token: Token, pattern: Pattern) -> Judgement:
        """How certain the token's words are; the same for all patterns that it triggers."""
        key = token.i, pattern.presupposed
        found = self._judged.get(key)
        if found is None:
            doc, lexicon = self.annotation.doc, self.rules.lexicon
            found = self._judged[key] = judge(doc, token.i, lexicon, self.schema, presupposed=pattern.presupposed)
        return found

    def _values(self, pattern: Pattern, token: Token) -> Values:
        """Value roles that the pattern itself fills with words or a regular expression over the sentence."""
        found: Values = {}
        for name, sources in pattern.roles.items():
            for source in sources:
                if source.text and name not in found:
                    text = words_at(self.reader, token, source.text)
                    found |= {name: (text,)} if text else {}
                if source.regex and name not in found:
                    match = re.search(source.regex, sentence_of(token).text)
                    found |= {name: (match[1],)} if match else {}
        return found

    def _from_sequence(self, pattern: Pattern, match: Match) -> Iterator[Claim]:
        parties = [(role, m) for role, mentions in match.filled.items() for m in mentions]
        fits = all(self._fits(pattern.type, role, Source(), m) for role, m in parties)
        if not fits or len({m.entity for _, m in parties}) < len(parties):
            return
        filled: Filled = {role: [tuple(mentions)] for role, mentions in match.filled.items()}
        token = match.trigger
        verdict = self._judge(token, pattern)
        when, values = values_near(self.annotation, token, pattern.type, self._values(pattern, token), self.schema)
        span = (match.start, match.end)
        yield from self._split(pattern, span, sentence_of(token), filled, values, when, verdict)

    def _split(
        self,
        pattern: Pattern,
        trigger: tuple[int, int],
        sentence: Span,
        filled: Filled,
        values: Values,
        when: Period | None,
        verdict: Judgement,
        pointed: bool = False,
    ) -> Iterator[Claim]:
        """One claim per combination of choices ("X und Y steigen bei Z ein" gives two)."""
        certainty = self.schema.weakest([verdict.certainty, pattern.certainty or verdict.certainty])
        for choices in product(*filled.values()):
            parties = dict(zip(filled, choices, strict=True))
            yield Claim(
                type=pattern.type,
                roles={**parties, **values},
                evidence=evidence_of(self.annotation, sentence),
                trigger=trigger,
                certainty=certainty,
                by=f"{pattern.lang}:{pattern.id}",
                confidence=confidence(pattern, parties),
                said_by=verdict.said_by,
                when=when,
                presupposed=pattern.presupposed,
                pointed=pointed,
            )


def kinds(token: Token) -> tuple[Kind, ...]:
    """Which kinds of patterns a token may trigger, by its part of speech."""
    if token.pos_ in {"VERB", "AUX"}:
        return ("verb",)
    if token.pos_ == "ADJ":
        return ("verb", "noun")
    return ("noun",) if token.pos_ in {"NOUN", "PROPN", "X"} else ()


def lemmas(token: Token, grammar: Grammar) -> tuple[str, ...]:
    """The base forms that a token may trigger with: its own, with its particle ("take over"), a participle's verb."""
    particle = clause.particle(token, grammar)
    forms = [token.lemma_]
    if particle is not None:
        forms.append(f"{token.lemma_} {particle.lower_}")
    if token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        forms.append(f"{token.nbor(-2).text}-{token.lemma_}")  # "Start-up", "spin-off"
    if token.pos_ == "ADJ":
        forms.append(lemma(token.lemma_, "VERB", token.lang_))
    return tuple(dict.fromkeys(forms))


def is_pointer(path: str) -> bool:
    """Whether a slot path ends in what the article is about or said before."""
    return path.startswith("discourse:") or path.rpartition("/")[2] in {"topic", POINTER}


def only_pointers(sources: tuple[Source, ...]) -> bool:
    """Whether a role is only filled by what the article is about or said before: the last one to be filled, by whom
    the sentence leaves free."""
    return all(is_pointer(path) for source in sources for path in source.paths)


def plain_first(claims: list[Claim]) -> list[Claim]:
    """The claims without those that guess a role from the article where the same words say it themselves."""
    plain = {(c.type, c.trigger) for c in claims if not c.pointed}
    return [c for c in claims if not c.pointed or (c.type, c.trigger) not in plain]


def together(groups: list[list[Mention]], role: Role) -> list[Choice]:
    """The choices that the mentions at one or several paths give a role.

    A required single role: one of them each time. A role for two or more: all of one path together ("X und Y
    fusionieren"), or one of each path ("X arbeitet mit Y und Z zusammen" says nothing of Y and Z). Else all.
    """
    if len(groups) > 1:
        return [choice for choice in product(*groups) if len({m.entity for m in choice}) == len(choice)]
    if role.required and role.minimum < 2:
        return [(mention,) for mention in groups[0]]
    return [tuple(groups[0])] if len(groups[0]) >= role.minimum else []


def words_at(reader: Reader, token: Token, path: str) -> str:
    """The words of a position or the like: the phrase head with its modifiers before it, without names."""
    heads = [token] if path == "self" else reader.slot(token, path)
    if not heads:
        return ""
    head = first = heads[0]
    while first.i > sentence_of(head).start:
        before = head.doc[first.i - 1]
        modifies = tree.relation(before) in {"amod", "compound"} and first.i <= before.head.i <= head.i
        hyphen = before.text == "-" and not before.whitespace_ and not reader.annotation.mention_at(before.i - 1)
        if reader.annotation.mention_at(before.i) is not None or not (modifies or hyphen):
            break
        first = before
    return str(head.doc[first.i : head.i + 1].text)


def confidence(pattern: Pattern, parties: dict[str, tuple[Mention, ...]]) -> float:
    """The pattern's confidence, lowered for every required role that was filled by reference."""
    references = sum(any(m.kind != "name" for m in ms) for ms in parties.values())
    return round(pattern.confidence * REFERENCE_PENALTY**references, 4)


def evidence_of(annotation: Annotation, sentence: Span) -> Evidence:
    """The sentence as evidence, without the white space around it."""
    text = annotation.document.text[sentence.start_char : sentence.end_char]
    start = sentence.start_char + len(text) - len(text.lstrip())
    return Evidence.of(annotation.document.text, start, start + len(text.strip()))
