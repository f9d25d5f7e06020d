"""When a found statement or name is right, and what kind of error it is otherwise."""

import re
from dataclasses import replace

import pytest
from found import Claim, Found, FoundEntity
from gold import Fact, Gold, GoldMention, Region
from maps import Label, Map, find_map
from matching import Comparison, Score, score

TEXT = "Nordwerk Holding kauft Abelit, sagt Ute Lund. Das Unternehmen lobt Abelit. Corvan baut Qinto in Kiel."


def place(words, nth=1):
    at = -1
    for _ in range(nth):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def gold_mention(words, type, chain, nth=1, **more):
    return GoldMention(*place(words, nth), words, (type,) if type else (), chain, **more)


MENTIONS = (
    gold_mention("Nordwerk Holding", "Company", 0),
    gold_mention("Abelit", "Company", 1),
    gold_mention("Ute Lund", "Person", 2),
    gold_mention("Das Unternehmen", "Company", 0, name=False),
    gold_mention("Abelit", "Company", 1, 2),
    gold_mention("Corvan", "Company", 5),
    gold_mention("Qinto", "Product", 6),
    gold_mention("Kiel", "", 7, ignored=True),
)


def entity(*words, id=None, name=True):
    places = [w if isinstance(w, tuple) else place(w) for w in words]
    texts = frozenset(TEXT[s:e] for s, e in places) if name else frozenset()
    return FoundEntity(id or str(words[0]), TEXT[slice(*places[0])], tuple(places), texts)


def claim(kind, head, tail=None, *, certainty="asserted", confidence=0.8, at=None, **values):
    span = at or (0, len(TEXT))
    return Claim(kind, head, tail, certainty, confidence, "test", values, (span,), TEXT[slice(*span)])


def fact(chosen, kind, head, tail, *certainties, optional=False):
    return Fact(kind, chosen.kinds[kind], head, tail, frozenset(certainties), optional)


@pytest.fixture
def own(schema):
    return find_map("own", schema)


def judge(chosen, facts, claims, mode="overlap", **more):
    gold = Gold("d", "de", TEXT, MENTIONS, tuple(facts), **more)
    return Comparison(gold, Found("d", (), tuple(claims)), chosen, mode)


def counts(comparison):
    return len(comparison.right), len(comparison.wrong), len(comparison.covered)


NORDWERK, SHORT, ABELIT, LUND = entity("Nordwerk Holding"), entity("Nordwerk"), entity("Abelit"), entity("Ute Lund")
CORVAN, QINTO = entity("Corvan"), entity("Qinto")


def test_type_direction_and_both_ends_must_agree(own):
    facts = [fact(own, "acquired", 0, 1)]
    assert counts(judge(own, facts, [claim("acquired", NORDWERK, ABELIT)])) == (1, 0, 1)
    assert counts(judge(own, facts, [claim("acquired", ABELIT, NORDWERK)])) == (0, 1, 0)
    assert counts(judge(own, facts, [claim("investorIn", NORDWERK, ABELIT)])) == (0, 1, 0)
    assert counts(judge(own, facts, [claim("acquired", NORDWERK, CORVAN)])) == (0, 1, 0)
    assert counts(judge(own, facts, [])) == (0, 0, 0)


def test_a_shorter_name_overlaps_but_is_not_exact(own):
    facts, claims = [fact(own, "acquired", 0, 1)], [claim("acquired", SHORT, ABELIT)]
    assert counts(judge(own, facts, claims)) == (1, 0, 1)
    assert counts(judge(own, facts, claims, "exact")) == (0, 1, 0)


def test_the_same_words_elsewhere_are_the_same_entity(own):
    facts = [fact(own, "acquired", 0, 1)]
    elsewhere = FoundEntity("e", "Abelit", ((90, 96),), frozenset({"Abelit"}))
    assert counts(judge(own, facts, [claim("acquired", NORDWERK, elsewhere)], "exact")) == (1, 0, 1)
    nameless = replace(elsewhere, words=frozenset())
    assert counts(judge(own, facts, [claim("acquired", NORDWERK, nameless)], "exact")) == (0, 1, 0)


def test_a_reference_of_the_gold_entity_stands_for_it(own):
    reference = entity("Das Unternehmen", name=False)
    assert counts(judge(own, [fact(own, "acquired", 0, 1)], [claim("acquired", reference, ABELIT)])) == (1, 0, 1)


def test_a_symmetric_edge_holds_either_way_and_once(own):
    facts = [fact(own, "mergedWith", 0, 1)]
    both = [claim("mergedWith", ABELIT, NORDWERK), claim("mergedWith", NORDWERK, ABELIT)]
    assert counts(judge(own, facts, both[:1])) == (1, 0, 1)
    assert counts(judge(own, facts, both)) == (1, 0, 1)


def test_statements_of_one_party(own):
    facts = [fact(own, "Strike", 0, None)]
    assert counts(judge(own, facts, [claim("Strike", NORDWERK)])) == (1, 0, 1)
    assert counts(judge(own, facts, [claim("Strike", ABELIT)])) == (0, 1, 0)
    assert counts(judge(own, facts, [claim("Layoff", NORDWERK)])) == (0, 1, 0)


def test_the_same_triple_counts_once(own):
    twice = [claim("acquired", NORDWERK, ABELIT), claim("acquired", NORDWERK, ABELIT, certainty="planned")]
    assert counts(judge(own, [fact(own, "acquired", 0, 1)], twice)) == (1, 0, 1)
    assert counts(judge(own, [], twice)) == (0, 1, 0)


def test_two_found_entities_of_one_gold_entity_cover_it_once(own, schema):
    split = [claim("acquired", NORDWERK, ABELIT), claim("acquired", entity("Das Unternehmen", name=False), ABELIT)]
    into = Score()
    gold = Gold("d", "de", TEXT, MENTIONS, (fact(own, "acquired", 0, 1),))
    score(gold, Found("d", (), tuple(split)), own, schema, into)
    row = into.statements["overlap"].figures()["micro"]
    assert (row["right"], row["wrong"], row["missed"], row["f1"]) == (2, 0, 0, 1.0)


def test_what_nobody_looked_for_is_not_wrong():
    chosen = Map("x", relations={"buys": Label("acquired")})
    assert counts(judge(chosen, [], [claim("acquired", NORDWERK, ABELIT)])) == (0, 1, 0)
    assert counts(judge(chosen, [], [claim("develops", CORVAN, QINTO)])) == (0, 0, 0)


def test_passages_count_for_the_labels_that_were_looked_for_in_them():
    chosen = Map("x", relations={"buys": Label("acquired"), "makes": Label("develops")})
    regions = (Region(0, 45, frozenset({"buys"})), Region(75, 102, frozenset({"makes"})))
    early, late = (0, 45), (75, 102)
    for kind, at, wrong in (
        ("acquired", early, 1),
        ("acquired", late, 0),
        ("develops", early, 0),
        ("develops", late, 1),
    ):
        found = judge(chosen, [], [claim(kind, NORDWERK, ABELIT, at=at)], regions=regions)
        assert counts(found) == (0, wrong, 0), (kind, at)
    outside = judge(
        chosen, [fact(chosen, "acquired", 0, 1)], [claim("acquired", NORDWERK, ABELIT, at=late)], regions=regions
    )
    assert counts(outside) == (1, 0, 1)


def test_an_optional_fact_is_neither_missed_nor_wrong(own):
    found = judge(own, [fact(own, "acquired", 0, 1, optional=True)], [claim("acquired", NORDWERK, ABELIT)])
    assert counts(found) == (0, 0, 0)
    assert not list(judge(own, [fact(own, "acquired", 0, 1, optional=True)], []).errors())


@pytest.fixture
def staff():
    """Leading counts as working for, and one label means leading with a certain position."""
    position = {"position": re.compile("chief")}
    return Map("x", relations={"CHIEF": Label("leads", roles=position), "WORKS": Label("memberOf", ("leads",))})


def test_an_edge_that_says_more_counts_as_the_weaker_one(staff):
    assert counts(judge(staff, [fact(staff, "memberOf", 2, 0)], [claim("leads", LUND, NORDWERK)])) == (1, 0, 1)
    assert counts(judge(staff, [fact(staff, "leads", 2, 0)], [claim("memberOf", LUND, NORDWERK)])) == (0, 1, 0)
    both = [fact(staff, "leads", 2, 0), fact(staff, "memberOf", 2, 0)]
    assert counts(judge(staff, both, [claim("leads", LUND, NORDWERK)])) == (2, 0, 2)
    assert counts(judge(staff, [], [claim("leads", LUND, NORDWERK)])) == (0, 1, 0)


def test_a_value_says_whether_an_error_belongs_to_the_label(staff):
    regions = (Region(0, 45, frozenset({"CHIEF"})),)
    for values, wrong in (({"position": "chief"}, 1), ({"position": "chair"}, 0), ({}, 1)):
        found = judge(staff, [], [claim("leads", LUND, NORDWERK, at=(0, 45), **values)], regions=regions)
        assert counts(found) == (0, wrong, 0), values


def test_pairs_are_judged_by_their_most_confident_statement():
    chosen = Map("x", relations={"buys": Label("acquired"), "owns": Label("ownerOf")}, pairs=True)
    facts, pairs = [fact(chosen, "acquired", 0, 1)], ((0, 1),)
    sure, doubtful = claim("acquired", NORDWERK, ABELIT, confidence=0.9), claim("ownerOf", NORDWERK, ABELIT)
    elsewhere, unscored = claim("acquired", CORVAN, ABELIT), claim("leads", NORDWERK, ABELIT, confidence=0.99)
    assert counts(judge(chosen, facts, [doubtful, sure, elsewhere, unscored], pairs=pairs)) == (1, 0, 1)
    turned = [replace(sure, confidence=0.5), doubtful]
    assert counts(judge(chosen, facts, turned, pairs=pairs)) == (0, 1, 0)
    assert counts(judge(chosen, facts, [claim("acquired", ABELIT, NORDWERK)], pairs=pairs)) == (0, 1, 0)
    assert counts(judge(chosen, [], [sure], pairs=pairs)) == (0, 1, 0)


@pytest.mark.parametrize(
    ("found", "kinds"),
    [
        ([("acquired", ABELIT, NORDWERK)], ["direction turned"]),
        ([("investorIn", NORDWERK, ABELIT)], ["wrong type"]),
        ([("acquired", NORDWERK, CORVAN)], ["wrong entity"]),
        ([("develops", CORVAN, QINTO)], ["wrong", "missed"]),
        ([("acquired", NORDWERK, ABELIT)], ["certainty"]),
        ([], ["missed"]),
    ],
)
def test_kinds_of_errors(found, kinds, own):
    judged = judge(own, [fact(own, "acquired", 0, 1, "planned")], [claim(*c) for c in found])
    assert [e.kind for e in judged.errors()] == kinds


def test_certainty_of_right_statements(own, schema):
    facts = [fact(own, "acquired", 0, 1, "planned", "negated")]
    for certainty, pair in (("planned", ("planned", "planned")), ("asserted", ("negated", "asserted"))):
        judged = judge(own, facts, [claim("acquired", NORDWERK, ABELIT, certainty=certainty)])
        assert list(judged.certainties(schema)) == [pair]
    assert not list(judge(own, facts, [claim("acquired", ABELIT, NORDWERK)]).certainties(schema))


def names_of(chosen, schema, *found):
    into = Score()
    score(
        Gold("d", "de", TEXT, MENTIONS, ()),
        Found("d", tuple((*place(w), t) for w, t in found), ()),
        chosen,
        schema,
        into,
    )
    return {
        mode: {name: (c.right, c.found - c.right, c.gold - c.covered) for name, c in table.rows.items()}
        for mode, table in into.mentions.items()
    }


CLASSES = Map("x", mentions={"firm": ("Company", "Organization"), "person": ("Person",)})


def test_names_by_exact_span_and_by_overlap(schema):
    got = names_of(CLASSES, schema, ("Nordwerk", "Company"), ("Corvan", "Exchange"), ("Ute Lund", "Company"))
    assert got["exact"] == {"firm": (1, 2, 3), "person": (0, 0, 1)}
    assert got["overlap"] == {"firm": (2, 1, 2), "person": (0, 0, 1)}


def test_a_name_where_none_is_scored_is_not_counted(schema):
    got = names_of(CLASSES, schema, ("Unternehmen", "Company"), ("Kiel", "Company"), ("Qinto", "Product"))
    assert got["exact"]["firm"] == (0, 0, 4)


def test_a_set_that_does_not_mark_all_names_has_recall_only(schema):
    got = names_of(replace(CLASSES, mentions_exhaustive=False), schema, ("Corvan", "Company"), ("Qinto", "Company"))
    assert got["exact"]["firm"] == (1, 0, 3)
