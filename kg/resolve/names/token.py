"""One word of a name."""

from dataclasses import dataclass, field

from kg.resolve.names.fold import consonants, heard, romanised
from kg.resolve.names.lexicon import Kind


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
        """Whether this is the other word cut short: "Instr." or "Svcs." where the other is Instruments, Services."""
        if len(self.text) == 1 and self.text.isalpha():
            return len(other.text) > 2 and other.text[0] == self.text
        if not 2 <= len(self.text) < len(other.text) or not (self.cut or len(self.text) > 3):
            return False
        if other.text.startswith(self.text):
            return True
        letters = iter(other.text)
        return self.cut and self.text[0] == other.text[0] and all(c in letters for c in self.text)
