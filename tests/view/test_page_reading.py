"""Reading statements and their evidence on the page, by mouse and by keyboard."""

from itertools import combinations

from kg.model import Document, Entity, Evidence, Extraction, Mention, Statement
from kg.store import Dataset
from kg.view.page import write

SUPPLY = "Alibaba may order 40,000 chips"


# ---- reading ----


def test_clicking_a_line_shows_the_quote_in_its_context(story, open_page):
    tab = open_page(story.html())
    point = tab.page.evaluate(
        """() => { const n = kgPage.network, e = n.body.data.edges.get().find(e => e.type === 'Supply' && !e.role);
        return n.canvasToDOM(n.body.edges[e.id].edgeType.getPoint(0.8)) }"""
    )
    tab.page.locator("#graph canvas").click(position=point)
    assert tab.text("#panel mark") == SUPPLY
    assert tab.text("#panel blockquote") == f"Circles say: {SUPPLY}. Nobody confirmed it."
    assert tab.text("#panel h3") == "AMD — supplies → Alibaba"
    card = tab.text("#panel .card")
    for words in ("speculated", "industry circles", "in January 2026", "40,000 chips", "MI308", "83%", "rule-7",
                  "Chips for Hangzhou", "Example Wire", "December 30, 2025"):  # fmt: skip
        assert words in card
    link = tab.page.locator("#panel a")
    assert link.get_attribute("href") == "https://example.org/chips"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_clicking_a_node_shows_all_it_takes_part_in(story, open_page):
    tab = open_page(story.html())
    place = tab.page.evaluate(
        """() => { const n = kgPage.network, id = n.body.data.nodes.get().find(x => x.label === 'Meta').id;
        return n.canvasToDOM(n.getPositions([id])[id]) }"""
    )
    tab.page.locator("#graph canvas").click(position=place)
    assert tab.text("#panel h2") == "Meta"
    sentences = {heading.inner_text() for heading in tab.page.locator("#panel h3").all()}
    assert sentences == {"Alibaba — competes with — Meta", "Meta: Layoff"}
    tab.page.locator("#graph canvas").click(position={"x": 5, "y": 5})
    assert tab.page.locator("#tab-entities").count() == 1


def test_a_statement_of_three_parties_is_read_once(sample, open_page):
    for name in ("Nord", "Ost", "West"):
        sample.entity(name)
    sample.say("Merger", "Nord", "Ost", "planned", "Nord, Ost und West fusionieren", "de")
    first = sample.statements.pop()
    parties = tuple(sample.filler(name) for name in ("Nord", "Ost", "West"))
    for number, (a, b) in enumerate(combinations(parties, 2), 1):
        made = {field: getattr(first, field) for field in first.__dataclass_fields__}
        made |= {"id": f"s0-{number}", "head": a.iri, "head_label": a.label, "tail": b.iri, "tail_label": b.label,
                 "roles": {"party": parties}}  # fmt: skip
        sample.statements.append(type(first)(**made))
    tab = open_page(sample.html())
    assert tab.text("#counts") == "3 entities · 1 statement · 2 documents"
    assert len(tab.hidden("edges")) == 3
    tab.page.click("#tab-statements")
    assert tab.text("[data-statement] .head-line") == "Nord — merged with — Ost, West"


def test_an_entity_without_statements_is_found_and_read(story, open_page):
    story.entity("Nebenrolle AG", "Exchange")
    tab = open_page(story.html())
    assert len(tab.hidden("nodes")) == 8
    assert "Exchange" not in tab.facet("entity")
    tab.page.fill("#search", "neben")
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == "Nebenrolle AG"
    assert "Mentioned only" in tab.text("#panel")


def test_a_dataset_becomes_a_file(tmp_path, open_page):
    text = "Die Nordwerft AG beliefert laut Branchenkreisen die Reederei Hallberg. Mehr ist nicht bekannt."
    document = Document("n1", text, "de", title="Fähren", url="https://example.org/f", published="2026-02-03")
    firms = tuple(
        Entity(f"e{at}", name, "Company", (Mention(at, at + len(name), name, "Company", "name", f"e{at}", name),), (),
               f"https://example.org/{at}")
        for name, at in (("Nordwerft AG", 4), ("Reederei Hallberg", 52))
    )  # fmt: skip
    supply = Statement("x1", "Supply", {"supplier": ("e4",), "customer": ("e52",)}, "reported",
                       (Evidence.of(text, 0, 70),), 0.7, "test", said_by=("Branchenkreise",))  # fmt: skip
    dataset = Dataset.memory()
    dataset.put(Extraction(document, firms, (supply,)))
    write(dataset, tmp_path / "graph.html", lang="de")
    tab = open_page((tmp_path / "graph.html").read_text("utf-8"))
    assert tab.text("#title") == "Wissensgraph der Unternehmen"
    assert tab.page.evaluate("kgPage.placed.edges.map(e => e.text)") == ["beliefert (berichtet)"]
    tab.page.click("#tab-statements")
    tab.page.click("[data-statement]")
    assert tab.text("#panel blockquote").endswith("Hallberg. Mehr ist nicht bekannt.")
    assert "3. Februar 2026" in tab.text("#panel .source")


def test_an_empty_graph_says_so(sample, open_page):
    tab = open_page(sample.html())
    assert tab.text("#empty") == "No statement was found in the documents."


# ---- keyboard ----


def test_search_by_keyboard(story, open_page):
    tab = open_page(story.html())
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("adia")
    assert tab.page.locator("#search-results [role=option]").all_inner_texts()[0].startswith("Abu Dhabi")
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == "Abu Dhabi Investment Authority"
    tab.page.keyboard.press("Escape")
    assert tab.page.locator("#panel h2").count() == 0
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("m")
    offered = tab.page.locator("#search-results [role=option] .name").all_inner_texts()
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == offered[1]


def test_the_graph_by_keyboard(story, open_page):
    tab = open_page(story.html())
    tab.page.focus("#graph")
    tab.page.keyboard.press("ArrowRight")
    assert tab.text("#said").startswith("Alibaba, company")
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        tab.page.keyboard.press(key)
        if not tab.text("#said").startswith("Alibaba,"):
            break
    second = tab.text("#said").split(",")[0]
    assert second != "Alibaba"
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == second
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.getElementById('panel').contains(document.activeElement)")
    tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("document.activeElement.id") == "tab-entities"


def test_everything_is_within_reach_of_tab_and_the_focus_shows(story, open_page):
    tab = open_page(story.html())
    reached = []
    for _ in range(70):
        tab.page.keyboard.press("Tab")
        reached.append(tab.page.evaluate("(a => a.id || a.className || a.type)(document.activeElement)"))
        if reached[-1] != "with-panel":  # the end of the page: the focus is on its body
            outline = tab.page.evaluate("getComputedStyle(document.activeElement).outline")
            assert "solid 2px" in outline, reached[-1]
    tools = {"search", "reset", "toggle-lang", "toggle-theme", "zoom-in"}
    assert tools | {"checkbox", "graph", "tab-entities", "row"} <= set(reached)
    unnamed = tab.page.evaluate(
        """[...document.querySelectorAll('button')]
        .filter(b => !b.textContent.trim() && !b.getAttribute('aria-label')).length"""
    )
    assert unnamed == 0


def test_the_pointer_gets_a_word_on_lines_and_nodes(story, open_page):
    tab = open_page(story.html())
    box = tab.page.locator("#graph").bounding_box()
    point = tab.page.evaluate(
        """() => { const n = kgPage.network, e = n.body.data.edges.get().find(e => e.type === 'Supply' && !e.role);
        return n.canvasToDOM(n.body.edges[e.id].edgeType.getPoint(0.8)) }"""
    )
    tab.page.mouse.move(box["x"] + point["x"] - 2, box["y"] + point["y"])
    tab.page.mouse.move(box["x"] + point["x"], box["y"] + point["y"])
    tab.page.wait_for_selector("#tip:not([hidden])")
    assert tab.text("#tip") == "AMD — supplies → Alibaba\nspeculated"
    tab.page.mouse.move(box["x"] + 4, box["y"] + 4)
    tab.page.wait_for_selector("#tip", state="hidden")
