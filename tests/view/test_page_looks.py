"""Languages, colours, windows, frames and paper."""

import re

import pytest

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
  const linear = (v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const back = (n) => parse(getComputedStyle(n).backgroundColor);
  const ground = (n) => back(n)[3] === 0 ? ground(n.parentElement) : back(n);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  const found = [];
  for (const n of document.querySelectorAll('body *')) {
    const own = [...n.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim());
    if (!own || !n.checkVisibility({opacityProperty: true}) || n.closest('.off, script, style, noscript')) continue;
    found.push([n.id || n.className || n.tagName, ratio(parse(getComputedStyle(n).color), ground(n))]);
  }
  const css = (name) => {
    const made = document.createElement('i');
    made.style.color = `var(${name})`;
    document.body.append(made);
    const colour = parse(getComputedStyle(made).color);
    made.remove();
    return colour;
  };
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
    scrolled = tab.page.evaluate("(d => [d.scrollWidth, d.scrollHeight])(document.documentElement)")
    assert scrolled == list(size)
    assert len(tab.names()) >= 5
    assert tab.overlapping(tab.names()) == []


def test_it_works_in_a_sandboxed_frame(story, open_page):
    from kg.view.display import frame

    outer = "<!doctype html><link rel=icon href=data:,><script>window.kgPage = {}</script>"
    tab = open_page(outer + frame(story.html(), height=600))
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
    visible = {id: tab.page.is_visible(id) for id in ("#filters", "#panel", "#graph", "#search", "#tools")}
    assert visible == {"#filters": True, "#panel": True, "#graph": True, "#search": False, "#tools": False}
    tab.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.page.get_attribute("html", "data-theme") == "dark"
