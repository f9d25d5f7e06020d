"""What lists and registers know as two firms stays two, whatever short name both are called by."""

import itertools
from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate.gazetteer.register import register
from kg.data import LANGUAGES, read_yaml
from kg.model import Document, Entity, Extraction
from kg.model.identity import Judgement, SourceEntity
from kg.ontology import Schema
from kg.resolve import resolve
from kg.resolve.identity import Identity
from kg.resolve.identity.registered import Known, parts_of
from kg.resolve.names.firms import listed, two_firms

SCHEMA = Schema.load()
DIFFERENT = [tuple(map(str, pair)) for pair in read_yaml(LANGUAGES / "known_names.yaml")["different"]]


def source(document, name, *, aliases=(), identifiers=()):
    extraction = Extraction(Document(document, "text", "en"), (Entity("e1", name, "Company"),), ())
    group = resolve(extraction, SCHEMA).entities[0].iri
    return SourceEntity(f"s:{document}", document, "Company", name, group, tuple(aliases), tuple(identifiers))


def clustered(sources):
    """The sources by canonical IRI, added in one go; the same when they come one by one, last first."""
    batch = [(s.document, "", [s]) for s in sources]
    with Identity.open(None) as whole, Identity.open(None) as single:
        whole.update(batch)
        for one in reversed(batch):
            single.update([one])
        found = whole.canonical(s.iri for s in sources)
        assert found == single.canonical(s.iri for s in sources)
    clusters = defaultdict(list)
    for s in sources:
        clusters[found[s.iri]].append(s)
    return list(clusters.values())


def told_apart(cluster):
    """The listed pairs that a cluster has both names of."""
    return [pair for pair in DIFFERENT if {*pair} <= {s.name for s in cluster}]


def bare(a, b):
    """What both names begin or end with, and their first words."""
    x, y = a.split(), b.split()
    shared = {" ".join(x[:n]) for n in (1, 2) if x[:n] == y[:n]} | {
        " ".join(x[-n:]) for n in (1, 2) if x[-n:] == y[-n:]
    }
    return sorted((shared | {x[0], y[0]}) - {a, b})


@st.composite
def mentions(draw):
    """A pair that is listed as different in several documents, by its names and by those that it shares."""
    pair = draw(st.sampled_from(DIFFERENT))
    short = bare(*pair)
    sources = []
    for number in range(draw(st.integers(2, 7))):
        side = draw(st.integers(0, 1))
        name = draw(st.sampled_from([pair[side], pair[side], *short]))
        aliases = draw(st.sets(st.sampled_from(short), max_size=1)) - {name} if short else ()
        lei = draw(st.sampled_from(["", "", "AB"[side]]))
        sources.append(source(f"d{number}", name, aliases=aliases, identifiers=(("lei", lei),) if lei else ()))
    return sources


@settings(max_examples=150, deadline=None)
@given(mentions())
def test_no_cluster_has_names_or_identifiers_of_two_firms(sources):
    for cluster in clustered(sources):
        assert len({value for s in cluster for _, value in s.identifiers}) < 2
        assert told_apart(cluster) == []
        if not any(s.identifiers for s in cluster):
            assert not any(two_firms(a.name, b.name) for a, b in itertools.combinations(cluster, 2))


def test_every_pair_of_the_list_is_two_beside_its_short_names():
    assert len(DIFFERENT) > 70
    joined = []
    for a, b in DIFFERENT:
        short = bare(a, b)
        names = [(a, short[:1]), (b, ()), (a, ()), (b, short[:1]), *((name, ()) for name in short)]
        found = clustered([source(f"d{n}", name, aliases=aliases) for n, (name, aliases) in enumerate(names)])
        joined += [pair for cluster in found for pair in told_apart(cluster)]
    assert joined == []


def test_no_two_entries_of_the_register_are_one_but_those_of_one_firm():
    firms = [e for e in register() if not e.further and e.type in ("Company", "Organization") and e.country]
    names = [(e, name) for e in firms for name in e.names if name not in e.doubtful | e.codes]
    assert len(names) > 1000
    sources = [source(f"d{n}", name) for n, (_, name) in enumerate(names)]
    entries = dict(zip((s.iri for s in sources), (e for e, _ in names), strict=True))
    with Identity.open(None) as identity:
        identity.update([(s.document, "", [s]) for s in sources])
        found = identity.canonical(entries)
    clusters = defaultdict(set)
    for iri, canonical in found.items():
        clusters[canonical].add(entries[iri].name)
    # one firm under two names; KIA and Kia are told apart by capitals alone
    one = [
        {"Deutsche Post", "DHL"},
        {"Ceconomy", "MediaMarkt"},
        {"FlixBus", "Flix"},
        {"KTM", "Pierer Mobility"},
        {"Kia", "Kuwait Investment Authority"},
    ]
    wrong = [sorted(c) for c in clusters.values() if len(c) > 1 and c not in one]
    assert wrong == [], wrong


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Merck KGaA", "Merck & Co., Inc."),
        ("Volvo AB", "Volvo Cars"),
        ("Porsche AG", "Porsche SE"),
        ("Porsche", "Porsche Automobil Holding SE"),
        ("Mitsubishi Corporation", "Mitsubishi Motors"),
        ("Fox Corporation", "Fox Factory"),
    ],
)
def test_names_of_two_firms(a, b):
    assert two_firms(a, b)
    assert two_firms(b, a)
    assert listed(a)
    assert listed(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Siemens", "Siemens AG"),
        ("Deutsche Post", "DHL"),
        ("Thomson Corporation", "Thomson Reuters"),
        ("Regeneron", "Regeneron Pharmaceuticals"),
        ("Clearway Energy Inc. (Class A)", "Clearway Energy Inc. (Class C)"),
        ("Nordwerk AG", "Nordwerk Ltd"),
        ("Rolls-Royce", "Rolls-Royce Holdings"),
        ("Philip Morris International", "Philip Morris International Inc."),
    ],
)
def test_names_of_one_firm_or_of_none_that_is_known(a, b):
    assert not two_firms(a, b)
    assert not two_firms(b, a)


def test_persons_may_join_what_lists_keep_apart():
    one, two = source("1", "Volvo AB"), source("2", "Volvo Cars")
    with Identity.open(None) as identity:
        identity.update([(s.document, "", [s]) for s in (one, two)])
        identity.judge(Judgement.of(one.group, two.group, "same", "person", "Eva"))
        assert len(set(identity.canonical([one.iri, two.iri]).values())) == 1


def test_the_short_name_of_two_firms_goes_with_one_of_them_at_most():
    names = ["Porsche AG", "Porsche", "Porsche SE", "Porsche AG"]
    found = clustered([source(str(n), name) for n, name in enumerate(names)])
    assert sorted(sorted({s.name for s in c}) for c in found) == [["Porsche", "Porsche AG"], ["Porsche SE"]]


def test_a_short_name_with_the_identifier_of_one_firm_joins_its_whole_name_and_leads_to_no_other():
    b = [("lei", "B")]
    names = [("Continental Airlines", b), ("Continental AG", ()), ("Continental AG", ()), ("Continental", b)]
    found = clustered([source(str(n), name, identifiers=ids) for n, (name, ids) in enumerate(names)])
    assert told_apart([s for c in found for s in c]) != []
    assert [told_apart(c) for c in found] == [[] for _ in found]
    two = clustered([source("1", "Merck", identifiers=b), source("2", "Merck & Co", identifiers=b)])
    assert len(two) == 1


def test_one_name_with_shares_of_two_firms_is_two_and_shares_of_one_firm_are_one():
    a, b = ("isin", "A"), ("isin", "B")
    apart = [source("1", "Nordwerk", identifiers=[a]), source("2", "Nordwerk", identifiers=[b])]
    assert len(clustered(apart)) == 2
    assert len(clustered([*apart, source("3", "Nordwerk", identifiers=[a, b])])) == 1
    assert len(clustered([*apart[:1], source("3", "Nordwerk")])) == 1


def test_a_share_that_two_registered_firms_have_joins_them_not():
    share, one, two = ("isin", "A"), ("lei", "1"), ("lei", "2")
    rows = [("s1", {one, share}), ("s2", {two, share}), ("s0", {share})]
    stay, parts = parts_of(Known(iri, frozenset(pairs)) for iri, pairs in rows)
    assert stay.sources == ("s0", "s1")
    assert [part.sources for part in parts] == [("s2",)]
