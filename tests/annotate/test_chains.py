"""Names to entities: what is one, what stays apart."""

import random
from dataclasses import replace

import pytest

from kg.annotate.chains import chain, most_complete
from kg.annotate.named import Named
from kg.annotate.names.recover import stands_for
from kg.annotate.namewords import core
from kg.model import Mention


def named(text: str, type: str = "Company", sentence: int = 0, **more: object) -> Named:
    return Named(Mention(0, len(text), text, type, "name", "", text), sentence, **more)  # type: ignore[arg-type]


def clusters(names: list[Named]) -> list[set[str]]:
    """The surface forms of each entity, the entities in the order of their first mention."""
    return [{m.text for m in e.mentions} for e in chain(names, "Person")]


SAME = [
    ["Kessler Werkzeugbau GmbH", "Kessler Werkzeugbau", "Kessler"],
    ["Volkswagen", "Volkswagen AG", "Volkswagen Group"],
    ["Deutsche Telekom", "Telekom"],
    ["Velmoor Holdings plc", "Velmoor"],
    ["Lyne Laboratories, Inc.", "Lyne Laboratories", "Lyne"],
    ["VELMOOR", "Velmoor"],
    ["Kessler GmbH", "Kessler GmbH & Co. KG"],
    ["Velmoor Inc.", "Velmoor, Incorporated", "Velmoor"],
    ["Velmoor Co., Ltd.", "Velmoor Limited"],
]

APART = [
    ["BASF", "BASF Coatings"],
    ["Siemens", "Siemens Energy", "Siemens Healthineers"],
    ["Velmoor", "Velmoor Cloud"],
    ["Nordbank", "Südbank"],
    ["Kessler GmbH", "Kessler AG"],
    ["Velmoor Co., Ltd.", "Velmoor Inc."],
    ["Nordbank Leasing", "Nordbank Invest", "Nordbank"],
]


@pytest.mark.parametrize("forms", SAME, ids=lambda f: f[0])
def test_one_company(forms: list[str]) -> None:
    assert clusters([named(f, sentence=i) for i, f in enumerate(forms)]) == [set(forms)]


@pytest.mark.parametrize("forms", APART, ids=lambda f: f[0])
def test_different_companies(forms: list[str]) -> None:
    assert clusters([named(f, sentence=i) for i, f in enumerate(forms)]) == [{f} for f in forms]


def test_the_bare_name_is_the_firm_that_was_named_first() -> None:
    names = [named(f, sentence=i) for i, f in enumerate(("Kessler AG", "Kessler GmbH", "Kessler"))]
    assert clusters(names) == [{"Kessler AG", "Kessler"}, {"Kessler GmbH"}]


def test_a_former_name_is_an_alias_and_never_the_label() -> None:
    names = [named("Velmoor"), named("Nordstahl Werke AG", bracket=0, former=True), named("Nordstahl Werke AG")]
    (entity,) = chain(names, "Person")
    assert (entity.name, entity.aliases) == ("Velmoor", ("Nordstahl Werke AG",))


def test_a_former_employer_is_no_former_name() -> None:
    assert len(chain([named("Anna Kern", "Person"), named("Velmoor", bracket=0, former=True)], "Person")) == 2


def test_of_two_longer_names_the_one_that_stands_before() -> None:
    names = [named(f, sentence=i) for i, f in enumerate(("Velmoor Robotics", "Velmoor", "Velmoor Capital"))]
    assert clusters(names) == [{"Velmoor Robotics", "Velmoor"}, {"Velmoor Capital"}]


def test_a_short_form_in_the_title_only_is_no_name_of_its_own() -> None:
    names = [named("Velmoor Capital", title=True), named("Velmoor Capital Partners LLP", sentence=1)]
    assert len(clusters(names)) == 1


def test_accents_do_not_part_names() -> None:
    assert len(clusters([named("Jan Křetínský", "Person"), named("Kretinsky", "Person", 1)])) == 1


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["Velmoor Capital Partners LLP", "VCP"], 1),
        (["VCP", "Velmoor Capital Partners"], 2),
        (["Velmoor Capital Partners", "Veltland Car Parks", "VCP"], 3),
        (["Velmoor Capital Partners", "VCB"], 2),
        (["Velmoor Capital", "VC"], 2),
    ],
)
def test_acronyms_without_brackets(forms: list[str], expected: int) -> None:
    assert len(clusters([named(f, sentence=i) for i, f in enumerate(forms)])) == expected


def test_a_product_with_its_maker_before_it() -> None:
    names = [named("Velmoor"), named("Velmoor Orvea 3", sentence=1), named("Orvea 3", "Product", 2)]
    assert [(e.name, e.type) for e in chain(names, "Person", "Product")] == [
        ("Velmoor", "Company"),
        ("Velmoor Orvea 3", "Product"),
    ]
    assert len(chain([named("Velmoor Orvea 3"), named("Orvea 3", "Product", 1)], "Person", "Product")) == 2


def test_both_in_one_sentence_are_two() -> None:
    assert len(clusters([named("Velmoor Energie", sentence=3), named("Velmoor", sentence=3)])) == 2


def test_a_title_does_not_decide_which_name_came_first() -> None:
    names = [named("Kessler", title=True), named("Kessler Werkzeugbau GmbH", sentence=1), named("Kessler", sentence=2)]
    assert clusters(names) == [{"Kessler", "Kessler Werkzeugbau GmbH"}]


def test_a_company_of_the_register_is_no_short_form() -> None:
    names = [named("Siemens Mobility", sentence=0), named("Siemens", sentence=1, known="Siemens")]
    assert clusters(names) == [{"Siemens Mobility"}, {"Siemens"}]


def test_register_aliases_are_one() -> None:
    names = [named("Volkswagen", known="Volkswagen"), named("VW", sentence=1, known="Volkswagen")]
    entity = chain(names, "Person")[0]
    assert (entity.name, entity.aliases) == ("Volkswagen", ("VW",))


def test_an_acronym_in_brackets() -> None:
    names = [
        named("Veltland Investment Authority", "Organization"),
        named("VIA", "Organization", bracket=0),
        named("VIA", "Organization", sentence=1),
    ]
    entities = chain(names, "Person")
    assert [(e.name, len(e.mentions)) for e in entities] == [("Veltland Investment Authority", 3)]


def test_a_surname_goes_to_who_was_last_named_in_full() -> None:
    forms = ["Petra Lohmann", "Lohmann", "Jens Lohmann", "Lohmann"]
    entities = chain([named(f, "Person", i) for i, f in enumerate(forms)], "Person")
    assert [(e.name, len(e.mentions)) for e in entities] == [("Petra Lohmann", 2), ("Jens Lohmann", 2)]


def test_person_and_company_of_one_name_stay_apart() -> None:
    names = [named("Anna Kessler", "Person"), named("Kessler", "Company", 1), named("Kessler", "Person", 2)]
    assert [(e.name, e.type, len(e.mentions)) for e in chain(names, "Person")] == [
        ("Anna Kessler", "Person", 2),
        ("Kessler", "Company", 1),
    ]


def test_entities_are_numbered_by_first_mention_and_keep_every_mention() -> None:
    forms = ["Nordbank", "Velmoor", "Nordbank AG", "Südbank", "Velmoor Group"]
    entities = chain([named(f, sentence=i) for i, f in enumerate(forms)], "Person")
    assert [e.id for e in entities] == ["e1", "e2", "e3"]
    assert [e.name for e in entities] == ["Nordbank AG", "Velmoor Group", "Südbank"]
    assert sum(len(e.mentions) for e in entities) == len(forms)
    assert all(m.entity == e.id for e in entities for m in e.mentions)


def test_every_name_lands_in_one_entity_whatever_the_order() -> None:
    forms = ["Kessler", "Kessler GmbH", "Kessler Energie", "Anna Kessler", "Nordbank", "VW", "Volkswagen"]
    shuffler = random.Random(7)
    for _ in range(50):
        order = shuffler.sample(forms, len(forms))
        names = [named(f, "Person" if f.startswith("Anna") else "Company", i) for i, f in enumerate(order)]
        found = [m.text for e in chain(names, "Person") for m in e.mentions]
        assert sorted(found) == sorted(forms)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Kessler Werkzeugbau GmbH & Co. KG", ("kessler", "werkzeugbau")),
        ("Lyne Laboratories, Inc.", ("lyne", "laboratories")),
        ("Velmoor Group Holdings plc", ("velmoor",)),
        ("Holding", ("holding",)),
        ("K+S AG", ("k+s",)),
    ],
)
def test_core(name: str, words: tuple[str, ...]) -> None:
    assert core(name) == words


@pytest.mark.parametrize(
    ("short", "name", "expected"),
    [
        ("ADIA", "Abu Dhabi Investment Authority", True),
        ("IG BCE", "Industriegewerkschaft Bergbau", False),
        ("VDMA", "Verband Deutscher Maschinen- und Anlagenbau", True),
        ("CMA", "Competition and Markets Authority", True),
        ("XYZ", "Abu Dhabi Investment Authority", False),
        ("Green River", "Green River Collieries", True),
    ],
)
def test_stands_for(short: str, name: str, expected: bool) -> None:
    assert stands_for(short.split(), name.split()) is expected


def test_the_most_complete_name_is_no_acronym() -> None:
    assert most_complete(["ADIA", "ADIA", "Abu Dhabi Investment Authority"]) == "Abu Dhabi Investment Authority"
    assert most_complete(["Kessler", "Kessler Werkzeugbau GmbH", "Kessler"]) == "Kessler Werkzeugbau GmbH"


def test_a_surname_that_looks_like_a_company_is_the_person() -> None:
    names = [named("Anna Kessler", "Person"), named("Kessler", "Company", 1), named("Bremen", "Place", 2)]
    assert [(e.name, e.type, len(e.mentions)) for e in chain(names, "Person", place="Place")] == [
        ("Anna Kessler", "Person", 2),
        ("Bremen", "Place", 1),
    ]


@pytest.mark.parametrize(
    "names",
    [
        [named("Kessler", "Company"), named("Anna Kessler", "Person", 1)],  # named first
        [named("Anna Kessler", "Person"), named("Kessler", "Company")],  # in one sentence
        [named("Anna Kessler", "Person"), named("Kessler GmbH", "Company", 1), named("Kessler Bau", "Company", 2)],
        [named("Anna Essen", "Person"), named("Essen", "Place", 1)],
    ],
)
def test_a_company_or_place_with_the_name_of_a_person_stays(names: list[Named]) -> None:
    assert [e.type for e in chain(names, "Person", place="Place")] == [n.mention.type for n in names]


def test_what_is_left_without_the_firm_that_a_name_begins_with_is_a_short_form() -> None:
    names = [
        named("Velmoor"),
        named("Velmoor Gamesa", sentence=1),
        named("Gamesa", sentence=2),
        named("Orsa Bau", sentence=3),
    ]
    names.append(named("Bau", sentence=4))
    assert [e.name for e in chain(names, "Person")] == ["Velmoor", "Velmoor Gamesa", "Orsa Bau", "Bau"]


@pytest.mark.parametrize("types", [("Organization", "Company"), ("Company", "Company")])
def test_a_firm_and_a_body_of_one_name_are_one_where_the_register_knows_neither(types: tuple[str, str]) -> None:
    names = [named("FC Nordheim", types[0]), named("FC Nordheim AG", types[1], 1)]
    assert [(e.name, e.type) for e in chain(names, "Person")] == [("FC Nordheim AG", "Company")]


def test_an_exchange_of_the_register_and_a_firm_of_its_name_are_two() -> None:
    names = [named("Nordex", "Exchange", known="Nordex"), named("Nordex Inc.", "Company", 1)]
    assert len(chain(names, "Person")) == 2


def test_the_registers_entry_of_another_legal_form_is_not_meant() -> None:
    names = [
        named("Velmoor", known="Velmoor KGaA", identifiers=(("isin", "DE1"),)),
        named("Velmoor & Co.", sentence=1, known="Velmoor & Co.", identifiers=(("isin", "US1"),)),
        named("VLM", sentence=2, known="Velmoor & Co."),
        named("Velmoor KGaA", sentence=3, known="Velmoor KGaA", identifiers=(("isin", "DE1"),)),
    ]
    found = [({m.text for m in e.mentions}, e.known, e.identifiers) for e in chain(names, "Person")]
    assert found == [
        ({"Velmoor", "Velmoor & Co.", "VLM"}, "Velmoor & Co.", (("isin", "US1"),)),
        ({"Velmoor KGaA"}, "Velmoor KGaA", (("isin", "DE1"),)),
    ]


def test_names_of_one_entry_of_the_register_are_one_whichever_is_known() -> None:
    names = [named("Kessler", known="Kessler"), named("Anna Kessler GmbH"), named("Anna Kessler GmbH", known="Kessler")]
    assert len(chain(names, "Person")) == 1
    assert len(chain([*names, named("Anna Kessler AG", known="Kessler")], "Person")) == 2


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["Kessler Werkzeugbau GmbH", "Kessler GmbH"], 2),
        (["Kessler Werkzeugbau GmbH", "Kessler Gruppe"], 1),
        (["VfL Nordheim", "Nordheim AG", "VfL"], 2),
        (["Deutsche Telekom AG", "Telekom AG"], 1),
        (["Anna Velmoor AG", "Velmoor"], 1),
        (["Anna Velmoor AG", "Velmoor GmbH"], 2),
        (["Orsa Velmoor AG", "Velmoor"], 2),
        (["Velmoor & Co., Inc.", "Velmoor & Co."], 1),
    ],
)
def test_what_has_a_legal_form_is_a_whole_name(forms: list[str], expected: int) -> None:
    assert len(clusters([named(f, sentence=i) for i, f in enumerate(forms)])) == expected


@pytest.mark.parametrize(("maker", "expected"), [("Velmoor", 1), ("Nordbank", 2)])
def test_a_product_in_a_title_loses_its_maker(maker: str, expected: int) -> None:
    names = [named("Velmoor Orvea 3", "Product", title=True), named("Orvea 3", "Product", 1), named(maker, sentence=2)]
    assert len([e for e in chain(names, "Person", "Product") if e.type == "Product"]) == expected


@pytest.mark.parametrize(("sentence", "type_"), [(1, "Person"), (2, "Company")])
def test_beside_the_firm_of_that_surname_the_word_alone_is_the_person(sentence: int, type_: str) -> None:
    names = [
        named("Anna Kessler", "Person"),
        named("Kessler & Töchter", sentence=1),
        named("Kessler", sentence=sentence),
    ]
    assert {m.type for e in chain(names, "Person") for m in e.mentions if m.text == "Kessler"} == {type_}


def test_who_speaks_is_the_person_that_the_register_takes_for_a_firm() -> None:
    said = named("Kessler", sentence=2, known="Kessler", speaks=True)
    person = [named("Kessler AG", known="Kessler"), named("Anna Kessler", "Person", 1)]
    assert [len(e.mentions) for e in chain([*person, said], "Person")] == [1, 2]
    firm = [*person, named("Kessler", sentence=1, known="Kessler")]
    assert [len(e.mentions) for e in chain([*firm, said], "Person")] == [3, 1]
    assert len(chain([person[0], said], "Person")) == 1


@pytest.mark.parametrize(
    ("name", "type_"),
    [
        ("Anna Siemens", "Person"),
        ("Anna Siemens GmbH", "Company"),
        ("Anna Velmoor", "Company"),
        ("Orsa Siemens", "Company"),
        ("Anna Post", "Company"),
    ],
)
def test_a_given_name_before_a_firm_of_the_register_is_a_person(name: str, type_: str) -> None:
    assert [e.type for e in chain([named(name)], "Person")] == [type_]


def test_an_acronym_of_the_register_and_what_it_stands_for_in_one_sentence() -> None:
    names = [named("VCP", known="Velmoor"), named("Velmoor Capital Partners")]
    assert len(chain(names, "Person")) == 1
    assert len(chain([names[0], replace(names[1], sentence=1)], "Person")) == 2
    assert len(chain([names[0], replace(names[1], known="Orsa")], "Person")) == 2


@pytest.mark.parametrize(("symbol", "expected"), [("VLM.DE", 1), ("VLM", 2), ("Orsa.DE", 2)])
def test_a_ticker_symbol_in_brackets(symbol: str, expected: int) -> None:
    assert len(chain([named("Ostmark AG"), named(symbol, bracket=0)], "Person")) == expected


@pytest.mark.parametrize(
    ("name", "known", "expected"), [("VLM", "", 1), ("VLM", "Orsa", 2), ("VLX", "", 2), ("V", "", 2), ("Vlm", "", 2)]
)
def test_a_ticker_symbol_of_a_firm_in_the_text(name: str, known: str, expected: int) -> None:
    symbols = tuple(("tickerSymbol", s) for s in ("VLM", "V", "Vlm"))
    firm = named("Velmoor & Co.", known="Velmoor", identifiers=symbols)
    found = chain([firm, named(name, sentence=1, known=known)], "Person")
    assert (len(found), found[0].name) == (expected, "Velmoor & Co.")
