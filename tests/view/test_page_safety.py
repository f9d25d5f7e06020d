"""Nothing hostile runs, nothing is asked for, and the same graph gives the same file."""

import json
import re

import pytest

from kg.errors import InputError
from kg.view.page.document import embedded

# ---- hostile content ----

HOSTILE = [
    "<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>", "<!--<script>", "${alert(3)} {{7*7}} $title",
    "\u2028alert(4)\u2029", '" onmouseover="alert(5)', "a\x00b\ud800c", "&lt;b&gt;&amp;",
]  # fmt: skip


def test_hostile_text_is_shown_and_never_run(sample, open_page):
    sample.document("bad", title=HOSTILE[0], url="javascript:alert(6)", publisher=HOSTILE[1],
                    published=HOSTILE[2], lang='"><b>')  # fmt: skip
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
    assert not re.search("unsafe|http|\\*", policy)
    file = tmp_path / "changed.html"
    file.write_text(html.replace("</body>", "<script>window.ran = 1</script></body>"), "utf-8")
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
    for id in ("undated b", "undated a"):
        story.document(id, title="The same title")
        story.say("Competition", "AMD", "Meta", "asserted", "AMD and Meta compete", id)
    html = story.html()
    assert story.html() == html
    story.entities = dict(reversed(story.entities.items()))
    story.documents = dict(reversed(story.documents.items()))
    story.statements.reverse()
    assert story.html() == html
    assert crowd(40).html() == crowd(40).html()


def test_one_file_that_names_its_library_and_needs_no_other(story):
    html = story.html()
    for notice in ("@license", "visjs contributors", "Apache 2.0 License"):
        assert notice in html
    assert "sourceMappingURL" not in html
    outside = re.sub(r"<script.*?</script>", "", html, flags=re.S)
    assert not re.search(r'(src|href)="(?!data:,)', outside)
    for word in ("url(", "@import", "Loading"):
        assert word not in outside


def test_an_unknown_language_is_refused(story):
    with pytest.raises(InputError, match="'fr'"):
        story.html(lang="fr")
