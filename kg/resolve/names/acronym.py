"""Whether a word is made of letters of a longer name: of its first letters, or of the beginnings of its words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from kg.resolve.names.features import Evidence
from kg.resolve.names.known import known
from kg.resolve.names.lexicon import Kind, lexicon
from kg.resolve.names.parts import Parts, parts
from kg.resolve.names.phrases import phrases, split

_LONGEST_FORM = 4
_SYLLABLE = 4
_WITH_AND = re.compile(r"(?:[A-Z]{1,2} ?& ?)+[A-Z]{1,2}")
_DIGRAPHS = ("ch", "sch", "st")


def evidence(short: Parts, long: Parts) -> Evidence | None:
    """Evidence when the only word of `short`, or its single letters, are made of letters of `long`."""
    several = len(short.core) > 1
    letters = "".join(t.text for t in short.core) if several else short.core[0].text if short.core else ""
    single = all(len(t.text) == 1 for t in short.core) or _WITH_AND.fullmatch(short.raw)
    if not letters or letters.isdigit() or (several and not single):
        return None
    fit = "first" if letters in long.initials else "" if several else _kind(letters, short, long)
    if not fit or letters in {t.text for t in long.tokens} or short.joined == long.joined:
        return None
    size = "acronym" if len(letters) > 3 else "acronym3" if several else f"acronym{len(letters)}"
    found = Evidence(carried=True)
    found.add(size, f"{letters.upper()} is the acronym of {long.raw}")
    if fit != "first":
        found.add(fit)
    if _taken(letters, short, long):
        found.add("acronym taken", f"{letters.upper()} is known as another firm's")
    return found


def _taken(letters: str, short: Parts, long: Parts) -> bool:
    """Whether a well-known firm has the acronym, none of whose names is within the longer one."""
    table = known()
    row = table.row(short)
    if row is None:
        return letters in table.acronyms
    words = {t.concept for t in long.core}
    others = (parts(name).core for name in table.names[row])
    return not any(len(core) > 1 and {t.concept for t in core} <= words for core in others)


def _kind(letters: str, short: Parts, long: Parts) -> str:
    return kind(letters, long) if short.core[0].kind is Kind.DISTINCTIVE else ""


def kind(letters: str, long: Parts) -> str:
    """The feature of how `letters` are made of the words of `long`, empty for not at all."""
    if not 3 <= len(letters) <= 9 or not letters.isalpha() or len(long.folded) > 14:
        return ""
    words = _words(long)
    needed = sum(w.must for w in words)
    if not needed or letters[0] not in {w.text[0] for w in words[:4]}:
        return ""
    pieces = [_pieces(w.text, w.must) for w in words]
    if (needed > 1 or len(split(words[0].text)) > 2) and (_fits(letters, pieces) or _ends(letters, words, pieces)):
        return "acronym letters"
    if len(letters) > 3 and sum(w.said for w in words) > 4 and _skipped(letters, words):
        return "acronym skipped"
    if len(letters) > 4 and 1 < needed < 5 and letters not in long.rest and _fits(letters, _syllables(words)):
        return "acronym syllables" if needed > 2 or len(letters) > 6 else "acronym two"
    return ""


class _Word(NamedTuple):
    """A word of a name: `said` when it joins nothing and is no legal form, `must` when it is in every acronym."""

    text: str
    said: bool
    must: bool


def _words(long: Parts) -> list[_Word]:
    """The words of a name with its legal forms; a country at an end, and fillers, may lack in an acronym."""
    kinds = {t.text: t.kind for t in long.tokens}
    phrase = "".join(t.text for t in long.tokens)
    last = len(long.folded) - 1
    found = []
    for n, word in enumerate(long.folded):
        country = kinds.get(word) is Kind.PLACE and n in (0, last) and len(long.tokens) > 2
        meaning = lexicon().meanings.get((word,))
        said = word in long.rest and word in phrase and (meaning is None or meaning.kind is not Kind.STOP)
        free = country or kinds.get(word) is Kind.FILLER or word in phrases().unsaid
        found.append(_Word(word, said, said and not free))
    return found


@lru_cache(maxsize=65536)
def _pieces(word: str, must: bool) -> frozenset[str]:
    """What a word may give to an acronym."""
    if word.isdigit():
        return frozenset({word})
    parts = split(word)
    found = {word[0], "".join(p[0] for p in parts)} | {word[: len(d)] for d in _DIGRAPHS if word.startswith(d)}
    if len(parts) > 2:
        found.add(parts[0][0] + parts[-1][0])
    if not must:
        found |= {"", word, word[:2]} if len(word) <= _LONGEST_FORM else {""}
    return frozenset(found)


def _ends(letters: str, words: list[_Word], pieces: list[frozenset[str]]) -> bool:
    """Whether the last word gives three letters, or all give one to three and the legal form stands behind."""
    if len(letters) < 5:
        return False
    last = max(n for n, w in enumerate(words) if w.must)
    if _fits(letters, [*pieces[:last], pieces[last] | {words[last].text[:3]}, *pieces[last + 1 :]]):
        return True
    forms = [w.text for w in words[last + 1 :] if not w.said and 1 < len(w.text) <= _LONGEST_FORM]
    stems = [letters.removesuffix(form) for form in forms if letters.endswith(form)]
    starts = [frozenset(w.text[:n] for n in (1, 2, 3)) if w.must else p for w, p in zip(words, pieces, strict=True)]
    return any(len(stem) > 2 and _fits(stem, starts[: last + 1]) for stem in stems)


def _skipped(letters: str, words: list[_Word]) -> bool:
    """Whether only one word lacks."""
    pieces = [_pieces(w.text, w.said) for w in words]
    skipped = (n for n, w in enumerate(words) if w.must and n)
    return any(_fits(letters, [*pieces[:n], frozenset({""}), *pieces[n + 1 :]]) for n in skipped)


def _syllables(words: list[_Word]) -> list[frozenset[str]]:
    found = []
    for word in words:
        pieces = {word.text[:n] for n in range(2, min(_SYLLABLE, len(word.text)) + 1)}
        found.append(frozenset(pieces if word.must else pieces | {""}))
    return found


def _fits(letters: str, pieces: Iterable[frozenset[str]]) -> bool:
    places = {0}
    for choices in pieces:
        places = {at + len(c) for at in places for c in choices if letters.startswith(c, at)}
        if not places:
            return False
    return len(letters) in places
