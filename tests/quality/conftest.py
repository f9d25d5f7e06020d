"""The programs under benchmarks/quality are no package: their folder is put on the path."""

import json
import sys
from pathlib import Path

import pytest

from kg.ontology import Schema

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "quality"))


@pytest.fixture(scope="session")
def schema():
    return Schema.load()


@pytest.fixture
def write(tmp_path):
    """Writes records as a gold file and returns its path."""

    def write_records(*records, name="gold.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
        return path

    return write_records
