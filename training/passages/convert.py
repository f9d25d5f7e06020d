"""Turn the marked-up passages in source/*.txt into gold documents (JSON Lines), one file each.

One passage a line; blank lines and lines that begin with "//" are skipped:

    [AMD|C] liefert den [MI308|X] an [Alibaba|C]. ## supplierOf AMD>Alibaba p; develops AMD>MI308 a

- `[name|T]` marks a mention; T is C Company, O Organization, P Person, X Product, L Place.
- `[Telekom|C=Deutsche Telekom]` marks another name of an entity, `[der Konzern|=Deutsche Telekom]` a phrase or a
  pronoun that refers to it.
- `{build}` at the start says how the passage is built.
- After " ## " come the relations, separated by ";": edge, head>tail, certainty. Insolvency, Layoff
  and Strike have a head only. The certainty is a asserted, r reported, p planned, s speculated or
  n negated.
- A head or tail is the text of a mention or an unambiguous beginning of one.
- The language is the part of the file name before the first "-".

Offsets count Unicode code points of the text, end exclusive.

A quarter is held out, see `held_out`: its "part" is "heldout", that of the others "train".

    python training/passages/convert.py            # writes training/passages/*.jsonl
    python training/passages/convert.py --counts   # and prints how many relations of each kind there are
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from zlib import crc32

from kg.ontology import Schema

HERE = Path(__file__).resolve().parent
TYPES = {"C": "Company", "O": "Organization", "P": "Person", "X": "Product", "L": "Place"}
CERTAINTIES = {"a": "asserted", "r": "reported", "p": "planned", "s": "speculated", "n": "negated"}
STATEMENTS = Schema.load().statements.values()
EDGES = {statement.edge.name for statement in STATEMENTS if statement.edge}
HEAD_ONLY = {statement.name for statement in STATEMENTS if not statement.edge}
MARK = re.compile(r"\[([^\[\]|]+)\|([COPXL]?)(?:=([^\[\]|]+))?\]")
BUILD = re.compile(r"\{([a-z0-9-]+)\}\s*")


def read_marks(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its mentions in reading order."""
    text, entities, last = "", [], 0
    for match in MARK.finditer(marked):
        form, letter, same = match.groups()
        if not letter and not same:
            raise ValueError(f"neither a type nor an entity: {match[0]}")
        text += marked[last : match.start()]
        entities.append({"start": len(text), "end": len(text) + len(form), "type": letter, "text": form, "same": same})
        text += form
        last = match.end()
    text += marked[last:]
    if "[" in text or "|" in text:
        raise ValueError(f"stray markup in: {text}")
    return text, [_resolved(e, entities) for e in entities]


def _resolved(entity: dict[str, Any], entities: list[dict[str, Any]]) -> dict[str, Any]:
    """The mention with its type's name, its kind, and the index of the first mention of its entity as `chain`."""
    names = [e for e in entities if e["type"]]
    first = names[find(entity["same"] or entity["text"], names)]
    if first["same"] and first["same"] != first["text"]:
        first = names[find(first["same"], names)]
    out = {"start": entity["start"], "end": entity["end"], "type": TYPES[entity["type"] or first["type"]],
           "text": entity["text"]}  # fmt: skip
    if not entity["type"]:
        out["kind"] = "reference"
    return out | {"chain": entities.index(first)}


def find(key: str, entities: list[dict[str, Any]]) -> int:
    """Index of the first mention that is, or else begins with, `key`."""
    texts = [entity["text"] for entity in entities]
    if key in texts:
        return texts.index(key)
    found = sorted({text for text in texts if text.startswith(key)}, key=len)
    if not found or not all(text.startswith(found[0]) for text in found):
        raise ValueError(f"{key!r} names no mention or several: {texts}")
    return texts.index(found[0])


def read_relation(source: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """One relation, such as "supplierOf AMD>Alibaba p"."""
    edge, rest = source.split(" ", 1)
    parties, certainty = rest.rsplit(" ", 1)
    head, arrow, tail = parties.partition(">")
    if edge not in EDGES | HEAD_ONLY or certainty not in CERTAINTIES or bool(arrow) != (edge in EDGES):
        raise ValueError(f"not a relation: {source!r}")
    return {
        "type": edge,
        "head": _party(head, entities),
        "tail": _party(tail, entities) if arrow else None,
        "certainty": CERTAINTIES[certainty],
    }


def _party(key: str, entities: list[dict[str, Any]]) -> int:
    """The index of the entity's first mention."""
    return int(entities[find(key.strip(), entities)]["chain"])


def read_passage(line: str, identifier: str, lang: str) -> dict[str, Any]:
    """One gold document."""
    marked, _, relations = line.partition("##")
    build = BUILD.match(marked)
    text, entities = read_marks(marked[build.end() if build else 0 :].strip())
    parsed = [read_relation(part.strip(), entities) for part in relations.split(";") if part.strip()]
    record = {"id": identifier, "lang": lang, "text": text, "entities": entities, "relations": parsed}
    return record | ({"build": build[1]} if build else {})


WELL_KNOWN = 3
"""A company in more passages than this is a real one that many texts name; it says nothing about a passage."""


def held_out(passages: list[dict[str, Any]]) -> set[str]:
    """The ids of about a quarter of the passages: builds and companies that no other passage has.

    Whole builds are chosen by their name, single passages by their first company; what shares a company with
    these is held out too, and so on; a well-known company does not count.
    """
    often = Counter(name for p in passages for name in set(companies(p)))
    out = {p["id"] for p in passages if "build" in p and (_one_in(6, p["build"]) or _one_in(25, companies(p)[:1]))}
    while True:
        names = {name for p in passages if p["id"] in out for name in companies(p) if often[name] <= WELL_KNOWN}
        more = {p["id"] for p in passages if "build" in p and names.intersection(companies(p))} - out
        if not more:
            return out
        out |= more


def companies(passage: dict[str, Any]) -> list[str]:
    return [e["text"] for e in passage["entities"] if e["type"] == "Company" and e.get("kind") != "reference"]


def _one_in(n: int, value: object) -> bool:
    return bool(value) and crc32(str(value).encode()) % n == 0


def convert(source: Path) -> list[dict[str, Any]]:
    """The passages of one source file; errors name the file and the line."""
    lang = source.stem.split("-")[0]
    passages = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("//"):
            continue
        try:
            passages.append(read_passage(line, f"{source.stem}-{number}", lang))
        except ValueError as error:
            raise SystemExit(f"{source.name}:{number}: {error}") from error
    return passages


def main() -> None:
    """Convert every source file."""
    files = {source.stem: convert(source) for source in sorted((HERE / "source").glob("*.txt"))}
    passages = [p for of_file in files.values() for p in of_file]
    away = held_out(passages)
    for passage in passages:
        passage["part"] = "heldout" if passage["id"] in away else "train"
    for stem, of_file in files.items():
        lines = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in of_file)
        (HERE / f"{stem}.jsonl").write_text(lines, encoding="utf-8")
    print(f"{len(passages)} passages, {len(away)} held out", dict(Counter(p["lang"] for p in passages)))
    if "--counts" in sys.argv:
        relations = [r for p in passages for r in p["relations"]]
        for key in ("type", "certainty"):
            print(key, dict(Counter(r[key] for r in relations).most_common()))


if __name__ == "__main__":
    main()
