"""Sheets and answers: from a reader's lines to stand-off records."""

from pathlib import Path

import pytest

from training.sheets import agreement, convert

TEXT = "Nordia AG kauft Kessler. Der Konzern zahlt 3 Euro, sagte Anna Berg. Nordia schweigt."
SHEET = f"#1 doc\n{TEXT}\n1 C Nordia AG\n2 C Kessler\n3 C Nordia\n4 O Euro\n"


def answered(tmp_path: Path, answers: str) -> tuple[list[dict], list[str]]:  # type: ignore[type-arg]
    (tmp_path / "sheet.txt").write_text(SHEET, encoding="utf-8")
    (tmp_path / "answers.txt").write_text(answers, encoding="utf-8")
    return convert([{"id": "doc", "text": TEXT}], tmp_path / "sheet.txt", tmp_path / "answers.txt", "A")


ANSWERS = """#1
& 1 3
= 1: Der Konzern@1
- 4
+ P: Anna Berg
r acquired 1>2 p
"""


def test_answers_become_mentions_and_relations(tmp_path: Path) -> None:
    records, errors = answered(tmp_path, ANSWERS)
    assert errors == []
    mentions = [(TEXT[m["start"] : m["end"]], m["type"], m["kind"], m["chain"]) for m in records[0]["entities"]]
    assert mentions == [
        ("Nordia AG", "Company", "name", 1),
        ("Kessler", "Company", "name", 2),
        ("Der Konzern", "Company", "reference", 1),
        ("Anna Berg", "Person", "name", 5),
        ("Nordia", "Company", "name", 1),
    ]
    assert records[0]["relations"] == [{"type": "acquired", "head": 1, "tail": 2, "certainty": "planned"}]
    assert "text" not in records[0]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("r acquired 1>9 a", "no entity 9"),
        ("r bought 1>2 a", "not a relation"),
        ("= 1: Der Verein@1", "is not in the text"),
        ("+ Q: Anna Berg", "no type"),
        ("? 1", "not an answer"),
    ],
)
def test_what_does_not_fit_is_told(tmp_path: Path, line: str, told: str) -> None:
    records, errors = answered(tmp_path, f"#1\n{line}\n")
    assert records == []
    assert len(errors) == 1
    assert "#1" in errors[0]
    assert told in errors[0]


def test_two_readings_agree_by_mentions_and_not_by_numbers(tmp_path: Path) -> None:
    one, _ = answered(tmp_path, ANSWERS)
    other, _ = answered(tmp_path, "#1\n& 3 1\n- 4\n+ P: Anna Berg\nr acquired 3>2 s\n")
    figures = agreement(one, other)
    assert figures["statements F1"] == 1.0
    assert figures["certainty"] == 0.0
    assert figures["names F1"] == 1.0
    nothing, _ = answered(tmp_path, "#1\n")
    assert agreement(one, nothing)["statements F1"] == 0.0
