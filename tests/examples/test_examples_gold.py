"""The example articles, the held-out articles and the training passages carry well-formed gold statements."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.ontology import Schema

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "statements").glob("*.json"))
HELDOUT = sorted((ROOT / "benchmarks" / "quality" / "heldout").glob("*.??.json"))
PASSAGES = sorted((ROOT / "training" / "passages").glob("*.jsonl"))


@pytest.fixture(scope="module")
def kinds() -> dict[str, tuple[Schema, str]]:
    """For each edge, and each statement type without one, the schema and the name of the statement type."""
    schema = Schema.load()
    return {kind.edge.name if kind.edge else name: (schema, name) for name, kind in schema.statements.items()}


def load(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def language(path: Path) -> str:
    return path.name.split(".")[-2]


def kind_of(statement: dict[str, Any]) -> str:
    """The edge, or the type of a statement that has none."""
    return statement["edge"] if statement["tail"] is not None else statement["type"]


def article_of(gold: Path) -> Path:
    folder = ROOT / "examples" / "articles" if gold.parent.name == "statements" else gold.parent
    return folder / load(gold)["document"]


def passages() -> Iterator[dict[str, Any]]:
    for path in PASSAGES:
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def parties_fit(kinds: dict[str, tuple[Schema, str]], kind: str, head: str, tail: str | None) -> bool:
    """Whether entities of these types may fill the head and the tail role of a statement."""
    schema, name = kinds[kind]
    statement = schema.statement_type(name)
    if tail is None or statement.tail is None:
        return tail is statement.tail and schema.accepts(statement.roles[statement.head], head)
    fits_head = schema.accepts(statement.roles[statement.head], head)
    return fits_head and schema.accepts(statement.roles[statement.tail], tail)


def test_every_article_has_its_gold():
    assert Counter(map(language, EXAMPLES)) == {"de": 10, "en": 5}
    assert Counter(map(language, HELDOUT)) == {"de": 12, "en": 6}
    articles = {path.name for path in (ROOT / "examples" / "articles").iterdir()}
    assert articles == {article_of(path).name for path in EXAMPLES}


@pytest.mark.parametrize("path", EXAMPLES + HELDOUT, ids=lambda path: path.stem)
def test_gold_quotes_its_article(path):
    text, gold = article_of(path).read_text(encoding="utf-8"), load(path)
    assert gold["lang"] == language(path)
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", gold["published"])
    surfaces = [(entity["name"], *entity.get("also", [])) for entity in gold["entities"]]
    assert [names for names in surfaces if not any(name in text for name in names)] == []
    assert [name for _, *aliases in surfaces for name in aliases if name not in text] == []
    counts = Counter(name for names in surfaces for name in names)
    assert [name for name, count in counts.items() if count > 1] == []
    assert [statement["quote"] for statement in gold["statements"] if statement["quote"] not in text] == []


@pytest.mark.parametrize("path", EXAMPLES + HELDOUT, ids=lambda path: path.stem)
def test_gold_keeps_to_the_vocabulary(path, kinds):
    gold = load(path)
    types = {entity["name"]: entity["type"] for entity in gold["entities"]}
    said = Counter((s["head"], kind_of(s), s["tail"], s["certainty"]) for s in gold["statements"])
    assert said
    assert [key for key, count in said.items() if count > 1 or key[0] == key[2]] == []
    assert {certainty for *_, certainty in said} <= set(Schema.load().certainties)
    wrong = [
        (head, kind, tail)
        for head, kind, tail, _ in said
        if not parties_fit(kinds, kind, types[head], None if tail is None else types[tail])
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", ["de", "en"])
def test_examples_show_every_kind(lang, kinds):
    statements = [s for path in EXAMPLES if language(path) == lang for s in load(path)["statements"]]
    assert {kind_of(statement) for statement in statements} == set(kinds)
    assert {statement["certainty"] for statement in statements} == set(Schema.load().certainties)


def test_examples_share_companies():
    named = Counter(e["name"] for path in EXAMPLES for e in load(path)["entities"] if e["type"] == "Company")
    assert sum(count > 1 for count in named.values()) >= 8


def test_passages_quote_their_text():
    found = list(passages())
    languages = Counter(passage["lang"] for passage in found)
    assert languages["de"] >= 170
    assert languages["en"] >= 80
    assert len({passage["text"] for passage in found}) == len({passage["id"] for passage in found}) == len(found)
    wrong = [
        (passage["id"], entity["text"])
        for passage in found
        for entity in passage["entities"]
        if passage["text"][entity["start"] : entity["end"]] != entity["text"]
    ]
    assert wrong == []


def test_passages_keep_to_the_vocabulary(kinds):
    wrong, seen = [], Counter()
    for passage in passages():
        types = [entity["type"] for entity in passage["entities"]]
        for relation in passage["relations"]:
            tail = None if relation["tail"] is None else types[relation["tail"]]
            seen[relation["certainty"]] += 1
            if relation["head"] == relation["tail"] or not parties_fit(
                kinds, relation["type"], types[relation["head"]], tail
            ):
                wrong.append((passage["id"], relation))
    assert wrong == []
    assert set(seen) == set(Schema.load().certainties)
