"""A second look at types: whose type may change, and what changes with it."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from kg.annotate import annotate
from kg.annotate.annotation import Annotation
from kg.annotate.encoder import PACKAGED
from kg.annotate.reading import State
from kg.extract.learned import learned, windows
from kg.extract.retype import look_again, other_types
from kg.model import Document
from kg.ontology import Schema

ODDS = {"Company": {"Product": 4.0, "Person": 2.0}}


def annotated(text: str) -> Annotation:
    return next(iter(annotate([Document(id="t", text=text, lang="de")])))


def ids(annotation: Annotation) -> dict[str, str]:
    return {e.name: e.id for e in annotation.entities}


@pytest.mark.parametrize(("product", "changes"), [(0.3, True), (0.1, False)])
def test_the_likelier_type_wins_by_its_odds(product: float, changes: bool) -> None:
    annotation = annotated("Nordvik und Kessler arbeiten zusammen.")
    names = ids(annotation)
    found = other_types(annotation, {names["Nordvik"]: {"Company": 1 - product, "Product": product}}, ODDS)
    assert found == ({names["Nordvik"]: "Product"} if changes else {})


def test_no_odds_change_nothing() -> None:
    annotation = annotated("Nordvik und Kessler arbeiten zusammen.")
    shares = {e.id: {"Company": 0.0, "Product": 1.0} for e in annotation.entities}
    assert other_types(annotation, shares, {}) == {}
    assert other_types(annotation, shares, {"Person": {"Product": 8.0}}) == {}


def test_legal_forms_and_registers_are_believed() -> None:
    annotation = annotated("Die Nordvik GmbH und Siemens beliefern Kessler.")
    shares = {e.id: {"Company": 0.0, "Product": 1.0} for e in annotation.entities}
    assert other_types(annotation, shares, ODDS) == {ids(annotation)["Kessler"]: "Product"}


def test_a_given_name_is_believed() -> None:
    annotation = annotated("Gerd Weber übergab an Weber. Danach sprach Anna Kern.")
    people = {name: id_ for name, id_ in ids(annotation).items() if name in {"Gerd Weber", "Anna Kern"}}
    shares = {id_: {"Person": 0.0, "Company": 1.0} for id_ in people.values()}
    assert len(people) == 2
    assert other_types(annotation, shares, {"Person": {"Company": 8.0}}) == {}


def test_two_passages_become_one_window() -> None:
    one = State([0, 1], [1, 2], [1, 3], np.zeros((5, 4), np.float32))
    two = State([2, 3], [1, 2], [1, 2], np.ones((4, 4), np.float32))
    three = State([4], [1], [1], np.zeros((3, 4), np.float32))
    joined, last = windows([one, two, three], 2)
    assert joined.tokens == [0, 1, 2, 3]
    assert joined.first == [1, 2, 6, 7]
    assert joined.last == [1, 3, 6, 7]
    assert joined.middle.shape == (9, 4)
    assert joined.middle[5:].min() == 1
    assert last.tokens == [4]
    assert len(list(windows([one, two, three], 1))) == 3


def test_what_the_packaged_model_takes_names_for() -> None:
    annotation = annotated("Die Nordvik GmbH beliefert die Kessler AG, deren Chefin Anna Berger aus Ulm kommt.")
    finder = learned(Schema.load(), PACKAGED)
    with ThreadPoolExecutor(1) as beside:
        runs = finder.begin(annotation, beside)
    shares = finder.taken_for(runs)
    named = {name: max(shares[id_], key=lambda t: shares[id_][t]) for name, id_ in ids(annotation).items()}
    assert named["Anna Berger"] == "Person"
    assert named["Ulm"] == "Place"
    assert named["Nordvik GmbH"] == "Company"
    assert all(sum(own.values()) == pytest.approx(1) for own in shares.values())
    again, runs = look_again(annotation, runs, finder)
    assert [m.text for m in again.mentions] == [m.text for m in annotation.mentions]
    assert finder.end(runs).judged(("Supply", ids(annotation)["Nordvik GmbH"], ids(annotation)["Kessler AG"]))
