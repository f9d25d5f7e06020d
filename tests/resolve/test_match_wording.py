"""How names are worded: catalogues, descriptions, acronyms, bodies in other languages; what fits and what half fits."""

import pytest

import kg
from kg.data import LANGUAGES, read_yaml
from kg.resolve.names.acronym import kind
from kg.resolve.names.institutions import read
from kg.resolve.names.known import known, known_people
from kg.resolve.names.layout import heads, straight
from kg.resolve.names.parts import parts
from kg.resolve.names.phrases import phrases, split


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("Velmor Courier, The", "The Velmor Courier"),
        ("Ost und Velm, Bank für", "Bank für Ost und Velm"),
        ("Kassin (J.C.) Co.", "J.C. Kassin Co."),
        ("Kassin (Adam) & Co", "Adam Kassin & Co"),
        ("Velmor (Holding) AG", "Velmor (Holding) AG"),
        ("Kassin, Velmor und Partner", "Kassin, Velmor und Partner"),
        ("Velmor, Inc.", "Velmor, Inc."),
    ],
)
def test_catalogue_names_are_put_straight(name, spoken):
    assert straight(name) == spoken


@pytest.mark.parametrize(
    ("name", "shorter"),
    [
        ("Velmor Kasse - Die Gesundheitskasse", ["Velmor Kasse"]),
        ("Velmor - Energy", []),
        ("Velmor-Gesellschaft zur Förderung der Forschung e.V.", ["Velmor-Gesellschaft"]),
        ("Verein zur Förderung der Forschung e.V.", []),
        ("Velmor Bank AG Deutsche Kreditwerke", ["Velmor Bank AG"]),
        ("Velmor AG Österreich", []),
        ("Velmor AG Financial Services", []),
        ("Velmor, tovarna zdravil, d.d.", ["Velmor,"]),
        ("velmor tovarna zdravil", []),
    ],
)
def test_shorter_readings(name, shorter):
    assert list(heads(name)) == shorter


@pytest.mark.parametrize(
    ("letters", "name", "feature"),
    [
        ("zkb", "Zentralverband der Karosserie und Fahrzeugtechnik", ""),
        ("dkb", "Deutscher Kesselbund", "acronym letters"),
        ("gkz", "Deutsche Gesellschaft für Kulturelle Zusammenarbeit", "acronym letters"),
        ("vemsa", "Velmor Empresa Minera, S.A. de C.V.", "acronym letters"),
        ("vnfb", "Velmor nationale des facteurs de tabac belges", "acronym skipped"),
        ("velkasbo", "Velmor Kassin Bolt", "acronym syllables"),
        ("velkas", "Velmor Kassin", "acronym two"),
        ("vkx", "Velmor Kassin", ""),
        ("vx", "Velmor Xaver", ""),
    ],
)
def test_acronyms_by_letters_of_words(letters, name, feature):
    assert kind(letters, parts(name)) == feature


def test_compounds_are_parted_by_known_parts():
    assert split("uberwachungsverein") == ("uberwachungs", "verein")
    assert split("bundesnetzagentur") == ("bundes", "netz", "agentur")
    assert split("velmor") == ("velmor",)


SAME = [
    ("Drogeriekette Velmoor", "Velmoor GmbH", "Company"),
    ("chipmaker Velmoor", "Velmoor, Inc.", "Company"),
    ("US-Chiphersteller Velmoor", "Velmoor, Inc.", "Company"),
    ("le constructeur automobile Velmoor", "Velmoor S.A.", "Company"),
    ("Bausoftware-Anbieter Velmoor", "Velmoor SE", "Company"),
    ("Velmoor Versicherungsgruppe", "Velmoor", "Company"),
    ("Kassandrowitz-Gruppe", "Kassandrowitz GmbH", "Company"),
    ("Dirk Velmoor GmbH", "Drogeriekette Velmoor", "Company"),
    ("Wilh. Velmoor KG", "Velmoor", "Company"),
    ("F.W. Velmoor Co.", "Velmoor", "Company"),
    ("Velmoor Stiftung & Co. KG", "Velmoor", "Company"),
    ("Velmoor AG Wirtschaftsprüfungsgesellschaft", "Velmoor", "Company"),
    ("VMKV Verband der Maschinenbauer und Kessler Velmoor", "VMKV", "Organization"),
    ("Compagnie Financière Velmoor SA", "Velmoor", "Company"),
    ("Velmoor prehrambena industrija d.d.", "Velmoor d.d.", "Company"),
    ("Velmoor Bank - Die Bank für alle", "Velmoor Bank", "Company"),
    ("Velmoor Kasten International AG", "Velmoor Kasten", "Company"),
    ("VfL Velmoor 1900 Kiel", "Velmoor Kiel", "Organization"),
    ("Bundesamt für Kriegsgräber und Veteranen", "Federal Office for War Graves and Veterans", "Organization"),
    ("Europäischer Fischereirat", "Conseil européen de la pêche", "Organization"),
    ("Bundesfischereiagentur", "Federal Fisheries Agency", "Organization"),
    ("Weltfischereiorganisation", "Organisation mondiale de la pêche", "Organization"),
    ("Fischerei-Bundesamt", "Federal Fisheries Agency", "Organization"),
    ("Ministère français de la Pêche", "French Ministry of Fisheries", "Organization"),
    ("Ministère de la Pêche", "French Ministry of Fisheries", "Organization"),
    ("Fischereiministerium Norwegens", "Norwegian Ministry of Fisheries", "Organization"),
    ("Afrikanische Fischereibank", "Banque africaine de la pêche", "Organization"),
    ("UN-Fischereirat", "United Nations Fisheries Council", "Organization"),
    ("Velmoor Philharmoniker", "Velmoor Philharmonic Orchestra", "Organization"),
    ("M. Velmoor", "Mario Velmoor", "Person"),
    ("Ch. Velmoor", "Christine Velmoor", "Person"),
]

NOT_SAME = [
    ("Drogeriekette Velmoor", "Drogeriekette Kassin", "Company"),
    ("Velmoor Leasing", "Velmoor Versicherungsgruppe", "Company"),
    ("Dirk Velmoor GmbH", "Hans Velmoor GmbH", "Company"),
    ("Dirk Müller GmbH", "Müller", "Company"),
    ("W K Velmoor", "Velmoor", "Company"),
    ("Velmoor International", "Velmoor", "Company"),
    ("Velmoor AG Österreich", "Velmoor AG", "Company"),
    ("Velmoor-Gesellschaft zur Förderung der Kunst", "Velmoor-Gesellschaft zur Förderung der Musik", "Organization"),
    ("Verein zur Förderung der Luftfahrt", "Verein zur Förderung der Raumfahrt", "Organization"),
    ("SC Velmoor Kiel", "FC Velmoor Kiel", "Organization"),
    ("Post", "Postbank", "Company"),
    ("Indiana University", "University of Indianapolis", "Organization"),
    ("Ministry of Roads", "Ministry of Motorways", "Organization"),
    ("Ministère de la Pêche", "Norwegian Ministry of Fisheries", "Organization"),
    ("Bundesfischereiministerium", "Ministry of Fisheries of Norway", "Organization"),
    ("Fischereiministerium", "Federal Fisheries Office and Agency", "Organization"),
    ("Europäischer Fischereirat", "European Fisheries Court", "Organization"),
    ("Europäischer Rat", "Council of Europe", "Organization"),
    ("Universität Velmoor", "Hochschule Velmoor", "Organization"),
    ("M. Müller", "Mario Müller", "Person"),
    ("M. Velmoor", "Petra Velmoor", "Person"),
]


@pytest.mark.parametrize(("a", "b", "type_"), SAME)
def test_one_under_two_wordings(a, b, type_):
    assert kg.match(a, b, type_).decision == "same", kg.match(a, b, type_)
    assert kg.match(b, a, type_).decision == "same"


@pytest.mark.parametrize(("a", "b", "type_"), NOT_SAME)
def test_like_wordings_of_two(a, b, type_):
    assert kg.match(a, b, type_).decision != "same", kg.match(a, b, type_)
    assert kg.match(b, a, type_).decision != "same"


def test_words_of_a_row_in_one_language_do_not_stand_for_one_another():
    [ministry, labour] = read(("ministry", "of", "labour"))
    [_, employment] = read(("ministry", "of", "employment"))
    [_, arbeit] = read(("arbeitsministerium",))[::-1]
    assert ministry.head
    assert labour.ids & employment.ids
    assert labour.ids & arbeit.ids
    assert arbeit.languages == {"de"}


def test_known_names_by_their_meaning_in_any_language_and_order():
    table = known()
    assert len(table.names) > 1500
    assert table.row(parts("University of Freiburg")) == table.row(parts("Albert-Ludwigs-Universität"))
    assert table.row(parts("Freiburg, Universität")) == table.row(parts("University of Freiburg")) is not None
    assert table.row(parts("Hochschule Freiburg")) is None
    assert kg.match("Bechtle", "Bechtel").reasons.startswith("known as two firms")


def test_known_people_by_names_that_no_rule_derives():
    assert kg.match("Ma, Jack", "Ma Yun", "Person").decision == "same"
    assert kg.match("Jack Ma", "Ma Huateng", "Person").decision == "different"
    assert len(known_people()) > 100


def test_lists_of_phrases_and_institutions_are_sound():
    data = read_yaml(LANGUAGES / "institutions.yaml")
    languages = {language for kind in ("agents", "bodies", "topics") for row in data[kind] for language in row}
    assert languages == {"en", "de", "fr", "es", "it"}
    assert sum(len(data[kind]) for kind in ("agents", "bodies", "topics")) > 400
    assert len(phrases().frequent) > 700
    rows = read_yaml(LANGUAGES / "known_names.yaml")["same"]
    assert [row for row in rows if len(set(map(str, row))) != len(row)] == []


@pytest.mark.parametrize(
    ("a", "b", "type"),
    [
        ("Jörg Velmor", "Jürgen Velmor", "Person"),
        ("Jens Velmor", "Johannes Velmor", "Person"),
        ("Rike Velmor", "Ulrike Velmor", "Person"),
        ("First Financial Bancorp", "FB Financial", "Company"),
    ],
)
def test_related_given_names_and_initials_alone_join_nobody(a, b, type):
    assert kg.match(a, b, type).decision != "same"
