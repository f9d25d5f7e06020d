"""Words to the word pieces that the encoder reads. Used in training too, so that both see the same."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

BOS, PAD, EOS, UNKNOWN = 0, 1, 2, 3
"""Piece numbers of the start and end of a passage, of padding and of what the vocabulary lacks."""
LONGEST = 16
"""Pieces kept of one word: the first ones and the last; longer words are URLs and the like."""


class Pieces:
    """Splits words with the vocabulary in a `tokenizer.json`; a word's pieces do not depend on its neighbours."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._unknown = int(self._tokenizer.token_to_id("<unk>") or 0)
        self._known: dict[str, list[int]] = {}

    def of(self, words: Sequence[str], spaced: Sequence[bool]) -> list[list[int]]:
        """The pieces of each word, at least one each; `spaced` says whether white space comes before the word."""
        marked = ["\u2581" + w if s else w for w, s in zip(words, spaced, strict=True)]
        fresh = sorted({w for w in marked if w not in self._known})
        if len(self._known) > 200_000:
            self._known.clear()
            fresh = sorted(set(marked))
        for word, encoding in zip(fresh, self._tokenizer.encode_batch(fresh, add_special_tokens=False), strict=True):
            ids = encoding.ids or [self._unknown]
            self._known[word] = ids if len(ids) <= LONGEST else [*ids[: LONGEST - 1], ids[-1]]
        return [self._known[w] for w in marked]
