"""Names in their contexts are linked to the right entry of a register, or to none."""

import random
from dataclasses import replace

import pytest

from kg.model import Document, Entity, Extraction, Mention
from kg.resolve.linking import Context, context, link, link_extraction
from kg.resolve.linking.features import FEATURES
from kg.resolve.registers import Entry, Register

ENTRIES = [
    Entry(
        "r:1", "Nordstahl AG", country="DE", city="Essen", sector="Steel", rank=9, people=("Erika Kranz",),
        identifiers=(("isin", "DE0007164600"), ("ticker", "XETR:NST")),
    ),
    Entry("r:2", "Nordstahl Inc.", country="US", city="Dallas", sector="Software",
          identifiers=(("isin", "US0378331005"), ("ticker", "XNYS:NST"))),
    Entry("r:3", "Velmoor SE", country="DE", sector="Chemicals", rank=9, identifiers=(("isin", "DE0007100000"),)),
    Entry("r:4", "Velmoor Polska Sp. z o.o.", country="PL", sector="Chemicals", parents=("r:3",)),
    Entry("r:5", "Velmoor GmbH", country="DE", sector="Chemicals", parents=("r:3",)),
    Entry("r:6", "Havelbank AG", country="DE", sector="Banks"),
    Entry("r:7", "Havelbank GmbH", country="DE", sector="Banks"),
    Entry("r:8", "Erika Kranz", type="Person"),
    Entry("r:9", "Tarnow Robotik AG", aliases=("Tarnow Maschinenbau",), country="DE", sector="Machinery"),
]  # fmt: skip


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    with Register.open(tmp_path_factory.mktemp("register") / "register.sqlite") as opened:
        opened.add("test", ENTRIES)
        yield opened


def linked(register, text, type_="Company"):
    start = text.index("[")
    end = text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    return link(Entity("e1", plain[start:end], type_), context(plain, (start, end)), register)


def id_of(found):
    return found.entry.id if found.entry else None


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Der Essener Stahlkonzern [Nordstahl] baut um.", "r:1"),
        ("Software maker [Nordstahl], based in Dallas, rose.", "r:2"),
        ("[Nordstahl] (NYSE: NST) rose.", "r:2"),
        ("[Nordstahl] (Xetra: NST) stieg.", "r:1"),
        ("[Nordstahl], ISIN US0378331005, stieg.", "r:2"),
        ("[Nordstahl AG] meldet Zahlen.", "r:1"),
        ("[Velmoor] meldet Zahlen.", "r:3"),
        ("Die [Velmoor GmbH] meldet Zahlen.", "r:5"),
        ("[Velmoor Polska] meldet Zahlen.", "r:4"),
        ("[Tarnow Maschinenbau] meldet Zahlen.", "r:9"),
        ("[Havelbank AG] meldet Zahlen.", "r:6"),
    ],
)
def test_what_is_meant(register, text, id):
    found = linked(register, text)
    assert id_of(found) == id
    assert found.decision == "linked"
    assert found.score >= 0.75
    assert found.features


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("[Havelbank] meldet Zahlen.", "unsure"),
        ("[Nordstahl Energie] meldet Zahlen.", "none"),
        ("[Nordstahl Cloud] meldet Zahlen.", "none"),
        ("[Nordstahl Cloud] (Xetra: NST) meldet Zahlen.", "none"),
        ("[Unbekannt AG] meldet Zahlen.", "none"),
        ("Der Fußballverein [Velmoor] steigt auf.", "none"),
        ("Die Bäckerei [Tarnow] in Leeds schließt.", "none"),
    ],
)
def test_what_is_not_told_or_not_there(register, text, decision):
    found = linked(register, text)
    assert found.entry is None
    assert found.decision == decision


def test_an_identifier_finds_a_firm_under_a_name_that_no_register_has(register):
    found = linked(register, "[Kranzwerke] (ISIN DE0007100000) wächst.")
    assert found.entry.id == "r:3"
    assert any("identifier behind the name" in reason for reason in found.features)


def test_two_that_fit_equally_are_told(register):
    found = linked(register, "[Havelbank] meldet Zahlen.")
    assert found.runner_up.id == "r:6"
    assert "fits as well" in found.features[-1]


def test_persons_need_their_full_name(register):
    assert id_of(linked(register, "Chefin [Erika Kranz] geht.", "Person")) == "r:8"
    assert id_of(linked(register, "Chefin [Kranz] geht.", "Person")) is None
    assert id_of(linked(register, "Chefin [E. Kranz] geht.", "Person")) is None
    assert id_of(linked(register, "Chefin [Erika Kranz] geht.", "Company")) is None


def test_kinds_that_registers_do_not_hold_are_never_linked(register):
    assert linked(register, "Der [Velmoor] kostet 3 Euro.", "Product").decision == "none"


def test_the_group_s_head_wins_over_its_members_by_a_told_reason(register):
    assert any("heads the group" in reason for reason in linked(register, "[Velmoor] wächst.").features)


def test_a_person_of_the_entry_decides_between_namesakes(register):
    text = "[Nordstahl] baut um, sagte Erika Kranz."
    assert any("Erika Kranz" in reason for reason in linked(register, text).features)
    assert id_of(linked(register, text)) == "r:1"


def test_the_order_of_candidates_does_not_matter(register):
    class Shuffled:
        def __init__(self, seed):
            self.random = random.Random(seed)

        def candidates(self, name, *, type=None, limit=20):
            found = register.candidates(name, type=type, limit=limit)
            self.random.shuffle(found)
            return found

    asked = Entity("e1", "Velmoor", "Company")
    found = {link(asked, Context(), Shuffled(seed)) for seed in range(10)}
    assert found == {link(asked, Context(), register)}


def extraction(text, *names):
    entities = []
    for i, name in enumerate(names, 1):
        start = text.index(name)
        mention = Mention(start, start + len(name), name, "Company", "name", f"e{i}", name)
        entities.append(Entity(f"e{i}", name, "Company", (mention,)))
    return Extraction(Document("d", text, "de"), tuple(entities), ())


def test_an_extraction_gets_identifiers_with_their_source(register):
    given = extraction("Nordstahl (Xetra: NST) kauft Unbekannt Systeme.", "Nordstahl", "Unbekannt Systeme")
    found, decisions = link_extraction(given, register)
    linked = (("exchangeTicker", "XETR:NST"), ("isin", "DE0007164600"), ("registerEntry", "test r:1"))
    assert found.entities[0].identifiers == linked
    assert found.entities[0].known == "Nordstahl AG"
    assert replace(found.entities[1], link=None) == given.entities[1]
    assert [(d.entity, d.source, d.link.decision) for d in decisions] == [("e1", "test", "linked"), ("e2", "", "none")]
    assert decisions[0].identifiers == linked


def test_an_extraction_keeps_why_it_was_linked_or_not(register):
    given = extraction("Die Havelbank AG sieht Unbekannt Systeme und Havelbank.", "Havelbank AG", "Unbekannt Systeme")
    bank, nobody = (entity.link for entity in link_extraction(given, register)[0].entities)
    assert bank.decision == "linked"
    best, rival = bank.candidates
    assert (best.register, best.id, rival.id) == ("test", "r:6", "r:7")
    assert best.score >= 0.75 > rival.score
    assert best.reasons
    assert any("has the legal form" in reason for reason in rival.reasons)
    assert nobody.decision == "none"
    product = replace(given, entities=(replace(given.entities[0], type="Product"),))
    assert link_extraction(product, register)[0].entities[0].link is None


def test_where_two_fit_both_are_kept(register):
    found = linked(register, "[Havelbank] meldet Zahlen.")
    assert [c.id for c in found.compared] == ["r:6", "r:7"]
    assert found.compared[0].score == found.compared[1].score == found.score


def test_identifiers_that_were_there_stay_but_for_the_entry_s_schemes(register):
    given = extraction("Velmoor wächst.", "Velmoor")
    old = replace(given.entities[0], identifiers=(("isin", "DE0000000000"), ("vatin", "DE1")))
    found, _ = link_extraction(replace(given, entities=(old,)), register)
    origin = ("registerEntry", "test r:3")
    assert found.entities[0].identifiers == (("isin", "DE0007100000"), origin, ("vatin", "DE1"))


def test_companions_support(register):
    given = extraction("Velmoor GmbH und Velmoor SE wachsen.", "Velmoor GmbH", "Velmoor SE")
    _, decisions = link_extraction(given, register)
    assert [d.link.entry.id for d in decisions] == ["r:5", "r:3"]
    assert all(any("same group" in reason for reason in d.link.features) for d in decisions)


def test_every_feature_says_what_it_means():
    assert all(feature.means and feature.weight for feature in FEATURES.values())
