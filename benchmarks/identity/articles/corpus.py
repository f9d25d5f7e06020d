#!/usr/bin/env python3
"""Reads the marked articles in this folder; as a program, prints them as gold documents, one JSON object a line.

usage: python benchmarks/identity/articles/corpus.py [--part dev|heldout|all] > GOLD.jsonl

A file holds the articles of one family of names. An article begins with a line `## ID LANGUAGE`. A name is marked as
`[words|T=entity]` or, where it is inflected, `[words|T=entity|base form]`; T is the type (`TYPES`), `entity` an id that
all articles share. Text and offsets are made by taking the marks out.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
PARTS = ("dev", "heldout", "all")
TYPES = {"C": "Company", "O": "Organization", "P": "Person", "D": "Product", "L": "Place", "E": "Exchange"}
_HEAD = re.compile(r"^## ", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]|]+)\|([A-Z])=([a-z0-9-]+)(?:\|([^\[\]|]+))?\]")


class BadArticle(Exception):
    """A file that cannot be used, in one line."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `[start, end)` (code points): its words, base form, type and the entity that it means."""

    start: int
    end: int
    text: str
    base: str
    type: str
    entity: str


@dataclass(frozen=True, slots=True)
class Article:
    id: str
    lang: str
    family: str
    text: str
    names: tuple[Name, ...]

    def gold(self) -> dict[str, object]:
        """The article as a gold document."""
        names = [
            {"start": n.start, "end": n.end, "type": n.type, "text": n.text, "name": n.base, "entity": n.entity}
            for n in self.names
        ]
        return {"id": self.id, "lang": self.lang, "text": self.text, "entities": names, "relations": []}


def load(part: str = "all", folder: Path = FOLDER) -> list[Article]:
    """The articles of a part ("dev", "heldout", "all") by family; BadArticle when a file is not as it should be."""
    families = json.loads((folder / "families.json").read_text(encoding="utf-8"))
    files = {path.stem: path for path in folder.glob("*.txt")}
    listed = [family for families_of in families.values() for family in families_of]
    if sorted(listed) != sorted(files):
        raise BadArticle(f"{folder / 'families.json'}: must list every file once: {sorted({*listed} ^ {*files})}")
    wanted = sorted(listed if part == "all" else families[part])
    return [article for family in wanted for article in read(files[family].read_text(encoding="utf-8"), family)]


def read(marked: str, family: str) -> Iterator[Article]:
    """The articles of one file."""
    before, *parts = _HEAD.split(marked)
    if before.strip():
        raise BadArticle(f"{family}: text before the first '## ID LANGUAGE'")
    for part in parts:
        head, _, body = part.partition("\n")
        words = head.split()
        if len(words) != 2:
            raise BadArticle(f"{family}: '## {head}' is not '## ID LANGUAGE'")
        text, names = unmarked(body.strip(), words[0])
        yield Article(words[0], words[1], family, text, names)


def unmarked(marked: str, where: str) -> tuple[str, tuple[Name, ...]]:
    """The text without its marks, and the names that they mark."""
    text, end, names = "", 0, []
    for found in _MARK.finditer(marked):
        text += marked[end : found.start()]
        words, letter, entity, base = found.groups()
        if letter not in TYPES:
            raise BadArticle(f"{where}: {found[0]}: the type is none of {', '.join(TYPES)}")
        names.append(Name(len(text), len(text) + len(words), words, base or words, TYPES[letter], entity))
        text, end = text + words, found.end()
    text += marked[end:]
    if stray := re.search(r"[\[\]|]", text):
        raise BadArticle(f"{where}: a mark is not closed near {text[max(stray.start() - 20, 0) : stray.end() + 20]!r}")
    return text, tuple(names)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, default="all")
    for article in load(parser.parse_args().part):
        print(json.dumps(article.gold(), ensure_ascii=False))


if __name__ == "__main__":
    main()
