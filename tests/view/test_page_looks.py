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
    assert tab.overlapping(tab.names()) == []


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
