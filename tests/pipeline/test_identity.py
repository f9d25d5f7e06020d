"""Who is who, from articles to the graph: names joined across documents, judged by persons, linked to a register."""

from pathlib import Path

import pytest

import kg
from kg.cli import main
from kg.resolve.registers import Entry, Register

TEACHES = "Die Arktis Beteiligungs Union (ABU) übernimmt die Kessler GmbH. Die ABU sitzt in Bremen.\n"
USES = "Die ABU hat auch die Nordstahl AG übernommen.\n"
OTHER = "Die Nordstahl AG beliefert die Velmoor SE.\n"
LONG = "Arktis Beteiligungs Union"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (("a", TEACHES), ("b", USES), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def graph(articles: Path, tmp_path: Path) -> Path:
    assert main(["build", str(articles), "--lang", "de", "--out", str(tmp_path / "graph"), "--quiet"]) == 0
    return tmp_path / "graph"


def quads(graph: Path) -> str:
    assert main(["export", str(graph), "--format", "nq", "--out", str(graph / "out.nq")]) == 0
    return (graph / "out.nq").read_text(encoding="utf-8")


def buyers(graph: Path) -> set[tuple[str, str]]:
    with kg.open(graph) as g:
        return {(s.head, s.tail_label or "") for s in g.statements(type="Acquisition")}


def test_an_acronym_that_one_article_explains_is_known_in_another(graph: Path) -> None:
    with kg.open(graph) as g:
        buyer = g.entity("ABU")
        assert buyer.documents == ("a.txt", "b.txt")
        assert {buyer.label, *buyer.aliases} >= {LONG, "ABU"}
    assert {tail for _, tail in buyers(graph)} == {"Kessler GmbH", "Nordstahl AG"}
    assert len({head for head, _ in buyers(graph)}) == 1


def test_order_and_number_of_builds_do_not_matter(articles: Path, graph: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    for name in ("c", "b", "a"):
        assert main(["build", str(articles / f"{name}.txt"), "--lang", "de", "--out", str(again), "--quiet"]) == 0
    assert quads(again) == quads(graph)


def test_explain_tells_every_mention_and_why(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["explain", str(graph), "--entity", "ABU"]) == 0
    told = capsys.readouterr().out
    assert f"{LONG}  a.txt {TEACHES.index(LONG)}-{TEACHES.index(LONG) + len(LONG)}" in told
    assert f"ABU  b.txt {USES.index('ABU')}-{USES.index('ABU') + 3}" in told
    assert "same" in told
    assert "by rule" in told


def test_a_judgement_parts_holds_through_a_rebuild_and_can_be_taken_back(
    articles: Path, graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = quads(graph)
    assert main(["judge", str(graph), LONG, "ABU", "different", "--by", "Anna", "--note", "namesakes"]) == 0
    parted = quads(graph)
    assert len({head for head, _ in buyers(graph)}) == 2
    (articles / "b.txt").write_text(USES + "Mehr sagte sie nicht.\n", encoding="utf-8")
    assert main(["build", str(articles), "--lang", "de", "--out", str(graph), "--quiet"]) == 0
    assert len({head for head, _ in buyers(graph)}) == 2
    capsys.readouterr()
    assert main(["explain", str(graph), "--entity", LONG]) == 0
    told = capsys.readouterr().out
    assert "by person Anna" in told
    assert "namesakes" in told
    (articles / "b.txt").write_text(USES, encoding="utf-8")
    assert main(["build", str(articles), "--lang", "de", "--out", str(graph), "--quiet"]) == 0
    assert quads(graph) == parted
    assert main(["judge", str(graph), LONG, "ABU", "undo"]) == 0
    assert quads(graph) == before


def test_a_judgement_on_names_that_nobody_has_is_refused(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = quads(graph)
    assert main(["judge", str(graph), "Nobody", "ABU", "same"]) == 2
    assert main(["judge", str(graph), "ABU", "ABU", "same"]) == 2
    assert main(["judge", str(graph), "Kessler GmbH", "ABU", "undo"]) == 2
    assert "Nobody" in capsys.readouterr().err
    assert quads(graph) == before


def test_a_register_gives_identifiers_with_their_source(articles: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "register.sqlite", tmp_path / "linked"
    lei = "529900T8BM49AURSDO55"
    with Register.open(file) as register:
        register.add("mine", [Entry("r:1", "Nordstahl AG", country="DE", identifiers=(("lei", lei),))])
    assert main(["build", str(articles), "--lang", "de", "--register", str(file), "--out", str(out), "--quiet"]) == 0
    with kg.open(out) as g:
        found = dict(g.entity("Nordstahl AG").identifiers)
        assert found == {"lei": lei, "registerEntry": "mine r:1"}
        assert not g.entity("Velmoor SE").identifiers
    assert main(["build", str(articles), "--register", str(tmp_path / "none"), "--out", str(out), "--quiet"]) == 2
