"""What the acronym of a name could be."""

import re
from collections.abc import Iterable, Sequence

from kg.resolve.names.fold import words
from kg.resolve.names.lexicon import Kind
from kg.resolve.names.token import Token

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def initials(text: str, rest: Sequence[str], tokens: Iterable[Token], folded: Sequence[str]) -> frozenset[str]:
    """The first letters of the words: with and without joining words, fillers and legal forms; of CamelCase parts too.

    Only acronyms of two letters and more; `rest` are the words without legal form, `folded` all.
    """
    tokens = list(tokens)
    skipped = {t.text for t in tokens if t.kind is Kind.STOP}
    fillers = {t.text for t in tokens if t.kind is Kind.FILLER}
    no_stops = [w for w in rest if w not in skipped]
    whole = [w for w in folded if w not in skipped]
    lists = [
        no_stops,
        [w for w in no_stops if w not in fillers],
        rest,
        *(whole[:n] for n in range(len(no_stops), len(whole) + 1)),
        [w for w in words(_HUMP.sub(" ", text)) if w not in skipped],
    ]
    found = {"".join(w if w.isdigit() else w[0] for w in chosen) for chosen in lists if len(chosen) > 1}
    return frozenset(a for a in found if len(a) > 1)
