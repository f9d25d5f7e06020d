"""The first view of the page and its filters, in a real browser without a network."""

import time
from collections import Counter

import pytest

from kg.ontology import Schema
from kg.view.page.foremost import MOST, foremost

# ---- the first view ----


def test_the_first_view_names_every_node_and_most_lines_without_overlap(story, open_page):
    tab = open_page(story.html(title="Who supplies whom"))
    shown = [" ".join(item["lines"]) for item in tab.names()]
    assert sorted(shown) == sorted(story.entities)
    words = tab.page.evaluate("kgPage.placed.edges.map(e => ({...e, edge: null}))")
    assert len(words) >= 7
    assert "supplies (speculated)" in {word["text"] for word in words} | {f"{w['text']} (speculated)" for w in words}
    assert tab.overlapping([*tab.names(), *words]) == []
    assert tab.text("#title") == tab.page.title() == "Who supplies whom"
    assert tab.text("#counts") == "8 entities · 8 of 9 statements · 2 documents"


def test_names_stay_clear_of_nodes_and_inside_the_canvas(story, open_page):
    tab = open_page(story.html())
    nodes = tab.page.evaluate(
        """() => { const n = kgPage.network, s = n.getScale(), at = n.getPositions();
        return n.body.data.nodes.get().map(({id, size: r}) => ({id,
        x0: (at[id].x - r) * s, x1: (at[id].x + r) * s, y0: (at[id].y - r) * s, y1: (at[id].y + r) * s})) }"""
    )
    covered = [(a["id"], b["id"]) for a in nodes for b in tab.names() if a["id"] != b["id"] and tab.overlapping([a, b])]
    assert covered == []
    view = tab.page.evaluate(
        """() => { const n = kgPage.network, s = n.getScale(), v = n.getViewPosition();
        const g = document.getElementById('graph'), w = g.clientWidth / 2, h = g.clientHeight / 2;
        return [v.x * s - w, v.y * s - h, v.x * s + w, v.y * s + h] }"""
    )
    for box in nodes + tab.names():
        assert view[0] <= box["x0"] < box["x1"] <= view[2]
        assert view[1] <= box["y0"] < box["y1"] <= view[3]


@pytest.mark.parametrize("size", [5, 40, 300])
def test_five_to_three_hundred_nodes_open_fast_and_readable(crowd, open_page, size):
    started = time.monotonic()
    html = crowd(size).html()
    made = time.monotonic() - started
    tab = open_page(html)
    assert made < 8
    assert time.monotonic() - started < 15
    names = tab.names()
    assert tab.overlapping(names) == []
    assert len(names) >= min(size, 30)
    hubs = tab.page.evaluate("kgPage.network.body.data.nodes.get().filter(n => n.place < 8).map(n => n.id)")
    assert {item["id"] for item in names} >= set(hubs[: min(size, 8)])


def test_of_a_large_graph_the_page_shows_the_best_connected_and_says_so(crowd, open_page):
    small, large = crowd(MOST), crowd(2 * MOST)
    assert "those with most statements" not in open_page(small.html()).text("#counts")
    entities, statements, documents = foremost(
        list(large.entities.values()), large.statements, list(large.documents.values())
    )
    assert len(entities) == MOST
    kept = {entity.iri for entity in entities}
    counts = Counter(iri for s in large.statements for iri in s.iris)
    assert min(counts[iri] for iri in kept) >= max(n for iri, n in counts.items() if iri not in kept)
    assert all(set(s.iris) <= kept for s in statements)
    assert {d.id for d in documents} == {proof.document for s in statements for proof in s.evidence}
    tab = open_page(large.html())
    assert f"those with most statements, of {2 * MOST:,} entities" in tab.text("#counts")


def test_lines_say_type_and_certainty(story, open_page):
    tab = open_page(story.html())
    edges = {
        (e["type"], e["certainty"]): e
        for e in tab.page.evaluate("kgPage.network.body.data.edges.get().filter(e => !e.role)")
    }
    assert edges["AnchorInvestment", "asserted"]["dashes"] is False
    dashes = [edges[key]["dashes"] for key in (("AnchorInvestment", "reported"), ("Partnership", "planned"),
                                               ("Supply", "speculated"))]  # fmt: skip
    assert [d[0] for d in dashes] == sorted((d[0] for d in dashes), reverse=True)
    assert len({tuple(d) for d in dashes}) == 3
    assert edges["Supply", "speculated"]["arrows"]["to"]["enabled"]
    assert not edges["Competition", "asserted"]["arrows"]["to"]["enabled"]
    colours = {key[0]: edge["color"]["color"] for key, edge in edges.items() if key[1] != "negated"}
    assert len(set(colours.values())) == len(colours) == 5


def test_two_lines_between_two_nodes_take_two_ways(story, open_page):
    tab = open_page(story.html())
    middles = tab.page.evaluate(
        """() => kgPage.network.body.data.edges.get()
        .filter(e => !e.role && ['Supply', 'Partnership'].includes(e.type))
        .map(e => kgPage.network.body.edges[e.id].edgeType.getPoint(0.5))"""
    )
    assert len(middles) == 2
    assert abs(middles[0]["x"] - middles[1]["x"]) + abs(middles[0]["y"] - middles[1]["y"]) > 15


def test_what_only_takes_part_hangs_on_its_statement(story, open_page):
    tab = open_page(story.html())
    roles = tab.page.evaluate("kgPage.network.body.data.edges.get().filter(e => e.role).map(e => e.role)")
    assert roles == ["product"]


# ---- filters ----


def test_a_statement_filter_hides_its_lines_and_nodes_and_resets(story, open_page):
    tab = open_page(story.html())
    before = sum(not hidden for hidden in tab.hidden("edges").values())
    assert tab.facet("type")["Leadership"] == "1"
    tab.toggle("type", "Leadership")
    assert sum(not hidden for hidden in tab.hidden("edges").values()) == before - 1
    assert "Lisa Su" not in {" ".join(item["lines"]) for item in tab.names()}
    assert tab.text("#counts").startswith("7 of 8 entities · 7 of 9 statements")
    assert tab.facet("type")["Leadership"] == "1"  # what it would give
    assert "type=not:Leadership" in tab.page.url
    tab.page.click("#reset")
    assert sum(not hidden for hidden in tab.hidden("edges").values()) == before
    assert "#" not in tab.page.url


def test_counts_beside_a_filter_follow_the_other_filters(story, open_page):
    tab = open_page(story.html())
    certainties = ("asserted", "reported", "planned", "speculated", "negated")
    assert tab.facet("certainty") == dict(zip(certainties, "51111", strict=True))
    assert tab.facet("document") == {"de": "4", "en": "4"}
    tab.page.locator('[data-facet="document"] [data-value="de"] .only').click(force=True)
    assert tab.facet("certainty") == dict(zip(certainties, "40001", strict=True))
    assert tab.facet("document") == {"de": "4", "en": "4"}
    assert tab.facet("entity")["Product"] == "0"


def test_entity_filter_hides_nodes(story, open_page):
    tab = open_page(story.html())
    tab.toggle("entity", "Organization")
    shown = [" ".join(item["lines"]) for item in tab.names()]
    assert "Abu Dhabi Investment Authority" not in shown
    assert "MiniMax" in shown


def test_denied_statements_are_hidden_until_asked_for(story, open_page):
    tab = open_page(story.html())
    denied = tab.page.evaluate("kgPage.network.body.data.edges.get().find(e => e.certainty === 'negated').id")
    assert tab.hidden("edges")[denied]
    tab.toggle("certainty", "negated")
    assert not tab.hidden("edges")[denied]
    assert tab.page.evaluate("id => kgPage.placed.edges.find(e => e.id === id).denied", denied)


def test_the_address_brings_the_view_back(story, open_page):
    tab = open_page(story.html())
    tab.toggle("certainty", "negated")
    tab.toggle("type", "Layoff")
    tab.page.click('[data-entity$="e2"]')
    again = open_page(story.html(), hash="#" + tab.page.url.split("#")[1])
    assert again.text("#counts") == tab.text("#counts")
    assert again.text("#panel h2") == tab.text("#panel h2") == "AMD"
    assert again.facet("type") == tab.facet("type")


@pytest.mark.parametrize(
    "hash", ["#node=nobody", "#type=only:Nothing&%%%=%", "#certainty", "#edge=%E0%A4%A", "#type=not:"]
)
def test_a_broken_address_still_opens(story, open_page, hash):
    tab = open_page(story.html(), hash=hash)
    assert "statements" in tab.text("#counts")


# ---- what a user adds to the vocabulary ----

LICENSING = """
@prefix ckg: <https://w3id.org/company-kg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ckg:Licensing a owl:Class ; rdfs:subClassOf ckg:Statement ,
    [ a owl:Restriction ; owl:onProperty ckg:licensor ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ,
    [ a owl:Restriction ; owl:onProperty ckg:licensee ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] ;
    rdfs:label "licence"@en , "Lizenz"@de ; skos:definition "A right is let."@en , "Ein Recht wird vergeben."@de ;
    ckg:edge ckg:licensesTo ; ckg:subjectRole ckg:licensor ; ckg:objectRole ckg:licensee .
ckg:licensor a owl:ObjectProperty ; rdfs:domain ckg:Licensing ; rdfs:range ckg:Organization ;
    rdfs:label "licensor"@en , "Lizenzgeber"@de ; skos:definition "Who lets."@en , "Wer vergibt."@de .
ckg:licensee a owl:ObjectProperty ; rdfs:domain ckg:Licensing ; rdfs:range ckg:Organization ;
    rdfs:label "licensee"@en , "Lizenznehmer"@de ; skos:definition "Who takes."@en , "Wer nimmt."@de .
ckg:licensesTo a owl:ObjectProperty ; rdfs:subPropertyOf ckg:relatedTo ;
    rdfs:domain ckg:Organization ; rdfs:range ckg:Organization ;
    rdfs:label "licenses to"@en , "lizenziert an"@de ; skos:definition "Lets to."@en , "Vergibt an."@de .
"""


def test_a_statement_type_added_in_turtle_is_drawn_named_and_filtered(sample, open_page, tmp_path):
    extra = tmp_path / "licensing.ttl"
    extra.write_text(LICENSING, "utf-8")
    sample.schema = Schema.load(extra)
    sample.entity("Nordwerft AG")
    sample.entity("Hallberg")
    sample.say("Licensing", "Nordwerft AG", "Hallberg", "planned", "Hallberg erhält eine Lizenz", "de")
    tab = open_page(sample.html(lang="de"))
    assert tab.page.evaluate("kgPage.placed.edges.map(e => e.text)") == ["lizenziert an (geplant)"]
    assert tab.facet("type") == {"Licensing": "1"}
    assert "Lizenz" in tab.text('[data-facet="type"]')
