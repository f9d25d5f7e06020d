"""The parts of a firm's name: its words with their worth, its legal forms, its other names, its initials."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kg.resolve.names.aside import foreign, split, told_vowels
from kg.resolve.names.fold import words
from kg.resolve.names.forms import without_forms
from kg.resolve.names.initials import initials
from kg.resolve.names.layout import heads, straight
from kg.resolve.names.lexicon import Kind, Lexicon, Meaning, Phrase, lexicon
from kg.resolve.names.phrases import phrases
from kg.resolve.names.token import Token

_ROMAN = {r: str(n) for n, r in enumerate(["ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], 2)}
_LETTERS = 1
"""Words without their fillers have more letters than this to be a name by themselves."""
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_CUT = re.compile(r"(\w{2,})\.(?=\s|$|,)")
_LISTED = re.compile(r"(?:&|,| and | und | et | y )\s*(?!(?:Co|Cie|Comp|Compagnie)\b)([^\s,&]+)")


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart.

    `folded` all its words; `rest` those without legal form; `tokens` also without joining words; `core` the tokens but
    fillers, or all when there is nothing else; `joined` all words but legal forms and fillers in one; `legal` the ids
    of its legal forms, `form` how they are written; `seat` the town behind them; `keys` its words from whole to bare,
    with the legal form by its id; `aliases` what brackets and "formerly" tell; `heads` shorter readings of
    it, without slogan, purpose or description; `initials` what its acronym could be;
    `foreign` when it was written in another script, `vowels` in one whose romanisations keep the vowels; `listed` when
    it joins names by commas or "&", as partners do.
    """

    raw: str
    folded: Phrase
    rest: Phrase
    tokens: tuple[Token, ...]
    core: tuple[Token, ...]
    joined: str
    legal: frozenset[str]
    form: str
    initials: frozenset[str]
    aliases: tuple["Parts", ...]
    heads: tuple["Parts", ...]
    foreign: bool
    vowels: bool
    listed: bool
    seat: tuple[Token, ...]
    keys: tuple[Phrase, ...]


@lru_cache(maxsize=65536)
def parts(name: str) -> Parts:
    """The parts of the name of a company or organization; no tokens when it holds no letter or digit."""
    text = unicodedata.normalize("NFKC", name).strip()
    main, aliases = split(lexicon().spaced(straight(text)), acronyms)
    shorter = tuple(_parts(head, head, (), (), False) for head in (*heads(main), *_expanded(main)))
    return _parts(name, main, tuple(parts(alias) for alias in aliases if words(alias)), shorter, foreign(text))


def _expanded(main: str) -> tuple[str, ...]:
    """An acronym and what it stands for, when a name begins with the one and goes on with the other."""
    first, _, after = main.partition(" ")
    short = "".join(words(first))
    if len(short) < 3 or sum(c.isupper() for c in first) < 2 or " " not in after or short[0] != after[0].lower():
        return ()
    return (first, after) if short in acronyms(after) else ()


def acronyms(text: str) -> frozenset[str]:
    """What the acronym of a name without brackets could be."""
    return _parts(text, text, (), (), False).initials


def _parts(name: str, main: str, aliases: tuple[Parts, ...], shorter: tuple[Parts, ...], is_foreign: bool) -> Parts:
    folded = words(main)
    rest, legal, seat = without_forms(folded)
    cut = frozenset(w for found in _CUT.findall(main) for w in words(found))
    tokens = _tokens(rest, cut, lexicon())
    kept = tuple(t for t in tokens if t.kind is not Kind.STOP) or tuple(map(_own, tokens))
    core = tuple(t for t in kept if t.kind is not Kind.FILLER)
    fillers = {t.text for t in kept if t.kind is Kind.FILLER}
    return Parts(
        raw=name,
        folded=folded,
        rest=rest,
        tokens=kept,
        core=core or kept,
        joined="".join(w for w in rest if w not in fillers) or "".join(rest),
        legal=legal,
        form=_written(main, frozenset(folded) - frozenset(rest) - frozenset(seat)),
        initials=initials(main, rest, tokens, folded),
        aliases=aliases,
        heads=shorter,
        foreign=is_foreign,
        vowels=told_vowels(name),
        listed=any(words(found)[:1] and words(found)[0] in rest for found in _LISTED.findall(main)),
        seat=tuple(_tokens(seat, cut, lexicon())),
        keys=_keys(rest, legal, core),
    )


def _keys(rest: Phrase, legal: frozenset[str], core: tuple[Token, ...]) -> tuple[Phrase, ...]:
    bare = tuple(t.text for t in core)
    told = sum(map(len, bare)) > _LETTERS
    return tuple(dict.fromkeys(((*rest, *sorted(legal)), rest, *((bare,) if told else ()))))


def _written(main: str, removed: frozenset[str]) -> str:
    """The legal form as the name has it, without commas."""
    if not removed:
        return ""
    return " ".join(w.strip(",") for w in main.split() if (found := words(w)) and removed.issuperset(found))


def _tokens(rest: Phrase, cut: frozenset[str], known: Lexicon) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(rest):
        size, tokens = _longest(rest, at, cut, known)
        described = tokens[0].kind is Kind.FILLER and phrases().descriptor(rest[at : at + 5]) == size
        if described and found and found[-1].kind is Kind.PLACE and at + size < len(rest):
            found[-1] = Token(found[-1].text, Kind.FILLER, found[-1].concept)
        found += tokens
        at += size
    return found


def _longest(rest: Phrase, at: int, cut: frozenset[str], known: Lexicon) -> tuple[int, list[Token]]:
    """The tokens of the longest phrase known at a place, and how many words it takes."""
    described = phrases().descriptor(rest[at : at + 5])
    if described > 1 or (described and (rest[at],) not in known.meanings):
        text = " ".join(rest[at : at + described])
        return described, [Token(text, Kind.FILLER, text)]
    for size in range(min(known.starts.get(rest[at], 0), len(rest) - at), 0, -1):
        if meaning := known.meanings.get(rest[at : at + size]):
            last = at > 0 and at + size == len(rest)
            if of := known.compounds.get(meaning.concept):
                return size, [Token(m.concept, m.kind, m.concept) for m in of]
            return size, [_known("".join(rest[at : at + size]), meaning, rest[at] in cut, last=last)]
    word = rest[at]
    if number := _number(word, at):
        return 1, [Token(word, Kind.NUMBER, number)]
    if phrases().factories.fullmatch(word):
        return 1, [Token(word, Kind.TRADE, word)]
    return 1, _compound(word, known) or [Token(word, Kind.DISTINCTIVE, word, word in cut)]


def _own(token: Token) -> Token:
    """A word that joins others, where there are no others."""
    return Token(token.text, Kind.DISTINCTIVE, token.text)


def _number(word: str, at: int) -> str:
    if word.isdigit():
        return str(int(word))
    if found := _ORDINAL.fullmatch(word):
        return found[1]
    return _ROMAN.get(word, "") if at else ""


def _known(text: str, meaning: Meaning, cut: bool, *, last: bool) -> Token:
    """A word that joins others is a name of its own at the end."""
    if meaning.kind is Kind.STOP and last:
        return Token(text, Kind.DISTINCTIVE, text)
    return Token(text, meaning.kind, meaning.concept, cut)


def _compound(word: str, known: Lexicon) -> list[Token]:
    """A German compound with a ministry at its end: "Bundesgesundheitsministerium"."""
    found = re.fullmatch(r"(?:bundes)?(\w+?)s?(ministerium)", word)
    front = found and known.meanings.get((found[1],))
    if not found or not front:
        return []
    return [Token(found[1], front.kind, front.concept), Token(found[2], Kind.UNIT, known.meanings[found[2],].concept)]
