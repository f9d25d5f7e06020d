"""Which language a text is in, among those that the package knows."""

import functools
import importlib.resources
import re

from kg.errors import InputError
from kg.read.cues import cues

_WORD = re.compile(r"[^\W\d_]+")

# Characters that decide; the rest of a long article says the same.
_SAMPLE = 4000

# How much likelier (natural logarithm) another language must be, and how rare the known language's commonest words,
# before a text counts as foreign. Name lists and headlines confuse the classifier by less than that.
_FOREIGN_MARGIN = 25.0
_FOREIGN_SHARE = 0.12


@functools.cache
def languages() -> tuple[str, ...]:
    """The known languages, sorted: the folders of kg/languages that describe text blocks."""
    root = importlib.resources.files("kg").joinpath("languages")
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.joinpath("blocks.yaml").is_file()))


def require(lang: str) -> str:
    """`lang` when it is known; InputError with the known ones when not."""
    if lang not in languages():
        raise InputError(f"unknown language {lang!r}; known are: {', '.join(languages())}")
    return lang


def detect(text: str) -> str:
    """The language of `text` (ISO 639-1): a known one, unless the text is clearly in another."""
    from py3langid import rank  # type: ignore[import-untyped]  # the package has no stubs

    sample = text[:_SAMPLE]
    words = [word.casefold() for word in _WORD.findall(sample)]
    shares = {lang: _share(words, lang) for lang in languages()}
    ranked = rank(sample)
    scores = {lang: float(score) for lang, score in ranked}
    best = max(languages(), key=lambda lang: (scores.get(lang, float("-inf")), lang))
    common = max(languages(), key=lambda lang: (shares[lang], lang == best, lang))
    foreign = str(ranked[0][0])
    margin = float(ranked[0][1]) - scores.get(best, float("-inf"))
    if foreign not in languages() and margin > _FOREIGN_MARGIN and shares[common] < _FOREIGN_SHARE:
        return foreign
    # Function words are right on single sentences where the statistics are not; without any the statistics decide.
    return common if shares[common] > 0 else best


def _share(words: list[str], lang: str) -> float:
    common = cues(lang).common_words
    return sum(word in common for word in words) / max(1, len(words))
