"""Every format and the order, identity and metadata of what is read."""

import io
import json
import sys
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document, GivenEntity
from kg.read import Limits, count, from_text, read

GERMAN = "Die Tonhaus AG aus Bremen kauft den Rivalen Kelpwerk und zahlt dafür 40 Millionen Euro."
ENGLISH = "Tonhaus of Bremen will buy its rival Kelpwerk and pay 40 million euros for the company."
FRENCH = (
    "L'entreprise a annoncé lundi la vente de sa filiale allemande à un concurrent italien pour une somme qui "
    "n'a pas été dévoilée. Les salariés seront informés dans les prochains jours, selon la direction."
)

PAGE = """<!DOCTYPE html><html lang="de"><head><title>Tonhaus kauft Kelpwerk | Nordlicht</title>
<meta property="og:title" content="Tonhaus kauft Kelpwerk"><meta property="og:site_name" content="Nordlicht">
<link rel="canonical" href="https://nordlicht.example/tonhaus-kauft-kelpwerk">
<meta property="article:published_time" content="2026-03-03T08:15:00+01:00"></head><body>
<nav><ul><li><a href="/">Startseite</a></li><li><a href="/b">Börse</a></li></ul></nav>
<article><h1>Tonhaus kauft Kelpwerk</h1>
<p>Die Tonhaus AG aus Bremen übernimmt den Rivalen Kelpwerk &amp; Söhne und zahlt dafür 40 Millionen Euro in bar.</p>
<h2>Neue Halle geplant</h2>
<p>Im Herbst soll in Bremen eine zweite Halle entstehen, in der beide Firmen gemeinsam Lautsprecher bauen.</p>
<p>Die Gewerkschaft begrüßte den Schritt; sie rechnet mit 300 neuen Stellen bis zum Ende des Jahres.</p>
<script>alert("nicht Teil des Artikels")</script>
</article><footer><p>Impressum Datenschutz</p></footer></body></html>"""


def one(path: Path, **options: object) -> Document:
    documents = list(read([path], **options))  # type: ignore[arg-type]  # options of read, by name
    assert len(documents) == 1
    return documents[0]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_text(tmp_path: Path) -> None:
    path = write(tmp_path / "2026-02-14-tonhaus.txt", f"Tonhaus kauft Kelpwerk\r\n\r\n{GERMAN}\r\n")
    document = one(path)
    assert document.id == "2026-02-14-tonhaus.txt"
    assert document.text == f"Tonhaus kauft Kelpwerk\n\n{GERMAN}\n"
    assert (document.lang, document.title, document.published) == ("de", "Tonhaus kauft Kelpwerk", "2026-02-14")
    assert [block.kind for block in document.blocks] == ["title", "body"]
    assert document.source == str(path)


def test_dateline_gives_the_date(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.txt", f"Bremen, 3. März 2026 - {GERMAN}")).published == "2026-03-03"
    assert one(write(tmp_path / "b.txt", f"BREMEN, March 3, 2026 — {ENGLISH}")).published == "2026-03-03"
    assert one(write(tmp_path / "c.txt", f"BREMEN (Reuters) - {ENGLISH}")).published is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf-8", GERMAN.encode()),
        ("utf-8 with mark", b"\xef\xbb\xbf" + GERMAN.encode()),
        ("utf-16", GERMAN.encode("utf-16")),
        ("utf-16 big-endian with mark", b"\xfe\xff" + GERMAN.encode("utf-16-be")),
        ("utf-16 without mark", GERMAN.encode("utf-16-le")),
        ("utf-16 big-endian without mark", GERMAN.encode("utf-16-be")),
        ("utf-32", GERMAN.encode("utf-32")),
        ("windows", GERMAN.encode("cp1252")),
        ("latin-1", GERMAN.encode("iso8859-1")),
        ("decomposed", GERMAN.replace("ü", "u\u0308").encode()),
        ("stray controls", GERMAN.replace(" AG", "\x00 AG\x07").encode()),
    ],
)
def test_encodings(tmp_path: Path, name: str, content: bytes) -> None:
    assert one(write(tmp_path / f"{name}.txt", content)).text == GERMAN


def test_windows_quotes_and_dashes(tmp_path: Path) -> None:
    text = f"„Größe zählt“ – sagte Söhnlein. {GERMAN} 5 €"
    assert one(write(tmp_path / "a.txt", text.encode("cp1252"))).text == text


def test_mac_text(tmp_path: Path) -> None:
    text = f"{GERMAN} Die Größe der Hallen in München und Köln erhöht die Kosten über das übliche Maß hinaus."
    assert one(write(tmp_path / "a.txt", text.encode("mac_roman"))).text == text


def test_a_few_broken_bytes_in_utf8(tmp_path: Path) -> None:
    cut = (GERMAN + " Über Größe, Höhe, Länge, für Söhne, Töchter, Märkte.").encode() + b" Gr\xc3"
    assert one(write(tmp_path / "a.txt", cut)).text.startswith(GERMAN)


def test_markdown(tmp_path: Path) -> None:
    text = f"""---
title: "Tonhaus kauft Kelpwerk"
date: 2026-03-03
url: https://nordlicht.example/a
tags: [a, b]
---

## Ein *großer* Schritt

Die **Tonhaus AG** aus [Bremen](https://bremen.example) kauft
den Rivalen `Kelpwerk` &amp; Söhne. ![Bild](x.png)

- erste Halle
- zweite Halle

| Firma | Umsatz |
|---|---|
| Tonhaus | 40 |

> {GERMAN}
"""
    document = one(write(tmp_path / "a.md", text))
    assert document.text.split("\n\n") == [
        "Tonhaus kauft Kelpwerk",
        "Ein großer Schritt",
        "Die Tonhaus AG aus Bremen kauft den Rivalen Kelpwerk & Söhne.",
        "erste Halle\nzweite Halle",
        "Firma | Umsatz",
        "Tonhaus | 40",
        GERMAN,
    ]
    assert (document.title, document.published, document.url) == (
        "Tonhaus kauft Kelpwerk",
        "2026-03-03",
        "https://nordlicht.example/a",
    )
    assert document.blocks[0].kind == "title"


def test_markdown_that_begins_with_a_rule(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.md", f"---\n\n{GERMAN}\n\n---\n")).text == GERMAN


def test_markdown_heading_is_the_title(tmp_path: Path) -> None:
    assert one(write(tmp_path / "a.md", f"# Tonhaus kauft Kelpwerk\n\n{GERMAN}")).title == "Tonhaus kauft Kelpwerk"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
@pytest.mark.parametrize("name", ["a.html", "b.HTM"])
def test_html(tmp_path: Path, name: str, encoding: str) -> None:
    document = one(write(tmp_path / name, PAGE.encode(encoding)))
    lines = document.text.split("\n\n")
    assert lines[0] == document.title == "Tonhaus kauft Kelpwerk"
    assert lines[1].endswith("Kelpwerk & Söhne und zahlt dafür 40 Millionen Euro in bar.")
    assert lines[2] == "Neue Halle geplant"
    assert len(lines) == 5
    assert (document.published, document.publisher) == ("2026-03-03", "Nordlicht")
    assert document.url == "https://nordlicht.example/tonhaus-kauft-kelpwerk"
    assert [block.kind for block in document.blocks] == ["title", "body", "body", "body", "body"]
    assert "alert" not in document.text
    assert "Startseite" not in document.text


def test_jsonl_keeps_the_text_to_the_letter(tmp_path: Path) -> None:
    text = f"Größe\u0308 zählt\r\n\r\n{GERMAN}\x07 "
    lines = [
        {
            "id": "z",
            "text": text,
            "title": "T",
            "url": "https://x.example",
            "published": "2026-03-03T10:00:00Z",
            "entities": [{"start": 0, "end": 5, "type": "Company"}],
            "extra": 1,
        },
        {"id": "a", "text": ENGLISH, "lang": None, "entities": []},
        {"id": "b", "text": "Siemens, Bosch", "lang": "en-GB"},
    ]
    path = write(tmp_path / "in.jsonl", "\n\n".join(json.dumps(line) for line in lines))
    documents = list(read([path]))
    assert [document.id for document in documents] == ["z", "a", "b"]
    assert [document.lang for document in documents] == ["de", "en", "en"]
    assert documents[0].text == text
    assert documents[0].given == (GivenEntity(0, 5, "Company"),)
    assert (documents[0].title, documents[0].published) == ("T", "2026-03-03")
    assert documents[2].source == f"{path}:5"


def test_folder_is_sorted_and_ids_are_relative(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/b.txt", ".hidden.txt", ".git/c.txt", "notes.docx", "C.TXT"):
        write(tmp_path / name, f"{GERMAN} {name}")
    write(tmp_path / "d.jsonl", json.dumps({"id": "x1", "text": ENGLISH}))
    assert [document.id for document in read([tmp_path])] == ["C.TXT", "a/b.txt", "a/z.txt", "b.txt", "x1"]
    assert next(read([tmp_path / "a" / "b.txt"])).id == "b.txt"
    assert count([tmp_path, tmp_path / "b.txt"]) == 6


def test_id_depends_on_the_place_not_on_the_content(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", GERMAN)
    before = one(path)
    write(path, ENGLISH)
    after = one(path)
    assert before.id == after.id
    assert before.text != after.text


def test_count_estimates_large_records(tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "text": GERMAN}) + "\n"
    path = write(tmp_path / "a.jsonl", line * 20_000)
    assert abs(count([path]) - 20_000) < 400
    assert count(["-"]) == 1


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, bom: bytes) -> None:
    stdin(monkeypatch, bom + GERMAN.encode())
    assert [(d.id, d.text, d.source) for d in read(["-"])] == [("stdin", GERMAN, "standard input")]
    records = [{"id": name, "text": ENGLISH} for name in "ab"]
    stdin(monkeypatch, bom + b"\n" + b"\n".join(json.dumps(record).encode() for record in records))
    assert [d.id for d in read(["-"])] == ["a", "b"]
    stdin(monkeypatch, PAGE.encode())
    assert [d.publisher for d in read(["-"])] == ["Nordlicht"]


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"id": "1", "text": GERMAN}) + "\n{broken\n")
    documents = read([path])
    assert next(documents).id == "1"
    with pytest.raises(InputError, match=r"a\.jsonl:2: not a line of JSON"):
        next(documents)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        ("Siemens kauft Altair", "de"),
        ("Apple acquires Beats", "en"),
        ("Die Aktie fiel.", "de"),
        ("Meta buys Scale", "en"),
        ("Shares of the bank fell.", "en"),
        ("The Volkswagen AG and the Deutsche Bank AG", "en"),
        ("Konzernchef Müller tritt zurück", "de"),
        ("Der Apple-Chef will mehr Cloud Computing", "de"),
    ],
)
def test_language(text: str, lang: str) -> None:
    assert from_text(text).lang == lang


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        (FRENCH, "fr"),
        ("Novo Nordisk køber et dansk selskab for tre milliarder kroner, oplyste koncernen mandag morgen.", "da"),
        ("De onderneming koopt een bedrijf in Nederland voor vele miljoenen euro's, meldt de krant.", "nl"),
        ("アリババは人工知能の企業に出資すると発表した。", "ja"),
    ],
)
def test_foreign_text(tmp_path: Path, text: str, lang: str) -> None:
    with pytest.raises(InputError, match=f"{lang}.*known are: de, en"):
        from_text(text)
    path = write(tmp_path / "a.txt", text)
    with pytest.raises(InputError, match=r"a\.txt: the language is"):
        list(read([path]))
    notes: list[tuple[str, str]] = []
    assert list(read([path], on_skip=lambda source, reason: notes.append((source, reason)))) == []
    assert notes == [(str(path), f"the language is {lang!r}; known are: de, en")]
    kept = one(path, keep_foreign=True)
    assert (kept.lang, [block.kind for block in kept.blocks]) == (lang, ["navigation"])
    assert not kept.is_article(0, 5)
    assert one(path, lang="de").lang == "de"


def test_from_text() -> None:
    document = from_text(f"  {GERMAN}\r\n", title="T", published="2026-03-03", given=(GivenEntity(6, 16, "Company"),))
    assert document.text == f"  {GERMAN}\r\n"
    assert document.id.startswith("text-")
    assert document.id == from_text(document.text).id
    assert from_text(GERMAN, id="x").id == "x"
    assert document.published == "2026-03-03"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"text": " \n"}, "empty"),
        ({"text": "a\ud800b"}, "surrogate"),
        ({"text": GERMAN, "lang": "xx"}, "unknown language 'xx'; known are: de, en"),
        ({"text": GERMAN, "published": "March"}, "ISO date"),
        ({"text": GERMAN, "given": (GivenEntity(5, 5, "Company"),)}, "not inside"),
    ],
)
def test_from_text_refuses(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_text(**options)  # type: ignore[arg-type]  # wrong values are the point


def test_links_back_to_a_folder_end(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", GERMAN)
    for name, target in (("loop", "in"), ("up", "."), ("b.txt", "in/a.txt")):
        (tmp_path / "in" / name).symlink_to(tmp_path / target)
    assert [document.id for document in read([tmp_path / "in"])] == ["a.txt", "b.txt"]


def test_own_limits(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", GERMAN)
    with pytest.raises(InputError, match="larger than 20 bytes"):
        list(read([path], limits=Limits(max_bytes=20)))
