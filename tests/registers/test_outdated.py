"""A register whose names were indexed by other rules is refused, and indexed anew; what `kg register` says of it."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kg.cli import main
from kg.errors import InputError
from kg.resolve.registers import Entry, Register, Relation, fingerprint

ENTRIES = [
    Entry("t:1", "Nordwind Logistik GmbH", aliases=("NWL",), identifiers=(("isin", "DE0007164600"),), rank=2),
    Entry("t:2", "Velmoor SE", country="DE"),
    Entry("t:3", "Kessler & Söhne KG"),
]

ASKED = """
import json, sys
from kg.resolve.registers.entry import Entry
from kg.resolve.registers.prepare import prepare
used = set()
sys.addaudithook(lambda event, words: used.add(str(words[0])) if event == "open" else None)
sys.setprofile(lambda frame, event, _: used.add(frame.f_code.co_filename) if event == "call" else None)
prepare([Entry("x:1", name) for name in ("Nordwind Österreich AG", "ПАО Север", "中国银行", "Smith & Co. Bank")])
sys.setprofile(None)
print(json.dumps(sorted(used)))
"""
"""What runs and is read while keys are made, by a new interpreter."""
NO_RULES = {"data.py", "entry.py"}
"""What reads YAML, and what writes rows."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.sqlite"
    with Register.open(path) as register:
        register.add("mine", [*ENTRIES, Relation("t:2", "t:1")])
        register.add("other", [Entry("o:1", "Tarnow Robotik AG")])
    return path


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def keys(file: Path) -> list[tuple[int, int, bytes]]:
    with closing(sqlite3.connect(file)) as db:
        return db.execute("SELECT * FROM key1 ORDER BY key").fetchall()


@pytest.fixture
def outdated(file: Path) -> Iterator[Path]:
    change(file, "UPDATE register SET rules = 'old' WHERE name = 'mine'", "UPDATE key1 SET key = key + 1")
    return file


def test_names_of_an_outdated_register_are_not_asked_for(outdated: Path) -> None:
    for read_only in (True, False):
        with pytest.raises(InputError, match=r"mine: indexed by other rules.*kg register refresh --register"):
            Register.open(outdated, read_only=read_only)
    with Register.open(outdated, outdated=True) as register:
        assert [(known.name, known.outdated) for known in register.registers()] == [("mine", True), ("other", False)]


def test_refreshed_it_is_as_if_it_were_imported_again(file: Path) -> None:
    before = keys(file)
    change(file, "UPDATE register SET rules = 'old' WHERE name = 'mine'", "UPDATE key1 SET key = key + 1")
    assert keys(file) != before
    with Register.open(file, outdated=True) as register:
        assert register.refresh() == ["mine"]
        assert register.refresh() == []
    assert keys(file) == before
    with Register.open(file, read_only=True) as register:
        assert [e.id for e in register.candidates("Nordwind Logistik")] == ["t:1"]
        assert register.parents_of("t:2") == ("t:1",)
        assert register.by_identifier("isin", "DE0007164600")[0].rank == 2


def test_imported_again_it_is_up_to_date(outdated: Path) -> None:
    with Register.open(outdated, outdated=True) as register:
        register.add("mine", ENTRIES)
    with Register.open(outdated, read_only=True) as register:
        assert [e.id for e in register.candidates("Velmoor")] == ["t:2"]


def test_a_file_from_before_there_were_fingerprints_is_outdated(file: Path) -> None:
    change(file, "ALTER TABLE register DROP COLUMN rules", "PRAGMA user_version = 1", "UPDATE key1 SET key = key + 1")
    with pytest.raises(InputError, match="kg register refresh"):
        Register.open(file, read_only=True)
    with Register.open(file, outdated=True) as register:
        assert register.refresh() == ["mine", "other"]
    with Register.open(file, read_only=True) as register:
        assert [e.id for e in register.candidates("Kessler & Söhne")] == ["t:3"]


def test_commands_say_what_to_do_and_do_it(outdated: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--register", str(outdated)]
    assert main(["register", "find", "Velmoor", *at]) == 2
    assert "kg register refresh" in capsys.readouterr().err
    assert main(["register", "list", *at]) == 0
    told = capsys.readouterr().out.splitlines()
    assert ["outdated" in line for line in told] == [True, False]
    assert main(["register", "refresh", *at]) == 0
    assert "indexed anew: mine" in capsys.readouterr().out
    assert main(["register", "find", "Velmoor", *at]) == 0
    assert main(["register", "refresh", *at]) == 0
    assert "nothing is outdated" in capsys.readouterr().out


def test_a_build_with_an_outdated_register_makes_no_folder(
    outdated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("Die Velmoor SE wächst.\n", encoding="utf-8")
    out = tmp_path / "graph"
    assert main(["build", str(tmp_path / "a.txt"), "--fast", "--register", str(outdated), "--out", str(out)]) == 2
    assert "kg register refresh" in capsys.readouterr().err
    assert not out.exists()


def test_find_says_so_when_nothing_is_found(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--register", str(file)]
    for nobody in ("isin:DE0000000000", "lei:Nordwind", "Zzyzx"):
        assert main(["register", "find", nobody, *at]) == 1
        told = capsys.readouterr()
        assert (told.out, f"nothing is found by '{nobody}'" in told.err) == ("", True)
    for known in ("ISIN:de0007164600", "t:1", "Nordwind: Logistik"):
        assert main(["register", "find", known, *at]) == 0
        assert capsys.readouterr().out.startswith("Nordwind Logistik GmbH")


@pytest.mark.parametrize("action", [("refresh",), ("remove", "mine"), ("list",)])
def test_a_file_that_is_not_there_is_not_made(action: tuple[str, ...], tmp_path: Path) -> None:
    assert main(["register", *action, "--register", str(tmp_path / "none.sqlite")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_any_change_of_words_or_rules_changes_the_fingerprint(tmp_path: Path) -> None:
    copies = [tmp_path / path.name for path in fingerprint.FILES]
    for path, copy in zip(fingerprint.FILES, copies, strict=True):
        copy.write_bytes(path.read_bytes())
    assert fingerprint.of(copies) == fingerprint.current()
    seen = {fingerprint.current()}
    for copy in copies:
        copy.write_bytes(copy.read_bytes() + b"\n")
        seen.add(fingerprint.of(copies))
    assert len(seen) == len(copies) + 1


def test_the_fingerprint_is_of_all_that_keys_are_made_from() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, timeout=120, check=True)
    home = fingerprint.FILES[0].parents[1]
    used = {path for path in map(Path, json.loads(done.stdout)) if home in path.parents and path.suffix != ".pyc"}
    assert {path.name for path in used} >= {"keys.py", "lexicon.py", "name_tokens.yaml"}
    assert {path for path in used if path.name not in NO_RULES} <= set(fingerprint.FILES)
