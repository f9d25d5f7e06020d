"""Annotating real text without copying it: sheets to read, answers to write, stand-off files to keep.

usage: python -m training.sheets propose GOLD.jsonl SHEET.txt [--ids FILE]   # the text, with the names found so far
       python -m training.sheets convert GOLD.jsonl SHEET.txt ANSWERS.txt OUT.jsonl --annotator NAME
       python -m training.sheets agreement ONE.jsonl OTHER.jsonl

A sheet shows each document with numbered entities, one line each: number, type, names. Answers refer to those numbers:

    #12                             the document's number in the sheet
    & 1 3                           3 is the same entity as 1
    = 1: der Konzern@1 | er@2       more mentions of 1; @k is the k-th time that these words stand in the text
    + X: Levante | Maserati Levante a new entity, it gets the next number
    - 4                             not an entity
    t 2 O                           another type
    r acquired 1>2 a                edge, head>tail, certainty; Insolvency, Layoff and Strike have a head only

Types are C, O, P, X, L; certainties a, r, p, s, n (asserted, reported, planned, speculated, negated). A form without
@k means every place where it stands as a whole word and no longer form of any entity covers it.

A stand-off record holds {"id", "annotator", "entities": [{"start", "end", "type", "kind", "chain"}], "relations":
[{"type", "head", "tail", "certainty"}]}: offsets in code points, `kind` "name" or "reference", `chain` the number of
the entity, head and tail chains; no text.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.model import Mention
from training.passages.convert import CERTAINTIES, EDGES, HEAD_ONLY, TYPES
from training.small_words import ARTICLES, PRONOUNS

LETTERS = {name: letter for letter, name in TYPES.items()}
Record = dict[str, Any]


@dataclass(slots=True)
class Entity:
    """One entity of a document: its type letter and the forms that name it or refer to it."""

    type: str
    forms: list[str] = field(default_factory=list)


def places(text: str, form: str) -> list[tuple[int, int]]:
    """Where `form` stands in `text` as whole words."""
    pattern = rf"(?<!\w){re.escape(form)}(?!\w)" if form[-1:].isalnum() else rf"(?<!\w){re.escape(form)}"
    return [m.span() for m in re.finditer(pattern, text)]


def locate(text: str, entities: dict[int, Entity]) -> list[Record]:
    """The mentions of all entities, in reading order, none inside another; ValueError for a form that is not there."""
    wanted: list[tuple[int, int, int, str]] = []
    for number, entity in entities.items():
        for form in entity.forms:
            words, _, nth = form.partition("@")
            found = places(text, words)
            if not found or (nth and int(nth) > len(found)):
                raise ValueError(f"{form!r} is not in the text" + (f" {nth} times" if found else ""))
            kind = "reference" if nth and _refers(words) else "name"
            wanted += [(*at, number, kind) for at in ([found[int(nth) - 1]] if nth else found)]
    wanted.sort(key=lambda w: (w[0] - w[1], w[0]))
    taken: list[tuple[int, int, int, str]] = []
    for start, end, number, kind in wanted:
        if not any(start < e and s < end for s, e, *_ in taken):
            taken.append((start, end, number, kind))
    return [
        {"start": s, "end": e, "type": TYPES[entities[n].type], "kind": kind, "chain": n}
        for s, e, n, kind in sorted(taken)
    ]


def _refers(form: str) -> bool:
    """Whether a form with a number is a noun phrase or a pronoun: it begins with a small word, or has no capital."""
    first = form.split()[0].lower()
    return first in ARTICLES | PRONOUNS or form == form.lower()


def propose(gold: list[Record]) -> Iterator[str]:
    """The sheet: each document's text and the names in it, from the data set and from the package."""
    from kg.annotate import annotate
    from kg.model import Document

    documents = [Document(id=g["id"], text=g["text"], lang=g["lang"]) for g in gold]
    for number, (g, annotation) in enumerate(zip(gold, annotate(documents), strict=True), 1):
        yield f"#{number} {g['id'][:60]}\n{g['text'].strip()}\n"
        for k, (letter, forms) in enumerate(_groups(g, annotation.mentions), 1):
            yield f"{k} {letter} {' | '.join(forms)}\n"
        yield "\n"


def _groups(gold: Record, mentions: Iterable[Mention]) -> list[tuple[str, dict[str, None]]]:
    """(type letter, forms) of each entity; names that the package takes for the same entity stand together."""
    found = [
        (e["start"], e["end"], DATA_TYPES[e["type"]])
        for e in gold["entities"]
        if e["type"] in DATA_TYPES and e["text"][:1].isupper() and e["text"].lower() not in PRONOUNS
    ]
    names = [m for m in mentions if m.kind == "name" and m.type in LETTERS]
    found += [(m.start, m.end, LETTERS[m.type]) for m in names
              if not any(s < m.end and m.start < e for s, e, _ in found)]  # fmt: skip
    groups: dict[Any, tuple[str, dict[str, None]]] = {}
    for start, end, letter in sorted(found):
        form = gold["text"][start:end]
        entity = next((m.entity for m in names if (m.start, m.end) == (start, end)), form)
        groups.setdefault((entity, letter), (letter, {}))[1][form] = None
    return list(groups.values())


DATA_TYPES = {
    "ORGANIZATION_COMPANY": "C", "ORGANIZATION": "O", "PERSON": "P", "LOCATION": "L", "LOCATION_CITY": "L",
    "Company": "C", "Product": "X", "Person": "P", "Location": "L", "GeopoliticalEntity": "L",
    "PER": "P", "ORG": "C", "LOC": "L",
}  # fmt: skip
"""The types of the data sets as letters, for the proposal; the reader decides."""


def read_sheet(path: Path) -> dict[int, dict[int, Entity]]:
    """The numbered entities of each document of a sheet."""
    out: dict[int, dict[int, Entity]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.fullmatch(r"#(\d+) .*", line):
            current = out[int(match[1])] = {}
        elif (match := re.fullmatch(r"(\d+) ([COPXL]) (.+)", line)) and int(match[1]) == len(current) + 1:
            current[int(match[1])] = Entity(match[2], match[3].split(" | "))
    return out


def answer(lines: list[str], entities: dict[int, Entity]) -> list[Record]:
    """Applies a document's answers to its entities; returns the relations, heads and tails as entity numbers."""
    relations: list[Record] = []
    merged: dict[int, int] = {}
    latest = max(entities, default=0)
    for line in lines:
        op, rest = line[0], line[1:].strip()
        if op == "&":
            keep, *others = (int(n) for n in rest.split())
            for other in others:
                entities[keep].forms += entities.pop(other).forms
                merged[other] = keep
        elif op in "=+":
            key, _, forms = rest.partition(":")
            if op == "+":
                if key.strip() not in TYPES:
                    raise ValueError(f"no type {key.strip()!r}")
                number = latest = latest + 1
                entities[number] = Entity(key.strip())
            else:
                number = int(key)
            entities[merged.get(number, number)].forms += [f.strip() for f in forms.split("|") if f.strip()]
        elif op == "-":
            for n in rest.split():
                entities.pop(int(n))
        elif op == "t":
            number, letter = rest.split()
            TYPES[letter]
            entities[int(number)].type = letter
        elif op == "r":
            edge, parties, certainty = rest.split()
            head, arrow, tail = parties.partition(">")
            if bool(arrow) != (edge in EDGES) or edge not in EDGES | HEAD_ONLY:
                raise ValueError(f"not a relation: {line!r}")
            ends = [merged.get(int(n), int(n)) for n in (head, tail) if n]
            if missing := [n for n in ends if n not in entities]:
                raise ValueError(f"no entity {missing[0]}: {line!r}")
            relations.append({"type": edge, "head": ends[0], "tail": ends[1] if arrow else None,
                              "certainty": CERTAINTIES[certainty]})  # fmt: skip
        else:
            raise ValueError(f"not an answer: {line!r}")
    return relations


def convert(gold: list[Record], sheet: Path, answers: Path, annotator: str) -> tuple[list[Record], list[str]]:
    """Stand-off records of every document that has answers, and what is wrong with the others."""
    entities, records, errors = read_sheet(sheet), [], []
    blocks = re.split(r"(?m)^#(\d+).*$", answers.read_text(encoding="utf-8"))[1:]
    for number, block in zip(map(int, blocks[::2]), blocks[1::2], strict=True):
        try:
            own = entities[number]
            relations = answer([line.strip() for line in block.splitlines() if line.strip()], own)
            mentions = locate(gold[number - 1]["text"], own)
            if missing := {n for r in relations for n in (r["head"], r["tail"]) if n} - {m["chain"] for m in mentions}:
                raise ValueError(f"entity {min(missing)} has no mention of its own left")
        except (ValueError, KeyError) as error:
            errors.append(f"#{number}: {error!r}")
            continue
        records.append({"id": gold[number - 1]["id"], "annotator": annotator, "entities": mentions,
                        "relations": relations})  # fmt: skip
    return records, errors


def agreement(one: list[Record], other: list[Record]) -> dict[str, float]:
    """F1 between two readings of the same documents: names, statements, and certainty on common statements."""
    counts: Counter[str] = Counter()
    second = {r["id"]: r for r in other}
    for a in one:
        if b := second.get(a["id"]):
            spans = [{(m["start"], m["end"], m["type"]) for m in x["entities"] if m["kind"] == "name"} for x in (a, b)]
            facts = [statements(a, b), statements(b, a)]
            common = facts[0].keys() & facts[1].keys()
            counts.update({"names": len(spans[0]) + len(spans[1]), "same names": len(spans[0] & spans[1]),
                           "documents": 1, "facts": len(facts[0]) + len(facts[1]), "same facts": len(common),
                           "certain": sum(facts[0][f] == facts[1][f] for f in common)})  # fmt: skip
    return {
        "documents": counts["documents"],
        "statements": counts["facts"] / 2,
        "names F1": 2 * counts["same names"] / max(counts["names"], 1),
        "statements F1": 2 * counts["same facts"] / max(counts["facts"], 1),
        "certainty": counts["certain"] / max(counts["same facts"], 1),
    }


SYMMETRIC = {"competitorOf", "partnerOf", "mergedWith"}


def statements(record: Record, other: Record) -> dict[tuple[Any, ...], str]:
    """(type, head, tail) to certainty; an end is the first mention of its entity that both readings have."""
    shared = {(m["start"], m["end"]) for m in other["entities"]}
    names: dict[int, Any] = {}
    for m in record["entities"]:
        if (m["start"], m["end"]) in shared:
            names.setdefault(m["chain"], (m["start"], m["end"]))
    out = {}
    for r in record["relations"]:
        ends = [names.get(n, ("own", n, id(record))) if n else None for n in (r["head"], r["tail"])]
        if r["type"] in SYMMETRIC:
            ends.sort(key=str)
        out[r["type"], *ends] = r["certainty"]
    return out


def read(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, files in (("propose", ["gold", "sheet"]), ("convert", ["gold", "sheet", "answers", "out"]),
                        ("agreement", ["one", "other"])):  # fmt: skip
        command = commands.add_parser(name)
        for file in files:
            command.add_argument(file, type=Path)
    commands.choices["convert"].add_argument("--annotator", required=True)
    args = parser.parse_args()
    if args.command == "propose":
        args.sheet.write_text("".join(propose(read(args.gold))), encoding="utf-8")
    elif args.command == "convert":
        records, errors = convert(read(args.gold), args.sheet, args.answers, args.annotator)
        args.out.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        print(f"{len(records)} documents, {sum(len(r['relations']) for r in records)} relations", *errors, sep="\n")
        return 1 if errors else 0
    else:
        for name, value in agreement(read(args.one), read(args.other)).items():
            print(f"{name:14} {value:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
