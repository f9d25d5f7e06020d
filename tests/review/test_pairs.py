"""Unsure pairs, one by one from a terminal or as a list."""

import csv
import io
import os
import pty
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.console import Console

from kg.errors import InputError
from kg.model.identity import Judgement
from kg.review import export_cases, export_pairs, import_pairs, open_pairs, review_pairs
from kg.review.ledger import said
from kg.review.session import Tally
from kg.store import Dataset
from kg.store.resolving import judge, resolve
from kg.view.records import entities

from .make import deal, fill, nquads

DAY = "2026-03-02"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def dataset() -> Iterable[Dataset]:
    with Dataset.memory() as made:
        fill(made)
        yield made


def answer(dataset: Dataset, folder: Path, lines: str, width: int = 100) -> tuple[Tally, str]:
    out = io.StringIO()
    console = Console(file=out, width=width)
    tally = review_pairs(dataset, folder, io.StringIO(lines), console, "Eva", DAY)
    return tally, out.getvalue()


def verdicts(dataset: Dataset) -> list[tuple[str, str, str]]:
    return [(j.verdict, j.judge, j.date) for j in said(dataset)]


def test_a_pair_is_shown_with_both_sides_and_reasons(dataset: Dataset) -> None:
    first, _ = open_pairs(dataset)
    assert {first.a.name, first.b.name} in ({"Kliewer", "Kliewer Verlag"}, {"Havelbank", "Havelbank Nord"})
    verlag = next(p for pair in open_pairs(dataset) for p in (pair.a, pair.b) if p.name == "Kliewer")
    assert verlag.documents == ("a",)
    assert verlag.titles == ("[red]Titel[/] der Woche",)
    assert verlag.sentences == ("Tarnow Robotik beliefert Kliewer.",)
    assert verlag.beside == ("Tarnow Robotik",)
    assert verlag.types == ("Company",)
    for told in ("Company", "Tarnow Robotik", "Titel", "beliefert"):
        assert told in verlag.text


@pytest.mark.parametrize("width", [100, 50])
def test_the_terminal_shows_both_sides_and_what_documents_write_as_it_is(
    dataset: Dataset, tmp_path: Path, width: int
) -> None:
    _, shown = answer(dataset, tmp_path, "l\nl\n", width)
    for told in ("Kliewer Verlag", "[red]Titel[/]", "score 0.65", "1 of 2", "2 of 2"):
        assert told in shown


def test_yes_no_undo_and_quit(dataset: Dataset, tmp_path: Path) -> None:
    before = nquads(dataset)
    tally, shown = answer(dataset, tmp_path, "y\nn\nu\nq\n")
    assert (tally.total, tally.later) == (1, 0)
    assert verdicts(dataset) == [("same", "Eva", DAY)]
    assert "taken back: n different" in shown
    assert (tmp_path / "graph.html").is_file()
    assert nquads(dataset) != before
    assert len(list(open_pairs(dataset))) == 1


def test_all_taken_back_leaves_no_trace(dataset: Dataset, tmp_path: Path) -> None:
    before = nquads(dataset)
    tally, shown = answer(dataset, tmp_path, "ja\nnein\nu\nzurück\nu\nq\n")
    assert tally.total == 0
    assert "nothing to undo" in shown
    assert verdicts(dataset) == []
    assert nquads(dataset) == before
    assert not (tmp_path / "graph.html").exists()


def test_undo_restores_what_a_person_had_said_before(dataset: Dataset, tmp_path: Path) -> None:
    first = next(open_pairs(dataset)).judgement
    earlier = Judgement.of(first.a, first.b, "unsure", "person", "Øystein", date="2026-01-01", note="asked")
    judge(dataset, [earlier])
    answer(dataset, tmp_path, "y\nu\nq\n")
    assert said(dataset) == [earlier]


def test_later_and_wrong_words_decide_nothing(dataset: Dataset, tmp_path: Path) -> None:
    tally, shown = answer(dataset, tmp_path, "what?\n\nl\nlater\n")
    assert (tally.total, tally.later) == (0, 2)
    assert "'what?' is no answer" in shown
    assert len(list(open_pairs(dataset))) == 2


def test_what_other_decisions_settle_is_not_asked(dataset: Dataset, tmp_path: Path) -> None:
    pairs = [pair.judgement for pair in open_pairs(dataset)]
    same = Judgement.of(pairs[1].a, pairs[1].b, "same", "person", "Eva", date=DAY)

    class Meanwhile(io.StringIO):
        def readline(self, *_: object) -> str:
            judge(dataset, [same])
            return super().readline()

    shown = io.StringIO()
    review_pairs(dataset, tmp_path, Meanwhile("y\ny\ny\n"), Console(file=shown), "Eva", DAY)
    assert "2 of 2" not in shown.getvalue()
    assert len(said(dataset)) == 2


def test_ctrl_c_keeps_what_was_decided(dataset: Dataset, tmp_path: Path) -> None:
    class Stopped(io.StringIO):
        def readline(self, *_: object) -> str:
            line = super().readline()
            if not line:
                raise KeyboardInterrupt
            return line

    out = io.StringIO()
    tally = review_pairs(dataset, tmp_path, Stopped("y\n"), Console(file=out), "Eva", DAY)
    assert tally.total == 1
    assert "stopped; what was decided is kept" in out.getvalue()
    assert len(said(dataset)) == 1
    assert (tmp_path / "graph.html").is_file()


def test_nothing_unsure_is_said(tmp_path: Path) -> None:
    with Dataset.memory() as made:
        made.put(deal("a", "Ostermann", "Tarnow Robotik"))
        _, shown = answer(made, tmp_path, "")
    assert "nothing is unsure" in shown


def rows(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


def write(path: Path, found: list[dict[str, str]], delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.DictWriter(out, list(found[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(found)


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-8-sig")])
def test_a_list_goes_out_and_comes_back(dataset: Dataset, tmp_path: Path, delimiter: str, encoding: str) -> None:
    path, before = tmp_path / "list.csv", len(entities(dataset))
    assert export_pairs(dataset, path) == 2
    found = rows(path)
    names = "iri_a name_a context_a iri_b name_b context_b score reasons verdict note"
    assert list(found[0]) == names.split()
    assert {row["verdict"] for row in found} == {""}
    assert import_pairs(dataset, path, "Eva", DAY) == 0
    found[0] |= {"verdict": "Ja", "note": "per Telefon; sicher"}
    found[1] |= {"verdict": "DIFFERENT"}
    write(path, found, delimiter, encoding)
    assert import_pairs(dataset, path, "Eva", DAY) == 2
    assert sorted(v for v, _, _ in verdicts(dataset)) == ["different", "same"]
    assert {j.note for j in said(dataset)} == {"per Telefon; sicher", ""}
    assert len(entities(dataset)) == before - 1


def test_the_same_queue_gives_the_same_bytes_and_no_formulas(tmp_path: Path) -> None:
    texts = []
    for order in (1, -1):
        with Dataset.memory() as made:
            made.put_many(
                [deal("a", "=Kliewer", "Tarnow Robotik"), deal("b", "=Kliewer Verlag", "@Ostermann")][::order]
            )
            resolve(made)
            export_pairs(made, tmp_path / "list.csv")
        texts.append((tmp_path / "list.csv").read_bytes())
    assert texts[0] == texts[1]
    cells = [cell for row in rows(tmp_path / "list.csv") for cell in row.values()]
    assert "'=Kliewer" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []


def test_wrong_rows_are_all_named_and_nothing_is_taken_over(dataset: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    export_pairs(dataset, path)
    found = rows(path)
    bad = [
        found[0] | {"verdict": "same"},
        found[1] | {"verdict": "perhaps"},
        found[1] | {"verdict": "same", "iri_a": "urn:nobody"},
        found[0] | {"verdict": "different"},
        found[0] | {"verdict": "same", "iri_b": found[0]["iri_a"]},
    ]
    write(path, bad)
    with pytest.raises(InputError) as told:
        import_pairs(dataset, path, "Eva", DAY)
    for words in ("row 3: verdict 'perhaps'", "row 4: no document names urn:nobody", "row 5: the pair is same",
                  "row 6: both sides", "nothing was taken over"):  # fmt: skip
        assert words in str(told.value)
    assert said(dataset) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no column iri_a"),
        (b"iri_a,iri_b\na,b\n", "no column verdict"),
        (b"iri_a,iri_b,verdict\na,b,same,x\n", "row 2: has more cells"),
        (b"iri_a,iri_b,verdict\n\xff,b,same\n", "not UTF-8"),
        (b'iri_a,iri_b,verdict\n"a,b,same\n', "not a CSV table"),
    ],
)
def test_what_is_no_list_is_refused(dataset: Dataset, tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        import_pairs(dataset, path, "Eva", DAY)
    with pytest.raises(InputError, match="cannot be read"):
        import_pairs(dataset, tmp_path / "none.csv", "Eva", DAY)


def test_judgements_become_cases_that_the_benchmark_reads(dataset: Dataset, tmp_path: Path) -> None:
    answer(dataset, tmp_path, "y\nn\n")
    source = next(s for d in dataset.documents() for s in dataset.sources(d))
    judge(dataset, [Judgement.of(source.iri, "urn:gone", "same", "person", "Eva", date=DAY)])
    path = tmp_path / "cases.csv"
    assert export_cases(dataset, path) == 2
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "name1,name2,type,label,kind,note"
    assert sorted(line.split(",")[3] for line in lines[1:]) == ["different", "same"]
    command = [sys.executable, "benchmarks/identity/names.py", str(path), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "kg.match" in done.stdout


_RUN = """
import sys
from pathlib import Path
from rich.console import Console
from kg.review import review_pairs
from kg.store import Dataset
with Dataset.open(sys.argv[1]) as dataset:
    tally = review_pairs(dataset, Path(sys.argv[1]), sys.stdin, Console(), "Eva", "2026-03-02")
print("TOTAL", tally.total)
"""


def test_it_works_on_a_real_terminal(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g") as made:
        fill(made)
        before = len(entities(made))
    main, side = pty.openpty()
    os.write(main, b"y\nn\nu\nq\n")
    with os.fdopen(side, "rb") as keys:
        command = [sys.executable, "-c", _RUN, str(tmp_path / "g")]
        done = subprocess.run(command, stdin=keys, capture_output=True, text=True, timeout=120, cwd=ROOT)
    os.close(main)
    assert done.returncode == 0, done.stderr
    assert "TOTAL 1" in done.stdout
    with Dataset.open(tmp_path / "g", read_only=True) as read:
        assert len(said(read)) == 1
        assert len(entities(read)) == before - 1
