"""The folder on disk: locks, wrong folders, newer formats, disks that are full or cannot be written."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Dataset

from .make import nord, small


def test_a_second_writer_is_told_that_the_graph_is_in_use(tmp_path: Path) -> None:
    with Dataset.create(tmp_path / "g"), pytest.raises(StoreError, match="g: in use by another build"):
        Dataset.open(tmp_path / "g")
    Dataset.open(tmp_path / "g").close()


def test_another_process_is_told_too(tmp_path: Path) -> None:
    script = f"from kg.store import Dataset; Dataset.open({str(tmp_path / 'g')!r})"
    with Dataset.create(tmp_path / "g"):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=_ROOT)
    assert "StoreError" in done.stderr
    assert "in use by another build" in done.stderr


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Dataset.create(tmp_path / "g").close()
    with Dataset.open(tmp_path / "g", read_only=True) as dataset, pytest.raises(StoreError, match="reading only"):
        dataset.put(nord())


def test_folders_that_hold_no_graph(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is no folder of a graph; make one with kg build"):
        Dataset.open(tmp_path)
    with pytest.raises(StoreError, match="nowhere: does not exist"):
        Dataset.open(tmp_path / "nowhere")
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        Dataset.create(tmp_path / "file")
    with pytest.raises(StoreError, match="must end in"):
        Dataset.create(tmp_path / "g", base="https://example.org/id")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps({"format": 99, "base": "x:/"}), "written by a newer kg"),
        ("{", "kg.json: is damaged"),
        ('{"format": 1}', "kg.json: is damaged"),
        ("[]", "kg.json: is damaged"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, text: str, told: str) -> None:
    Dataset.create(tmp_path / "g").close()
    (tmp_path / "g" / "kg.json").write_text(text)
    with pytest.raises(StoreError, match=told):
        Dataset.open(tmp_path / "g")


def test_a_damaged_store_is_called_so(tmp_path: Path) -> None:
    Dataset.create(tmp_path / "g").close()
    (tmp_path / "g" / "store" / "CURRENT").write_text("rubbish")
    with pytest.raises(StoreError, match="g: the store is damaged"):
        Dataset.open(tmp_path / "g")


def test_a_folder_made_by_a_build_that_was_killed_at_once(tmp_path: Path) -> None:
    Dataset.create(tmp_path / "g", base="https://example.org/").close()
    import shutil

    shutil.rmtree(tmp_path / "g" / "store")
    with pytest.raises(StoreError, match="nothing has been built yet"):
        Dataset.open(tmp_path / "g", read_only=True)
    with Dataset.create(tmp_path / "g") as dataset:
        assert dataset.base == "https://example.org/"
        assert dataset.put(nord())


def test_a_disk_that_is_full_keeps_what_was_stored(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk", megabytes=3):
        stored = 0
        with Dataset.create(tmp_path / "disk" / "g") as dataset:

            def store() -> None:
                nonlocal stored
                for n in range(5000):
                    dataset.put(small(n, f"Firma {n} beliefert Firma {n + 1}. " + f"Wort {n} " * 200))
                    stored += 1

            with pytest.raises(StoreError, match="the disk is full"):
                store()
            assert 0 < stored < 5000
        with Dataset.open(tmp_path / "disk" / "g", read_only=True) as dataset:
            assert len(dataset.documents()) == stored


def test_a_disk_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk", megabytes=8):
        with Dataset.create(tmp_path / "disk" / "g") as dataset:
            dataset.put(nord())
        subprocess.run(["mount", "-o", "remount,ro", str(tmp_path / "disk")], check=True)
        with pytest.raises(StoreError, match="cannot be written"):
            Dataset.create(tmp_path / "disk" / "g")
        with pytest.raises(StoreError, match="cannot be made"):
            Dataset.create(tmp_path / "disk" / "new")
        with Dataset.open(tmp_path / "disk" / "g", read_only=True) as dataset:
            assert list(dataset.documents()) == ["nord"]
            assert dataset.query("ASK { ?s a ckg:Supply }", timeout=30) is True


_ROOT = Path(__file__).parents[2]


@contextmanager
def _small_disk(path: Path, *, megabytes: int) -> Iterator[None]:
    """A file system of its own; the test is skipped where we may not mount one."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("mounting a small file system needs root")
    path.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(path)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no right to mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)
