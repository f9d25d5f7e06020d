"""Base forms: "kg_lemmas" sets `token.lemma_` from simplemma's lists, our corrections and the tree.

A participle that the encoder took for an infinitive is put right here, as that needs the base form. A separable verb
has its full infinitive on the verb: in "steigt bei X ein" the lemma of "steigt" is "einsteigen".
Corrections and the endings of unknown compounds are in `kg/languages/<lang>/lemmas.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

import simplemma
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.annotate.tokens import LANGUAGES
from kg.data import read_yaml

_NAMED = frozenset({"PROPN", "X", "SYM", "PUNCT", "NUM", "SPACE"})


@dataclass(frozen=True, slots=True)
class LemmaRules:
    """What a language's `lemmas.yaml` says; its head explains the fields."""

    corrections: Mapping[str, Mapping[str, str]]
    endings: tuple[tuple[str, str], ...]
    verb_endings: tuple[tuple[str, tuple[str, ...]], ...]
    capital_nouns: bool
    separable: bool
    perfect: frozenset[str]


@cache
def lemma_rules(lang: str) -> LemmaRules:
    """The rules of `lang`."""
    data = read_yaml(LANGUAGES / lang / "lemmas.yaml")
    endings = tuple((ending, base) for ending, base in data["endings"].items())
    verbs = tuple((ending, tuple(bases)) for ending, bases in data["verb_endings"].items())
    return LemmaRules(
        data["corrections"], endings, verbs, data["capital_nouns"], data["separable"], frozenset(data["perfect"])
    )


@Language.component(
    "kg_lemmas", assigns=["token.lemma", "token.morph"], requires=["token.pos", "token.dep", "token.head"]
)
def kg_lemmas(doc: Doc) -> Doc:
    """Sets every token's lemma; particles of separable verbs keep their own form, as do "Bonner" and the like."""
    rules = lemma_rules(doc.lang_)
    for token in doc:
        kept = token.pos_ == "ADJ" and token.text[:1].isupper() and not token.is_sent_start
        token.lemma_ = token.text if kept else lemma(token.text, token.pos_, doc.lang_)
    if rules.separable:
        for token in doc:
            if token.dep_ == "compound:prt" and token.head.pos_ in {"VERB", "AUX"}:
                _join(token.head, token)
    for token in doc:
        if token.pos_ in {"VERB", "AUX"} and "VerbForm=Inf" in str(token.morph) and _is_participle(token, rules):
            token.set_morph({**token.morph.to_dict(), "VerbForm": "Part"})  # type: ignore[attr-defined]  # not in its stub
    return doc


def _is_participle(verb: Token, rules: LemmaRules) -> bool:
    """Whether what the encoder took for an infinitive is none: another form than the base, or in a perfect tense.

    The two are often spelt alike ("erhalten"), and the training data has few of them.
    """
    form, base = verb.lower_, verb.lemma_.lower()
    if form != base and form.replace("zu", "", 1) != base:
        return bool(rules.perfect)
    marks = [t for t in verb.children if t.dep_ in {"aux", "aux:pass"}]
    return bool(marks) and all(t.lemma_ in rules.perfect or t.dep_ == "aux:pass" for t in marks)


def _join(verb: Token, particle: Token) -> None:
    prefix = particle.text.lower()
    if particle.i > verb.i and prefix.isalpha() and not verb.lemma_.startswith(prefix):
        verb.lemma_ = prefix + verb.lemma_


@lru_cache(maxsize=100_000)
def lemma(word: str, pos: str, lang: str) -> str:
    """The base form of a word with the Universal POS `pos`; names, numbers and marks stay as they are."""
    rules = lemma_rules(lang)
    if pos in _NAMED:
        return word
    form = word if pos == "NOUN" and rules.capital_nouns else word.lower()
    corrected = rules.corrections.get(pos, {}).get(form)
    if corrected:
        return corrected
    base = str(simplemma.lemmatize(form, lang=lang))
    if pos == "NOUN" and "ß" in base and "ss" in form:  # the list has some words in the old spelling
        base = base.replace("ß", "ss")
    if pos == "NOUN":
        return _noun(form, base, lang, rules)
    return _verb(form, lang, rules) if pos == "VERB" and base == form else base.lower()


def _verb(form: str, lang: str, rules: LemmaRules) -> str:
    """A verb form that simplemma takes for a noun ("buying", "remains"): the known word before its ending."""
    for ending, bases in rules.verb_endings:
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 2:
            continue
        doubled = stem[:-1] if stem[-1] == stem[-2] else ""
        for found in [*(stem + base for base in bases), doubled]:
            if len(found) > 2 and simplemma.is_known(found, lang=lang):
                return found
    return form


def _noun(form: str, base: str, lang: str, rules: LemmaRules) -> str:
    """A noun that simplemma leaves alone may be a compound: its longest known ending has the base form."""
    if base == form and not simplemma.is_known(form, lang=lang):
        base = _compound(form, lang, rules)
    return base[:1].upper() + base[1:] if rules.capital_nouns else base


def _compound(form: str, lang: str, rules: LemmaRules) -> str:
    for at in range(2, len(form) - 3):
        ending = form[at:].capitalize() if rules.capital_nouns else form[at:]
        corrected = rules.corrections.get("NOUN", {}).get(ending)
        if corrected or simplemma.is_known(ending, lang=lang):
            base = corrected or str(simplemma.lemmatize(ending, lang=lang))
            return form[:at] + (base.lower() if rules.capital_nouns else base)
    for ending, base in rules.endings:
        if form.endswith(ending) and len(form) > len(ending) + 3:
            return form[: len(form) - len(ending)] + base
    return form
