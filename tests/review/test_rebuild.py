"""Decisions through real builds: other settings, articles read again."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from kg.pipeline import build
from kg.review import correction_of, least_sure, review_statements
from kg.settings import Settings
from kg.store import Dataset
from kg.store.resolving import correct, take_back
from kg.view.export import export
from kg.view.records import StatementRecord, statements

ARTICLES = Path(__file__).parents[2] / "examples" / "articles"
DAY = "2026-03-02"


def built(out: Path, files: list[Path], least: float) -> None:
    report = build(files, out, Settings(fast=True, min_confidence=least))
    assert report.violations == []
    assert report.read == len(files)


def shown(dataset: Dataset) -> dict[str, StatementRecord]:
    return {record.iri: record for record in statements(dataset)}


def nquads(dataset: Dataset, folder: Path) -> bytes:
    export(dataset, folder / "graph.nq", "nq")
    return (folder / "graph.nq").read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = sorted(ARTICLES.glob("*.md"))
    assert len(found) == 2
    copies = [tmp_path / path.name for path in found]
    for path, copy in zip(found, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    return copies


def test_corrections_hold_through_builds_and_undo_leaves_no_trace(tmp_path: Path, files: list[Path]) -> None:
    graph, untouched = tmp_path / "graph", tmp_path / "untouched"
    built(graph, files, 0.3)
    built(untouched, files, 0.3)
    with Dataset.open(graph) as dataset:
        before = nquads(dataset, graph)
        least, second, *_, surest = [r for r in least_sure(dataset) if r.tail]
        words = [
            correction_of(dataset, least, "confirmed", "Eva", DAY),
            correction_of(dataset, second, "rejected", "Eva", DAY),
            correction_of(dataset, surest, "corrected", "Eva", DAY, certainty="speculated"),
        ]
        correct(dataset, words)
        corrected = nquads(dataset, graph)
        assert corrected != before
    for more in (0.9, 0.3):
        built(graph, files, more)
        with Dataset.open(graph) as dataset:
            now = shown(dataset)
            assert now[least.iri].confidence == 1
            assert second.iri not in now
            assert (now[surest.iri].certainty, now[surest.iri].confidence) == ("speculated", 1)
            assert (len(now) < 10) == (more > 0.5)
    with Dataset.open(graph) as dataset, Dataset.open(untouched) as other:
        assert nquads(dataset, graph) == corrected
        take_back(dataset, words)
        assert nquads(dataset, graph) == before == nquads(other, untouched)


def test_a_session_is_kept_in_the_folder_and_written_to_the_page(tmp_path: Path, files: list[Path]) -> None:
    graph = tmp_path / "graph"
    built(graph, files, 0.3)
    page = (graph / "graph.html").read_bytes()
    with Dataset.open(graph) as dataset:
        out = Console(file=io.StringIO(), width=100)
        tally = review_statements(dataset, graph, io.StringIO("n\nn\nu\nq\n"), out, "Eva", DAY)
        assert tally.total == 1
    assert (graph / "graph.html").read_bytes() != page
    files[0].write_text(files[0].read_text(encoding="utf-8") + "\n\nNachtrag.\n", encoding="utf-8")
    built(graph, files, 0.3)
    with Dataset.open(graph, read_only=True) as dataset:
        [word] = [c for some in dataset.corrections().values() for c in some]
        assert word.review == "rejected"
        assert dataset.names.statement(word.statement).value not in shown(dataset)
