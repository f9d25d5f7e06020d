"""The register file: imports replace and roll back, look-ups find by identifier and by name in a fixed order."""

import sqlite3
import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.resolve.names.fold import words
from kg.resolve.registers import Entry, Register, Relation, default_path
from kg.resolve.registers.keys import fold, name_keys

LARGE = 9000
"""More than two runs of the import: several processes work on it."""


def firm(number: int, name: str, **more) -> Entry:
    return Entry(id=f"t:{number}", name=name, source="t", **more)


@pytest.fixture
def register(tmp_path):
    with Register.open(tmp_path / "deep" / "register.sqlite") as opened:
        yield opened


def names(found) -> list[str]:
    return [entry.name for entry in found]


def test_entry_comes_back_as_it_was(register):
    entry = Entry(
        id="lei:00000000000000000042",
        name="Ümlaut & Söhne GmbH",
        aliases=("Umlaut", "字"),
        type="Organization",
        country="DE",
        city="Köln",
        sector="Steel; Rail",
        identifiers=(("isin", "DE0000000001"), ("lei", "00000000000000000042")),
        parents=("lei:1",),
        source="t",
        rank=3.0,
        websites=("a.example",),
        people=("A B",),
        products=("Thing",),
    )
    register.add("t", [entry])
    assert register.get(entry.id) == entry
    assert register.by_identifier("isin", "de0000000001") == [entry]
    assert register.by_identifier("lei", "DE0000000001") == []
    assert register.candidates("Umlaut & Söhne") == [entry]


def test_missing_things_are_none_or_empty(register):
    register.add("t", [firm(1, "Nordwind AG")])
    assert register.get("t:2") is None
    assert register.candidates("") == register.candidates("!?") == register.candidates("Zzyzx") == []
    assert register.candidates("Nordwind", limit=0) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Nordwind", "Nordwind AG"),
        ("NORDWIND AKTIENGESELLSCHAFT", "Nordwind AG"),
        ("Nord Wind", "Nordwind AG"),
        ("Nordwnd", "Nordwind AG"),
        ("Nrodwind", "Nordwind AG"),
        ("Nordwindd", "Nordwind AG"),
        ("ESV", "Emsland Segel Verein"),
        ("Emsland", "Emsland Segel Verein"),
        ("Mueller Stahl", "Müller Stahl GmbH"),
        ("Лукойл", "LUKOIL PJSC"),
    ],
)
def test_a_name_is_found_however_written(register, asked, found):
    listed = ["Nordwind AG", "Emsland Segel Verein", "Müller Stahl GmbH", "LUKOIL PJSC", "Ostwind SE"]
    register.add("t", [firm(n, name) for n, name in enumerate(listed)])
    assert names(register.candidates(asked))[0] == found


def test_order_is_exact_then_key_then_words_and_prominence_within(register):
    listed = [
        firm(1, "Nordwind Energie GmbH", rank=90),
        firm(2, "Nordwind SA", rank=1),
        firm(3, "Nordwind AG", rank=5),
        firm(4, "Nordwind"),
        firm(5, "Sudwind"),
    ]
    expected = ["Nordwind", "Nordwind AG", "Nordwind SA", "Nordwind Energie GmbH"]
    register.add("t", listed)
    assert names(register.candidates("Nordwind")) == expected
    register.add("t", list(reversed(listed)))
    assert names(register.candidates("Nordwind")) == expected
    assert names(register.candidates("Nordwind", limit=2)) == expected[:2]


def test_the_prominent_are_found_among_thousands_of_the_same_name(register):
    same = [firm(n, "Nordwind GmbH", country="DE") for n in range(LARGE)]
    register.add("t", [*same, firm(LARGE, "Nordwind AG", rank=7)])
    found = register.candidates("Nordwind", limit=3)
    assert [e.id for e in found] == [f"t:{LARGE}", "t:0", "t:1"]


def test_types_are_kept_apart_but_for_organizations(register):
    register.add("t", [firm(1, "Nordwind"), firm(2, "Nordwind", type="Person"), firm(3, "Nordwind", type="Exchange")])
    assert [e.id for e in register.candidates("Nordwind", type="Person")] == ["t:2"]
    assert [e.id for e in register.candidates("Nordwind", type="Organization")] == ["t:1", "t:3"]
    assert len(register.candidates("Nordwind")) == 3


def test_a_person_is_found_behind_a_thousand_companies_of_the_name(register):
    register.add("t", [*(firm(n, "Nordwind") for n in range(1000)), firm(1000, "Nordwind", type="Person")])
    assert [e.id for e in register.candidates("Nordwind", type="Person")] == ["t:1000"]


def test_adding_again_replaces(register):
    register.add("t", [firm(1, "Nordwind"), firm(2, "Ostwind")])
    counts = register.add("t", [firm(2, "Ostwind AG")], version="2")
    assert (counts.entries, counts.replaced) == (1, True)
    assert [(r.name, r.entries, r.version) for r in register.registers()] == [("t", 1, "2")]
    assert register.get("t:1") is None
    assert register.candidates("Nordwind") == []


@pytest.mark.parametrize("size", [1, LARGE])
@pytest.mark.parametrize("stop", [InputError("broken"), KeyboardInterrupt()])
def test_a_failed_or_stopped_import_leaves_the_old_register(register, size, stop):
    register.add("t", [firm(1, "Nordwind"), Relation("t:1", "t:9")])

    def broken():
        for number in range(size):
            yield firm(number, "Ostwind")
        raise stop

    with pytest.raises(type(stop)):
        register.add("t", broken())
    assert names(register.candidates("Nordwind")) == ["Nordwind"]
    assert register.candidates("Ostwind") == []
    assert register.parents_of("t:1") == ("t:9",)
    tables = sqlite3.connect(register.path).execute("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'entry%'")
    assert tables.fetchone() == (1,)


def test_an_empty_import_is_refused_and_changes_nothing(register):
    register.add("t", [firm(1, "Nordwind")])
    with pytest.raises(InputError, match="nothing to import"):
        register.add("t", [])
    assert len(register.registers()) == 1


def test_several_processes_give_the_same_file_as_one(tmp_path, register, monkeypatch):
    many = [firm(n, f"Nordwind {n % 97} Haus {n} AG", rank=n % 3) for n in range(LARGE)]
    register.add("t", many)
    monkeypatch.setattr("kg.resolve.registers.prepare.CHUNK", 10 * LARGE)
    with Register.open(tmp_path / "one.sqlite") as one:
        one.add("t", many)
        dump = "SELECT * FROM key1 ORDER BY key"
        assert one._connection.execute(dump).fetchall() == register._connection.execute(dump).fetchall()
        assert one.candidates("Nordwind 5 Haus 5") == register.candidates("Nordwind 5 Haus 5")


def test_progress_tells_entries(register):
    told = []
    register.add("t", [firm(n, f"Nordwind {n}") for n in range(LARGE)], told.append)
    assert told == sorted(told)
    assert told[-1] == LARGE


def test_one_id_in_two_registers_is_one_entry(register):
    register.add("b", [Entry("lei:1", "Nordwind SE", country="DE", identifiers=(("isin", "X"),), rank=2)])
    register.add("a", [Entry("lei:1", "Nordwind AG", identifiers=(("lei", "1"),), parents=("lei:2",))])
    (found,) = register.candidates("Nordwind")
    assert (found.name, found.aliases, found.country, found.source) == ("Nordwind AG", ("Nordwind SE",), "DE", "a")
    assert found.identifiers == (("isin", "X"), ("lei", "1"))
    assert found == register.get("lei:1") == replace(found, rank=2.0)


def test_relations_give_parents_and_prominence(register):
    register.add("names", [Entry("lei:1", "Nordwind AG"), Entry("lei:2", "Nordwind SE"), Entry("lei:3", "Tochter")])
    owners = [Relation("lei:3", "lei:2"), Relation("lei:3", "lei:9"), Relation("lei:3", "lei:2")]
    counts = register.add("owners", owners)
    assert counts.relations == 2
    assert register.parents_of("lei:3") == register.get("lei:3").parents == ("lei:2", "lei:9")
    assert names(register.candidates("Nordwind")) == ["Nordwind SE", "Nordwind AG"]
    register.remove("owners")
    assert register.parents_of("lei:3") == ()
    assert names(register.candidates("Nordwind")) == ["Nordwind AG", "Nordwind SE"]


def test_remove_forgets_and_tells_what_there_is(register):
    register.add("t", [firm(1, "Nordwind")])
    with pytest.raises(InputError, match=r"no register 'u'.*there is: t"):
        register.remove("u")
    register.remove("t")
    assert register.registers() == []
    assert register.candidates("Nordwind") == []


def test_readers_see_what_another_process_wrote(register):
    register.add("t", [firm(1, "Nordwind")])
    with Register.open(register.path, read_only=True) as reader:
        assert names(reader.candidates("Nordwind")) == ["Nordwind"]
        register.add("t", [firm(1, "Ostwind")])
        assert names(reader.candidates("Ostwind")) == ["Ostwind"]
        with pytest.raises(InputError, match="written"):
            reader.add("t", [firm(1, "Westwind")])


def test_threads_may_ask_at_once(register):
    register.add("t", [firm(n, f"Nordwind {n}") for n in range(300)])
    wrong = []

    def ask(number: int) -> None:
        for n in range(number, 300, 4):
            if names(register.candidates(f"Nordwind {n}"))[0] != f"Nordwind {n}":
                wrong.append(n)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_what_is_no_register_is_told(tmp_path):
    with pytest.raises(InputError, match="no register here"):
        Register.open(tmp_path / "none.sqlite", read_only=True)
    (tmp_path / "text").write_text("no database at all, and long enough to see it " * 20)
    with pytest.raises(InputError, match="cannot be opened as a register"):
        Register.open(tmp_path / "text")
    other = sqlite3.connect(tmp_path / "other.sqlite")
    other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(InputError, match="not a register of this version"):
        Register.open(tmp_path / "other.sqlite")


def test_default_path_follows_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("KG_REGISTER", str(tmp_path / "mine.sqlite"))
    assert default_path() == tmp_path / "mine.sqlite"
    monkeypatch.delenv("KG_REGISTER")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "company-kg" / "register.sqlite"


@given(st.text(alphabet="ab Z9,.&'-éЯ", max_size=24))
def test_the_quick_fold_is_the_fold(text):
    assert fold(text) == words(text)


def test_legal_forms_and_fillers_are_not_in_the_key():
    assert name_keys("Nordwind Holding GmbH & Co. KG").core == name_keys("Nordwind").core == "nordwind"
    assert name_keys("...") is None
