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


def told_of(graph: Path, name: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["explain", str(graph), name]) == 0
    return capsys.readouterr().out


def test_explain_tells_why_a_register_s_entry_was_taken(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out, more = tmp_path / "register.sqlite", tmp_path / "linked", tmp_path / "d.txt"
    lei = "529900T8BM49AURSDO55"
    steel = [
        Entry("r:1", "Nordstahl AG", country="DE", identifiers=(("lei", lei),)),
        Entry("r:2", "Nordstahl GmbH", country="DE"),
        Entry("r:3", "Kessler Bau AG"),
        Entry("r:4", "Kessler Bau GmbH"),
    ]
    with Register.open(file) as register:
        register.add("mine", steel)
    build = ["build", "--lang", "de", "--register", str(file), "--out", str(out), "--quiet"]
    assert main([*build, str(articles)]) == 0
    first = told_of(out, "Nordstahl AG", capsys)
    assert f"linked to Nordstahl AG (mine r:1; lei {lei}), score 0.9" in first
    assert "in 2 documents" in first
    assert "next best Nordstahl GmbH (mine r:2), score 0." in first
    assert "Nordstahl AG has the legal form" in first
    assert "not linked in c.txt: no entry of the register has a name like it" in told_of(out, "Velmoor SE", capsys)

    more.write_text("Die Nordstahl AG beliefert auch Kessler Bau.\n", encoding="utf-8")
    assert main([*build, str(more)]) == 0
    assert "in 3 documents" in told_of(out, "Nordstahl AG", capsys)
    left_open = told_of(out, "Kessler Bau", capsys)
    assert "not linked: best candidate Kessler Bau AG (mine r:3), score" in left_open
    assert "next best Kessler Bau GmbH (mine r:4)" in left_open

    before = told_of(out, "Nordstahl AG", capsys)
    assert main(["judge", str(out), "Nordstahl AG", "Velmoor SE", "same", "--by", "Anna"]) == 0
    joined = told_of(out, "Velmoor SE", capsys)
    assert f"linked to Nordstahl AG (mine r:1; lei {lei})" in joined
    assert "not linked in c.txt" in joined
    assert main([*build, str(articles), str(more)]) == 0
    assert told_of(out, "Velmoor SE", capsys) == joined
    assert main(["judge", str(out), "Nordstahl AG", "Velmoor SE", "undo"]) == 0
    assert told_of(out, "Nordstahl AG", capsys) == before


def test_the_page_keeps_its_title(articles: Path, graph: Path) -> None:
    def title() -> str:
        return (graph / "graph.html").read_text(encoding="utf-8").partition("<title>")[2].partition("</title>")[0]

    plain = title()
    build = ["build", str(articles), "--lang", "de", "--out", str(graph), "--quiet"]
    assert main([*build, "--title", "Öl & Stahl"]) == 0
    assert title() == "Öl &amp; Stahl"
    assert main(["judge", str(graph), LONG, "Kessler GmbH", "same"]) == 0
    assert title() == "Öl &amp; Stahl"
    assert main(["review", str(graph), "--ledger-export", str(graph / "l.jsonl")]) == 0
    assert main(["judge", str(graph), LONG, "Kessler GmbH", "undo"]) == 0
    assert main(["review", str(graph), "--ledger-import", str(graph / "l.jsonl")]) == 0
    assert title() == "Öl &amp; Stahl"
    assert main(build) == 0
    assert title() == "Öl &amp; Stahl"
    with kg.open(graph) as g:
        assert "<title>Öl &amp; Stahl</title>" in g.html()
    assert main([*build, "--title", "Anders"]) == 0
    assert title() == "Anders"
    assert main([*build, "--title", ""]) == 0
    assert title() == plain


def test_a_name_that_nobody_has_is_told_with_what_is_near(graph: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["explain", str(graph)], ["judge", str(graph), "Kessler GmbH"], ["show", str(graph)]
    for command, end in zip(asked, ([], ["same"], []), strict=True):
        for name, near in (("nordst", "Nordstahl AG"), ("Nordstal AG", "Nordstahl AG"), ("beteiligungs", LONG)):
            assert main([*command, name, *end]) == 2
            assert f"no entity is called {name!r}; near it: {near}" in capsys.readouterr().err
    assert main(["show", str(graph), "Qqqqq"]) == 2
    assert "near" not in capsys.readouterr().err


def test_two_names_of_one_entity_are_told_apart_from_two_entities(
    graph: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(graph), "ABU", LONG]) == 2
    assert "are one entity" in capsys.readouterr().err
    assert main(["judge", str(graph), "ABU", "Nordstahl AG", "undo"]) == 2
    assert "nobody has judged 'ABU' and 'Nordstahl AG'" in capsys.readouterr().err
    assert main(["judge", str(graph), "ABU", "Nordstahl AG", "different"]) == 0
    assert "ABU and Nordstahl AG: different" in capsys.readouterr().out
