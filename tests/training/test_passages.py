"""The written passages: the marks, and what is held out."""

import json
from collections import Counter

from training.passages.convert import HERE, WELL_KNOWN, held_out, read_passage
from training.passages.convert import companies as companies_of

PASSAGES = [
    json.loads(line) for path in sorted(HERE.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
]


def test_marks_of_references_and_other_names() -> None:
    marked = "{x-y} [Nordia AG|C] kauft [Kessler|C]. [Der Konzern|=Nordia AG] und [Nordia|C=Nordia AG]."
    line = f"{marked} ## acquired Nordia AG>Kessler p"
    passage = read_passage(line, "p", "de")
    assert passage["text"] == "Nordia AG kauft Kessler. Der Konzern und Nordia."
    assert [(e["text"], e.get("kind", "name"), e["chain"]) for e in passage["entities"]] == [
        ("Nordia AG", "name", 0), ("Kessler", "name", 1), ("Der Konzern", "reference", 0), ("Nordia", "name", 0)
    ]  # fmt: skip
    assert passage["build"] == "x-y"


def test_there_are_enough_and_a_fifth_is_held_out() -> None:
    parts = Counter(p["part"] for p in PASSAGES)
    assert len(PASSAGES) >= 1500
    assert 0.2 <= parts["heldout"] / len(PASSAGES) <= 0.3
    assert held_out(PASSAGES) == {p["id"] for p in PASSAGES if p["part"] == "heldout"}


def companies(part: str) -> Counter[str]:
    """How many new passages of a part name each company."""
    new = [p for p in PASSAGES if "build" in p and p["part"] == part]
    return Counter(n for p in new for n in set(companies_of(p)))


def test_held_out_companies_are_seen_nowhere_else() -> None:
    held, seen = companies("heldout"), companies("train")
    often = Counter(n for p in PASSAGES for n in set(companies_of(p)))
    assert len(held) > 1000
    assert [name for name in held.keys() & seen.keys() if often[name] <= WELL_KNOWN] == []


def test_held_out_builds_are_seen_nowhere_else() -> None:
    parts: dict[str, set[str]] = {}
    for passage in PASSAGES:
        parts.setdefault(passage.get("build", ""), set()).add(passage["part"])
    assert sum(found == {"heldout"} for found in parts.values()) >= len(parts) // 6
