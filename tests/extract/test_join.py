"""Claims to statements: which certainty stands where the places of an article differ."""

import re

import pytest

from kg.annotate import AnnotateSettings, annotate
from kg.extract import extract
from kg.model import Document, GivenEntity
from kg.model.document import Block
from kg.ontology import Schema

SCHEMA = Schema.load()
ROLES = ("acquirer", "acquired", "supplier", "customer")
NAMES = re.compile(r"Nordstahl|Kessler|Ostwerk|Rieder")


def found(title: str, body: str, lang: str = "de") -> dict[tuple[str, ...], list[str]]:
    """Certainties by (type, names of the parties) of an article about the companies in NAMES."""
    text = f"{title}\n\n{body}" if title else body
    blocks = (Block(0, len(title), "title"), Block(len(title) + 2, len(text), "body")) if title else ()
    given = tuple(GivenEntity(m.start(), m.end(), "Company") for m in NAMES.finditer(text))
    document = Document(id="a", text=text, lang=lang, title=title or None, blocks=blocks, given=given)
    annotated = annotate([document], settings=AnnotateSettings(given_entities=True))
    found: dict[tuple[str, ...], list[str]] = {}
    for extraction in extract(annotated, SCHEMA, finders=("rules",)):
        names = {e.id: e.name for e in extraction.entities}
        for s in extraction.statements:
            parties = [names[i] for role in ROLES for i in s.entities.get(role, ())]
            found.setdefault((s.type, *parties), []).append(s.certainty)
    return found


DEAL = ("Acquisition", "Nordstahl", "Kessler")


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Nordstahl kauft Kessler", "Das war am Montag. Nordstahl will den Rivalen Kessler übernehmen.", ["planned"]),
        ("Nordstahl kauft Kessler", "Der Preis ist hoch. Das Kartellamt muss dem Deal noch zustimmen.", ["planned"]),
        (
            "Nordstahl will Kessler kaufen",
            "Nun ist es klar. Nordstahl hat den Rivalen Kessler im Mai übernommen.",
            ["asserted"],
        ),
        ("", "Nordstahl will Kessler kaufen. Die Übernahme von Kessler durch Nordstahl freut die Börse.", ["planned"]),
        ("", "Nordstahl könnte Kessler kaufen. Nordstahl dementierte, Kessler kaufen zu wollen.", ["negated"]),
        ("", "Nordstahl kauft den Rivalen Kessler. Ein Gericht stoppte die Übernahme.", ["negated"]),
        ("", "Nordstahl übernimmt Kessler, teilte der Konzern mit.", ["planned"]),
        ("", "Nordstahl hat Kessler gekauft, teilte der Konzern mit.", ["asserted"]),
        (
            "",
            "Nordstahl hat Kessler gekauft. Nordstahl will Rieder kaufen. Das Kartellamt muss noch zustimmen.",
            ["asserted"],
        ),
    ],
)
def test_one_record_with_the_best_supported_certainty(title: str, body: str, expected: list[str]) -> None:
    assert found(title, body)[DEAL] == expected


def test_a_rejected_bid_and_the_next_one_are_two() -> None:
    body = "Kessler war 2019 nicht von Nordstahl übernommen worden. Nun will Nordstahl Kessler kaufen."
    assert sorted(found("", body)[DEAL]) == ["negated", "planned"]


def test_a_headline_that_calls_it_off_settles_it() -> None:
    body = "Im März hatte es geheißen: Nordstahl will Kessler kaufen."
    assert found("Nordstahl übernimmt Kessler nicht", body)[DEAL] == ["negated"]


def test_a_lasting_relation_is_not_touched_by_what_follows() -> None:
    body = "Nordstahl beliefert Kessler seit Jahren mit Blechen. Ostwerk will Rieder kaufen. Der Deal ist geplatzt."
    certainties = found("", body)
    assert certainties["Supply", "Nordstahl", "Kessler"] == ["asserted"]
    assert certainties["Acquisition", "Ostwerk", "Rieder"] == ["negated"]


def test_english_articles_go_by_the_same_rules() -> None:
    body = "Nordstahl agreed to buy Kessler. Regulators still have to approve the deal."
    assert found("Nordstahl buys Kessler", body, "en")[DEAL] == ["planned"]
    assert found("", "Nordstahl wanted to buy Kessler. A court blocked the takeover.", "en")[DEAL] == ["negated"]
