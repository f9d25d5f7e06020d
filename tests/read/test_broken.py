"""Broken and hostile inputs: one line that names the input and says what to do, in bounded time and memory."""

import io
import json
import os
import re
import sys
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import read
from kg.read.limits import Limits

GOOD = "Die Tonhaus AG aus Bremen kauft den Rivalen Kelpwerk und zahlt dafür 40 Millionen Euro."
PARAGRAPH = f"<p>{GOOD}</p>"


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", GOOD)
    return buffer.getvalue()


FILES: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "the file is empty"),
    ("blank.txt", b" \n\t\r\n ", "only white space"),
    ("controls.txt", b"\x00", "binary"),
    ("mark.txt", b"\xef\xbb\xbf", "only white space"),
    ("random.txt", bytes(range(256)) * 40, "binary file"),
    ("paper.txt", b"%PDF-1.7\n" + b"x" * 100, "a PDF file, not text; convert it to text first"),
    ("word.txt", zipped(), "zip archive or an office file"),
    ("old.md", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old office file"),
    ("image.html", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "a PNG image"),
    ("packed.txt", b"\x1f\x8b\x08" + b"\0" * 30, "a gzip archive"),
    ("line.txt", b"a" * 6_000_000, "larger than 5 MB"),
    ("line.jsonl", b'{"id": "a", "text": "' + b"a" * 6_000_000 + b'"}', r"line\.jsonl:1: the line is longer"),
    ("deep.html", b"<html><body>" + b"<div>" * 100_000 + b"x", "nested deeper than 200 levels"),
    ("mixed.html", b"<html><body>" + b"<div></span>" * 1000 + b"x", "nested deeper than 200 levels"),
    ("wide.html", b"<html><body>" + b"<i>x</i>" * 60_000, "more than 50000 HTML tags"),
    ("attributes.html", b"<p " + b"a=1 " * 100_000 + b">x</p>", "more than 256 attributes"),
    ("laughs.html", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><p>&b;</p></html>', "entities"),
    ("nothing.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>", "no article"),
    ("fake.html", b"<<<<>>>>", "no article"),
    ("empty.jsonl", b"\n\n", "the file is empty"),
    ("half.jsonl", b'{"id": "a", "text": "x"', r"half\.jsonl:1: not a line of JSON"),
    ("list.jsonl", b'["a"]', r"list\.jsonl:1: not a JSON object"),
    ("nested.jsonl", b"[" * 100_000, r"nested\.jsonl:1: not a line of JSON"),
    ("number.jsonl", b'{"id": "a", "text": ' + b"9" * 5000 + b"}", r"number\.jsonl:1: not a line of JSON"),
    ("bytes.jsonl", b'{"id": "a", "text": "\xff"}', r"bytes\.jsonl:1: not UTF-8"),
    ("noid.jsonl", b'\n{"text": "x"}', r'noid\.jsonl:2: "id" is missing'),
    ("notext.jsonl", b'{"id": "x"}', '"text" is missing'),
    ("type.jsonl", b'{"id": 3, "text": "x"}', '"id" must be a string, not int'),
    ("null.jsonl", b'{"id": "x", "text": null}', '"text" must be a string, not NoneType'),
    ("blank.jsonl", b'{"id": "x", "text": "  "}', '"text" is empty'),
    ("emptyid.jsonl", b'{"id": "", "text": "x"}', '"id" is empty'),
    ("title.jsonl", b'{"id": "x", "text": "x", "title": ["t"]}', '"title" must be a string, not list'),
    ("date.jsonl", b'{"id": "x", "text": "x", "published": "3 March"}', '"published" must be an ISO date'),
    ("day.jsonl", b'{"id": "x", "text": "x", "published": "2026-02-31"}', '"published" must be an ISO date'),
    ("half2.jsonl", b'{"id": "x", "text": "a\\ud800b"}', "half a character"),
    ("ent.jsonl", b'{"id": "x", "text": "abc", "entities": {}}', '"entities" must be a list'),
    ("ent1.jsonl", b'{"id": "x", "text": "abc", "entities": [1]}', r"entities\[0\] must be an object"),
    (
        "ent2.jsonl",
        b'{"id": "x", "text": "abc", "entities": [{"start": true, "end": 2, "type": "C"}]}',
        "whole numbers",
    ),
    ("ent3.jsonl", b'{"id": "x", "text": "abc", "entities": [{"start": 0, "end": 2}]}', '"type" must be a string'),
    (
        "ent4.jsonl",
        b'{"id": "x", "text": "abc", "entities": [{"start": 1, "end": 4, "type": "C"}]}',
        r"\[1, 4\) is not inside the text of 3 characters",
    ),
    ("ent5.jsonl", b'{"id": "x", "text": "abc", "entities": [{"start": 2, "end": 2, "type": "C"}]}', "not inside"),
    ("lang.jsonl", b'{"id": "x", "text": "abc", "lang": "fr"}', "the language is 'fr'; known are: de, en"),
    (
        "twice.jsonl",
        b'{"id": "x", "text": "Der Konzern."}\n{"id": "x", "text": "Der Chef."}',
        r"two documents have the id 'x': .*twice\.jsonl:1 and .*twice\.jsonl:2",
    ),
    ("paper.pdf", b"%PDF-1.7", r"unknown kind of file '\.pdf'; known are: \.txt, \.md"),
    ("noending", b"abc", "unknown kind of file"),
]


def complaint(path: Path | str) -> str:
    with pytest.raises(InputError) as caught:
        list(read([path]))
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400 + len(str(path))
    return message


def seconds(path: Path) -> float:
    """How long it takes to read a file, whether it gives a document or a clear error."""
    start = time.perf_counter()
    notes: list[str] = []
    found = list(read([path.parent], lang="de", on_skip=lambda _, why: notes.append(why)))
    assert len(found) + len(notes) == 1
    return time.perf_counter() - start


def test_the_list_is_long_enough() -> None:
    assert len(FILES) >= 40
    assert len({name for name, _, _ in FILES}) == len(FILES)


@pytest.mark.parametrize(("name", "content", "message"), FILES, ids=[name for name, _, _ in FILES])
def test_one_clear_line(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    start = time.perf_counter()
    found = complaint(path)
    assert time.perf_counter() - start < 10
    assert re.search(message, found), found
    assert name in found


def test_missing(tmp_path: Path) -> None:
    assert complaint(tmp_path / "gone.txt").endswith("gone.txt: no such file or folder")
    assert "no such file or folder" in complaint("a\nb.txt")
    assert complaint("a\0b.txt").startswith("a\\0b.txt: ")
    assert "cannot be read" in complaint("x" * 5000 + ".txt")


def test_folder_without_articles(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / ".b.txt").write_text(GOOD)
    assert "no readable file in this folder; known are: .txt" in complaint(tmp_path)


def test_nothing_given() -> None:
    with pytest.raises(InputError, match="nothing to read"):
        read([])


def test_unknown_language_is_told_before_reading(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown language 'fr'; known are: de, en"):
        read([tmp_path / "gone.txt"], lang="fr")


def test_fifo_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "not a regular file" in complaint(tmp_path / "pipe.txt")
    assert "no readable file" in complaint(tmp_path)


def test_permission() -> None:
    with tempfile.TemporaryDirectory() as name, as_nobody(Path(name)) as folder:
        path = folder / "a.txt"
        assert complaint(path).endswith("a.txt: cannot be read: permission denied")
        assert "permission denied" in complaint(folder)


@contextmanager
def as_nobody(folder: Path) -> Iterator[Path]:
    """Be a user who is not root and may look into the folder, but not read the one file in it."""
    (folder / "a.txt").write_text(GOOD)
    (folder / "a.txt").chmod(0)
    folder.chmod(0o755)
    complaint(folder / "nothing.txt")  # loads all that reading needs, while it can be read
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if root:
            os.seteuid(0)


def test_unreadable_file_is_named() -> None:
    # A file that opens but cannot be read, for every user: the memory of this process at address 0.
    path = Path("/proc/self/mem")
    if not path.exists():
        pytest.skip("needs /proc")
    from kg.read.source import load

    with pytest.raises(InputError, match="cannot be read: input/output error"):
        load(path, Limits(max_bytes=100))


def test_bad_files_of_a_folder_are_skipped_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"%PDF-1.7")
    lines = [json.dumps({"id": "r1", "text": GOOD}), "{broken", json.dumps({"id": "r2", "text": GOOD})]
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    (tmp_path / "e.txt").symlink_to(tmp_path / "gone.txt")
    long = json.dumps({"id": "r3", "text": "x" * 5_000_001})
    (tmp_path / "f.jsonl").write_text(f"{long}\n{json.dumps({'id': 'r4', 'text': GOOD})}")
    notes: list[tuple[str, str]] = []
    found = list(read([tmp_path], on_skip=lambda source, reason: notes.append((source, reason))))
    assert [document.id for document in found] == ["a.txt", "r1", "r2", "r4"]
    assert [(Path(source).name, reason.split(";")[0].split(": ")[0]) for source, reason in notes] == [
        ("b.txt", "the file is empty"),
        ("c.txt", "this is a PDF file, not text"),
        ("d.jsonl:2", "not a line of JSON"),
        ("e.txt", "cannot be read"),
        ("f.jsonl:1", "the line is longer than 5 MB"),
    ]
    assert "the file is empty" in complaint(tmp_path)


def test_named_files_always_raise(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    notes: list[str] = []
    with pytest.raises(InputError, match="empty"):
        list(read([path], on_skip=lambda source, reason: notes.append(source + reason)))
    assert notes == []


def test_two_folders_with_one_name_in_both(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(GOOD)
    with pytest.raises(InputError, match=r"the id 'a\.txt': .*one/a\.txt and .*two/a\.txt; rename one"):
        list(read([tmp_path / "one", tmp_path / "two"]))
    assert [document.id for document in read([tmp_path])] == ["one/a.txt", "two/a.txt"]


def test_one_line_of_50_mb_is_refused_without_loading_it(tmp_path: Path) -> None:
    for name in ("a.txt", "a.jsonl", "a.html", "a.md"):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(50_000_000)  # a sparse file of NULs: as long as a line can be
        tracemalloc.start()
        complaint(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 20_000_000, name


@pytest.mark.parametrize("kind", ["text", "records"])
def test_endless_standard_input(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    data = b'{"id": "' * (kind == "records") + b"a" * 50_000_000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert "5 MB" in complaint("-")


def test_undecodable_file_name(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    with open(folder + b"/gr\xfc\xdfe.txt", "w") as file:  # noqa: PTH123  (a name that is no text)
        file.write(GOOD)
    assert [document.id for document in read([tmp_path])] == ["gr\ufffd\ufffde.txt"]


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + PARAGRAPH + "<p>" + "&amp;" * 900_000 + "</p>",
        "<html><body>" + PARAGRAPH + "<p>" + "<" * 1_000_000,
        "<html><body>" + PARAGRAPH + "<!--" * 1_000_000,
        "<html><body>" + PARAGRAPH + "<script>" * 500_000,
        "<html><body>" + PARAGRAPH + "<a " * 1_000_000,
        "<html><body>" + PARAGRAPH + '<p x="' * 700_000,
        "<html><body>" + PARAGRAPH + ("<div>" * 190 + PARAGRAPH + "</div>" * 190) * 30,
    ],
    ids=["entities", "brackets", "comments", "scripts", "tags", "quotes", "depth"],
)
def test_page_bombs_end_in_time(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page)
    assert seconds(path) < 20


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "> " * 1_000_000,
        "- " * 500_000,
        "|a" * 50_000 + "\n" + "|-" * 50_000,
        "*a_" * 500_000,
        " " * 4_000_000 + "x",
        "\n \n" * 1_000_000 + "x",
        "---\n" * 100_000,
        "a: b\n" * 50_000,
    ],
    ids=["links", "quotes", "lists", "tables", "stars", "blanks", "lines", "rules", "fields"],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_text_bombs_end_in_time(tmp_path: Path, text: str, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_text(text)
    assert seconds(path) < 20
