"""The learned finder with the packaged model."""

import pytest

from kg.annotate import annotate
from kg.annotate.annotation import Annotation
from kg.annotate.encoder import PACKAGED
from kg.annotate.reading import STATES
from kg.extract import extract, reads_statements
from kg.extract.learned import Findings, learned
from kg.model import Document, Extraction
from kg.ontology import Schema

SCHEMA = Schema.load()
TEXTS = {
    "de": "Nordstahl hat 2019 Kessler übernommen. Der Konzern aus Ulm verkauft seine Pumpen auch an Ostwerk.",
    "en": "Brandtner Tools acquired Velmoor last year. The group also ships its pumps to Easton Works.",
}


def annotated(lang: str, text: str) -> Annotation:
    return next(iter(annotate([Document(id=lang, text=text, lang=lang)])))


def read(lang: str, text: str) -> tuple[Annotation, Findings]:
    annotation = annotated(lang, text)
    return annotation, learned(SCHEMA, PACKAGED).read(annotation)


def test_the_packaged_model_reads_statements() -> None:
    assert reads_statements(PACKAGED)
    assert learned(SCHEMA, PACKAGED).statement_types == frozenset(SCHEMA.statements)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_direction_of_a_purchase(lang: str) -> None:
    annotation, findings = read(lang, TEXTS[lang])
    buyer, bought = (e.id for e in annotation.entities[:2])
    found = findings.best["Acquisition", buyer, bought]
    turned = findings.best.get(("Acquisition", bought, buyer))
    assert found.score > 0
    assert turned is None or turned.score < found.score - 2
    assert max(found.certainties, key=lambda c: found.certainties[c]) == "asserted"
    assert sum(found.certainties.values()) == pytest.approx(1, abs=1e-3)


def test_what_was_compared_and_what_is_used_up() -> None:
    annotation, findings = read("de", TEXTS["de"])
    names = {e.name: e.id for e in annotation.entities}
    assert findings.judged(("Supply", names["Nordstahl"], names["Ostwerk"]))
    assert not findings.judged(("Sponsoring", names["Nordstahl"], names["Ostwerk"]))
    assert STATES not in annotation.doc.user_data


def test_types_and_roles_are_those_of_the_ontology() -> None:
    _, findings = read("de", "Anna Berger leitet die Nordstahl AG in Ulm. Die Nordstahl AG ist insolvent.")
    for type_name, head, tail in findings.best:
        type_ = SCHEMA.statement_type(type_name)
        found = findings.best[type_name, head, tail]
        roles = (type_.edge.subject_role, type_.edge.object_role) if type_.edge else (type_.head,) * 2
        assert (head == tail) == (type_.edge is None)
        assert SCHEMA.accepts(type_.roles[roles[0]], found.head.type)
        assert SCHEMA.accepts(type_.roles[roles[1]], found.tail.type)


def extracted(finders: tuple[str, ...]) -> Extraction:
    return next(iter(extract([annotated("de", TEXTS["de"])], SCHEMA, finders=finders, least=0.3)))


def test_model_alone_and_vote_name_who_found_a_statement() -> None:
    assert {s.by for s in extracted(("model",)).statements} == {"model"}
    assert any(s.by.startswith("de:") for s in extracted(("rules", "model")).statements)


def test_the_same_text_gives_the_same_findings_alone_and_among_others() -> None:
    _, alone = read("de", TEXTS["de"])
    texts = [TEXTS["de"], "Ein anderer Text über Kesselbau und Siemens.", TEXTS["de"]]
    first, _, again = annotate([Document(id=str(n), text=t, lang="de") for n, t in enumerate(texts)])
    finder = learned(SCHEMA, PACKAGED)
    assert finder.read(first).best == finder.read(again).best == alone.best


def test_parties_in_neighbouring_passages_are_compared() -> None:
    filler = " Das Werk steht seit vielen Jahren am Rand der Stadt und beschäftigt heute rund achthundert Leute." * 6
    annotation, findings = read("de", "Die Nordstahl AG wächst." + filler + " Die Kessler AG stellt Pumpen her.")
    names = {e.name: e.id for e in annotation.entities}
    assert findings.judged(("Supply", names["Kessler AG"], names["Nordstahl AG"]))
