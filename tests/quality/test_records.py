"""Records of data sets as gold documents."""

from dataclasses import replace

import pytest
from maps import Label, Map, find_map
from records import read_gold

from kg.errors import InputError

TEXT = "Nordwerk kauft Abelit. Der Konzern hält Nordwerk für stark, sagt Ute Lund."


def mention(text, words, type, nth=1, **more):
    at = -1
    for _ in range(nth):
        at = text.index(words, at + 1)
    return {"start": at, "end": at + len(words), "type": type, "text": words, **more}


def record(text=TEXT, relations=(), entities=None, **more):
    found = entities or [
        mention(text, "Nordwerk", "Company"),
        mention(text, "Abelit", "Company"),
        mention(text, "Nordwerk", "Company", 2),
    ]
    return {"id": "a", "lang": "de", "text": text, "entities": found, "relations": list(relations), **more}


@pytest.fixture
def own(schema):
    return replace(find_map("own", schema), part=None)


def test_relations_that_differ_in_the_mention_only_are_one_fact(write, own):
    first = {"type": "acquired", "head": 0, "tail": 1, "certainty": "planned"}
    again = first | {"head": 2, "certainty": "reported"}
    (gold,) = read_gold([write(record(relations=[first, again]))], own)
    (fact,) = gold.facts
    assert (fact.kind, fact.head, fact.tail) == ("acquired", 0, 1)
    assert fact.certainties == {"planned", "reported"}
    assert [m.start for m in gold.chain(0)] == [0, 40]


def test_a_symmetric_fact_is_one_in_either_order(write, own):
    pair = [{"type": "mergedWith", "head": 0, "tail": 1}, {"type": "mergedWith", "head": 1, "tail": 2}]
    (gold,) = read_gold([write(record(relations=pair))], own)
    assert len(gold.facts) == 1
    other = [r | {"type": "acquired"} for r in pair]
    (gold,) = read_gold([write(record(relations=other))], own)
    assert len(gold.facts) == 2


def test_chains_join_references(write, own):
    entities = [
        mention(TEXT, "Nordwerk", "Company", chain=0),
        mention(TEXT, "Der Konzern", "Company", chain=0, kind="reference"),
    ]
    (gold,) = read_gold(
        [write(record(entities=entities, relations=[{"type": "Strike", "head": 0, "tail": None}]))], own
    )
    assert [(m.text, m.name) for m in gold.chain(0)] == [("Nordwerk", True), ("Der Konzern", False)]
    assert gold.facts[0].tail is None


def test_n_ary_relations_give_a_fact_for_each_pair(write):
    chosen = Map("x", types={"Company": ("Company",)}, relations={"M": Label("mergedWith", head="old", tail="old")})
    text = "Abelit, Bertram und Corvan gehen zusammen."
    entities = [mention(text, w, "Company") for w in ("Abelit", "Bertram", "Corvan")]
    args = [{"role": "old", "entity": n} for n in range(3)] + [{"role": "new", "entity": 0}]
    (gold,) = read_gold(
        [write(record(text, [{"type": "M", "args": args}, {"type": "Other", "args": []}], entities))], chosen
    )
    assert {(f.head, f.tail) for f in gold.facts} == {(0, 1), (0, 2), (1, 2)}


def test_reversed_roles(write):
    chosen = Map("x", types={"Company": ("Company",)}, relations={"by": Label("acquired", head="tail", tail="head")})
    (gold,) = read_gold([write(record(relations=[{"type": "by", "head": 1, "tail": 0}]))], chosen)
    assert (gold.facts[0].head, gold.facts[0].tail) == (0, 1)


def test_an_end_of_a_type_without_meaning_makes_a_fact_optional(write):
    chosen = Map("x", types={"Company": ("Company",)}, relations={"acquired": Label("acquired")})
    entities = [mention(TEXT, "Nordwerk", "Company"), mention(TEXT, "Abelit", "Asset")]
    relation = {"type": "acquired", "head": 0, "tail": 1}
    (gold,) = read_gold([write(record(entities=entities, relations=[relation]))], chosen)
    assert gold.facts[0].optional
    entities[1]["type"] = "Company"
    (gold,) = read_gold([write(record(entities=entities, relations=[relation]))], chosen)
    assert not gold.facts[0].optional


def test_heads_of_another_type_make_a_fact_optional(write):
    types = {"Company": ("Company",), "Place": ("Place",)}
    chosen = Map("x", types=types, relations={"in": Label("headquarteredIn", heads=("Company",))})
    text = "Abelit sitzt in Kiel, Holstein."
    entities = [mention(text, "Abelit", "Company"), mention(text, "Kiel", "Place"), mention(text, "Holstein", "Place")]
    relations = [{"type": "in", "head": 0, "tail": 1}, {"type": "in", "head": 1, "tail": 2}]
    (gold,) = read_gold([write(record(text, relations, entities))], chosen)
    assert {(f.head, f.optional) for f in gold.facts} == {(0, False), (1, True)}


@pytest.mark.parametrize(
    ("words", "lower_case", "name"),
    [
        ("Nordwerk", "no names", True),
        ("He", "no names", False),
        ("the company", "no names", False),
        ("The company", "no names", False),
        ("The Kansai Group", "no names", True),
        ("element14", "no names", True),
        ("dpa", "no names", False),
        ("dpa", "names", True),
        ("sie", "names", False),
        ("der Konzern", "names", False),
        ("Die Welt", "names", True),
    ],
)
def test_names_pronouns_and_phrases(words, lower_case, name, write):
    chosen = Map("x", types={"Company": ("Company",)}, lower_case=lower_case)
    text = f"Gestern: {words} wächst."
    (gold,) = read_gold([write(record(text, entities=[mention(text, words, "Company")]))], chosen)
    assert gold.mentions[0].name is name


def test_identity_and_same_join_mentions(write):
    text = "Abelit wächst. Our firm, as Abelit Group says, sold it."
    entities = [mention(text, w, "ORG", uri="u") for w in ("Abelit", "it")] + [mention(text, "Abelit Group", "ORG")]
    args = [{"role": "source", "entity": 0}, {"role": "target", "entity": 2}]
    found = record(text, [{"type": "Same", "args": args}], entities)
    (apart,) = read_gold([write(found)], Map("x"))
    assert [m.chain for m in apart.mentions] == [0, 1, 2]
    (joined,) = read_gold([write(found)], Map("x", identity=frozenset({"Same"}), same="uri"))
    assert [m.chain for m in joined.mentions] == [0, 0, 0]


def test_references_join_whoever_has_the_same_relation(write):
    text = "Ute Lund founded Abelit. She ran it. Then he and Jan Ost sold Corvan."
    words = ("Ute Lund", "Abelit", "She", "it", "he", "Jan Ost", "Corvan")
    entities = [mention(text, w, "ORG", 1) for w in words]
    pairs = [(0, 1), (2, 1), (0, 3), (2, 3), (5, 6), (4, 6), (0, 6)]
    relations = [{"type": "F", "head": head, "tail": tail} for head, tail in pairs]
    labels = {"F": Label("founderOf")}
    (apart,) = read_gold([write(record(text, relations, entities))], Map("x", relations=labels))
    (joined,) = read_gold([write(record(text, relations, entities))], Map("x", relations=labels, references="joined"))
    assert [m.chain for m in apart.mentions] == list(range(7))
    assert [m.chain for m in joined.mentions] == [0, 1, 0, 1, 4, 5, 6]
    assert (len(apart.facts), len(joined.facts)) == (7, 4)


def test_stand_off_records_take_their_text_from_elsewhere(write, own):
    entities = [{"start": 0, "end": 8, "type": "Company", "kind": "name", "chain": 7}]
    relations = [{"type": "Strike", "head": 7, "tail": None, "certainty": "asserted"}]
    path = write({"id": "a", "annotator": "X", "entities": entities, "relations": relations})
    texts = write({"id": "a", "lang": "de", "text": TEXT}, {"id": "b", "lang": "de", "text": "?"}, name="texts.jsonl")
    (gold,) = read_gold([path], own, texts=[texts])
    assert (gold.text, gold.lang, gold.facts[0].head) == (TEXT, "de", 7)
    with pytest.raises(InputError, match="needs 'text'"):
        read_gold([path], own)


def test_triples_are_placed_by_their_words(write):
    chosen = Map(
        "x", format="triples", lang="en", relations={"product": Label("develops"), "city": Label("headquarteredIn")}
    )
    triples = [
        {"sub": "Abelit_Inc.", "rel": "product", "obj": "Drone_(aircraft)"},
        {"sub": "Abelit_Inc.", "rel": "city", "obj": "Kiel"},
        {"sub": "Abelit_Inc.", "rel": "revenue", "obj": "12"},
    ]
    (gold,) = read_gold([write({"id": "t", "sent": "Abelit Inc builds a drone.", "triples": triples})], chosen)
    assert [m.text for m in gold.mentions] == ["Abelit Inc", "drone"]
    assert [f.kind for f in gold.facts] == ["develops"]
    assert gold.unplaced == 1
    assert gold.regions[0].labels == {"product"}


def test_parts_ids_and_limit(write, own):
    path = write(*(record(id=n, part=p) for n, p in (("a", "train"), ("b", "heldout"), ("c", "heldout"))))
    held_out = replace(own, part="heldout")
    assert [g.id for g in read_gold([path], own)] == ["a", "b", "c"]
    assert [g.id for g in read_gold([path], held_out)] == ["b", "c"]
    assert [g.id for g in read_gold([path], held_out, 1)] == ["b"]
    assert [g.id for g in read_gold([path], replace(own, only=frozenset({"c"})))] == ["c"]
    assert len(read_gold([write(record(part="train"), record())], held_out)) == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"entities": [{"start": 0, "end": 999, "type": "Company"}]}, "outside a text of"),
        ({"entities": [{"start": 0, "end": 8, "type": "Company", "text": "Abelit"}]}, "is not the text at"),
        ({"entities": [{"end": 8, "type": "Company"}]}, "needs 'start'"),
        ({"relations": [{"type": "aquired", "head": 0, "tail": 1}]}, "--map says what labels mean"),
        ({"relations": [{"type": "acquired", "head": 0, "tail": 1, "certainty": "sure"}]}, "no certainty 'sure'"),
        ({"relations": [{"type": "acquired", "head": 0, "tail": 9}]}, "no gold document"),
        ({"relations": [{"type": "acquired", "head": 0}]}, "needs 'tail'"),
        ({"text": 7}, "no gold document"),
    ],
)
def test_what_is_wrong_with_a_record_is_said(change, words, write, own):
    path = write(record(), record() | change)
    with pytest.raises(InputError, match=words) as found:
        read_gold([path], own)
    assert "gold.jsonl:2" in str(found.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"{\n", ":1: no JSON"),
        (b"[]\n", "a JSON object"),
        (b"\xff", "cannot read"),
    ],
)
def test_files_that_cannot_be_used(content, words, tmp_path, own):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_gold([path], own)
