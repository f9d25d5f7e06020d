"""The contexts of the benchmark are sound, and linking is far better on them than comparing names."""

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks" / "identity"
sys.path.insert(0, str(FOLDER))
_spec = importlib.util.spec_from_file_location("identity_linking", FOLDER / "linking.py")
bench = importlib.util.module_from_spec(_spec)
sys.modules["identity_linking"] = bench
_spec.loader.exec_module(bench)

HALVES = {path.stem: bench.read_items(path) for path in (bench.DEV, bench.HELDOUT)}
ALL = [item for items in HALVES.values() for item in items]


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    opened, entries = bench.open_register(tmp_path_factory.mktemp("linking"))
    with opened:
        yield opened, entries


def test_there_are_enough_contexts_of_both_languages_with_and_without_a_stock():
    assert len(ALL) >= 240
    assert len({item.text for item in ALL}) == len(ALL)
    for items in HALVES.values():
        assert 0.35 < sum(not item.entry for item in items) / len(items) < 0.5
        assert all(sum(item.lang == lang for item in items) > 50 for lang in ("de", "en"))


def test_no_kind_is_in_both_halves():
    dev, heldout = ({item.kind for item in items} for items in HALVES.values())
    assert not dev & heldout


def test_the_stocks_that_are_meant_are_there_once(register):
    names = [entry.name for entry in register[1]]
    assert {item.entry for item in ALL if item.entry} <= set(names)
    assert all(names.count(item.entry) == 1 for item in ALL if item.entry)


def test_figures(register):
    opened, entries = register
    for stem, least in (("linking-dev", 0.9), ("linking-heldout", 0.8)):
        made = bench.runs(HALVES[stem], HALVES["linking-dev"], opened, entries)
        found = {run.name: bench.figures(HALVES[stem], run) for run in made}
        assert found["kg.resolve.linking"]["right"] >= least
        others = [figures["right"] for name, figures in found.items() if name != "kg.resolve.linking"]
        assert found["kg.resolve.linking"]["right"] > max(others) + 0.1


def test_files_that_cannot_be_used(tmp_path, capsys):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "no name"}\n', encoding="utf-8")
    assert bench.main([str(bad)]) == 2
    assert "line 1" in capsys.readouterr().err
