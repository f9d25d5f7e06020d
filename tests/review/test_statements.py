"""Statements, one by one or as a list; and all decisions as one file."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.console import Console

from kg.errors import InputError
from kg.review import (
    export_ledger,
    export_statements,
    import_ledger,
    import_statements,
    least_sure,
    review_pairs,
    review_statements,
)
from kg.review.session import Tally
from kg.store import Dataset
from kg.store.resolving import resolve, take_back
from kg.store.validate import validate
from kg.view.records import statements
from tests.store.make import nord, rivals

from .make import fill, nquads

DAY = "2026-03-02"


@pytest.fixture
def dataset() -> Iterable[Dataset]:
    with Dataset.memory() as made:
        made.put_many([nord(), rivals()])
        resolve(made)
        yield made


def answer(dataset: Dataset, folder: Path, lines: str, **more: str | int) -> tuple[Tally, str]:
    out = io.StringIO()
    console = Console(file=out, width=100)
    tally = review_statements(dataset, folder, io.StringIO(lines), console, "Eva", DAY, **more)  # type: ignore[arg-type]
    return tally, out.getvalue()


def test_confirm_reject_and_undo(dataset: Dataset, tmp_path: Path) -> None:
    before = nquads(dataset)
    tally, shown = answer(dataset, tmp_path, "y\nn\nu\nq\n")
    assert tally.decided == {"y confirmed": 1}
    assert "1 of 6" in shown
    assert "confidence 0.83" in shown
    assert [c.review for some in dataset.corrections().values() for c in some] == ["confirmed"]
    answer(dataset, tmp_path, "n\nn\nn\nl\nu\nu\nu\nu\nq\n")
    assert len(dataset.corrections()["nord"]) == 1
    [word] = dataset.corrections()["nord"]
    take_back(dataset, [word])
    assert nquads(dataset) == before


def test_a_correction_is_asked_for_step_by_step(dataset: Dataset, tmp_path: Path) -> None:
    lines = "c\nplanned\n\ny\n\n\nq\n"
    tally, shown = answer(dataset, tmp_path, lines, type="Supply", certainty="asserted")
    assert tally.decided == {"c correct": 1}, shown
    [now] = statements(dataset, type="Supply", document="nord")
    assert (now.certainty, now.head_label) == ("planned", "Reederei Hallberg")
    assert "exchange supplier and customer?" in shown
    assert validate(dataset) == []


def test_entities_are_chosen_by_number_or_name(dataset: Dataset, tmp_path: Path) -> None:
    _, shown = answer(
        dataset, tmp_path, "c\nnone such\n\n\n\n\nkreyser capital\nq\n", type="Supply", certainty="asserted"
    )
    [now] = statements(dataset, type="Supply", document="nord")
    assert (now.head_label, now.tail_label) == ("Nordwerft AG", "Kreyser Capital")
    assert "'none such' is none of these" in shown


def test_a_correction_can_be_left_at_every_step(dataset: Dataset, tmp_path: Path) -> None:
    for steps in range(4):
        lines = "c\nplanned\n" + "\n" * steps + "q\nq\n"
        tally, shown = answer(dataset, tmp_path, lines, type="Supply", certainty="asserted")
        assert tally.total == 0
        assert shown.count("1 of 1") == 2, shown
    assert dataset.corrections() == {}


def test_what_cannot_be_is_told_and_asked_again(dataset: Dataset, tmp_path: Path) -> None:
    tally, shown = answer(dataset, tmp_path, "c\n\n\n\n\n\nc\n\nLeadership\n\n", type="Supply", certainty="asserted")
    assert tally.total == 0
    assert "says nothing of what is to be corrected" in shown
    assert dataset.corrections() == {}


def test_conditions_narrow_the_queue(dataset: Dataset, tmp_path: Path) -> None:
    assert "1 of 1" in answer(dataset, tmp_path, "q\n", limit=1)[1]
    assert "1 of 3" in answer(dataset, tmp_path, "q\n", entity="Kreyser Capital")[1]
    assert "no statements to review" in answer(dataset, tmp_path, "", type="Strike")[1]
    with pytest.raises(InputError, match="no entity is called 'Nobody'"):
        answer(dataset, tmp_path, "", entity="Nobody")


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write(path: Path, found: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(found[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(found)


def test_a_list_goes_out_and_comes_back(dataset: Dataset, tmp_path: Path) -> None:
    before, path = nquads(dataset), tmp_path / "list.csv"
    assert export_statements(dataset, path) == 6
    found = rows(path)
    wanted = "statement document type head tail certainty quote confidence review new_type new_certainty new_head"
    assert list(found[0]) == [*wanted.split(), "new_tail", "note"]
    [supply] = [row for row in found if (row["document"], row["type"]) == ("nord", "Supply")]
    supply |= {"review": "korrigiert", "new_certainty": "planned", "new_tail": "kreyser capital", "note": "siehe Text"}
    [rivalry] = [row for row in found if row["type"] == "Competition"]
    assert (rivalry["head"], rivalry["tail"]) == ("Küstenbau | Nordwerft AG | Reederei Hallberg", "")
    rivalry |= {"review": "corrected", "new_head": "Küstenbau | Nordwerft AG"}
    [denial] = [row for row in found if row["certainty"] == "negated"]
    denial |= {"review": "nein"}
    write(path, found)
    assert import_statements(dataset, path, "Eva", DAY) == 3
    [now] = statements(dataset, type="Supply", document="nord")
    assert (now.certainty, now.tail_label) == ("planned", "Kreyser Capital")
    assert len(statements(dataset, type="Competition")) == 1
    assert len(statements(dataset, type="Acquisition")) == 1
    assert validate(dataset) == []
    assert export_statements(dataset, path) == 6
    again = rows(path)
    assert sorted(row["review"] for row in again) == ["", "", "", "corrected", "corrected", "rejected"]
    assert import_statements(dataset, path, "Otto", "2026-04-01") == 0, "nothing new is said"
    write(path, [row | {"review": "undo"} for row in again])
    assert import_statements(dataset, path, "Eva", DAY) == 3
    assert nquads(dataset) == before


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"review": "maybe"}, "row 2: review 'maybe' is none of"),
        ({"review": "confirmed", "statement": "x"}, "row 2: document 'nord' has no statement 'x'"),
        ({"review": "corrected"}, "row 2: says nothing"),
        ({"review": "corrected", "new_type": "Suply"}, "row 2: unknown statement type 'Suply'"),
        ({"review": "corrected", "new_tail": "Nobody"}, "row 2: the document names no 'Nobody'; it names"),
        ({"review": "corrected", "new_tail": "Nordwerft AG"}, "row 2: supplier and customer would be the same"),
        ({"review": "confirmed", "new_tail": "Kreyser Capital"}, "row 2: new values are for corrected"),
    ],
)
def test_wrong_rows_are_named_and_nothing_is_taken_over(
    dataset: Dataset, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    path = tmp_path / "list.csv"
    export_statements(dataset, path, type="Supply")
    found = sorted(rows(path), key=lambda row: row["document"])
    write(path, [found[0] | changes, found[1] | {"review": "rejected"}])
    with pytest.raises(InputError, match=message):
        import_statements(dataset, path, "Eva", DAY)
    assert dataset.corrections() == {}


def decided(dataset: Dataset, folder: Path) -> None:
    fill(dataset)
    review_pairs(dataset, folder, io.StringIO("y\nn\n"), Console(file=io.StringIO()), "Eva", DAY)
    answer(dataset, folder, "y\nn\nc\nplanned\n\n\n\n\n")


def test_the_ledger_goes_out_and_makes_another_graph_the_same(dataset: Dataset, tmp_path: Path) -> None:
    decided(dataset, tmp_path)
    path, other_path = tmp_path / "ledger.jsonl", tmp_path / "other.jsonl"
    assert export_ledger(dataset, path) == 5
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [row["kind"] for row in found] == ["judgement"] * 2 + ["correction"] * 3
    for late in (False, True):
        with Dataset.memory() as other:
            if late:
                assert import_ledger(other, path) == 5
            other.put_many([nord(), rivals()])
            fill(other)
            if not late:
                assert import_ledger(other, path) == 5
            assert nquads(other) == nquads(dataset)
            export_ledger(other, other_path)
            assert other_path.read_bytes() == path.read_bytes()
    assert import_ledger(dataset, path) == 5
    export_ledger(dataset, other_path)
    assert other_path.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"kind": "correction"', '"kind": "word"', "needs a field 'kind'"),
        ('"verdict": "same"', '"verdict": "equal"', "'equal' by 'person' is unknown"),
        ('"by": "person"', '"by": "rule"', "not of a rule"),
        ('"review": "rejected"', '"review": "gone"', "review 'gone' is none of"),
        ('"parties": [', '"parties": ["not an IRI", ', "line"),
        ('"content": "<', '"content": "', "line"),
        ('"person": "Eva"', '"person": 7', "'person' is unknown or of the wrong kind"),
        ("{", "[", "line 1"),
    ],
)
def test_a_wrong_line_of_a_ledger_is_named_and_nothing_is_taken_over(
    dataset: Dataset, tmp_path: Path, old: str, new: str, message: str
) -> None:
    decided(dataset, tmp_path)
    path = tmp_path / "ledger.jsonl"
    export_ledger(dataset, path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with Dataset.memory() as other, pytest.raises(InputError, match=message):
        import_ledger(other, path)
    with Dataset.memory() as other:
        assert export_ledger(other, path) == 0


def test_decisions_hold_when_everything_is_read_again_otherwise(dataset: Dataset, tmp_path: Path) -> None:
    queue = least_sure(dataset)
    decided(dataset, tmp_path)
    seen = nquads(dataset)
    dataset.put_many([nord(), rivals()], build="another")
    fill(dataset)
    resolve(dataset)
    assert nquads(dataset) == seen
    assert len(least_sure(dataset)) < len(queue) + 4
