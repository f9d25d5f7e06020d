"""The data files that say what the labels of data sets mean."""

import json
import re
from pathlib import Path

import pytest
from maps import MAPS, PROJECT, find_map, known_sets, read_ids, read_map

from kg.errors import InputError, PatternError

DATA = PROJECT.parent / "shared" / "data"
SETS = ["core", "fire", "germeval", "knowledgenet", "own", "product_corpus", "read", "smartdata", "text2kgbench"]


def test_every_set_has_a_map():
    assert known_sets() == SETS


@pytest.mark.parametrize("name", SETS)
def test_a_map_uses_names_of_the_ontology_only(name, schema):
    found = find_map(name, schema)
    assert found.relations or found.mentions
    for label in found.relations.values():
        alone = label.tail is None
        assert label.means in (schema.statements if alone else schema.edges)
        assert set(label.also) <= set(schema.edges)
        assert set(label.roles) <= {role for s in schema.statements.values() for role in s.roles}
    for types in (*found.types.values(), *found.mentions.values()):
        assert types
        assert set(types) <= set(schema.entity_types)


@pytest.mark.parametrize("name", SETS)
def test_the_labels_of_a_map_are_in_the_data(name, schema):
    found = find_map(name, schema)
    if not DATA.is_dir():
        pytest.skip("the data sets are not here")
    records = [json.loads(line) for path in found.paths(DATA) for line in path.read_text(encoding="utf-8").splitlines()]
    assert (found.only or set()) <= {record["id"] for record in records}
    if found.labels == "ontology":
        return
    used = {r["type"] for record in records for r in record.get("relations", ())}
    used |= {t["rel"] for record in records for t in record.get("triples", ())}
    labels = {e["type"] for record in records for e in record.get("entities", ())}
    assert set(found.relations) <= used
    assert set(found.types) | found.ignored <= labels


def test_the_programs_name_no_label_of_a_data_set(schema):
    code = "\n".join(path.read_text(encoding="utf-8") for path in MAPS.parent.glob("*.py"))
    strings = set(re.findall(r'"([^"\n]*)"', code))
    maps = [found for found in (find_map(name, schema) for name in SETS) if found.labels == "own"]
    labels = {label for found in maps for label in found.relations}
    assert len(labels) == 37
    types = {label for found in maps for label in {*found.types, *found.ignored} - set(schema.types)}
    assert not (labels | types) & strings


def test_directions(schema):
    founded = find_map("knowledgenet", schema).relations["FOUNDED_BY"]
    assert (founded.means, founded.head, founded.tail) == ("founderOf", "tail", "head")
    insolvency = find_map("smartdata", schema).relations["Insolvency"]
    assert (insolvency.means, insolvency.head, insolvency.tail) == ("Insolvency", "company", None)


def test_edges_that_count_as_a_class(schema):
    assert find_map("knowledgenet", schema).kinds["memberOf"] == {"memberOf", "leads"}
    assert find_map("own", schema).kinds["memberOf"] == {"memberOf"}


def test_own_labels_are_edges_inverses_and_statement_types(schema):
    labels = find_map("own", schema).relations
    assert labels["Acquisition"].means == labels["acquired"].means == "acquired"
    assert (labels["subsidiaryOf"].head, labels["subsidiaryOf"].tail) == ("tail", "head")
    assert labels["Strike"].tail is None


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("relations: {X: {means: aquired}}", PatternError, "did you mean 'acquired'"),
        ("types: {X: [Compani]}", PatternError, "did you mean 'Company'"),
        ("relations: {X: {head: tail}}", InputError, "lacks what it means"),
        ("relations: {X: {means: acquired, haed: tail}}", InputError, "unknown key 'haed'"),
        ("relation: {}", InputError, "unknown key 'relation'"),
        ("names: [guessed]", InputError, "choose detected or given"),
        ("give: some", InputError, "choose names or all"),
        ("just words", InputError, "is no map"),
        ("types: [", InputError, "cannot read the map"),
    ],
)
def test_what_is_wrong_with_a_map_is_said(text, error, words, tmp_path, schema):
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(error, match=words):
        read_map(path, schema)


def test_missing_sets_files_and_ids(tmp_path, schema):
    with pytest.raises(InputError, match="choose among core, fire"):
        find_map("atlantis", schema)
    with pytest.raises(InputError, match="--data names the folder"):
        find_map("fire", schema).paths(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"no file .*fire"):
        find_map("fire", schema).paths(tmp_path)
    (tmp_path / "ids.json").write_text('{"a": 1}', encoding="utf-8")
    with pytest.raises(InputError, match="no JSON list"):
        read_ids(Path(tmp_path / "ids.json"))
