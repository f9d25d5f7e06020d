"""Patterns: which words in which construction state what. Data in `kg/languages/<lang>/patterns/*.yaml`.

One pattern says which word carries the meaning and where the roles of the statement stand:

    - id: acquisition-uebernehmen          # unique in its language
      type: Acquisition                    # a statement type of the ontology
      verb: [übernehmen, kaufen]           # or noun: [...], name: [types], sequence: [...]
      with: {obj: [Anteil*]}               # optional: the slot must hold one of these words
      without: {obj: [Amt, Verantwortung]} # optional: the slot must hold none of them
      roles:
        acquirer: subj                     # a slot path, or several: the first that is filled counts
        acquired: [obj, obj/gen]
        seller: {path: von, type: Company} # `type` narrows what the ontology allows
        partner: {all: [subj, mit]}        # every path must give someone; together they fill the role
        position: {text: self}             # the words themselves
        ticker: {regex: '(?:HK|NYSE): (\\S+)'}
      presupposed: false                   # true: the clause's certainty does not touch it (appositions)
      certainty: planned                   # optional: at most this certain, whatever the clause says
      confidence: 0.9                      # optional, 0 to 1
      accepts:                             # sentences that it must read, [head], [tail] in the edge's direction
        - {text: "Nordstahl übernimmt Kessler.", finds: [[Nordstahl, Kessler]]}
      rejects: ["Nordstahl übernimmt die Kosten für Kessler."]

Words are base forms; `*` stands for any letters ("*hersteller"); an English verb may have its particle ("take over").

Slots of a verb: subj, obj (levelled for the passive), iobj, pred, and any preposition ("an", "with").
Slots of a noun: self (whom it is said of), gen, poss, ext (subject of the verb that governs it), subj (of its clause),
compound (parts before it), adj, appos and any preposition. A preposition also finds the phrase that a parser hung one
step beside; "=an" takes only the word's own. A path goes on from a phrase with "/".
Pointers: topic (what the article is about), there ("dort"), namesake (Alpha for "Alpha Cloud"), maker (the company that
a product's name begins with), town (Ulm for a firm called "die Ulmer"), discourse:Type.role (who filled that role just
before).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from kg.annotate.wordlists import WordList, WordTable
from kg.data import read_yaml
from kg.errors import PatternError
from kg.extract.reader import check_path
from kg.ontology import Schema

Kind = Literal["verb", "noun", "name", "sequence"]
KINDS: tuple[Kind, ...] = ("verb", "noun", "name", "sequence")
NO_WORDS = WordList()
_FORMS = 100_000
"""Word forms for which it is kept in which lists they are."""


@dataclass(frozen=True, slots=True)
class Source:
    """One way to fill a role. Exactly one of `paths` (all of them must give someone), `text` and `regex` is set."""

    paths: tuple[str, ...] = ()
    type: str = ""
    text: str = ""
    regex: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One element of a sequence: a word (`lemma` or `text`), a mention that fills `role`, a `gap` of up to so many
    tokens, or `not`: the next word is none of these (it takes no word itself)."""

    role: str = ""
    type: str = ""
    lemma: WordList = NO_WORDS
    text: WordList = NO_WORDS
    unless: WordList = NO_WORDS
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a pattern must read, with the (head, tail) names that it must find; tail "" for none."""

    text: str
    finds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of one language; the fields are explained at the top of this module."""

    id: str
    lang: str
    type: str
    kind: Kind
    words: tuple[str, ...]
    roles: dict[str, tuple[Source, ...]]
    steps: tuple[Step, ...] = ()
    required_words: tuple[tuple[str, WordList], ...] = ()
    forbidden_words: tuple[tuple[str, WordList], ...] = ()
    presupposed: bool = False
    certainty: str = ""
    confidence: float = 0.8
    accepts: tuple[Example, ...] = ()
    rejects: tuple[str, ...] = ()


class PatternSet:
    """The patterns of one language, found by the word that triggers them."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self.sequences = tuple(p for p in self.patterns if p.kind == "sequence")
        self.names = tuple(p for p in self.patterns if p.kind == "name")
        self._needed = [(p, frozenset(step_words(p))) for p in self.sequences]
        self._lists = WordTable((w, words) for p in self.patterns for words in word_lists(p) for w in words.words)
        self._lists_of = lru_cache(_FORMS)(lambda form: frozenset(self._lists.find(form)))
        self._exact: dict[tuple[str, str], list[Pattern]] = {}
        globs: dict[str, list[tuple[str, Pattern]]] = {"verb": [], "noun": []}
        for pattern in self.patterns:
            for word in pattern.words if pattern.kind in globs else ():
                if "*" in word:
                    globs[pattern.kind].append((word, pattern))
                else:
                    self._exact.setdefault((pattern.kind, word.lower()), []).append(pattern)
        self._globs = {kind: WordTable(entries) for kind, entries in globs.items()}
        self._cache: dict[tuple[str, str], tuple[Pattern, ...]] = {}

    def __len__(self) -> int:
        return len(self.patterns)

    def lists_with(self, forms: Iterable[str]) -> frozenset[WordList]:
        """The patterns' word lists that have one of some words in lower case."""
        return frozenset().union(*map(self._lists_of, forms))

    def sequences_among(self, lists: frozenset[WordList]) -> list[Pattern]:
        """The sequences that may stand among words of these lists, in file order."""
        return [pattern for pattern, needed in self._needed if needed <= lists]

    def triggered(self, kind: Kind, lemma: str) -> tuple[Pattern, ...]:
        """The verb or noun patterns for a base form: those that name it, then those with a star, each in file order."""
        key = (kind, lemma.lower())
        if key not in self._cache:
            found = [*self._exact.get(key, ()), *self._globs[kind].find(lemma)]
            self._cache[key] = tuple({p.id: p for p in found}.values())
        return self._cache[key]


def word_lists(pattern: Pattern) -> Iterator[WordList]:
    """All lists of words that a pattern asks for, or that it must not find."""
    yield from (words for _, words in (*pattern.required_words, *pattern.forbidden_words))
    yield from step_words(pattern)


def step_words(pattern: Pattern) -> list[WordList]:
    """The lists of which a sequence must have a word each."""
    return [s.lemma or s.text for s in pattern.steps if (s.lemma or s.text) and not s.optional]


def load_patterns(paths: Iterable[Path], lang: str, schema: Schema) -> PatternSet:
    """All patterns of the files, checked against the ontology; PatternError names file, pattern and word."""
    patterns: dict[str, Pattern] = {}
    for path in paths:
        for pattern in _read_file(path, lang, schema):
            if pattern.id in patterns:
                raise PatternError(f"{path}: pattern {pattern.id!r} exists already; give it another id")
            patterns[pattern.id] = pattern
    return PatternSet(patterns.values())


def _read_file(path: Path, lang: str, schema: Schema) -> Iterator[Pattern]:
    try:
        raw = read_yaml(path) or []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise PatternError(f"{path}: cannot be read as YAML: {' '.join(str(error).split())}") from error
    if not isinstance(raw, list):
        raise PatternError(f"{path}: write a list of patterns, each beginning with '- id:'")
    for entry in raw:
        name = entry.get("id", "?") if isinstance(entry, dict) else entry
        try:
            yield _pattern(entry, lang, schema)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise PatternError(f"{path}: pattern {name!r} is not well formed: {error!r}") from error
        except PatternError as error:
            raise PatternError(f"{path}: pattern {name!r}: {error}") from error


SETTINGS = {"presupposed", "certainty", "confidence"}
KEYS = {"id", "type", *KINDS, "with", "without", "roles", *SETTINGS, "accepts", "rejects"}


def _pattern(raw: dict[str, Any], lang: str, schema: Schema) -> Pattern:
    unknown = set(raw) - KEYS
    if unknown:
        raise PatternError(f"unknown key {sorted(unknown)[0]!r}; known are {', '.join(sorted(KEYS))}")
    kinds = [kind for kind in KINDS if kind in raw]
    if len(kinds) != 1:
        raise PatternError(f"needs exactly one of {', '.join(KINDS)}")
    statement_type = schema.statement_type(raw["type"])
    roles = {name: tuple(_sources(value)) for name, value in (raw.get("roles") or {}).items()}
    steps = tuple(_step(s) for s in raw["sequence"]) if kinds[0] == "sequence" else ()
    for role in [*roles, *(s.role for s in steps if s.role)]:
        if role not in statement_type.roles:
            known = ", ".join(statement_type.roles)
            raise PatternError(f"{raw['type']} has no role {role!r}; known are {known}")
    if raw.get("certainty"):
        schema.certainty(raw["certainty"])
    return Pattern(
        id=raw["id"],
        lang=lang,
        type=raw["type"],
        kind=kinds[0],
        words=() if kinds[0] == "sequence" else tuple(raw[kinds[0]]),
        roles=roles,
        steps=steps,
        required_words=_words(raw.get("with")),
        forbidden_words=_words(raw.get("without")),
        presupposed=bool(raw.get("presupposed", False)),
        certainty=raw.get("certainty", ""),
        confidence=float(raw.get("confidence", 0.8)),
        accepts=tuple(_example(e) for e in raw.get("accepts", ())),
        rejects=tuple(raw.get("rejects", ())),
    )


def _sources(value: Any) -> Iterator[Source]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            item = {"path": item}
        unknown = set(item) - {"path", "all", "type", "text", "regex"}
        if unknown:
            raise PatternError(f"unknown key {sorted(unknown)[0]!r} in a role")
        paths = tuple(item.get("all") or ([item["path"]] if "path" in item else []))
        for path in paths:
            check_path(path)
        yield Source(paths, item.get("type", ""), item.get("text", ""), item.get("regex", ""))


def _step(raw: dict[str, Any]) -> Step:
    unknown = set(raw) - {"role", "type", "lemma", "text", "not", "optional", "gap"}
    if unknown:
        raise PatternError(f"unknown key {sorted(unknown)[0]!r} in a sequence")
    return Step(
        unless=_list(raw.get("not", ())),
        role=raw.get("role", ""),
        type=raw.get("type", ""),
        lemma=_list(raw.get("lemma", ())),
        text=_list(raw.get("text", ())),
        optional=bool(raw.get("optional", False)),
        gap=int(raw.get("gap", 0)),
    )


def _words(raw: dict[str, Any] | None) -> tuple[tuple[str, WordList], ...]:
    return tuple((path, _list(words)) for path, words in (raw or {}).items())


def _list(raw: str | Iterable[str]) -> WordList:
    return _shared((raw,) if isinstance(raw, str) else tuple(raw))


@cache
def _shared(words: tuple[str, ...]) -> WordList:
    """One list for all patterns that ask for the same words: "*" stands in many."""
    return WordList(words)


def _example(raw: dict[str, Any]) -> Example:
    pairs = tuple((str(p[0]), str(p[1]) if len(p) > 1 else "") for p in raw["finds"])
    return Example(raw["text"], pairs)
