"""The spelling of a name levelled: words in lower-case Latin letters, and a key that forgives romanisation."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

_SPELLING = (
    (re.compile(r"\b(d|dell|dall|sull)['’`´](?=\w{3})"), r"\1 "),
    (re.compile(r"(?<=\s)(l|all|nell)['’`´](?=\w{3})"), r"\1 "),
    (re.compile(r"['’‘`´ʼ]"), ""),
    (re.compile(r"&"), " and "),
    (re.compile(r"(?<=[a-z0-9])\+"), " plus "),
    (re.compile(r"(?<=[a-z]{2})\.(?=[a-z]{2})|(?<=\d)\.|\.(?=\d)"), " "),
    (re.compile(r"\.|(?<=\b[a-z])/(?=[a-z]\b)"), ""),
    (re.compile(r"[^a-z0-9]+"), " "),
)

_LETTERS = str.maketrans(
    {"א": "a", "ב": "b", "ה": "h", "ו": "w", "י": "y", "כ": "k", "ך": "k", "ע": "a", "פ": "p", "ף": "p", "ק": "k"}
    | {"χ": "h", "Χ": "H"}
)
"""Hebrew letters by what they stand for in names, where the library takes all for consonants; Greek chi."""

_ARTICLE = re.compile(r"(?<!\w)و?ال(?=\w{3})")
"""The Arabic article, also after "and": a word of its own in Latin script."""

_GREEK = ((re.compile(r"\b[Μμ]π"), "B"), (re.compile(r"\b[Νν]τ"), "D"), (re.compile(r"ου|ού"), "ou"))

_CONSONANTS = (
    (re.compile(r"t?sc?h|tch|t[sz]|zh|[zj]|c(?=[eiy])"), "s"),
    (re.compile(r"[ck]h|ck|[cqg]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph|[pfv]"), "b"),
    (re.compile(r"th"), "t"),
    (re.compile(r"(?!^)[aeiouywh]|^[aeiouyw]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)

_READINGS = tuple(
    tuple((re.compile(pattern), with_) for pattern, with_ in rules)
    for rules in (
        (("shch|sh|zh", "S"), ("ch", "C"), ("kh|h", "H"), ("ts|tz", "Z"), ("z", "s")),
        (("schtsch|(?<!t)sch", "S"), ("tsch", "C"), ("ch|h", "H"), ("z|tz", "Z")),
        (("tch", "C"), ("ch|j", "S"), ("kh|h", "H"), ("ts|tz", "Z"), ("ou", "u"), ("z", "s")),
        (("szcz|sz|rz|z(?=[aeiouyk])", "S"), ("cz", "C"), ("ch|h", "H"), ("c(?!k)", "Z")),
    )
)
"""Slavic sounds as English, German, French and Polish write them, in one letter each."""

_ENDINGS = ((re.compile(r"i[iy]|y[iy]|[jy]"), "i"), (re.compile(r"i+"), "i"))

_VOWELLED = (
    (re.compile(r"^abd(?:[aeou][lrsnzdt])?(?=\w{3})"), "abd"),
    (re.compile(r"dh|z"), "d"),
    (re.compile(r"th"), "t"),
    (re.compile(r"gh|dj|j|q(?=[aou])"), "g"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"q|ck|c"), "k"),
    (re.compile(r"gu(?=[ei])"), "g"),
    (re.compile(r"ay|ei|ey"), "ai"),
    (re.compile(r"oo|ou|o|w"), "u"),
    (re.compile(r"ee|ie|y|e"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[aiu])h$"), ""),
)

_KOREAN = (
    (re.compile(r"ch|j"), "c"),
    (re.compile(r"eo|oh|aw"), "o"),
    (re.compile(r"eu|oo|wu|uh"), "u"),
    (re.compile(r"ee|yi"), "i"),
    (re.compile(r"ar(?=k)|ah"), "a"),
    (re.compile(r"gu?|q"), "k"),
    (re.compile(r"d"), "t"),
    (re.compile(r"b"), "p"),
    (re.compile(r"sh"), "s"),
    (re.compile(r"h?w"), "w"),
    (re.compile(r"r"), "l"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"u"), "o"),
    (re.compile(r"(.)\1+"), r"\1"),
)

_MISREAD = str.maketrans("01586l", "oisbbi")

_ROMANISATION = (
    (re.compile(r"(?<![aeq])([aou])e"), r"\1"),
    (re.compile(r"shch|sch|sh"), "S"),
    (re.compile(r"tsch|tch|ch"), "H"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"ts|tz|cz"), "Z"),
    (re.compile(r"dj"), "d"),
    (re.compile(r"zh|[jy]"), "i"),
    (re.compile(r"\bie"), "e"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ck|q|c"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "t"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou"), "u"),
    (re.compile(r"(?<=[^aeiou])er\b"), "r"),
    (re.compile(r"(.)\1+"), r"\1"),
)


def latin(text: str) -> str:
    """The text in ASCII: compatibility forms composed (NFKC), other scripts and accents transliterated."""
    if text.isascii():
        return text
    plain = _ARTICLE.sub(" al ", unicodedata.normalize("NFKC", text))
    for pattern, with_ in _GREEK:
        plain = pattern.sub(with_, plain)
    return str(anyascii(plain.translate(_LETTERS)))


@lru_cache(maxsize=65536)
def words(text: str, *, join: bool = True) -> tuple[str, ...]:
    """The words in lower-case ASCII letters and digits; "&" is "and".

    Dots and apostrophes go, other marks part words; single letters in a row are one word ("I. B. M." is "ibm") unless
    `join` is off.
    """
    plain = latin(text).lower()
    for pattern, with_ in _SPELLING:
        plain = pattern.sub(with_, plain)
    found = plain.split()
    return tuple(_joined(found)) if join else tuple(found)


def _joined(found: list[str]) -> list[str]:
    out: list[str] = []
    for single, group in groupby(found, key=lambda w: len(w) == 1 and w.isalpha()):
        run = list(group)
        out += ["".join(run)] if single else run
    return out


def without_umlauts(word: str) -> str:
    """The word with ae, oe, ue as a, o, u."""
    return _ROMANISATION[0][0].sub(_ROMANISATION[0][1], word)


@lru_cache(maxsize=65536)
def romanised(word: str) -> str:
    """A key that is the same for usual romanisations of one word: Yandeks and Yandex, Mueller and Muller."""
    for pattern, with_ in _ROMANISATION:
        word = pattern.sub(with_, word)
    return word


@lru_cache(maxsize=65536)
def consonants(word: str) -> str:
    """The consonants, those alike that scripts without vowels do not tell apart: "bezeq" and Hebrew "bzk"."""
    for pattern, with_ in _CONSONANTS:
        word = pattern.sub(with_, word)
    return word


@lru_cache(maxsize=65536)
def heard(word: str) -> frozenset[str]:
    """Wider keys than `romanised`, one a language of the writer: Setschin is Sechin, Chabarowsk is Khabarovsk."""
    keys = set()
    for rules in _READINGS:
        key = word
        for pattern, with_ in (*rules, *_ENDINGS):
            key = pattern.sub(with_, key)
        keys.add(romanised(key.replace("H", "h")))
    return frozenset(keys)


@lru_cache(maxsize=65536)
def korean(word: str) -> str:
    """A key for romanisations of Korean: Gim and Kim, Jeongeun and Jong-un."""
    for pattern, with_ in _KOREAN:
        word = pattern.sub(with_, word)
    return word


@lru_cache(maxsize=65536)
def kana(word: str) -> str:
    """The consonants as Japanese syllables tell them: l is r, m before b is n."""
    return consonants(word).replace("l", "r").replace("mb", "nb")


@lru_cache(maxsize=65536)
def vowelled(word: str) -> str:
    """A key for Arabic names, whose vowels and doubled letters are written as one hears them: Sulayman, Suleiman."""
    for pattern, with_ in _VOWELLED:
        word = pattern.sub(with_, word)
    return word


@lru_cache(maxsize=65536)
def scanned(word: str) -> str:
    """A key that forgives what scanners misread: "rn" for "m", 0 for o, 1 for i or l."""
    return word.translate(_MISREAD).replace("rn", "m").replace("vv", "w")
