"""`kg match` on files: columns and rows stay, separators and marks are understood, wrong input gives one clear line."""

import csv

import pytest

from kg.cli import main


def scored(path):
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_columns_and_order_stay_and_three_are_added(tmp_path):
    pairs, out = tmp_path / "pairs.csv", tmp_path / "out.csv"
    lines = [
        "id,name1,name2,type,note",
        '7,Siemens AG,Siemens,Company,"a, b"',
        "3,Siemens,Siemens Energy,,",
        '5,"Ma, Jack",Jack Ma,Person,x',
        "9,,Siemens,Company,",
    ]
    pairs.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main(["match", str(pairs), "--out", str(out)]) == 0
    rows = scored(out)
    assert list(rows[0]) == ["id", "name1", "name2", "type", "note", "score", "decision", "reasons"]
    assert [(r["id"], r["decision"]) for r in rows] == [
        ("7", "same"),
        ("3", "different"),
        ("5", "same"),
        ("9", "unsure"),
    ]
    assert rows[0]["note"] == "a, b"
    assert all(0 <= float(r["score"]) <= 1 and r["reasons"] for r in rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_separators_and_marks(tmp_path, capsys, delimiter, encoding):
    pairs = tmp_path / "pairs.csv"
    rows = [["name1", "name2"], ["Müller GmbH", "Mueller GmbH"]]
    pairs.write_text("\r\n".join(delimiter.join(row) for row in rows) + "\r\n", encoding=encoding)
    assert main(["match", str(pairs)]) == 0
    head, row = capsys.readouterr().out.splitlines()
    assert head == delimiter.join(["name1", "name2", "score", "decision", "reasons"])
    assert row.split(delimiter)[3] == "same"


def test_scoring_a_scored_table_again_changes_nothing(tmp_path):
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    (tmp_path / "pairs.csv").write_text("name1,name2\nBosch,Bosch India\n", encoding="utf-8")
    assert main(["match", str(tmp_path / "pairs.csv"), "--out", str(first)]) == 0
    assert main(["match", str(first), "--out", str(second)]) == 0
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"a,b\nx,y\n", "no column name1, name2; found a, b"),
        (b"name1,other\nx,y\n", "no column name2"),
        (b"name1,name2\nM\xfcller,Mueller\n", "not UTF-8"),
        (b"name1,name2,type\na,b,Ship\n", "pair 1: type 'Ship' is unknown"),
        (b"name1,name2\nMa, Jack,Jack Ma\n", "pair 1 has 3 cells for 2 columns"),
    ],
)
def test_wrong_tables_give_one_line(tmp_path, capsys, content, told):
    pairs = tmp_path / "pairs.csv"
    pairs.write_bytes(content)
    assert main(["match", str(pairs), "--out", str(tmp_path / "out.csv")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"kg: {pairs}: ")
    assert told in line


def test_files_that_cannot_be_read_or_written(tmp_path, capsys):
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("name1,name2\na,b\n", encoding="utf-8")
    assert main(["match", str(tmp_path / "none.csv")]) == 2
    assert main(["match", str(pairs), "--out", str(tmp_path / "no" / "out.csv")]) == 2
    assert main(["match", str(pairs), "--out", str(pairs)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(": ", 2)[2] for line in told] == [
        "no such file",
        "cannot be written (No such file or directory)",
        "is the table that is read; give --out another name",
    ]
    assert pairs.read_text(encoding="utf-8") == "name1,name2\na,b\n"
