"""One word of a name."""

import re
from dataclasses import dataclass, field
from functools import cache

from kg.resolve.names.fold import consonants, heard, romanised
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.phrases import phrases

_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-z]{3,}")
_DOTTED, _BARE = 5.0, 3.5
"""So many times as long as its abbreviation by some letters is a word at most, with a dot behind them and without."""


@cache
def _heads() -> frozenset[str]:
    """Last parts of compounds, also behind the letters that join: what is left of a word that is not cut short."""
    heads = phrases().heads
    return heads | {join + head for head in heads for join in ("s", "es", "en", "n")}


@dataclass(frozen=True, slots=True)
class Token:
    """One word (or known phrase) of a name.

    `concept` is the same for all spellings and translations of a known word; `cut` when it was written with a dot, as
    abbreviations are. `key` is the same for usual romanisations of one word.
    """

    text: str
    kind: Kind
    concept: str
    cut: bool = False
    key: str = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", romanised(self.text))

    @property
    def heard(self) -> frozenset[str]:
        """Keys of which two rarer romanisations share one."""
        return heard(self.text)

    @property
    def frame(self) -> str:
        """The consonants: what a script without vowels tells of a word."""
        return consonants(self.text)

    def shortens(self, other: "Token") -> bool:
        """Whether this is the other word cut short: "Instr." or "Svcs" where the other is Instruments, Services."""
        if len(self.text) == 1 and self.text.isalpha():
            return len(other.text) > 2 and other.text[0] == self.text
        bare = bool(_NO_VOWEL.fullmatch(self.text))
        if not 2 <= len(self.text) < len(other.text) or not (self.cut or bare or len(self.text) > 3):
            return False
        if not self.cut and (self.kind is Kind.PLACE or other.text.removeprefix(self.text) in _heads()):
            return False
        if other.text.startswith(self.text):
            return True
        letters = iter(other.text)
        near = len(other.text) <= (_DOTTED if self.cut else _BARE) * len(self.text)
        return (self.cut or bare) and near and self.text[0] == other.text[0] and all(c in letters for c in self.text)
