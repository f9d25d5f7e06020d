"""Turn the marked-up passages in source/*.txt into gold documents (JSON Lines), one file each.

One passage a line; blank lines and lines that begin with "//" are skipped:

    [AMD|C] liefert den [MI308|X] an [Alibaba|C]. ## supplierOf AMD>Alibaba p; develops AMD>MI308 a

- `[name|T]` marks a mention; T is C Company, O Organization, P Person, X Product, L Place.
- After " ## " come the relations, separated by ";": edge, head>tail, certainty. Insolvency, Layoff
  and Strike have a head only. The certainty is a asserted, r reported, p planned, s speculated or
  n negated.
- A head or tail is the text of a mention or an unambiguous beginning of one.
- The language is the part of the file name before the first "-".

Offsets count Unicode code points of the text, end exclusive.

    python training/passages/convert.py            # writes training/passages/*.jsonl
    python training/passages/convert.py --counts   # and prints how many relations of each kind there are
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from kg.ontology import Schema

HERE = Path(__file__).resolve().parent
TYPES = {"C": "Company", "O": "Organization", "P": "Person", "X": "Product", "L": "Place"}
CERTAINTIES = {"a": "asserted", "r": "reported", "p": "planned", "s": "speculated", "n": "negated"}
STATEMENTS = Schema.load().statements.values()
EDGES = {statement.edge.name for statement in STATEMENTS if statement.edge}
HEAD_ONLY = {statement.name for statement in STATEMENTS if not statement.edge}
MARK = re.compile(r"\[([^\[\]|]+)\|([COPXL])\]")


def read_marks(marked: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its mentions in reading order."""
    text, entities, last = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        entities.append(
            {"start": len(text), "end": len(text) + len(match[1]), "type": TYPES[match[2]], "text": match[1]}
        )
        text += match[1]
        last = match.end()
    text += marked[last:]
    if "[" in text or "|" in text:
        raise ValueError(f"stray markup in: {text}")
    return text, entities


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
        "head": find(head.strip(), entities),
        "tail": find(tail.strip(), entities) if arrow else None,
        "certainty": CERTAINTIES[certainty],
    }


def read_passage(line: str, identifier: str, lang: str) -> dict[str, Any]:
    """One gold document."""
    marked, _, relations = line.partition("##")
    text, entities = read_marks(marked.strip())
    parsed = [read_relation(part.strip(), entities) for part in relations.split(";") if part.strip()]
    return {"id": identifier, "lang": lang, "text": text, "entities": entities, "relations": parsed}


def convert(source: Path, target: Path) -> list[dict[str, Any]]:
    """Write one source file as JSON Lines; errors name the file and the line."""
    lang = source.stem.split("-")[0]
    passages = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("//"):
            continue
        try:
            passages.append(read_passage(line, f"{source.stem}-{number}", lang))
        except ValueError as error:
            raise SystemExit(f"{source.name}:{number}: {error}") from error
    target.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in passages), encoding="utf-8")
    return passages


def main() -> None:
    """Convert every source file."""
    passages = [p for s in sorted((HERE / "source").glob("*.txt")) for p in convert(s, HERE / f"{s.stem}.jsonl")]
    print(f"{len(passages)} passages", dict(Counter(p["lang"] for p in passages)))
    if "--counts" in sys.argv:
        relations = [r for p in passages for r in p["relations"]]
        for key in ("type", "certainty"):
            print(key, dict(Counter(r[key] for r in relations).most_common()))


if __name__ == "__main__":
    main()
