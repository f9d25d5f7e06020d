"""Certainty and attribution: the tables of sentences, with the accuracy of the unseen half."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kg.annotate.pipeline import load
from kg.errors import InputError
from kg.extract.certainty import CertaintyLexicon, Judgement, judge
from kg.extract.followup import followed
from kg.ontology import Schema

HERE = Path(__file__).parent
LANGS = ("de", "en")
TABLES = {lang: yaml.safe_load((HERE / f"certainty.{lang}.yaml").read_text(encoding="utf-8")) for lang in LANGS}
Case = tuple[str, str, list[str]]


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.load()


def judged(lang: str, text: str, schema: Schema) -> Judgement:
    """The judgement of the word in braces, as sure as the sentences after it leave it."""
    before, rest = text.split("{")
    doc = load(lang)(before + rest.replace("}", ""))
    trigger = next(t.i for t in doc if t.idx >= len(before))
    lexicon = CertaintyLexicon.load(lang)
    verdict = judge(doc, trigger, lexicon, schema)
    later = followed(doc, trigger, lexicon, schema)
    return replace(verdict, certainty=schema.weakest([verdict.certainty, *later]))


def wrong(lang: str, part: str, schema: Schema, *, by: str) -> list[tuple[str, str, object]]:
    """(text, expected, given) for each sentence of a table that comes out otherwise."""
    found: list[tuple[str, str, object]] = []
    for text, certainty, said_by in TABLES[lang][part]:
        verdict = judged(lang, text, schema)
        if by == "certainty" and verdict.certainty != certainty:
            found.append((text, certainty, verdict.certainty))
        if by == "said_by" and list(verdict.said_by) != said_by:
            found.append((text, str(said_by), verdict.said_by))
    return found


@pytest.mark.parametrize("lang", LANGS)
def test_the_tables_are_complete(lang: str) -> None:
    table = TABLES[lang]
    assert len(table["tuned"]) >= 100
    assert len(table["unseen"]) >= 60
    assert sum(". " in text for part in table.values() for text, _, _ in part) >= 6
    certainties = {certainty for part in table.values() for _, certainty, _ in part}
    assert certainties == CertaintyLexicon.load(lang).certainties() | {"asserted"}


@pytest.mark.parametrize("by", ["certainty", "said_by"])
@pytest.mark.parametrize("part", ["tuned", "unseen"])
@pytest.mark.parametrize("lang", LANGS)
def test_sentences(lang: str, part: str, by: str, schema: Schema) -> None:
    mistakes = wrong(lang, part, schema, by=by)
    allowed = 0.08 if part == "tuned" else 0.15
    assert len(mistakes) <= allowed * len(TABLES[lang][part]), mistakes


@pytest.mark.parametrize("lang", LANGS)
def test_no_hedged_sentence_is_taken_for_a_fact(lang: str, schema: Schema) -> None:
    cases = [case for part in TABLES[lang].values() for case in part if case[1] != "asserted"]
    facts = [text for text, _, _ in cases if judged(lang, text, schema).certainty == "asserted"]
    assert len(facts) <= len(cases) / 20, facts


def test_a_presupposed_noun_takes_no_certainty_from_its_sentence_unless_it_is_the_predicate(schema: Schema) -> None:
    lexicon = CertaintyLexicon.load("de")
    found = {}
    for text in (
        "Nordwerks {Tochter} Südbau könnte wachsen.",
        "Südbau ist keine {Tochter} von Nordwerk.",
        "Die künftige {Tochter} Südbau wächst.",
        "Die frühere {Tochter} Südbau könnte wachsen.",
    ):
        before, rest = text.split("{")
        doc = load("de")(before + rest.replace("}", ""))
        trigger = next(t.i for t in doc if t.idx >= len(before))
        found[text.split("{")[0].strip()] = judge(doc, trigger, lexicon, schema, presupposed=True).certainty
    assert list(found.values()) == ["asserted", "negated", "planned", "asserted"]


def test_a_completed_deal_is_not_pending_again_but_can_be_undone(schema: Schema) -> None:
    done = "Nordwerk hat Südbau {übernommen}. "
    assert judged("de", done + "Die Übernahme soll den Umsatz heben.", schema).certainty == "asserted"
    assert judged("de", done + "Ein Gericht stoppte die Übernahme.", schema).certainty == "negated"
    assert judged("de", done + "Die Übernahme von Ostwerk ist geplatzt.", schema).certainty == "asserted"


def test_every_certainty_is_one_of_the_ontology(schema: Schema) -> None:
    for lang in LANGS:
        for name in CertaintyLexicon.load(lang).certainties():
            assert schema.certainty(name).name == name


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"'xx'.* de, en"):
        CertaintyLexicon.load("xx")


def test_a_speaker_may_be_no_noun(schema: Schema) -> None:
    """A tree may hang a mark below a verb of saying as its subject; nothing of it is a noun phrase."""
    doc = load("de")("AMD kauft Xilinx, sagte § der Reuters.")
    saying, mark, trigger = 4, 5, 1
    for i, (pos, dep, head) in {mark: ("SYM", "nsubj", saying), trigger: ("VERB", "ROOT", trigger)}.items():
        doc[i].pos_, doc[i].dep_, doc[i].head = pos, dep, doc[head]
    doc[saying].pos_, doc[saying].dep_, doc[saying].head = "VERB", "parataxis", doc[trigger]
    assert judge(doc, trigger, CertaintyLexicon.load("de"), schema).certainty
