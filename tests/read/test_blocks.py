"""The cue files judge their own sample paragraphs, and the marking keeps its promises on any text."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Block
from kg.read.blocks import guess_title, mark
from kg.read.cues import Cue, Opener, cues, document
from kg.read.dateline import from_text

LANGUAGES = ("de", "en")
ACCEPTANCE = Path(__file__).parents[2].parent / "shared" / "acceptance" / "alibaba-ki-strategie.de.txt"


def cases(section: str) -> list[Any]:
    return [
        pytest.param(lang, entry, id=f"{lang}-{entry.get('name', i)}")
        for lang in LANGUAGES
        for i, entry in enumerate(document(lang)[section])
    ]


def samples() -> list[Any]:
    return [
        pytest.param(lang, kind, text, id=f"{lang}-{kind}-{text[:30]}")
        for lang in LANGUAGES
        for kind, text in document(lang)["samples"]
    ]


def kinds(text: str, lang: str, title: str | None = None) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in mark(text, lang, title)]


def test_there_are_enough_samples() -> None:
    for lang in LANGUAGES:
        data = document(lang)
        assert len(data["samples"]) >= 40
        assert [len(data["cues"]) >= 20, len(data["openers"]) >= 8, len(data["pages"]) >= 6] == [True] * 3
        assert {kind for kind, _ in data["samples"]} == {"advert", "teaser", "byline", "caption", "navigation", "body"}


@pytest.mark.parametrize(("lang", "entry"), cases("cues") + cases("openers"))
def test_cue_finds_its_samples_only(lang: str, entry: dict[str, Any]) -> None:
    known = cues(lang)
    everything: list[Cue | Opener] = [*known.cues, *known.openers]
    cue = next(each for each in everything if each.name == entry["name"])
    assert cue.accepts
    assert cue.rejects
    assert [text for text in cue.accepts if not cue.found(text)] == []
    assert [text for text in cue.rejects if cue.found(text)] == []


@pytest.mark.parametrize(("lang", "i"), [(lang, i) for lang in LANGUAGES for i in range(len(cues(lang).resumes))])
def test_resume_lines(lang: str, i: int) -> None:
    entry, pattern = document(lang)["resumes"][i], cues(lang).resumes[i]
    assert [text for text in entry["accepts"] if not pattern.fullmatch(text)] == []
    assert [text for text in entry["rejects"] if pattern.fullmatch(text)] == []


@pytest.mark.parametrize(("lang", "kind", "text"), samples())
def test_sample_paragraph(lang: str, kind: str, text: str) -> None:
    assert kinds(text, lang) == [(kind, text)]


@pytest.mark.parametrize(("lang", "page"), cases("pages"))
@pytest.mark.parametrize("gap", ["\n\n", "\n", "\r\n\r\n"])
def test_page(lang: str, page: dict[str, Any], gap: str) -> None:
    assert kinds(gap.join(text for _, text in page["blocks"]), lang) == [tuple(block) for block in page["blocks"]]


def dates(which: str) -> list[Any]:
    return [
        pytest.param(lang, item, id=f"{lang}-{item}")
        for lang in LANGUAGES
        for entry in document(lang)["datelines"]
        for item in entry[which]
    ]


@pytest.mark.parametrize(("lang", "text"), dates("accepts"))
def test_dateline(lang: str, text: str) -> None:
    wanted = next(e["accepts"][text] for e in document(lang)["datelines"] if text in e["accepts"])
    assert from_text(text, lang) == wanted.isoformat()


@pytest.mark.parametrize(("lang", "text"), dates("rejects"))
def test_no_dateline(lang: str, text: str) -> None:
    assert from_text(text, lang) is None


def test_two_datelines_that_disagree_say_nothing() -> None:
    assert from_text("3. März 2026\n\n4. März 2026\n\nTonhaus wächst.", "de") is None


def test_agency_dateline_stays_in_the_article() -> None:
    text = "FRANKFURT (dpa-AFX) - Tonhaus wächst."
    assert kinds(text, "de") == [("body", text)]
    assert from_text(text, "de") is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Tonhaus kauft Kelpwerk\n\nDie Tonhaus AG hat am Montag den Rivalen gekauft.", "Tonhaus kauft Kelpwerk"),
        (
            "Startseite > Wirtschaft\n\nTonhaus kauft Kelpwerk\n\nVon Petra Lohmann\n\nDie Tonhaus AG hat gekauft.",
            "Tonhaus kauft Kelpwerk",
        ),
        (
            "ÜBERNAHME\n\nTonhaus kauft den Rivalen Kelpwerk\n\nDie Tonhaus AG hat am Montag den Rivalen gekauft.",
            "Tonhaus kauft den Rivalen Kelpwerk",
        ),
        (
            "Tonhaus: Kaufen oder verkaufen?!\n\nDie Tonhaus AG hat am Montag den Rivalen gekauft.",
            "Tonhaus: Kaufen oder verkaufen?!",
        ),
        (
            "Tonhaus kauft den Rivalen Kelpwerk\nHändler fürchten höhere Preise\n\nDie Tonhaus AG hat gekauft.",
            "Tonhaus kauft den Rivalen Kelpwerk",
        ),
        (
            "Tonhaus kauft den Rivalen Kelpwerk\n\nBREMEN, 3. März 2026\n\nDie Tonhaus AG hat gekauft.",
            "Tonhaus kauft den Rivalen Kelpwerk",
        ),
        (
            "Streik: Bei Tonhaus stehen die Bänder still\nHersteller will 400 Arbeitsplätze abbauen - Betriebsrat "
            "kündigt Widerstand an\n\nDie Tonhaus AG hat gekauft.",
            "Streik: Bei Tonhaus stehen die Bänder still",
        ),
        ("Lautsprecher\nVerstärker\nKopfhörer\n\nDie Tonhaus AG hat gekauft.", None),
        ("Die Tonhaus AG hat den Rivalen gekauft.\n\nDer Preis blieb geheim.", None),
        ("Tonhaus wächst", None),
        ("Wie geht es weiter? Das fragt sich die Branche.\n\nTonhaus schweigt.", None),
    ],
)
def test_title(text: str, title: str | None) -> None:
    assert guess_title(text, "de") == title
    assert [part for kind, part in kinds(text, "de", title) if kind == "title"] == ([title] if title else [])


def test_menu_above_the_article_does_not_swallow_it() -> None:
    text = "Kontakt\n\nKommentare\n\nDie Tonhaus AG hat den Rivalen gekauft.\n\nKommentare\n\nHans: Gut so!"
    assert [kind for kind, _ in kinds(text, "de")] == ["navigation"] * 2 + ["body"] + ["navigation"] * 2


def test_page_title_with_the_name_of_the_site() -> None:
    text = "Tonhaus buys a rival\n\nTonhaus bought Kelpwerk."
    assert kinds(text, "en", "Tonhaus buys a rival | Northlight")[0] == ("title", "Tonhaus buys a rival")


def test_wrapped_lines_are_one_paragraph() -> None:
    text = (
        "Die Tonhaus AG aus Bremen hat am Montag mitgeteilt, dass sie den\nRivalen Kelpwerk kauft und dafür 40 "
        "Millionen Euro zahlt. Das\nGeschäft soll im Mai enden.\n\nAnzeige\nJetzt den Gratis-Report sichern!"
    )
    assert [kind for kind, _ in kinds(text, "de")] == ["body", "advert", "advert"]


def test_real_page() -> None:
    if not ACCEPTANCE.is_file():
        pytest.skip("needs the acceptance article, which is not part of the package")
    text = ACCEPTANCE.read_text(encoding="utf-8")
    found = kinds(text, "de", guess_title(text, "de"))
    adverts = [part for kind, part in found if kind == "advert"]
    assert [part.split()[0] for part in adverts] == [
        "Anzeige",
        "Sollten",
        "Anzeige",
        "Alibaba-Aktie:",
        "Die",
        "Alibaba:",
    ]
    assert {kind for kind, _ in found} == {"body", "advert"}
    assert len(found) == len([part for part in text.split("\n\n") if part.strip()])


paragraph_texts = st.sampled_from(
    [text for lang in LANGUAGES for _, text in document(lang)["samples"]]
    + ["Anzeige", "Kommentare", "Disclaimer", "Mehr zum Thema"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(paragraph_texts, st.text(max_size=80)), max_size=8), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_blocks_hold_everything_that_is_not_white_space(parts: list[str], gap: str) -> None:
    text = gap.join(parts)
    blocks = mark(text, "de", parts[0] if parts else None)
    assert_covers(text, blocks)


def assert_covers(text: str, blocks: tuple[Block, ...]) -> None:
    covered, end = set(), 0
    for block in blocks:
        assert end <= block.start < block.end
        end = block.end
        covered |= set(range(block.start, block.end))
    assert [i for i, character in enumerate(text) if i not in covered and not character.isspace()] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("unit", ["!", "a.", "a@", "Von A-", "> ", "By A ", "© ", "- ", "dpa ", "Foto: ", "(", "1."])
def test_hostile_paragraphs_take_no_time(lang: str, unit: str) -> None:
    # A second for one paragraph would be hours for a document; no cue may look at every pair of characters.
    import time

    text = unit * (100_000 // len(unit)) + "\n\n" + (unit * 30 + "x\n\n") * 200
    start = time.perf_counter()
    mark(text, lang)
    from_text(text, lang)
    assert time.perf_counter() - start < 3
