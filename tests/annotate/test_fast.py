"""Reading without the encoder: which sentences get a tree, names and trees of the small network, statements."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.fast.network import PACKAGED, Context, unpack
from kg.annotate.fast.triggers import Triggers
from kg.annotate.tokens import make_tokenizer
from kg.data import LANGUAGES, read_yaml
from kg.errors import InputError
from kg.extract.examples import marked_document
from kg.fast import CHUNK, in_processes, quickly
from kg.model import Document
from kg.ontology import Schema
from kg.settings import Settings

FAST = Settings(fast=True)
SCHEMA = Schema.load()
MOST_BYTES = 4_000_000


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("de", "Nordstahl übernimmt Kessler.", True),
        ("de", "Nordstahl steigt bei Kessler ein.", True),
        ("de", "Nordstahl steigt am Montag.", False),
        ("de", "Der Pumpenhersteller Kessler kommt aus Bonn.", True),
        ("de", "Am Abend regnete es in Bonn.", False),
        ("en", "Nordstahl takes Kessler over.", True),
        ("en", "Nordstahl acquired Kessler.", True),
        ("en", "It rained in Bonn that evening.", False),
    ],
)
def test_sentences_with_the_words_of_a_pattern_are_wanted(lang: str, text: str, wanted: bool) -> None:
    assert Triggers.load(lang).among([t.text for t in make_tokenizer(lang)(text)]) is wanted


def accepted(lang: str) -> Iterator[tuple[str, str]]:
    """(pattern, sentence) for every sentence that a verb or noun pattern must read."""
    for path in sorted((LANGUAGES / lang / "patterns").glob("*.yaml")):
        for entry in read_yaml(path):
            if entry.get("verb") or entry.get("noun"):
                yield from ((entry["id"], marked_document(e["text"], lang, "x").text) for e in entry.get("accepts", ()))


@pytest.mark.parametrize("lang", ["de", "en"])
def test_no_sentence_that_a_pattern_reads_is_left_out(lang: str) -> None:
    triggers, tokenize = Triggers.load(lang), make_tokenizer(lang)
    cases = list(accepted(lang))
    left_out = [c for c in cases if not triggers.among([t.text for t in tokenize(c[1])])]
    assert len(cases) > 500
    assert len(left_out) <= 0.01 * len(cases), left_out


def test_own_patterns_want_sentences_too(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("- {id: x, type: Acquisition, verb: [verspeisen], roles: {acquirer: subj, acquired: obj}}\n")
    words = ["Nordstahl", "mag", "Kessler", "verspeisen", "."]
    assert not Triggers.load("de").among(words)
    assert Triggers.load("de", (own,)).among(words)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_network_is_small_and_keeps_its_word_vectors_exactly(lang: str) -> None:
    path = PACKAGED / f"{lang}.msgpack"
    assert path.stat().st_size <= MOST_BYTES
    nlp = make_tokenizer(lang)
    network = unpack(path, nlp.vocab)
    one, same, other = nlp("Nordstahl AG, Bonn: 30 Pumpen."), nlp("Nordstahl AG, Bonn: 30 Pumpen."), nlp("Pumpen.")
    network.get_pipe("tok2vec").set_annotations([one], network.get_pipe("tok2vec").predict([one]))  # type: ignore[attr-defined]
    context = Context(network)
    context.read([other])
    context.read([other, same])
    np.testing.assert_allclose(one.tensor, same.tensor, atol=1e-4)


def test_without_a_network_the_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"xx\.msgpack"):
        unpack(tmp_path / "xx.msgpack", make_tokenizer("de").vocab)


TEXTS = {
    "de": "Die Nordstahl AG übernimmt die Kessler GmbH. Am Abend regnete es.",
    "en": "Nordstahl Inc acquired Kessler Ltd on Monday. It rained that evening.",
}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_only_sentences_that_can_state_something_get_a_tree(lang: str) -> None:
    names = {"de": {"Nordstahl AG", "Kessler GmbH"}, "en": {"Nordstahl Inc", "Kessler Ltd"}}
    (found,) = annotate([Document("a", TEXTS[lang], lang)], settings=AnnotateSettings(fast=True))
    first, second = found.doc.sents
    assert {m.text for m in found.mentions if m.kind == "name"} == names[lang]
    assert any(t.pos_ == "VERB" and list(t.children) for t in first)
    assert not any(t.pos_ for t in second)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_rules_read_the_quick_trees(lang: str) -> None:
    (found,) = quickly([Document("a", TEXTS[lang], lang)], FAST, SCHEMA)
    assert [(s.type, s.certainty) for s in found.statements] == [("Acquisition", "asserted")]


def test_processes_give_the_same_in_the_same_order() -> None:
    text = "\n\n".join([TEXTS["de"]] * 20)
    one = Document("0", text, "de")
    number = 4 * CHUNK // len(text.split())
    documents = [replace(one, id=str(i)) for i in range(number)]
    apart = list(in_processes(documents, FAST, SCHEMA))
    assert [e.document.id for e in apart] == [d.id for d in documents]
    assert apart == list(quickly(documents, FAST, SCHEMA))


def test_documents_without_words_pass_through() -> None:
    documents = [Document("a", "", "de"), Document("b", " \n ", "en"), Document("c", TEXTS["en"], "en")]
    assert [len(e.statements) for e in in_processes(documents, FAST, SCHEMA)] == [0, 0, 1]
