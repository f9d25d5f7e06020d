"""Which words of two names belong together: equal, written apart, cut short, romanised differently, or mistyped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kg.resolve.names.fold import kana, vowelled
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.phrases import split
from kg.resolve.names.slips import LONG, doubt
from kg.resolve.names.token import Token

Pair = tuple[Token, Token]


@dataclass(slots=True)
class Alignment:
    """The pairs by how they agree, and the tokens of each name that are left over, in order.

    `typos` holds the words and the doubt of each, 1 for one letter changed in a word of `LONG` letters.
    """

    exact: list[Pair] = field(default_factory=list)
    spaced: list[Pair] = field(default_factory=list)
    variant: list[Pair] = field(default_factory=list)
    heard: list[Pair] = field(default_factory=list)
    frame: list[Pair] = field(default_factory=list)
    short: list[Pair] = field(default_factory=list)
    initials: list[Pair] = field(default_factory=list)
    typos: list[tuple[Token, Token, float]] = field(default_factory=list)
    left: list[Token] = field(default_factory=list)
    right: list[Token] = field(default_factory=list)

    @property
    def pairs(self) -> list[Pair]:
        """All pairs, surest first."""
        typos = [(a, b) for a, b, _ in self.typos]
        return [*self.exact, *self.spaced, *self.variant, *self.heard, *self.frame, *self.short, *self.initials, *typos]


def align(
    a: Sequence[Token], b: Sequence[Token], *, foreign: bool = False, vowels: bool = False, arabic: bool = False
) -> Alignment:
    """Pair the tokens of two names, surest first; each token is used once.

    One of two `foreign` names is in another script; words may have other vowels there, but for `vowels` only long ones.
    In `arabic` names vowels and doubled letters are written as one hears them.
    """
    found = Alignment(left=list(a), right=list(b))
    _exact(found)
    _joins(found, _same_letters)
    if not (found.left and found.right):
        return found
    _take(found, _same_key, found.variant)
    _take(found, _sound_same, found.heard)
    if arabic:
        _take(found, _same_vowelled, found.heard)
    if foreign:
        same = _same_long_frame if vowels else _same_frame
        _take(found, same, found.frame)
        _joins(found, same)
    _take(found, lambda x, y: _words(x, y) and (x.shortens(y) or y.shortens(x)), found.short, only=bool(found.exact))
    _initials(found)
    _typos(found)
    return found


def _exact(found: Alignment) -> None:
    for x in list(found.left):
        y = next((y for y in found.right if x.concept == y.concept), None)
        if y is not None:
            found.exact.append((x, y))
            found.left.remove(x)
            found.right.remove(y)


def _same_letters(joined: Token, whole: Token) -> bool:
    return joined.key == whole.key


def _take(found: Alignment, same: Callable[[Token, Token], bool], into: list[Pair], *, only: bool = True) -> None:
    for x in list(found.left) if only and found.right else []:
        y = next((y for y in found.right if same(x, y)), None)
        if y is not None:
            into.append((x, y))
            found.left.remove(x)
            found.right.remove(y)


def _words(x: Token, y: Token) -> bool:
    """Whether neither is a number: those are equal or not."""
    return Kind.NUMBER not in (x.kind, y.kind)


def _same_key(x: Token, y: Token) -> bool:
    return _words(x, y) and min(len(x.text), len(y.text)) > 2 and x.key == y.key


def _sound_same(x: Token, y: Token) -> bool:
    """Whether two long words are rarer romanisations of one."""
    return _words(x, y) and min(len(x.text), len(y.text)) > 5 and bool(x.heard & y.heard)


def _same_vowelled(x: Token, y: Token) -> bool:
    return _words(x, y) and min(len(x.text), len(y.text)) > 3 and vowelled(x.text) == vowelled(y.text)


def _same_frame(x: Token, y: Token) -> bool:
    """Whether two words have the same two or more consonants and are of about one length."""
    if not _words(x, y) or abs(len(x.text) - len(y.text)) > 3:
        return False
    return (len(x.frame) > 1 and x.frame == y.frame) or (len(x.frame) > 2 and kana(x.text) == kana(y.text))


def _same_long_frame(x: Token, y: Token) -> bool:
    return min(len(x.text), len(y.text)) > LONG and _same_frame(x, y)


def _joins(found: Alignment, same: Callable[[Token, Token], bool]) -> None:
    """Two to four words that together are one of the other name: "Pay Pal" and "PayPal"."""
    for apart, whole, flipped in ((found.left, found.right, False), (found.right, found.left, True)):
        if len(apart) < 2 or not whole:
            continue
        longest = max(len(w.text) for w in whole)
        for size in (4, 3, 2):
            for start in range(len(apart) - size, -1, -1):
                letters = sum([len(t.text) for t in apart[start : start + size]])
                if letters - longest > 3 + letters // 4:
                    continue
                joined = _join(apart[start : start + size])
                other = next((w for w in whole if same(joined, w)), None)
                if other is not None:
                    found.spaced.append((other, joined) if flipped else (joined, other))
                    del apart[start : start + size]
                    whole.remove(other)
                    break


def _join(tokens: Sequence[Token]) -> Token:
    text = "".join(t.text for t in tokens)
    kind = tokens[0].kind
    return Token(text, kind if all(t.kind is kind for t in tokens) else Kind.DISTINCTIVE, text)


def _initials(found: Alignment) -> None:
    """An acronym that stands for some words, beside others that agree: "TU München"."""
    if not found.exact:
        return
    for short, long, flipped in ((found.left, found.right, False), (found.right, found.left, True)):
        letters = {"".join(w.text[0] for w in long), "".join(part[0] for w in long for part in split(w.text))}
        acronym = next((t for t in short if t.text in letters and len(t.text) > 1), None)
        if acronym is not None:
            whole = _join(long)
            found.initials.append((whole, acronym) if flipped else (acronym, whole))
            short.remove(acronym)
            long.clear()


def _typos(found: Alignment) -> None:
    for x in list(found.left):
        doubts = [(wrong, n) for n, y in enumerate(found.right) if (wrong := _wrong(x, y)) is not None]
        if doubts:
            wrong, n = min(doubts)
            found.left.remove(x)
            found.typos.append((x, found.right.pop(n), wrong))


def _wrong(x: Token, y: Token) -> float | None:
    """The doubt of a typing error; none where both words are known and mean something."""
    known = (Kind.DISTINCTIVE, Kind.STOP)
    return None if x.kind not in known and y.kind not in known else doubt(x.text, y.text)
