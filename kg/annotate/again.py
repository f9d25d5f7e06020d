"""Names read a second time, by the branch of the model that reads statements.

The encoder settles names, tags and trees. Where it is in doubt about a passage's names, the branch goes on from the
encoder's middle layers, is told the names that were found, and says what it takes the words for: it was trained on far
more names, told some that were wrong. Both readings count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

from kg.annotate.decode import log_softmax, mentions
from kg.annotate.sessions import session

BRANCH = "pairs.onnx"
"""The file of a model folder with the branch; a model may be without."""
MOST = 64
"""Names of a passage that the branch is told; training has no more either."""
NAME = 0
"""The number of names among the kinds of mentions."""
OUTPUT = "names"
_ONLY = onnxruntime.RunOptions()
_ONLY.only_execute_path_to_fetches = True  # nothing is computed for statements


@dataclass(frozen=True, slots=True)
class Balance:
    """A passage is read again when the best label of a word has less than `sure`; then the logarithms of both readings
    count, times `first` and `second`, and `eagerness` is taken off that of no name. Chosen on the dev parts."""

    sure: float
    first: float
    second: float
    eagerness: float


class SecondReading:
    """The branch of the model in `folder`; `labels` are those of its words, `types` those of its mentions."""

    def __init__(self, folder: Path, labels: list[str], types: Sequence[str], balance: Balance) -> None:
        self.labels, self.balance = labels, balance
        self.types = {type_: k for k, type_ in enumerate(types)}
        self._session = session(folder / BRANCH)

    def scores(
        self,
        scores: NDArray[np.float32],
        middle: NDArray[np.float32],
        first: list[int],
        last: list[int],
        sizes: Sequence[int],
        glued: Sequence[bool],
    ) -> NDArray[Any]:
        """Scores [W, labels] of a passage's words after both readings, or of the first one where it is sure.

        `scores` [W, labels] are those of the encoder, with its eagerness; `middle` [T, width] is what it makes of the
        pieces at the fork, `first` and `last` are each word's pieces, `sizes` the numbers of words of the sentences.
        `glued` words, which hyphens join to others, are left to the first reading: only that one learned to take
        "Velmoor-K7-Chips" apart.
        """
        log = log_softmax(scores)
        if len(log) == 0 or np.exp(log.max(-1)).min() >= self.balance.sure:
            return scores
        told = self._told(scores, first, last, sizes)
        feed = {"middle": middle[None], "word_first": _row(first), "word_last": _row(last)} | told
        again = self._session.run([OUTPUT], feed, _ONLY)[0][0]
        both = self.balance.first * log + self.balance.second * log_softmax(again)
        both[:, 0] -= self.balance.eagerness
        apart = np.array(glued)
        both[apart] = log[apart]
        return both

    def _told(
        self, scores: NDArray[np.float32], first: list[int], last: list[int], sizes: Sequence[int]
    ) -> dict[str, NDArray[np.int64]]:
        """The names of the first reading as the branch is told of them; none is one that covers nothing."""
        rows, at = [], 0
        for number, size in enumerate(sizes):
            for start, end, type_, _ in mentions(scores[at : at + size], self.labels):
                rows.append((first[at + start], last[at + end - 1], self.types[type_], NAME, number))
            at += size
        columns = zip(*(rows[:MOST] or [(0, 0, 0, NAME, 0)]), strict=True)
        return dict(zip(("first", "last", "types", "kinds", "sentence"), map(_row, columns), strict=True))


def _row(values: Sequence[int]) -> NDArray[np.int64]:
    return np.array([values], np.int64)
