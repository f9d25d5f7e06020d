"""Reference: the tables of passages with marked names, each phrase in braces with whom it stands for."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import AnnotateSettings, annotate
from kg.annotate.annotation import Annotation
from kg.annotate.referwords import FIRST_NAMES, Lexicon
from kg.errors import PatternError
from kg.extract.examples import marked_document
from kg.model import Block, Document, GivenEntity
from kg.ontology import Schema

HERE = Path(__file__).parent
LANGS = ("de", "en")
PARTS = ("tuned", "held_out")
BRACES = re.compile(r"\{([^{}=]+)=([^{}]*)\}")
LABEL = re.compile(r"\[([^\[\]|]+)\|[COPXLE]\]")

Wanted = tuple[int, int, frozenset[str]]


def table(lang: str) -> dict[str, list[str]]:
    raw: dict[str, list[str]] = yaml.safe_load((HERE / f"reference.{lang}.yaml").read_text(encoding="utf-8"))
    return raw


def passage(marked: str, lang: str, id: str) -> tuple[Document, list[Wanted]]:
    """The document of a passage, and `[start, end)` with the names of each phrase in braces."""
    document = marked_document(BRACES.sub(r"\1", marked), lang, id)
    wanted = []
    for match in BRACES.finditer(marked):
        start = len(LABEL.sub(r"\1", BRACES.sub(r"\1", marked[: match.start()])))
        wanted.append((start, start + len(match[1]), frozenset(n for n in match[2].split("+") if n)))
    return document, wanted


def found(annotation: Annotation, start: int, end: int) -> frozenset[str]:
    """The names of the entities to which phrases inside `[start, end)` refer."""
    inside = [m for m in annotation.mentions if m.kind != "name" and start <= m.start and m.end <= end]
    return frozenset(annotation.entity(m.entity).name for m in inside)


def outcomes(lang: str, part: str) -> list[tuple[str, str, frozenset[str], frozenset[str]]]:
    """(passage, phrase, wanted names, found names) of every phrase in braces of one part of a table."""
    passages = [passage(p, lang, f"{part}{n}") for n, p in enumerate(table(lang)[part])]
    annotations = annotate([d for d, _ in passages], settings=AnnotateSettings(given_entities=True))
    rows = []
    for marked, (document, wanted), annotation in zip(table(lang)[part], passages, annotations, strict=True):
        for start, end, names in wanted:
            rows.append((marked, document.text[start:end], names, found(annotation, start, end)))
    return rows


def figures(rows: list[tuple[Any, Any, frozenset[str], frozenset[str]]]) -> dict[str, float]:
    """Accuracy over all phrases; precision and recall over those that refer to an entity."""
    right = sum(w == f for _, _, w, f in rows)
    given = [r for r in rows if r[3]]
    wanted = [r for r in rows if r[2]]
    hits = sum(w == f for _, _, w, f in given)
    return {"accuracy": right / len(rows), "precision": hits / len(given), "recall": hits / len(wanted)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("part", "accuracy", "precision"), [("tuned", 0.95, 0.97), ("held_out", 0.82, 0.88)])
def test_table(lang: str, part: str, accuracy: float, precision: float) -> None:
    """Right or rightly none; in doubt none. The parts are measured apart: only the first was improved on."""
    rows = outcomes(lang, part)
    assert len(rows) >= 40
    assert sum(not names for _, _, names, _ in rows) >= 8
    measured = figures(rows)
    wrong = [f"{phrase!r} {sorted(n)} got {sorted(f)}: {text}" for text, phrase, n, f in rows if n != f]
    assert measured["accuracy"] >= accuracy, wrong
    assert measured["precision"] >= precision, wrong


def referred(marked: str, lang: str) -> list[tuple[str, str, str]]:
    """(phrase, kind, entity) of every reference in a passage, each phrase where its offsets say."""
    document = marked_document(marked, lang, "one")
    annotation = next(annotate([document], settings=AnnotateSettings(given_entities=True)))
    return [
        (document.text[m.start : m.end], m.kind, annotation.entity(m.entity).name)
        for m in annotation.mentions
        if m.kind != "name"
    ]


def test_offsets_of_compounds() -> None:
    found = referred("Die Opel-Mutter [Stellora|C] baut um. Am Montag schwieg die Opel-Mutter dazu.", "de")
    assert found == [("Opel-Mutter", "nominal", "Stellora")]


def test_compound_of_a_name_and_a_general_noun() -> None:
    assert referred("Auch der [Brandt|C]-Konzern wächst schnell.", "de") == [("Brandt-Konzern", "nominal", "Brandt")]


def test_reader_is_addressed_with_a_capital() -> None:
    assert referred("Die [Havelbank|C] wirbt: Das Geld gehört Ihnen.", "de") == []


def test_text_outside_the_article_refers_to_nobody() -> None:
    text = "Kessler baut Pumpen in Bonn. Das Unternehmen wächst."
    given = (GivenEntity(0, 7, "Company"),)
    whole = Document(id="a", text=text, lang="de", given=given)
    settings = AnnotateSettings(given_entities=True)
    assert [m.kind for m in next(annotate([whole], settings=settings)).mentions] == ["name", "nominal"]
    assert [m.kind for m in next(annotate([cut(whole)], settings=settings)).mentions] == ["name"]


def cut(document: Document) -> Document:
    """The document with its second sentence marked as no part of the article."""
    start = document.text.index("Das")
    return replace(document, blocks=(Block(start, len(document.text), "teaser"),))


@pytest.mark.parametrize("lang", LANGS)
def test_types_are_those_of_the_ontology(lang: str) -> None:
    lexicon, schema = Lexicon.load(lang), Schema.load()
    used = lexicon.types | lexicon.owner_types | {lexicon.person_type}
    used |= {t for types in lexicon.pronoun_types.values() for t in types}
    assert len(used) >= 5
    assert used <= set(schema.entity_types)


def test_an_incomplete_lexicon_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "reference.yaml").write_text("nouns: []\n", encoding="utf-8")
    for name in FIRST_NAMES:
        (tmp_path / name).write_text("feminine_names: []\nmasculine_names: []\n", encoding="utf-8")
    monkeypatch.setattr("kg.annotate.referwords.LANGUAGES", tmp_path)
    with pytest.raises(PatternError, match=r"reference\.yaml: add the list division"):
        Lexicon.load("xx")


if __name__ == "__main__":
    import sys

    for lang in LANGS:
        for part in PARTS:
            rows = outcomes(lang, part)
            if part in sys.argv:
                for marked, phrase, names, got in rows:
                    if names != got:
                        print(f"{phrase!r}: {sorted(names)} got {sorted(got)}\n    {marked}")
            print(lang, part, len(rows), {k: round(v, 3) for k, v in figures(rows).items()})


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("[Kessler|C] büßte 3 Prozent ein. Ein Sprecher der [Walldorfer|L] schwieg.", ["Kessler"]),
        ("[Kessler|C] büßte 3 Prozent ein. Das könnte den [Walldorfern|L] schaden.", ["Kessler"]),
        ("Die [Hamburger|L] [Kessler|C] GmbH wächst. Die [Walldorfer|L] feiern.", []),
        ("[Kessler|C] wächst. Der [Walldorfer|L] Konzern [Nordstahl|C] auch.", []),
        ("[Anna Kern|P] kandidiert. Die [Walldorfer|L] wählen morgen.", []),
    ],
)
def test_a_firm_called_by_its_town(marked: str, expected: list[str]) -> None:
    assert [entity for phrase, _, entity in referred(marked, "de") if phrase.startswith("Walldorf")] == expected


@pytest.mark.parametrize(
    ("told", "types"),
    [
        ("Kessler gründete 1980 die Firma, die heute seinen Namen trägt. ", ["Company", "Person"]),
        ("Kessler gründete 1980 einen Verein. ", ["Person", "Person"]),
    ],
)
def test_a_bare_surname_is_the_firm_or_its_founder(told: str, types: list[str]) -> None:
    text = f"Anton Kessler ist 83. {told}In Ulm beschäftigt Kessler 400 Menschen. Dann lacht Kessler."
    given = tuple(
        GivenEntity(m.start(), m.end(), "Person") for m in re.finditer("Anton Kessler|(?<!Anton )Kessler", text)
    )
    document = Document(id="a", text=text, lang="de", given=given)
    annotation = next(annotate([document], settings=AnnotateSettings(given_entities=True)))
    assert [m.type for m in annotation.mentions if m.kind == "name"][-2:] == types


def test_the_town_of_a_firm_is_a_place() -> None:
    document = marked_document("[Kessler|C] baut Pumpen. Die [Ravenauer|C] liefern nach Ulm.", "de", "one")
    annotation = next(annotate([document], settings=AnnotateSettings(given_entities=True)))
    assert [(e.name, e.type) for e in annotation.entities] == [("Kessler", "Company"), ("Ravenau", "Place")]
    towns = [m for m in annotation.mentions if annotation.is_town_of_firm(m)]
    assert [(m.text, m.name) for m in towns] == [("Ravenauer", "Ravenau")]


def test_a_general_noun_far_from_any_name_is_what_the_article_is_about() -> None:
    far = "Das Jahr war gut. " * 6
    marked = "[Kessler|C] baut Pumpen. Bei [Kessler|C] sind 400 Menschen beschäftigt. " + far
    assert ("Start-up", "nominal", "Kessler") in referred(marked + "Das Start-up sitzt in Ulm.", "de")
    assert ("Chiphersteller", "nominal", "Kessler") not in referred(marked + "Der Chiphersteller zahlt gut.", "de")
