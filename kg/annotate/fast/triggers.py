"""Which sentences can state anything: those with the words that some pattern waits for. Read from the pattern files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.annotate.lemmas import lemma
from kg.annotate.wordlists import WordTable
from kg.data import LANGUAGES, read_yaml

Group = frozenset[int]
"""Numbers of word lists; a word list is what a pattern says beside `verb`, `noun` or one slot of `with`."""
_POS = ("VERB", "NOUN")
_HYPHENS = frozenset("-‑")
_MOST = 300_000


@dataclass(frozen=True, slots=True)
class Known:
    """What a form is good for: the word lists it is in, and those it is in together with another word ("ein")."""

    groups: Group
    beside: tuple[tuple[str, Group], ...] = ()


@dataclass(frozen=True, slots=True)
class Triggers:
    """The word lists of one language's verb and noun patterns.

    `needs` has, for each pattern's own list, the further lists of which a sentence must hold a word as well (those of
    `with`); `words` says in which lists a base form is, `parts` in which one is with another word beside it: the
    particle of "take over", the prefix of "einsteigen" for "steigen".
    """

    lang: str
    needs: Mapping[int, tuple[Group, ...]]
    words: WordTable[int]
    parts: Mapping[str, tuple[tuple[str, Group], ...]]
    _seen: dict[str, Known] = field(default_factory=dict)

    @classmethod
    @cache
    def load(cls, lang: str, extra: tuple[Path, ...] = ()) -> "Triggers":
        """The triggers of the packaged patterns of `lang` and of those in `extra`."""
        paths = [*sorted((LANGUAGES / lang / "patterns").glob("*.yaml")), *extra]
        lists: dict[tuple[str, ...], int] = {}
        needs: dict[int, set[Group]] = {}
        for entry in (e for path in paths for e in read_yaml(path) or []):
            own, *others = (lists.setdefault(words, len(lists)) for words in _lists(entry))
            needs.setdefault(own, set()).add(frozenset(others))
        return cls(lang, {k: tuple(v) for k, v in needs.items()}, *_index(lists))

    def among(self, words: Sequence[str]) -> bool:
        """Whether a sentence of these words (as they stand, marks included) can trigger a pattern."""
        found: set[int] = set()
        lower: set[str] | None = None
        for at, word in enumerate(words):
            known = self._known(word)
            found |= known.groups
            if known.beside:
                lower = {w.lower() for w in words} if lower is None else lower
                for other, groups in known.beside:
                    if other in lower:
                        found |= groups
            if word in _HYPHENS and 0 < at < len(words) - 1:
                found |= self._known(f"{words[at - 1]}-{words[at + 1]}").groups
        return any(need <= found for own in found if own in self.needs for need in self.needs[own])

    def _known(self, word: str) -> Known:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) > _MOST:
                self._seen.clear()
            known = self._seen[word] = self._look(word)
        return known

    def _look(self, word: str) -> Known:
        if not word[0].isalnum():
            return Known(frozenset())
        bases = {word.lower(), *(lemma(word, pos, self.lang).lower() for pos in _POS)}
        bases.add(lemma(lemma(word, "ADJ", self.lang), "VERB", self.lang).lower())
        groups = frozenset(g for b in bases for g in self.words.find(b))
        return Known(groups, tuple(p for b in sorted(bases) for p in self.parts.get(b, ())))


def _lists(entry: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """The own words of a verb or noun pattern, then those of its `with`; nothing triggers the other patterns."""
    yield tuple(str(w).lower() for w in entry.get("verb") or entry.get("noun") or ())
    for words in (entry.get("with") or {}).values():
        yield tuple(str(w).lower() for w in ([words] if isinstance(words, str) else words))


def _index(lists: Mapping[tuple[str, ...], int]) -> tuple[WordTable[int], Mapping[str, tuple[tuple[str, Group], ...]]]:
    """The fields `words` and `parts` of `Triggers`; the word "*" would be no condition and is left out."""
    parts: dict[str, dict[str, set[int]]] = {}
    entries = [(word, number) for number, listed in enumerate(lists) for word in listed]
    for word, number in entries:
        for base, beside in _splits(word):
            parts.setdefault(base, {}).setdefault(beside, set()).add(number)
    halves = {base: tuple((b, frozenset(g)) for b, g in sorted(more.items())) for base, more in parts.items()}
    return WordTable((word, number) for word, number in entries if word.strip("*")), halves


def _splits(word: str) -> Iterable[tuple[str, str]]:
    """("take", "over"); any first letters may be a prefix, as they must stand in the sentence as a word too."""
    first, blank, rest = word.partition(" ")
    if blank:
        return [(first, rest)]
    return [(word[at:], word[:at]) for at in range(2, min(8, len(word) - 3))] if "*" not in word else []
