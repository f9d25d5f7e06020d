"""What a name says beside itself: tickers, acronyms, former and trading names, in brackets or after a word for it."""

import re
from collections.abc import Callable
from functools import cache

from kg.resolve.names.fold import words
from kg.resolve.names.lexicon import Kind, Lexicon, lexicon

_BRACKETS = re.compile(r"[(\[{（【]([^()\[\]{}（）【】]*)[)\]}）】]")
_TICKER = re.compile(r"[A-Z]{1,5}(\.[A-Z]{1,2})?|\d{4,6}(\.[A-Z]{2})?|[A-Z]{2}[A-Z0-9]{9}\d")
_VOWELS = re.compile(r"[\u0400-\u052f\u3400-\u9fff\uf900-\ufaff]")
_NON_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_OF_FORMS = {("p",), ("private",), ("proprietary",), ("rf",)}
"""Parts of legal forms that are written in brackets: "(P) Ltd"."""
_BRACKET_ONLY = {
    ("ex",),
    ("now",),
    ("short",),
    ("bis",),
    ("alias",),
    ("former",),
    ("einst",),
    ("zuvor",),
    ("antes",),
    ("heute",),
    ("jetzt",),
}
"""Words that announce another name in brackets, but may be part of a name outside."""


def foreign(text: str) -> bool:
    """Whether the text has letters that are not Latin."""
    return bool(_NON_LATIN.search(text))


def told_vowels(text: str) -> bool:
    """Whether the text is in a script whose romanisations keep its vowels: Cyrillic or Chinese."""
    return bool(_VOWELS.search(text))


def split(text: str, acronyms: Callable[[str], frozenset[str]]) -> tuple[str, tuple[str, ...]]:
    """The name by itself, and its other names; tickers are dropped, other brackets become part of the name."""
    known = lexicon()
    text = _BRACKETS.sub(lambda m: m[1] if _belongs(words(m[1]), known) else m[0], text)
    outside = " ".join(_BRACKETS.sub(" ", text).split())
    aliases: list[str] = []
    kept = outside
    for inside in (found.strip() for found in _BRACKETS.findall(text)):
        folded = words(inside)
        if not folded or not words(outside):
            continue
        if size := _announces(folded, known):
            aliases.append(" ".join(folded[size:]))
        elif _is_name(inside, outside, acronyms):
            aliases.append(inside)
        elif not _is_ticker(inside, folded, known):
            kept = f"{kept} {inside}"
    main, *others = _announced().split(kept if words(kept) else text)
    return (main, (*aliases, *others)) if words(main) else (text, ())


def _belongs(inside: tuple[str, ...], known: Lexicon) -> bool:
    """Whether a bracket holds a legal form, a part of one, or a place: "(Pvt) Ltd", "(Malaysia) Berhad"."""
    meaning = known.meanings.get(inside)
    return inside in known.written or inside in _OF_FORMS or (meaning is not None and meaning.kind is Kind.PLACE)


def _is_name(inside: str, outside: str, acronyms: Callable[[str], frozenset[str]]) -> bool:
    """Whether a bracket is the name's acronym, what the name is the acronym of, or the name in another script."""
    if "".join(words(inside)) in acronyms(outside) or foreign(inside) != foreign(outside):
        return True
    return len(words(inside)) > 1 and "".join(words(outside)) in acronyms(inside)


def _is_ticker(inside: str, folded: tuple[str, ...], known: Lexicon) -> bool:
    """A ticker, with or without its exchange: "SAP", "HK: 09988", "ISIN DE0007164600"."""
    if folded[0] in known.exchanges:
        return True
    return bool(_TICKER.fullmatch(inside)) and folded not in known.meanings and folded not in known.written


def _announces(folded: tuple[str, ...], known: Lexicon) -> int:
    """How many words at the start announce another name."""
    return next((n for n in (4, 3, 2, 1) if len(folded) > n and folded[:n] in known.former), 0)


@cache
def _announced() -> re.Pattern[str]:
    """Between a name and the one that it had before, outside of brackets."""
    marks = [p for p in lexicon().former if p not in _BRACKET_ONLY]
    slashed = {p[0]: "[/.]?".join(p[0]) for p in marks if len(p) == 1 and len(p[0]) == 3}
    written = [slashed.get(p[0], " ".join(p)) if len(p) == 1 else " ".join(p) for p in marks]
    ordered = sorted([*written, "t/a", "früher"], key=len, reverse=True)
    return re.compile(
        r"[\s,;]+(?:" + "|".join(w for w in ordered if w not in {"ta", "fruher"}) + r")[:.]?\s+", re.IGNORECASE
    )
