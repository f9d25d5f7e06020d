"""Every name pattern of every language finds the names of its accepted sentences and none in its rejected ones."""

from typing import Any

import pytest

from kg.annotate.names import component, vote  # noqa: F401  (vote registers a spaCy component)
from kg.annotate.names.lexicon import NamePattern, lexicon
from kg.annotate.tokens import make_tokenizer

LANGUAGES = ("de", "en")
PATTERNS = [(lang, p) for lang in LANGUAGES for p in lexicon(lang).patterns]
ACCEPTED = [(lang, p, a) for lang, p in PATTERNS for a in p.accepts]
REJECTED = [(lang, p, r) for lang, p in PATTERNS for r in p.rejects]


@pytest.fixture(scope="module")
def pipes() -> dict[str, Any]:
    """By form and pattern alone: no encoder, no register."""
    found = {}
    for lang in LANGUAGES:
        found[lang] = make_tokenizer(lang)
        found[lang].add_pipe("kg_names")
        found[lang].add_pipe("kg_mentions")
    return found


def test_every_pattern_has_sentences() -> None:
    assert len(PATTERNS) >= 28
    assert len(ACCEPTED) >= 50
    assert len(REJECTED) >= 40
    assert all(p.accepts and p.rejects for _, p in PATTERNS)


@pytest.mark.parametrize(("lang", "pattern", "accepted"), ACCEPTED, ids=lambda x: getattr(x, "id", None))
def test_accepts(lang: str, pattern: NamePattern, accepted: dict[str, Any], pipes: dict[str, Any]) -> None:
    doc = pipes[lang](accepted["text"])
    names = {s.text: s.label_ for s in doc.spans["names"]}
    assert names == accepted["names"]
    assert pattern.id in {c.by for c in component.candidates(doc, "patterns")}


@pytest.mark.parametrize(("lang", "pattern", "text"), REJECTED, ids=lambda x: getattr(x, "id", None))
def test_rejects(lang: str, pattern: NamePattern, text: str, pipes: dict[str, Any]) -> None:
    doc = pipes[lang](text)
    assert [s.text for s in doc.spans["names"] if s.label_ == pattern.type] == []
