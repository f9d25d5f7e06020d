"""Identity: canonical IRIs as a function of the documents and judgements, never of their order."""

import io
import itertools
import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, StoreError
from kg.model.identity import Judgement, SourceEntity
from kg.resolve.identity import Identity
from kg.resolve.identity.blocks import CAP
from kg.resolve.keys import name_key

NAMES = [
    ("Nordwerk", "Company"),
    ("Nordwerk AG", "Company"),
    ("Nordwerk Motors", "Company"),
    ("Nordwerk Energy", "Company"),
    ("Deutsche Nordwerk", "Company"),
    ("Telekom", "Company"),
    ("Deutsche Telekom", "Company"),
    ("Telekom Austria", "Company"),
    ("ABIK", "Company"),
    ("Arcadian Bureau of Industrial Knowledge", "Organization"),
    ("Arcadian Board of Irish Kennels", "Organization"),
    ("Anna Berg", "Person"),
    ("A. Berg", "Person"),
    ("Berg", "Person"),
    ("Nordwerk", "Product"),
    ("Microstellar", "Company"),
    ("Microstelar", "Company"),
]


def group(name: str, type_: str = "Company") -> str:
    top = "Organization" if type_ == "Company" else type_
    return f"g:{top}:{name_key(name)}"


def source(document: str, name: str, type_: str = "Company", **more: tuple) -> SourceEntity:
    return SourceEntity(f"s:{document}:{type_}:{name}", document, type_, name, group(name, type_), **more)


def batch(*documents: tuple[str, list[SourceEntity]]) -> list[tuple[str, str, list[SourceEntity]]]:
    return [(id_, f"fingerprint of {id_}", sources) for id_, sources in documents]


def one_each(*sources: SourceEntity) -> list[tuple[str, str, list[SourceEntity]]]:
    return batch(*((s.document, [s]) for s in sources))


def everything(identity: Identity, documents: list[tuple[str, str, list[SourceEntity]]]) -> dict[str, str]:
    return identity.canonical(s.iri for _, _, sources in documents for s in sources)


def exported(identity: Identity, *, rules: bool = False) -> str:
    out = io.StringIO()
    identity.export(out, rules=rules)
    return out.getvalue()


@st.composite
def corpora(draw: st.DrawFn) -> list[tuple[str, str, list[SourceEntity]]]:
    documents = []
    for number in range(draw(st.integers(2, 7))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        sources = []
        for name, type_ in names:
            aliases = tuple(
                sorted(draw(st.sets(st.sampled_from(["Nordwerk", "Telekom", "ABIK"]), max_size=1)) - {name})
            )
            lei = draw(st.sampled_from([None, None, None, "L1", "L2"]))
            beside = tuple(draw(st.sets(st.sampled_from(["Oslo", "Eva Holm"]), max_size=2)))
            ids = (("lei", lei),) if lei else ()
            sources.append(source(f"d{number}", name, type_, aliases=aliases, identifiers=ids, context=beside))
        documents.append((f"d{number}", "1", sources))
    return documents


@settings(max_examples=120, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_order_and_partition_do_not_matter(documents, order):
    nodes = sorted({iri for _, _, sources in documents for s in sources for iri in (s.iri, s.group)})
    pairs = order.sample(list(itertools.combinations(nodes, 2)), order.randint(0, min(3, len(nodes) - 1)))
    judgements = [Judgement.of(a, b, order.choice(["same", "different"]), "person", "Eva") for a, b in pairs]
    with Identity.open(None) as identity:
        identity.update(documents)
        identity.judge_many(judgements)
        expected, rows = everything(identity, documents), exported(identity, rules=True)
        queue = identity.unsure(None)
    shuffled = list(documents)
    order.shuffle(shuffled)
    stray = [(f"x{n}", "", [source(f"x{n}", *order.choice(NAMES), identifiers=(("lei", "L3"),))]) for n in range(2)]
    known: dict[str, str] = {}
    with Identity.open(None) as identity:
        identity.update(stray)
        while shuffled:
            taken = [shuffled.pop() for _ in range(min(len(shuffled), order.randint(1, 3)))]
            changed = identity.update(taken)
            now = everything(identity, documents)
            assert {iri for iri in now if known.get(iri) != now[iri]} == {iri for iri in changed if iri in now}
            known = now
            if judgements:
                changed = identity.judge(judgements.pop())
                known = everything(identity, documents)
                assert {iri for iri in now if known[iri] != now[iri]} == changed & now.keys()
        identity.judge_many(judgements)
        again = order.choice(documents)
        identity.update([], removed=[again[0], "not there"])
        identity.update([again], removed=[id_ for id_, _, _ in stray])
        assert everything(identity, documents) == expected
        assert exported(identity, rules=True) == rows
        assert identity.unsure(None) == queue


def test_a_thousand_judgements_made_undone_and_made_again_leave_the_same_bytes():
    documents = batch(
        *((f"d{n}", [source(f"d{n}", *NAMES[n % len(NAMES)]), source(f"d{n}", *NAMES[(n * 7 + 3) % len(NAMES)])])
        for n in range(34))
    )  # fmt: skip
    documents = [(id_, f, list({s.iri: s for s in sources}.values())) for id_, f, sources in documents]
    nodes = sorted({s.iri for _, _, ss in documents for s in ss} | {s.group for _, _, ss in documents for s in ss})
    random_ = random.Random(7)
    pairs = random_.sample(list(itertools.combinations(nodes, 2)), 1000)
    made = [Judgement.of(a, b, random_.choice(["same", "different"]), "person", "Eva") for a, b in pairs]
    with Identity.open(None) as identity:
        identity.update(documents)
        before, empty = everything(identity, documents), exported(identity)
        identity.judge_many(made)
        merged, text = everything(identity, documents), exported(identity)
        assert merged != before
        for found in random_.sample(made, 1000):
            identity.forget(found.a, found.b)
        assert (everything(identity, documents), exported(identity)) == (before, empty)
        for found in random_.sample(made, 1000):
            identity.judge(found)
        assert (everything(identity, documents), exported(identity)) == (merged, text)
    with Identity.open(None) as identity:
        identity.import_(text.splitlines())
        identity.update(documents)
        assert (everything(identity, documents), exported(identity)) == (merged, text)


def test_rules_never_chain_two_registered_identifiers():
    documents = one_each(
        source("1", "Microstellar", identifiers=(("lei", "A"),)),
        source("2", "Microstelar"),
        source("3", "Microstellarr", identifiers=(("lei", "B"),)),
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        found = everything(identity, documents)
        first, middle, last = (found[sources[0].iri] for _, _, sources in documents)
        assert first != last
        assert middle in (first, last)
        identity.judge(Judgement.of(group("Microstellar"), group("Microstellarr"), "same", "person", "Eva"))
        assert len(set(everything(identity, documents).values())) == 1


def test_one_name_with_two_registered_identifiers_is_two():
    first, second = (("lei", "A"),), (("lei", "B"),)
    documents = one_each(
        source("1", "Nordwerk", identifiers=first),
        source("2", "Nordwerk AG", identifiers=first),
        source("3", "Nordwerk", identifiers=second),
        source("4", "Nordwerk GmbH", identifiers=second),
        source("5", "Nordwerk GmbH", identifiers=second),
        source("6", "Nordwerk"),
        source("7", "Ostmark", identifiers=first),
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        found = [everything(identity, documents)[sources[0].iri] for _, _, sources in documents]
        assert found == [found[0]] * 2 + [group("Nordwerk")] * 4 + [found[0]]
        assert found[0] == group("Ostmark")
        identity.update([], removed=["7"])
        found = [everything(identity, documents)[sources[0].iri] for _, _, sources in documents[:2]]
        assert found == ["s:1:Company:Nordwerk"] * 2
        assert [s.document for s in identity.sources_of(found[0])] == ["1", "2"]


def test_a_shared_identifier_joins_what_names_would_not():
    documents = one_each(
        source("1", "Nordwerk", identifiers=(("lei", "A"),)), source("2", "Ostmark", identifiers=(("lei", "A"),))
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 1


def test_different_holds_when_documents_go_and_come_back():
    documents = one_each(source("1", "Microstellar"), source("2", "Microstelar"))
    judgement = Judgement.of(group("Microstellar"), group("Microstelar"), "different", "person", "Eva")
    with Identity.open(None) as identity:
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 1
        changed = identity.judge(judgement)
        assert len(changed) == 1
        identity.update([], removed=["1", "2"])
        assert identity.documents() == {}
        assert everything(identity, documents) == {}
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 2
        assert judgement in identity.judgements(group("Microstellar"))
        identity.forget(judgement.b, judgement.a)
        assert len(set(everything(identity, documents).values())) == 1


def test_one_source_parted_from_its_group_and_moved_to_another():
    documents = one_each(source("1", "Nordwerk"), source("2", "Nordwerk AG"), source("3", "Ostmark"))
    one, two, three = (sources[0].iri for _, _, sources in documents)
    with Identity.open(None) as identity:
        identity.update(documents)
        assert identity.judge(Judgement.of(one, two, "different", "person", "Eva")) == {two}
        assert everything(identity, documents) == {one: group("Nordwerk"), two: two, three: group("Ostmark")}
        assert [s.iri for s in identity.sources_of(two)] == [two]
        assert identity.judge(Judgement.of(two, group("Ostmark"), "same", "person", "Eva")) == {two}
        assert [s.iri for s in identity.sources_of(group("Ostmark"))] == [two, three]
        assert [s.iri for s in identity.sources_of(group("Nordwerk"))] == [one]


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["Deutsche Telekom", "Telekom"], True),
        (["Deutsche Telekom", "Telekom", "Telekom Austria"], False),
        (["Nordwerk", "Nordwerk Energy"], False),
        (["Nordwerk", "Nordwerk Cloud"], False),
        (["Arcadian Bureau of Industrial Knowledge", "ABIK"], True),
        (["Arcadian Bureau of Industrial Knowledge", "ABIK", "Arcadian Board of Irish Kennels"], False),
        (["Nordwerk Motors", "Nordwerk"], True),
        (["Nordwerk Motors", "Nordwerk", "Nordwerk Pharma"], False),
        (["Nordwerk Holding", "Ostmark Holding"], False),
        (["Energy", "Energy Bank", "Energy Pharma"], False),
        (["Siemens AG", "Siemens Energy", "Siemens Healthineers"], False),
        (["First National Bank", "National Bank"], False),
    ],
)
def test_short_forms_join_when_one_name_alone_fits(names, together):
    documents = one_each(*(source(str(n), name) for n, name in enumerate(names)))
    with Identity.open(None) as identity:
        identity.update(documents)
        found = everything(identity, documents)
        assert (found[documents[0][2][0].iri] == found[documents[1][2][0].iri]) is together


def test_a_document_teaches_which_of_two_a_short_form_means():
    names = ["Deutsche Telekom", "Telekom", "Telekom Austria"]
    documents = one_each(*(source(str(n), name) for n, name in enumerate(names)))
    with Identity.open(None) as identity:
        identity.update(documents)
        assert next((j.a, j.b) for j in identity.unsure()) == (group("Deutsche Telekom"), group("Telekom"))
        taught = one_each(source("4", "Deutsche Telekom", aliases=("Telekom",)))
        identity.update(taught)
        assert everything(identity, documents)["s:1:Company:Telekom"] == group("Deutsche Telekom")
        identity.update(one_each(source("5", "Telekom Austria", aliases=("Telekom",))))
        assert everything(identity, documents)["s:1:Company:Telekom"] == group("Telekom")


def test_a_document_that_names_both_keeps_them_apart():
    apart = batch(("3", [source("3", "Microstellar"), source("3", "Microstelar")]))
    documents = one_each(source("1", "Microstellar"), source("2", "Microstelar"))
    with Identity.open(None) as identity:
        identity.update(documents + apart)
        assert len(set(everything(identity, documents).values())) == 2
        assert "one-document" in {j.judge for j in identity.judgements(group("Microstellar"))}
        identity.update([], removed=["3"])
        assert len(set(everything(identity, documents).values())) == 1


def test_a_surname_alone_is_nobody_in_another_document():
    documents = one_each(
        source("1", "Berg", "Person"), source("2", "Berg", "Person"), source("3", "Anna Berg", "Person")
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 3
        identity.judge(Judgement.of("s:1:Person:Berg", group("Anna Berg", "Person"), "same", "person", "Eva"))
        found = everything(identity, documents)
        assert found["s:1:Person:Berg"] == found["s:3:Person:Anna Berg"] != found["s:2:Person:Berg"]


def test_kinds_stay_apart():
    documents = one_each(source("1", "Nordwerk"), source("2", "Nordwerk", "Product"), source("3", "Nordwerk", "Person"))
    with Identity.open(None) as identity:
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 3


def test_unsure_pairs_go_when_a_person_decides():
    documents = one_each(source("1", "Anna Berg", "Person"), source("2", "A. Berg", "Person"))
    with Identity.open(None) as identity:
        identity.update(documents)
        (pair,) = identity.unsure()
        assert (pair.verdict, pair.by) == ("unsure", "rule")
        assert any("initial" in phrase for phrase in pair.features)
        identity.judge(Judgement.of(pair.a, pair.b, "same", "person", "Eva", date="2026-01-01"))
        assert identity.unsure() == []
        assert len(set(everything(identity, documents).values())) == 1
        identity.forget(pair.a, pair.b)
        assert identity.unsure() == [pair]


def test_a_wrong_update_changes_nothing():
    with Identity.open(None) as identity:
        identity.update(one_each(source("1", "Nordwerk")))
        with pytest.raises(InputError, match="of document 1, not of 2"):
            identity.update([("2", "", [source("1", "Nordwerk")])], removed=["1"])
        with pytest.raises(InputError, match="two sources have one IRI"):
            identity.update([("2", "", [source("2", "Nordwerk")] * 2)])
        assert identity.documents() == {"1": "fingerprint of 1"}
        assert len(identity.sources_of(group("Nordwerk"))) == 1


def test_the_file_keeps_all_and_says_what_is_wrong_with_it(tmp_path):
    path = tmp_path / "identity.sqlite"
    documents = one_each(source("1", "Nordwerk"), source("2", "Nordwerk AG"))
    with pytest.raises(StoreError, match="no such file"):
        Identity.open(path, read_only=True)
    with Identity.open(path) as identity:
        identity.update(documents)
    with Identity.open(path, read_only=True) as identity:
        assert [s for _, _, sources in documents for s in sources] == identity.sources_of(group("Nordwerk"))
        with pytest.raises(StoreError, match="read only"):
            identity.update([], removed=["1"])
    with Identity.open(path) as one, Identity.open(path) as two:
        one._db.execute("BEGIN IMMEDIATE")
        two._db.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match="in use by another process"):
            two.update([], removed=["1"])
    with Identity.open(path) as identity:
        identity._db.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Identity.open(path)
    path.write_bytes(b"no database" * 200)
    with pytest.raises(StoreError, match="damaged"):
        Identity.open(path)


def test_blocks_that_grow_over_their_cap_and_shrink_again():
    rest = [f"Nordwerk {first}{last}" for first in ("Al", "Be", "Co", "Du") for last in string.ascii_lowercase[:12]]
    documents = one_each(*(source(str(n), name) for n, name in enumerate(["Nordwerk", "Nordwerk Motors", *rest])))
    assert len(documents) > CAP + 5
    with Identity.open(None) as one, Identity.open(None) as two:
        for document in reversed(documents):
            one.update([document])
        two.update(documents)
        assert everything(one, documents) == everything(two, documents)
        assert exported(one, rules=True) == exported(two, rules=True)
        one.update([], removed=[id_ for id_, _, _ in documents[5:]])
        found = everything(one, documents)
        assert len(found) == 5
        assert found["s:0:Company:Nordwerk"] == found["s:1:Company:Nordwerk Motors"]


def test_judgements_tell_what_joined_an_entity_and_what_parts_it():
    documents = one_each(
        source("1", "Arcadian Bureau of Industrial Knowledge", "Organization", aliases=("ABIK",)),
        source("2", "ABIK"),
        source("3", "ABIK"),
        source("4", "Nordwerk", identifiers=(("lei", "A"),)),
        source("5", "Nordwerk", identifiers=(("lei", "B"),)),
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        canonical = everything(identity, documents)["s:2:Company:ABIK"]
        assert len(identity.sources_of(canonical)) == 3
        found = {(j.judge, j.verdict): j for j in identity.judgements(canonical)}
        assert set(found) == {("names", "same"), ("same-name-key", "same")}
        assert "taught by documents: 1" in found["names", "same"].features
        (parted,) = (j for j in identity.judgements(group("Nordwerk")) if j.verdict == "different")
        assert (parted.judge, parted.features) == (
            "identifiers",
            ("one name, but other identifiers or another legal form",),
        )


def test_legal_forms_that_do_not_go_together_are_two_firms():
    documents = one_each(
        source("a", "Nordwerk AG"),
        source("b", "Nordwerk AG"),
        source("c", "Nordwerk"),
        source("d", "Nordwerk Ltd"),
    )
    with Identity.open(None) as identity:
        identity.update(documents)
        found = everything(identity, documents)
    firm = found["s:a:Company:Nordwerk AG"]
    assert found["s:b:Company:Nordwerk AG"] == found["s:c:Company:Nordwerk"] == firm
    assert found["s:d:Company:Nordwerk Ltd"] == "s:d:Company:Nordwerk Ltd" != firm


def test_one_legal_form_in_two_spellings_is_one_firm():
    documents = one_each(source("a", "Nordwerk Ltd"), source("b", "Nordwerk Limited"), source("c", "Nordwerk"))
    with Identity.open(None) as identity:
        identity.update(documents)
        assert len(set(everything(identity, documents).values())) == 1
