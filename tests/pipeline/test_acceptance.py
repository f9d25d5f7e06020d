"""The first real article: everything expected comes out, with its certainty, and nothing forbidden."""

import json
from pathlib import Path

import pytest

from kg.ontology import Schema
from kg.pipeline import extractions
from kg.read import read
from kg.settings import Settings
from kg.view.lines import record

FOLDER = Path(__file__).parents[3] / "shared" / "acceptance"
ARTICLE = FOLDER / "alibaba-ki-strategie.de.txt"

pytestmark = pytest.mark.skipif(
    not ARTICLE.is_file(), reason="needs ../shared/acceptance, which is not part of the project"
)


@pytest.fixture(scope="module")
def found():
    (extraction,) = extractions(read([ARTICLE]), Settings(), Schema.load())
    return record(extraction, Schema.load())


@pytest.fixture(scope="module")
def expected():
    return json.loads((FOLDER / "alibaba-ki-strategie.expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def triples(found):
    names = {e["id"]: e["name"] for e in found["entities"]}
    return {(names[s["head"]], s["edge"], names.get(s["tail"])): s for s in found["statements"]}


def test_every_entity(found, expected):
    types = {e["name"]: e["type"] for e in found["entities"]}
    assert {e["name"]: e["type"] for e in expected["entities"]}.items() <= types.items()


def test_every_statement_with_its_certainty(triples, expected):
    wanted = {(s["head"], s["edge"], s["tail"]): s["certainty"] for s in expected["statements"]}
    assert len(wanted) == 10
    assert {triple: triples[triple]["certainty"] for triple in wanted if triple in triples} == wanted


def test_values_and_sources(triples):
    supply = triples["AMD", "supplierOf", "Alibaba"]["roles"]
    assert (supply["quantity"]["min"], supply["quantity"]["max"]) == (40000, 50000)
    listing = triples["MiniMax", "listedOn", "Hongkong"]
    assert listing["said_by"] == ["Bloomberg", "GuruFocus"]
    assert listing["when"]["edtf"] == "2026-01"
    assert (listing["roles"]["proceeds"]["min"], listing["roles"]["proceeds"]["currency"]) == (600e6, "USD")
    assert triples["Alibaba", "listedOn", "Hongkong"]["roles"]["ticker"]["text"] == "09988"


def test_nothing_forbidden(found, triples):
    text = ARTICLE.read_text(encoding="utf-8")
    adverts = [
        (text.index("Sollten Anleger"), text.index("Zwischen Konjunktursorgen")),
        (text.index("Alibaba-Aktie: K"), len(text)),
    ]
    for statement in found["statements"]:
        for evidence in statement["evidence"]:
            assert not any(start <= evidence["start"] < end for start, end in adverts)
            assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert triples["AMD", "supplierOf", "Alibaba"]["certainty"] == "speculated"
    assert ("Meta", "supplierOf", "Alibaba") not in triples
    assert ("Alibaba", "supplierOf", "Meta") not in triples
    assert [t for t in triples if t[1] == "competitorOf"] == [("Alibaba", "competitorOf", "Tencent")]
    forbidden = {
        "Konzern",
        "Anleger",
        "Aktie",
        "KI",
        "Magnificent Seven",
        "Alibaba-Papiere",
        "MiniMax-Deal",
        "AMD-MI308-KI-Chips",
    }
    assert not forbidden & {e["name"] for e in found["entities"]}
    assert found["entities"]
