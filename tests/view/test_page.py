"""The page in a real browser without a network: what is seen, what the filters do, and that nothing hostile runs."""

import json
import re
import time
from itertools import combinations

import pytest

from kg.errors import InputError
from kg.view.page.document import embedded

SUPPLY = "Alibaba may order 40,000 chips"


def overlapping(boxes):
    return [
        (a["id"], b["id"])
        for a, b in combinations(boxes, 2)
        if a["x0"] < b["x1"] and b["x0"] < a["x1"] and a["y0"] < b["y1"] and b["y0"] < a["y1"]
    ]


def facet(tab, name):
    """Count beside each value of a filter."""
    rows = tab.page.locator(f'[data-facet="{name}"] [data-value]').all()
    return {row.get_attribute("data-value"): row.locator(".count").inner_text() for row in rows}


def toggle(tab, name, value):
    tab.page.click(f'[data-facet="{name}"] [data-value="{value}"] input')


# ---- the first view ----


def test_the_first_view_names_every_node_and_most_lines_without_overlap(story, open_page):
    tab = open_page(story.html(title="Who supplies whom"))
    shown = [" ".join(item["lines"]) for item in tab.names()]
    assert sorted(shown) == sorted(story.entities)
    words = tab.page.evaluate("kgPage.placed.edges.map(e => ({...e, edge: null}))")
    assert len(words) >= 7
    assert "supplies (speculated)" in {word["text"] for word in words} | {f"{w['text']} (speculated)" for w in words}
    assert overlapping([*tab.names(), *words]) == []
    assert tab.text("#title") == tab.page.title() == "Who supplies whom"
    assert tab.text("#counts") == "8 entities · 8 of 9 statements · 2 documents"


def test_names_stay_clear_of_nodes_and_inside_the_canvas(story, open_page):
    tab = open_page(story.html())
    nodes = tab.page.evaluate(
        """() => { const n = kgPage.network, s = n.getScale(), at = n.getPositions();
        return n.body.data.nodes.get().map(({id, size}) => ({id, x0: at[id].x * s - size * s, x1: at[id].x * s + size * s,
        y0: at[id].y * s - size * s, y1: at[id].y * s + size * s})) }"""
    )
    covered = [(a["id"], b["id"]) for a in nodes for b in tab.names() if a["id"] != b["id"] and overlapping([a, b])]
    assert covered == []
    view = tab.page.evaluate(
        """() => { const n = kgPage.network, s = n.getScale(), v = n.getViewPosition(), g = document.getElementById('graph');
        return [v.x * s - g.clientWidth / 2, v.y * s - g.clientHeight / 2, v.x * s + g.clientWidth / 2,
        v.y * s + g.clientHeight / 2] }"""
    )
    for box in nodes + tab.names():
        assert view[0] <= box["x0"] and view[1] <= box["y0"] and box["x1"] <= view[2] and box["y1"] <= view[3]


@pytest.mark.parametrize("size", [5, 40, 300])
def test_five_to_three_hundred_nodes_open_fast_and_readable(crowd, open_page, size):
    started = time.monotonic()
    html = crowd(size).html()
    made = time.monotonic() - started
    tab = open_page(html)
    assert made < 8
    assert time.monotonic() - started < 15
    names = tab.names()
    assert overlapping(names) == []
    assert len(names) >= min(size, 30)
    hubs = tab.page.evaluate("kgPage.network.body.data.nodes.get().filter(n => n.place < 8).map(n => n.id)")
    assert {item["id"] for item in names} >= set(hubs[: min(size, 8)])


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
    assert facet(tab, "type")["Leadership"] == "1"
    toggle(tab, "type", "Leadership")
    assert sum(not hidden for hidden in tab.hidden("edges").values()) == before - 1
    assert "Lisa Su" not in {" ".join(item["lines"]) for item in tab.names()}
    assert tab.text("#counts").startswith("7 of 8 entities · 7 of 9 statements")
    assert "type=not:Leadership" in tab.page.url
    tab.page.click("#reset")
    assert sum(not hidden for hidden in tab.hidden("edges").values()) == before
    assert "#" not in tab.page.url


def test_counts_beside_a_filter_follow_the_other_filters(story, open_page):
    tab = open_page(story.html())
    assert facet(tab, "certainty") == {"asserted": "5", "reported": "1", "planned": "1", "speculated": "1", "negated": "1"}
    assert facet(tab, "document") == {"de": "4", "en": "4"}
    tab.page.locator('[data-facet="document"] [data-value="de"] .only').click(force=True)
    assert facet(tab, "certainty") == {"asserted": "4", "reported": "0", "planned": "0", "speculated": "0", "negated": "1"}
    assert facet(tab, "document") == {"de": "4", "en": "4"}
    assert facet(tab, "entity")["Product"] == "0"


def test_entity_filter_hides_nodes(story, open_page):
    tab = open_page(story.html())
    toggle(tab, "entity", "Organization")
    shown = [" ".join(item["lines"]) for item in tab.names()]
    assert "Abu Dhabi Investment Authority" not in shown
    assert "MiniMax" in shown


def test_denied_statements_are_hidden_until_asked_for(story, open_page):
    tab = open_page(story.html())
    denied = tab.page.evaluate("kgPage.network.body.data.edges.get().find(e => e.certainty === 'negated').id")
    assert tab.hidden("edges")[denied]
    toggle(tab, "certainty", "negated")
    assert not tab.hidden("edges")[denied]
    assert tab.page.evaluate("id => kgPage.placed.edges.find(e => e.id === id).denied", denied)


def test_the_address_brings_the_view_back(story, open_page):
    tab = open_page(story.html())
    toggle(tab, "certainty", "negated")
    toggle(tab, "type", "Layoff")
    tab.page.click('[data-entity$="e2"]')
    again = open_page(story.html(), hash="#" + tab.page.url.split("#")[1])
    assert again.text("#counts") == tab.text("#counts")
    assert again.text("#panel h2") == tab.text("#panel h2") == "AMD"
    assert facet(again, "type") == facet(tab, "type")


@pytest.mark.parametrize("hash", ["#node=nobody", "#type=only:Nothing&%%%=%", "#certainty", "#edge=%E0%A4%A", "#type=not:"])
def test_a_broken_address_still_opens(story, open_page, hash):
    tab = open_page(story.html(), hash=hash)
    assert "statements" in tab.text("#counts")


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
    assert {h.inner_text() for h in tab.page.locator("#panel h3").all()} == {"Alibaba — competes with — Meta", "Meta: Layoff"}
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
    assert tab.text("#counts") == "3 entities · 1 statements · 2 documents"
    assert len(tab.hidden("edges")) == 3
    tab.page.click("#tab-statements")
    assert tab.text("[data-statement] .head-line") == "Nord — merged with — Ost, West"


def test_an_entity_without_statements_is_found_and_read(story, open_page):
    story.entity("Nebenrolle AG")
    tab = open_page(story.html())
    assert len(tab.hidden("nodes")) == 8
    tab.page.fill("#search", "neben")
    tab.page.keyboard.press("Enter")
    assert tab.text("#panel h2") == "Nebenrolle AG"
    assert "Mentioned only" in tab.text("#panel")


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
            outline = tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", reached[-1]
    assert {"search", "reset", "toggle-lang", "toggle-theme", "checkbox", "graph", "zoom-in", "tab-entities", "row"} <= set(reached)
    unnamed = tab.page.evaluate(
        "[...document.querySelectorAll('button')].filter(b => !b.textContent.trim() && !b.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


# ---- words and colours ----


def test_german_for_german_readers_and_at_a_click(story, open_page):
    tab = open_page(story.html(lang=None), locale="de-DE")
    assert tab.text("#counts") == "8 Entitäten · 8 von 9 Aussagen · 2 Dokumente"
    assert tab.page.get_attribute("html", "lang") == "de"
    assert "beliefert (spekuliert)" in tab.page.evaluate("kgPage.placed.edges.map(e => e.text)")
    tab.page.click("#toggle-lang")
    assert "entities" in tab.text("#counts")
    assert "lang=en" in tab.page.url


def test_both_languages_have_every_word():
    from kg.view.page.document import _words

    words = _words()
    assert words["en"].keys() == words["de"].keys()
    assert len(words["en"]) > 30
    for key, text in words["en"].items():
        assert sorted(re.findall(r"\{\d\}", text)) == sorted(re.findall(r"\{\d\}", words["de"][key])), key


CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (n) => { for (; n; n = n.parentElement) { const c = parse(getComputedStyle(n).backgroundColor); if (c[3] !== 0) return c; } };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const found = [];
  for (const n of document.querySelectorAll('body *')) {
    const own = [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
    if (!own || !n.checkVisibility({opacityProperty: true}) || n.closest('.off, script, style, noscript')) continue;
    found.push([n.id || n.className || n.tagName, ratio(parse(getComputedStyle(n).color), ground(n))]);
  }
  const css = (name) => { const d = document.createElement('i'); d.style.color = `var(${name})`; document.body.append(d);
    const c = parse(getComputedStyle(d).color); d.remove(); return c; };
  for (const name of ['--ink', '--denied', '--edge-rest', ...[...Array(10).keys()].map((i) => `--edge-${i}`)])
    found.push([name, ratio(css(name), css('--ground'))]);
  return found;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast(story, open_page, theme):
    tab = open_page(story.html(), theme=theme)
    found = tab.page.evaluate(CONTRAST)
    tab.page.click('[data-entity$="e0"]')
    found += tab.page.evaluate(CONTRAST)
    assert len(found) > 100
    assert [(name, round(ratio, 2)) for name, ratio in found if ratio < 4.5] == []


def test_dark_mode_follows_the_system_and_the_button(story, open_page):
    tab = open_page(story.html(), theme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = tab.page.evaluate(ground)
    tab.page.click("#toggle-theme")
    assert tab.page.evaluate(ground) != dark
    assert "theme=light" in tab.page.url


# ---- windows and frames ----


@pytest.mark.parametrize("size", [(1280, 720), (900, 600), (420, 700)])
def test_nothing_sticks_out_of_the_window(story, open_page, size):
    tab = open_page(story.html(), size=size)
    assert tab.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == list(size)
    assert len(tab.names()) >= 5
    assert overlapping(tab.names()) == []


def test_it_works_in_a_sandboxed_frame(story, open_page):
    from kg.view.display import frame

    tab = open_page(
        f"<!doctype html><link rel=icon href=data:,><script>window.kgPage = {{}}</script>{frame(story.html(), height=600)}"
    )
    inner = tab.page.frames[1]
    inner.wait_for_function("window.kgPage && kgPage.placed.nodes.length > 0")
    inner.click('[data-facet="type"] [data-value="Leadership"] input')
    assert inner.inner_text("#counts").startswith("7 of 8 entities")
    inner.click('[data-entity$="e0"]')
    assert inner.inner_text("#panel h2") == "Alibaba"


def test_it_prints_light_with_legend_and_list(story, open_page):
    tab = open_page(story.html(), theme="dark")
    tab.page.emulate_media(media="print")
    tab.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.page.get_attribute("html", "data-theme") == "light"
    assert tab.page.is_visible("#filters") and tab.page.is_visible("#panel") and not tab.page.is_visible("#search")
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.page.get_attribute("html", "data-theme") == "dark"


# ---- hostile content ----

HOSTILE = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "<!--<script>", "${alert(3)} {{7*7}} $title",
    "\u2028alert(4)\u2029", '" onmouseover="alert(5)', "a\x00b\ud800c", "&lt;b&gt;&amp;",
]  # fmt: skip


def test_hostile_text_is_shown_and_never_run(sample, open_page):
    sample.document("bad", title=HOSTILE[0], url="javascript:alert(6)", publisher=HOSTILE[1], published=HOSTILE[2], lang='"><b>')
    for name in HOSTILE:
        sample.entity(name, "Company", name + name)
    for name in HOSTILE[1:]:
        sample.say("Supply", HOSTILE[0], name, "speculated", name, "bad", prefix=HOSTILE[1], suffix=HOSTILE[0],
                   said_by=(HOSTILE[1],), quantity=HOSTILE[0])  # fmt: skip
    tab = open_page(sample.html(title=HOSTILE[1]))
    assert tab.text("#title") == HOSTILE[1]
    tab.page.click("[data-entity] >> nth=0")
    assert tab.text("#panel h2") == HOSTILE[0]
    assert HOSTILE[0] in tab.text("#panel figcaption >> nth=0")
    assert "javascript:alert(6)" in tab.text("#panel figcaption >> nth=0")
    tab.page.fill("#search", "<img")
    tab.settle()
    tab.page.hover("#graph")
    assert tab.page.locator("img, #panel a, #panel b").count() == 0
    assert tab.page.locator("script").count() == 3


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//evil.example", "file:///etc/passwd",
                                 "vbscript:x", "https:", "http://[", "java\nscript:alert(1)"])  # fmt: skip
def test_only_web_addresses_become_links(sample, open_page, url):
    sample.entity("A")
    sample.entity("B")
    sample.document("odd", title="Odd", url=url)
    sample.say("Supply", "A", "B", "asserted", "A supplies B", "odd")
    tab = open_page(sample.html())
    tab.page.click("[data-entity] >> nth=0")
    assert tab.text("#panel mark") == "A supplies B"
    assert tab.page.locator("#panel a").count() == 0


def test_the_policy_allows_nothing_but_the_two_scripts_and_the_style(story, chromium, tmp_path):
    html = story.html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html).group(1)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy and "http" not in policy
    file = tmp_path / "changed.html"
    file.write_text(html.replace("</body>", "<script>window.ran = 1</script><p style='color:red' onclick='x'>x</p></body>"), "utf-8")
    page = chromium.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("window.kgPage")
    assert page.evaluate("window.ran") is None
    page.close()


def test_data_cannot_end_its_script():
    text = embedded({"a": "</script><!-- & \u2028\u2029 \ud800", "b": [1.5, None]})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": "</script><!-- & \u2028\u2029 \ud800", "b": [1.5, None]}
    text.encode("utf-8")


# ---- the file ----


def test_same_content_same_bytes_in_any_order(story, crowd):
    html = story.html()
    again = story.html()
    assert html == again
    story.entities = dict(reversed(story.entities.items()))
    story.documents = dict(reversed(story.documents.items()))
    story.statements.reverse()
    assert story.html() == html
    assert crowd(40).html() == crowd(40).html()


def test_one_file_that_names_its_library_and_needs_no_other(story):
    html = story.html()
    assert "@license" in html and "visjs contributors" in html and "Apache 2.0 License" in html
    assert "sourceMappingURL" not in html
    outside = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert not re.search(r'(src|href)="(?!data:,)', outside)
    assert "url(" not in outside and "@import" not in outside
    assert "Loading" not in outside


def test_an_unknown_language_is_refused(story):
    with pytest.raises(InputError, match="'fr'"):
        story.html(lang="fr")
