"""A build that is killed at any moment leaves a store that opens, is whole, and can be finished."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.store import Dataset
from kg.store.rdf import triples

from .make import small
from .test_dataset import assert_consistent, content

_TESTS = Path(__file__).parents[1]
_COUNT = 300
_SCRIPT = f"""
import sys
sys.path[:0] = [{str(_TESTS.parent)!r}, {str(_TESTS)!r}]
from kg.store import Dataset
from store.make import small
with Dataset.create(sys.argv[1]) as dataset:
    print("open", flush=True)
    dataset.put_many(small(n) for n in range({_COUNT}))
print("done", flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_killed_while_writing(tmp_path: Path, seed: int) -> None:
    build = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(tmp_path / "g")], stdout=subprocess.PIPE, text=True)
    assert build.stdout is not None
    assert build.stdout.readline() == "open\n"
    time.sleep(random.Random(seed).uniform(0, 0.4))
    build.send_signal(signal.SIGKILL)
    build.wait()
    with Dataset.open(tmp_path / "g") as dataset:
        there = dataset.documents()
        assert_consistent(dataset)
        for n in range(_COUNT):
            extraction = small(n)
            expected = triples(extraction, dataset.schema) if extraction.document.id in there else set()
            assert dataset.store.graph(dataset.names.document(extraction.document.id)) == expected
        dataset.put_many(small(n) for n in range(_COUNT) if small(n).document.id not in there)
        finished = content(dataset)
    whole = Dataset.memory()
    whole.put_many(small(n) for n in range(_COUNT))
    assert finished == content(whole)


def test_killed_while_the_folder_is_made(tmp_path: Path) -> None:
    opened = 0
    for number, wait in enumerate((0.05, 0.12, 0.2, 0.3, 0.45)):
        folder = tmp_path / str(number)
        build = subprocess.Popen([sys.executable, "-c", _SCRIPT, str(folder)], stdout=subprocess.DEVNULL)
        time.sleep(wait)
        build.kill()
        build.wait()
        with Dataset.create(folder) as dataset:
            assert_consistent(dataset)
            opened += 1
    assert opened == 5
