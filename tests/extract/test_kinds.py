"""Kinds of products: which phrases they are, who provides them, and that nothing else changes with them."""

from dataclasses import replace

import pytest

from kg.annotate import annotate
from kg.annotate.kinds import with_kinds
from kg.annotate.kindwords import KindWords
from kg.cli.commands import settings_of
from kg.cli.parser import parser
from kg.extract.examples import cases, failures
from kg.extract.kinds import kind_patterns
from kg.model import Document, Extraction
from kg.ontology import Schema
from kg.pipeline import build_version, extractions
from kg.settings import Settings
from kg.view.lines import line

SCHEMA = Schema.load()
ON = Settings(product_kinds=True)
TEXT = (
    "Corvex Robotics AG is a leading provider of smart meters. It also makes wind turbines, fuel cells and "
    "industrial pumps. Velmora Systems launched the Qubrix 4 database in May, Corvex Robotics said."
)


def read(text: str, lang: str = "en", settings: Settings = ON) -> Extraction:
    (found,) = extractions([Document("d", text, lang)], settings, SCHEMA)
    return found


def offered(found: Extraction) -> set[tuple[str, str]]:
    names = {e.id: e.name for e in found.entities}
    pairs = ((s.entities["provider"], s.entities["product"]) for s in found.statements if s.type == "ProductOffering")
    return {(names[a], names[b]) for heads, tails in pairs for a in heads for b in tails}


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_sentences_of_the_patterns_hold(lang: str) -> None:
    chosen = list(cases(kind_patterns(lang, SCHEMA).patterns))
    assert len([c for c in chosen if c.finds is None]) >= 12
    failed = [f"{case.pattern.id}: {case.text}\n    {problem}" for case, problem in failures(chosen, lang, SCHEMA)]
    assert not failed, "\n".join(failed)


def test_a_list_gives_one_statement_each_and_a_pronoun_is_its_company() -> None:
    assert {
        ("Corvex Robotics AG", "smart meter"),
        ("Corvex Robotics AG", "wind turbine"),
        ("Corvex Robotics AG", "fuel cell"),
        ("Corvex Robotics AG", "industrial pump"),
    } <= offered(read(TEXT))


def test_all_else_is_the_same_with_and_without() -> None:
    bare, more = read(TEXT, settings=Settings()), read(TEXT)
    assert bare.statements, "nothing to compare"
    assert not any(e.name == "wind turbine" for e in bare.entities)
    kinds = {e.id for e in more.entities if not any(m.kind == "name" for m in e.mentions)}
    assert more.entities[: len(bare.entities)] == bare.entities
    assert {e.id for e in more.entities[len(bare.entities) :]} == kinds
    others = tuple(s for s in more.statements if not any(set(ids) & kinds for ids in s.entities.values()))
    left = replace(more, entities=bare.entities, statements=others)
    assert line(left, SCHEMA) == line(bare, SCHEMA)


def test_kinds_are_products_of_one_statement_type_and_stand_in_the_text() -> None:
    found = read(TEXT)
    kinds = [e for e in found.entities if all(m.kind == "nominal" for m in e.mentions)]
    assert len(kinds) == 4
    for kind in kinds:
        assert kind.type == "Product"
        assert all(TEXT[m.start : m.end] == m.text for m in kind.mentions)
        assert {s.type for s in found.statements if kind.id in sum(s.entities.values(), ())} == {"ProductOffering"}


def test_companies_that_make_the_same_meet_in_one_node() -> None:
    texts = ["Corvex Robotics AG makes wind turbines.", "Every wind turbine is made by Velmora Systems AG."]
    iris = [{e.iri for e in read(t).entities if e.name == "wind turbine"} for t in texts]
    assert iris[0] == iris[1]
    assert len(iris[0]) == 1


def test_inflected_german_phrases_have_one_name() -> None:
    text = "Die Nordkamm AG baut medizinische Geräte. Die Velmora GmbH liefert viele Arten von medizinischen Geräten."
    assert {b for _, b in offered(read(text, "de"))} == {"medizinisches Gerät"}


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("Kessler offers new and highly efficient ball bearings.", {"ball bearings"}),
        ("Kessler offers products and services.", set()),
        ("Kessler offers dairy products.", {"dairy products"}),
        ("Kessler made a profit of two million euros.", set()),
        ("Kessler offers a wide range of Chinese rubber boots.", {"rubber boots"}),
        ("Kessler is a fuel cell company.", {"fuel cell"}),
        ("Kessler uses the note-taking app GitHub.", set()),
    ],
)
def test_phrases_that_may_be_kinds(text: str, phrases: set[str]) -> None:
    (annotation,) = annotate([Document("d", text, "en")])
    found = with_kinds(annotation)
    named = {m.text for m in annotation.mentions}
    assert {m.text for m in found.mentions if m.kind == "nominal"} - named == phrases


@pytest.mark.parametrize("lang", ["de", "en"])
def test_a_noun_is_in_one_list_only(lang: str) -> None:
    words = KindWords.load(lang)
    assert not {*words.general.words, *words.whole.words} & set(words.never.words)
    assert len(set(words.never.words)) == len(words.never.words)


@pytest.mark.parametrize(
    ("lang", "text", "products"),
    [
        ("en", "Corvex Robotics AG makes gas and oil burners.", {"gas burner", "oil burner"}),
        ("en", "Corvex Robotics AG makes new and low-cost sensors.", {"sensor"}),
        (
            "de",
            "Die Nordkamm AG baut elektrische und hydraulische Pumpen.",
            {"elektrische Pumpe", "hydraulische Pumpe"},
        ),
    ],
)
def test_joined_words_before_one_noun_are_a_kind_each(lang: str, text: str, products: set[str]) -> None:
    assert {b for _, b in offered(read(text, lang))} == products


def test_the_fast_way_finds_them_too() -> None:
    found = read("Corvex Robotics AG makes wind turbines.", settings=Settings(product_kinds=True, fast=True))
    assert offered(found) == {("Corvex Robotics AG", "wind turbine")}


def test_the_option_is_a_setting_that_builds_anew() -> None:
    command = ["build", "a.txt", "--out", "g"]
    assert not settings_of(parser().parse_args(command)).product_kinds
    chosen = settings_of(parser().parse_args([*command, "--product-kinds"]))
    assert chosen.product_kinds
    assert build_version(chosen, SCHEMA) != build_version(Settings(), SCHEMA)
