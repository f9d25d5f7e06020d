"""What goes in comes out: the shape of the triples, and text of any kind."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Amount, Document, Evidence, Extraction, Period, Statement
from kg.ontology import Schema
from kg.store import Dataset
from kg.store.embedded import as_stored
from kg.store.rdf import CONTEXT, after, before, quads, triples
from kg.view.records import statements

from .make import entity, nord

SCHEMA = Schema.load()
REUSED = Dataset.memory(schema=SCHEMA)
NASTY = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60) | st.sampled_from(
    [
        '"quoted" \\ back',
        "two\nlines\r\n",
        "<script>alert(1)</script>",
        "🏭 Ü\u202e",
        "'''",
        '"""',
        "\x00\x07",
        "{}?x",
    ]
)


def test_quads_are_sorted_and_repeat() -> None:
    once = [str(q) for q in quads(nord(), SCHEMA)]
    assert once == [str(q) for q in quads(nord(), SCHEMA)]
    assert once == sorted(once)
    assert len(once) > 100
    assert "_:" not in "".join(once)


@settings(max_examples=60, deadline=None)
@given(NASTY, NASTY, NASTY, NASTY, st.floats(0, 1), st.floats(-1e15, 1e15), st.integers(0, 300))
def test_any_text_survives(
    title: str, quote: str, name: str, said: str, confidence: float, number: float, padding: int
) -> None:
    text = "x " * padding + quote + " y" * padding
    d = Document("d", text, "de", title, url=title, published="2026-01-01")
    start = 2 * padding
    evidence = Evidence.of(text, start, start + len(quote))
    a = Amount(start, start + len(quote), quote, "Quantity", number, None, unit=said, approximate=True)
    when = Period(start, start + len(quote), quote, "2026-02~")
    parties = (entity("e1", name), entity("e2", name + "2"))
    s = Statement(
        "s1", "Supply", {"supplier": ("e1",), "customer": ("e2",)}, "asserted", (evidence,), confidence, said,
        {"quantity": (a,), "date": (when,)}, (said,), when,
    )  # fmt: skip
    extraction = Extraction(d, parties, (s,))
    stored = triples(extraction, SCHEMA)
    dataset = REUSED  # each example replaces the document of the last one
    dataset.put(extraction)
    assert dataset.store.graph(dataset.names.document("d")) == stored
    [record] = statements(dataset)
    [proof] = record.evidence
    assert (proof.quote, proof.start, proof.end) == (quote, start, start + len(quote))
    assert text[: proof.start].endswith(proof.prefix)
    assert text[proof.end :].startswith(proof.suffix)
    assert proof.title == title
    assert (record.head_label, record.by, record.said_by, record.when) == (name, said, (said,), when)
    assert record.roles["quantity"][0].value == a
    assert record.confidence == round(confidence, 4)
    assert not dataset.put(extraction)


def test_half_a_character_pair_is_refused() -> None:
    whole = nord()
    broken = replace(whole, document=replace(whole.document, title="\ud83d half"))
    with pytest.raises(InputError, match=r"document nord: .* half of a character pair"):
        triples(broken, SCHEMA)


@pytest.mark.parametrize(
    ("edtf", "plain"),
    [
        ("2026", '"2026"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("2026-02", '"2026-02"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'),
        ("2026-02-28", '"2026-02-28"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("2026-02~", None),
        ("2026-33", None),
        ("2026-02-30", None),
        ("2024/2026", None),
        ("202X", None),
        ("", None),
    ],
)
def test_dates_get_a_type_only_when_it_is_as_precise(edtf: str, plain: str | None) -> None:
    whole = nord()
    dated = replace(whole.statements[0], when=Period(0, 3, "Die", edtf), values={})
    said = triples(replace(whole, statements=(dated,)), SCHEMA)
    assert [str(o) for _, p, o in said if p.value.endswith("#xsdDate")] == ([plain] if plain else [])


def test_context_is_cut_at_words() -> None:
    text = "Anfang " + "wort " * 100 + "QUOTE" + " wort" * 100
    start = text.index("QUOTE")
    assert before(text, start).strip().split() == ["wort"] * 40
    assert after(text, start + 5).split() == ["wort"] * 40
    assert before(text, 3) == "Anf"
    assert after(text, len(text)) == ""
    long = "x" * 1000
    assert len(before(long, 600)) == CONTEXT


@pytest.mark.parametrize("number", [0.1, 600e6, 1e22, 1.5e-7, 123456789.123456789, -3.0, 1e15 + 0.3])
def test_amounts_have_no_exponent_and_keep_their_value(number: float) -> None:
    whole = nord()
    sized = replace(whole.statements[0], values={"quantity": (Amount(0, 3, "Die", "Quantity", number, number),)})
    said = triples(replace(whole, statements=(sized,)), SCHEMA)
    [low] = [o for _, p, o in said if p.value.endswith("#min")]
    assert float(low.value) == number
    assert "e" not in low.value.lower()
    [kept] = [o for _, p, o in as_stored(_ox(said)) if p.value.endswith("#min")]
    assert kept == low


def _ox(said):  # type: ignore[no-untyped-def]
    from pyoxigraph import Triple

    return [Triple(*t) for t in said]
