"""The written passages: the marks, and what is held out."""

import json
from collections import Counter

from training.passages.convert import HERE, held_out, read_passage

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


def test_held_out_builds_are_seen_nowhere_else() -> None:
    whole = Counter((p["build"], p["part"]) for p in PASSAGES if "build" in p)
    builds = {build for build, _ in whole}
    assert sum((build, "train") not in whole for build in builds) >= len(builds) // 10
