"""The marked articles are sound, and the figures on them are what they should be."""

import importlib.util
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from kg.ontology import Schema

FOLDER = Path(__file__).parents[2] / "benchmarks" / "identity"
_spec = importlib.util.spec_from_file_location("identity_clusters", FOLDER / "clusters.py")
clusters = importlib.util.module_from_spec(_spec)
sys.modules["identity_clusters"] = clusters
_spec.loader.exec_module(clusters)
corpus = sys.modules["corpus"]

ARTICLES = corpus.load()
TINY = """## one de

[Nordwind AG|C=nordwind] und [Nordwinds|C=nordwind|Nordwind] Tochter [Nordwind Cloud|C=nordwind-cloud]

## two en

[Nordwind|C=nordwind] said [Nordwind|P=anna-nordwind] left.
"""


@pytest.fixture(scope="module")
def schema():
    return Schema.load()


def tiny():
    return list(corpus.read(TINY, "tiny"))


def test_there_are_sixty_articles_in_two_languages():
    assert len(ARTICLES) == len({a.id for a in ARTICLES}) == 60
    assert Counter(a.lang for a in ARTICLES) == {"de": 36, "en": 24}
    assert [a.id for a in ARTICLES if not a.id.startswith(a.family + "-")] == []
    assert {a.id: n for a in ARTICLES if not 120 <= (n := len(a.text.split())) <= 260} == {}


def test_halves_share_no_family_and_both_have_both_languages():
    dev, heldout = corpus.load("dev"), corpus.load("heldout")
    assert len(dev) == len(heldout) == 30
    assert not {a.family for a in dev} & {a.family for a in heldout}
    assert {a.lang for a in dev} == {a.lang for a in heldout} == {"de", "en"}
    shared = {n.entity for a in dev for n in a.names} & {n.entity for a in heldout for n in a.names}
    assert len(shared) <= 3, shared


def test_marks_are_the_words_of_the_text(schema):
    for article in ARTICLES:
        ends = [0, *(name.end for name in article.names)]
        for before, name in zip(ends, article.names, strict=False):
            assert article.text[name.start : name.end] == name.text == name.text.strip()
            assert name.start >= before
            assert name.base == name.base.strip()
            assert name.type in schema.entity_types
        assert len(article.names) >= 5


def test_an_entity_has_one_type():
    types = defaultdict(set)
    for article in ARTICLES:
        for name in article.names:
            types[name.entity].add(name.type)
    assert {entity: found for entity, found in types.items() if len(found) > 1} == {}


def test_enough_entities_are_in_several_articles():
    articles = defaultdict(set)
    names = Counter()
    for article in ARTICLES:
        for name in article.names:
            articles[name.entity, name.type].add(article.id)
            names[name.entity, name.type] += 1
    several = {entity for entity, found in articles.items() if len(found) > 1}
    assert sum(type_ == "Company" for _, type_ in several) >= 70
    assert sum(type_ == "Person" for _, type_ in several) >= 30
    assert sum(names[entity] for entity in several) >= 0.7 * names.total()


def test_names_are_confusable():
    meant = defaultdict(set)
    for article in ARTICLES:
        for name in article.names:
            meant[name.base].add(name.entity)
    assert sum(len(entities) > 1 for entities in meant.values()) >= 15
    assert meant["Merck"] == {"merck-us", "merck-kgaa"}
    assert len(meant["Weber"]) >= 5
    assert len(meant["Müller"]) >= 4


def test_marks_become_offsets():
    one, two = tiny()
    assert one.text == "Nordwind AG und Nordwinds Tochter Nordwind Cloud"
    assert [(n.start, n.end, n.base) for n in one.names] == [
        (0, 11, "Nordwind AG"),
        (16, 25, "Nordwind"),
        (34, 48, "Nordwind Cloud"),
    ]
    assert two.gold()["entities"][1] == {
        "start": 14,
        "end": 22,
        "type": "Person",
        "text": "Nordwind",
        "name": "Nordwind",
        "entity": "anna-nordwind",
    }


@pytest.mark.parametrize(
    ("marked", "says"),
    [
        ("text\n## one de\n", "text before"),
        ("## one\n\ntext", "is not '## ID LANGUAGE'"),
        ("## one de\n\n[Nordwind|X=nordwind] is", "the type is none of"),
        ("## one de\n\n[Nordwind|C=nordwind is", "not closed near"),
    ],
)
def test_a_wrong_mark_is_told(marked, says):
    with pytest.raises(corpus.BadArticle, match=says):
        list(corpus.read(marked, "tiny"))


def test_families_must_list_every_file(tmp_path):
    (tmp_path / "families.json").write_text('{"dev": ["a"], "heldout": []}')
    (tmp_path / "a.txt").write_text(TINY)
    assert len(corpus.load("all", tmp_path)) == 2
    (tmp_path / "b.txt").write_text(TINY)
    with pytest.raises(corpus.BadArticle, match=r"\['b'\]"):
        corpus.load("dev", tmp_path)


def test_program_prints_gold_documents():
    words = [sys.executable, str(FOLDER / "articles" / "corpus.py"), "--part", "dev"]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(records) == 30
    assert all(r["text"][e["start"] : e["end"]] == e["text"] for r in records for e in r["entities"])


def test_bcubed_by_hand():
    assert clusters.bcubed([]) == (0, 0, 0)
    assert clusters.bcubed([("a", 1), ("a", 1), ("b", 2)]) == (1, 1, 1)
    # a a a in 1 1 2, b in 2: precision (1 + 1 + 1/2 + 1/2) / 4, recall (2/3 + 2/3 + 1/3 + 1) / 4
    found = clusters.bcubed([("a", 1), ("a", 1), ("a", 2), ("b", 2)])
    assert found == pytest.approx((3 / 4, 2 / 3, 12 / 17))
    assert clusters.bcubed([("a", 1), ("b", 1), ("c", 1)]) == pytest.approx((1 / 3, 1, 1 / 2))
    assert clusters.bcubed([("a", 1), ("a", 2), ("a", 3)]) == pytest.approx((1, 1 / 3, 1 / 2))


def test_pairs_by_hand():
    # across articles: gold pairs xy (twice), found pairs x1-y1, x1-y2; of these x1-y1 is right twice
    found = [("x", "a", 1), ("x", "a", 1), ("y", "a", 1), ("y", "b", 1)]
    assert clusters.pairs(found) == pytest.approx((1 / 2, 1, 2 / 3))
    assert clusters.pairs([("x", "a", 1), ("x", "b", 1)]) == (0, 0, 0)
    assert clusters.pairs([("x", "a", 1), ("y", "a", 2)]) == (0, 0, 0)


def test_merged_and_split():
    one, two = tiny()
    names = [*one.names, *two.names]
    made = [clusters.Item("tiny", name, c) for name, c in zip(names, (1, 1, 1, 2, 2), strict=True)]
    assert clusters.merged(made) == [("anna-nordwind", "nordwind"), ("nordwind", "nordwind-cloud")]
    assert clusters.split(made) == {
        "nordwind": {1: ["Nordwind AG (tiny)", "Nordwind (tiny)"], 2: ["Nordwind (tiny)"]},
    }


def test_two_companies_under_one_iri_are_counted_by_themselves():
    one, two = tiny()
    names = [*one.names, *two.names]
    made = [clusters.Item("tiny", name, c) for name, c in zip(names, (1, 1, 1, 2, 2), strict=True)]
    assert clusters.firms(made) == [("nordwind", "nordwind-cloud")]
    found = clusters.figures(clusters.Run("all", made), len(made))
    assert (found["wrong"], found["firms"]) == (2, 1)
    apart = [clusters.Item("tiny", name, c) for name, c in zip(names, (1, 1, 3, 2, 2), strict=True)]
    assert clusters.firms(apart) == []


def test_sources_are_named_by_the_longest_form(schema):
    one, two = (clusters.sources(article, schema) for article in tiny())
    assert [(s.entity, s.given.name, s.given.aliases) for s in one] == [
        ("nordwind", "Nordwind AG", ("Nordwind",)),
        ("nordwind-cloud", "Nordwind Cloud", ()),
    ]
    assert one[0].given.context == ("Nordwind Cloud",)
    assert one[0].given.group == two[0].given.group != two[1].given.group
    assert len({s.given.iri for s in (*one, *two)}) == 4


def test_given_runs_on_a_few_names(schema):
    found = {run.name: clusters.figures(run, 5) for run in clusters.given_runs(tiny(), tiny(), schema)}
    assert found["kg identity"]["f1"] == found["same name key"]["f1"] == found["cleanco"]["f1"] == 1
    assert found["exact"]["recall"] == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5, abs=1e-4)
    assert found["token_set"]["wrong"] == 1
    assert {row["found"] for row in found.values()} == {1}


def test_a_place_covers_the_name_that_it_shares_most_with():
    one, _ = tiny()
    places = {(0, 8): "short", (0, 15): "long", (30, 48): "cloud"}
    assert [i.cluster for i in clusters.covered(one, places)] == ["long", "cloud"]
    assert clusters.covered(one, {(12, 15): "between"}) == []


def test_whole_pipeline_on_two_articles():
    articles = [a for a in ARTICLES if a.family == "kestrel"][:2]
    shown, own = clusters.detected_runs(articles)
    total = sum(len(a.names) for a in articles)
    assert {i.name for i in shown.items} == {i.name for i in own.items}
    assert clusters.figures(shown, total)["found"] >= 0.7
    assert clusters.figures(shown, total)["precision"] >= 0.9


def test_dev_half_is_clustered_well(schema):
    dev = corpus.load("dev")
    found = {run.name: clusters.figures(run, len(run.items)) for run in clusters.given_runs(dev, dev, schema)}
    ours = found.pop("kg identity")
    assert ours["f1"] >= 0.90, ours
    assert ours["precision"] >= 0.95, ours
    assert ours["f1"] > max(row["f1"] for row in found.values()), found


def test_program_prints_json_and_text(capsys):
    assert clusters.main(["--only", "given", "--json", "--errors", "1"]) == 0
    dev, heldout = json.loads(capsys.readouterr().out)
    assert (dev["part"], dev["articles"], heldout["articles"]) == ("dev", 30, 30)
    assert [row["name"] for row in dev["given"]][:4] == ["kg identity", "same name key", "exact", "token_set"]
    assert len(dev["given errors"]["wrong"]) <= 1
    assert "given errors" not in heldout
    assert clusters.main(["--only", "given", "--part", "dev", "--errors", "2"]) == 0
    out = capsys.readouterr().out
    assert "B3 precision" in out
    assert clusters.main(["--errors", "-1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
