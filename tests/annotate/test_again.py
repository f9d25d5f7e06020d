"""The second reading of names, on the packaged model."""

from dataclasses import replace

import numpy as np
import pytest
from spacy.tokens import Doc

from kg.annotate.again import Balance, SecondReading
from kg.annotate.decode import log_softmax
from kg.annotate.encoder import PACKAGED, Encoder, Passage
from kg.annotate.tokens import make_tokenizer

TEXT = "Die Velmoor AG stellt den Quintal 4 vor, den Ida Boll in Ulm entworfen hat. Käufer ist die Stadt Celle."
FIRST_ONLY, SECOND_ONLY = Balance(1.1, 1.0, 0.0, 0.0), Balance(1.1, 0.0, 1.0, 0.0)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(PACKAGED)


def reader(balance: Balance | None) -> Encoder:
    out = Encoder(PACKAGED)
    out.labels = replace(out.labels, again=balance)
    out._load()
    return out


def document() -> Doc:
    return make_tokenizer("de")(TEXT)


def scores(encoder: Encoder) -> np.ndarray:  # type: ignore[type-arg]
    [passage] = encoder._passages(document())
    return encoder._run(passage)[0]


def test_the_packaged_model_reads_names_again(encoder: Encoder) -> None:
    assert encoder.labels.again is not None
    assert 0 < encoder.labels.again.sure < 1


def test_a_reader_that_is_sure_is_left_alone() -> None:
    never = replace(FIRST_ONLY, sure=0.0, second=5.0, eagerness=9.0)
    assert np.array_equal(scores(reader(never)), scores(reader(None)))


def test_both_readings_count() -> None:
    first, second, both = (scores(reader(b)) for b in (FIRST_ONLY, SECOND_ONLY, replace(FIRST_ONLY, second=1.0)))
    assert np.allclose(first + second, both, atol=1e-5)
    assert not np.allclose(first, second, atol=0.1)
    assert np.allclose(np.exp(second).sum(-1), 1, atol=1e-5), "logarithms of probabilities"


def test_eagerness_speaks_against_no_name_alone() -> None:
    change = scores(reader(replace(FIRST_ONLY, eagerness=2.0))) - scores(reader(FIRST_ONLY))
    assert np.allclose(change[:, 0], -2, atol=1e-5)
    assert np.allclose(change[:, 1:], 0)


def test_both_find_the_plain_names() -> None:
    for balance in (FIRST_ONLY, SECOND_ONLY):
        doc = reader(balance)(document())
        found = {(s.text, s.label_) for s in doc.spans["encoder"]}
        assert {("Velmoor AG", "Company"), ("Ida Boll", "Person"), ("Ulm", "Place")} <= found


def test_words_joined_by_hyphens_are_left_to_the_first_reading() -> None:
    always, never = reader(SECOND_ONLY), reader(None)
    doc = make_tokenizer("de")("Velmoor bestellt 500 Tessaro-VX308-Chips - und mehr.")
    [passage] = never._passages(doc)
    assert [doc[i].text for i, glued in zip(passage.units[0], passage.glued, strict=True) if glued] == [
        "Tessaro", "-", "VX308", "-", "Chips",
    ]  # fmt: skip
    glued = np.array(passage.glued)
    first, second = never._run(passage)[0], always._run(passage)[0]
    assert np.allclose(log_softmax(first)[glued], second[glued], atol=1e-5)
    assert not np.allclose(log_softmax(first)[~glued], second[~glued], atol=0.1)


def test_the_names_of_the_first_reading_are_told(encoder: Encoder) -> None:
    [passage] = encoder._passages(document())
    balance = Balance(1.1, 1.0, 1.0, 0.0)
    second = SecondReading(PACKAGED, encoder.labels.mentions, encoder.labels.types, balance)
    told = second._told(scores(reader(None)), passage.first, passage.last, [len(u) for u in passage.units])
    firm = document()[1:3]
    assert told["first"][0][0] == passage.first[firm.start]
    assert told["last"][0][0] == passage.last[firm.end - 1]
    assert told["sentence"][0].tolist() == sorted(told["sentence"][0].tolist())


def test_a_passage_without_names_is_read(encoder: Encoder) -> None:
    doc = make_tokenizer("de")("Es regnet.")
    [passage] = encoder._passages(doc)
    assert isinstance(passage, Passage)
    always = reader(Balance(1.1, 1.0, 1.0, 0.0))
    assert np.isfinite(always._run(passage)[0]).all()
    assert not len(always(doc).spans["encoder"])
