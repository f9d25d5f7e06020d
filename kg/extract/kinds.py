"""Kinds of products that a company is said to provide: "Kessler makes wind turbines", "a provider of smart meters".

The patterns are those in `kg/languages/<lang>/kinds/`; they alone read the phrases of `kg.annotate.kinds`, so that all
else that is found is the same with and without them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.kinds import with_kinds
from kg.annotate.kindwords import KindWords
from kg.annotate.reading import STATES, State
from kg.annotate.referring import is_plural
from kg.annotate.referwords import Lexicon
from kg.annotate.sentences import sentence_of
from kg.annotate.speech import quoted
from kg.data import LANGUAGES
from kg.extract import clause, tree
from kg.extract.learned import learned
from kg.extract.match import Matcher, Rules
from kg.extract.patterns import PatternSet, load_patterns
from kg.extract.reader import Reader, unique
from kg.extract.topic import topic_at
from kg.extract.vote import fitted, pairs_of, vote
from kg.model import Amount, Claim, Mention, Period
from kg.ontology import Schema

Filler = TypeVar("Filler", bound=Mention | Amount | Period | str)

PATTERNS = "patterns.yaml"
ASIDE = re.compile(r"\([^()]{0,60}\)")
"""An aside in brackets between two names of a row."""


@cache
def kind_patterns(lang: str, schema: Schema) -> PatternSet:
    """The patterns of `lang` that read kinds; PatternError as for all patterns."""
    return load_patterns([LANGUAGES / lang / "kinds" / PATTERNS], lang, schema)


class KindReader(Reader):
    """Reads through words that only group: "a range of valves", "products such as pumps", "players in the X market"."""

    def __init__(self, annotation: Annotation, rules: Rules) -> None:
        super().__init__(annotation, rules.grammar, rules.schema)
        self.words = KindWords.load(annotation.document.lang)
        self.quotes = Lexicon.load(annotation.document.lang)

    def _find_denoted(self, token: Token) -> list[Mention]:
        unnamed = not self.annotation.mentions_at(token.i)
        if unnamed and self.words.whole.has(token.lemma_):
            inside = clause.genitive(token, self.grammar)
            if inside:
                return unique(m for t in inside for m in self.denotes(t))
        return super()._find_denoted(token) or (self._speaker(token) if unnamed else [])

    def _speaker(self, token: Token) -> list[Mention]:
        """The company of whose page "we" and "the company" speak, where nothing else is known of them."""
        if token.lemma_.lower() not in self.words.speakers:
            return []
        referred = any(c.lower_ in self.words.definite for c in tree.dependents(token)) and not is_plural(token)
        if token.pos_ in {"NOUN", "PROPN"} and not referred:
            return []
        if token.pos_ not in {"NOUN", "PROPN"} and quoted(token, self.quotes.opening, self.quotes.closing):
            return []
        topic = topic_at(self.annotation, token, self.schema)
        return [topic] if topic else []

    def _own_slot(self, token: Token, name: str) -> list[Token]:
        if name == "members":
            return self._members(token)
        if name == "examples":
            return tree.spread(self._exemplified(token))
        own = super()._own_slot(token, name)
        return own or [c for c in tree.dependents(token) if name == "poss" and c.dep_ == "nmod:poss"]

    def follow(self, token: Token, path: str) -> list[Mention]:
        *steps, last = path.split("/")
        if last == "selves":
            return self._in_rows(super().follow(token, "/".join([*steps, "self"])))
        found = super().follow(token, path)
        return self._in_rows(found) if last in {"members", "examples"} else found

    def _members(self, noun: Token) -> list[Token]:
        """Those of whom a group is said to consist: "players are X and Y", "vendors include X", "vendors: X, Y"."""
        head = noun.head
        found = tree.children(noun, "appos", "parataxis", "dep")
        found += [t for t in tree.children(noun, "nmod") if not tree.preposition(t, self.grammar)]
        if tree.relation(noun) == "nsubj":
            consists = head.lemma_ in self.words.consisting
            found += [head] if tree.children(head, "cop") else tree.children(head, "obj", "xcomp") * consists
        return tree.spread(found + self._exemplified(noun))

    def _exemplified(self, noun: Token) -> list[Token]:
        """What stands for a group: "vendors such as X", "the pump market, including X"."""
        below = tree.children(noun, "nmod", "obl", "acl", "advcl")
        return [t for t in below if any(c.lower_ in self.grammar.exemplars for c in tree.dependents(t) if c.i < t.i)]

    def _in_rows(self, found: list[Mention]) -> list[Mention]:
        """The mentions with all others of the rows of names that they stand in: "X (U.S.), Y, and Z"."""
        return unique(m for first in found for m in self._row(first))

    def _row(self, mention: Mention) -> list[Mention]:
        sentence = sentence_of(self.annotation.doc[self.annotation.tokens(mention)[0]])
        inside = (sentence.start_char, sentence.end_char)
        named = [m for m in self.annotation.mentions if inside[0] <= m.start < inside[1] and m.kind == "name"]
        rows: list[list[Mention]] = []
        for name in (m for m in named if self.schema.is_a(m.type, "Organization")):
            if rows and self._goes_on(rows[-1][-1], name):
                rows[-1].append(name)
            else:
                rows.append([name])
        return next((row for row in rows if mention in row), [mention])

    def _goes_on(self, one: Mention, other: Mention) -> bool:
        """Whether two names are next to each other in a row; asides in brackets do not part them."""
        between = self.annotation.document.text[one.end : other.start]
        words = ASIDE.sub(" ", between).replace(",", " , ").split()
        return bool(words) and all(word.lower() in self.grammar.joiners for word in words)


def kind_claims(
    annotation: Annotation,
    rules: Rules,
    least: float = 0.0,
    model: Path | None = None,
    states: Sequence[State] = (),
) -> tuple[Annotation, list[Claim]]:
    """What is said of kinds of products, and the annotation with those that are spoken of among its entities.

    Only statements between an entity of `annotation` and a kind count, of a confidence of at least `least`. The
    `model` that read the document has a say where its `states` are given; alone it finds no kinds.
    """
    broad = with_kinds(annotation)
    rules = replace(rules, patterns=kind_patterns(annotation.document.lang, rules.schema))
    kinds = {e.id for e in broad.entities[len(annotation.entities) :]}
    claims = [c for c in Matcher(broad, rules, KindReader(broad, rules)).claims() if _is_of_kind(c, kinds)]
    if model and states and claims:
        claims = list(_voted(claims, broad, rules, model, states))
    claims = [c for c in claims if c.confidence >= least]
    spoken = {id_ for c in claims for id_ in _parties(c)}
    found = [e for e in broad.entities if e.id in kinds & spoken]
    ids = {e.id: f"e{number}" for number, e in enumerate(found, len(annotation.entities) + 1)}
    numbered = (replace(e, id=ids[e.id], mentions=_of(e.mentions, ids)) for e in found)
    return (
        replace(annotation, entities=(*annotation.entities, *numbered)),
        [replace(c, roles={role: _of(fillers, ids) for role, fillers in c.roles.items()}) for c in claims],
    )


def _voted(
    claims: list[Claim], broad: Annotation, rules: Rules, model: Path, states: Sequence[State]
) -> Iterator[Claim]:
    """The claims with the confidence that they have once the model has said what it thinks of them."""
    spoken = {id_ for c in claims for id_ in _parties(c)}
    broad.doc.user_data[STATES] = states
    found = learned(rules.schema, model).read(
        replace(broad, mentions=tuple(m for m in broad.mentions if m.entity in spoken))
    )
    asked = {pair for c in claims for pair in pairs_of(c, rules.schema)}
    findings = replace(found, best={pair: f for pair, f in found.best.items() if pair in asked})
    return vote(claims, findings, broad, rules, fitted(model), 0.0, held=0.0)


def _of(fillers: tuple[Filler, ...], ids: Mapping[str, str]) -> tuple[Filler, ...]:
    """The fillers with the new ids of their entities."""
    return tuple(replace(f, entity=ids.get(f.entity, f.entity)) if isinstance(f, Mention) else f for f in fillers)


def _parties(claim: Claim) -> set[str]:
    return {m.entity for fillers in claim.roles.values() for m in fillers if isinstance(m, Mention)}


def _is_of_kind(claim: Claim, kinds: set[str]) -> bool:
    """Whether exactly one party is a kind: the others are entities of the document."""
    parties = _parties(claim)
    return len(parties & kinds) == 1 and len(parties) > 1
