"""README and docs: their commands and Python run, every command and option is described, links and pictures exist."""

import argparse
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.cli.parser import parser
from kg.ontology import Schema
from kg.ontology.questions import questions
from kg.pipeline import build, extractions
from kg.read import from_text
from kg.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ARTICLES = ROOT / "examples" / "articles"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^`([\w.-]+)`:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def blocks(page: Path, lang: str) -> list[str]:
    return [text for kind, text in FENCE.findall(page.read_text(encoding="utf-8")) if kind == lang]


def commands(page: Path) -> list[str]:
    return [line[2:] for block in blocks(page, "console") for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles and a graph of some of them, as the tour finds it."""
    place = tmp_path_factory.mktemp("docs")
    shutil.copytree(ARTICLES, place / "articles")
    chosen = [path for name in ("alibaba", "minimax-ipo", "nvidia") for path in place.rglob(f"*{name}*")]
    build(dict.fromkeys(chosen), place / "graph")
    return place


@pytest.fixture
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder to work in."""
    shutil.copytree(built, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def write_files(page: Path, folder: Path) -> None:
    for name, text in FILE.findall(page.read_text(encoding="utf-8")):
        (folder / name).write_text(text, encoding="utf-8")


def test_there_is_something_to_run() -> None:
    assert len(PAGES) >= 7
    assert sum(len(commands(page)) for page in PAGES) >= 20
    assert sum(len(blocks(page, "python")) for page in PAGES) >= 8


@pytest.mark.parametrize("page", [p for p in PAGES if commands(p)], ids=lambda path: path.stem)
def test_commands_run(page: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_files(page, place)
    told = []
    for command in commands(page):
        name, *words = shlex.split(command)
        assert name == "kg", command
        assert main(words) == 0, command + "\n" + capsys.readouterr().err
        told.append(capsys.readouterr().out)
    assert page.stem != "README" or told[-1].splitlines()[-1].split("  ") == ["Nordstahl AG", "Kessler GmbH"]


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda path: path.stem)
def test_python_runs(page: Path, place: Path) -> None:
    names: dict[str, Any] = {}
    for block in blocks(page, "python"):
        exec(compile(block, f"{page.name} in {place}", "exec"), names)
    for value in names.values():
        if hasattr(value, "close") and type(value).__name__ == "Graph":
            value.close()


def test_sentences_of_the_certainty_page_are_read_as_it_says() -> None:
    text = (ROOT / "docs" / "certainty.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| ([^|]+) \| `(\w+)` \|$", text, re.MULTILINE)
    names = {"de": ("Nordstahl AG", "Kessler GmbH"), "en": ("Nordstahl Inc.", "Kessler Ltd.")}
    said = [(s, lang, c) for german, english, c in rows for s, lang in ((german, "de"), (english, "en")) if s != "-"]
    documents, certainties = [], []
    for sentence, lang, certainty in said:
        x, y = names[lang]
        filled = re.sub(r"\bX\b", x, re.sub(r"\bY\b", y, sentence)).replace("..", ".")
        documents.append(from_text(filled, id=sentence, lang=lang))
        certainties.append((sentence, [certainty]))
    found = extractions(documents, Settings(), Schema.load())
    assert [(e.document.id, [s.certainty for s in e.statements]) for e in found] == certainties
    assert len(certainties) > 20


def options() -> Iterator[tuple[str, str]]:
    """Every command with each of its long options."""
    [commands_] = [a for a in parser()._actions if isinstance(a, argparse._SubParsersAction)]
    for name, command in commands_.choices.items():
        for action in command._actions:
            yield from ((name, option) for option in action.option_strings if option.startswith("--"))


def test_every_command_and_option_is_described() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    table = {row.split("`")[1].split()[1]: row for row in text.splitlines() if row.startswith("| `kg ")}
    found = list(options())
    assert len(found) > 30
    assert set(table) == {name for name, _ in found}
    assert [option for _, option in found if f"{option}`" not in text and f"{option} " not in text] == []


def test_every_packaged_question_is_described() -> None:
    text = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert [
        q.name for q in questions() if f"| `{q.name}` | {q.question} | {', '.join(q.parameters)} |" not in text
    ] == []


def test_links_lead_somewhere() -> None:
    targets = [(p, t.partition("#")[0]) for p in PAGES for t in LINK.findall(p.read_text(encoding="utf-8"))]
    inside = [(page, target) for page, target in targets if target and "://" not in target]
    assert len(inside) > 12
    assert [(page.name, target) for page, target in inside if not (page.parent / target).exists()] == []


def test_paths_that_the_docs_name_exist() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    named = set(re.findall(r"`((?:kg|ontologies|tests|training|benchmarks|examples|notebooks)/[\w./-]*)`", text))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_the_readme_has_a_picture_and_two_commands() -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    assert re.search(r"!\[.+\]\(docs/images/first-graph\.png\)", text)
    assert len(blocks(PAGES[0], "sh")) == 2
    assert "<!-- test command -->\n```sh\n" in text
    listed = subprocess.run(
        ["sed", "-n", "/<!-- test command -->/,/```$/p", str(PAGES[0])], capture_output=True, text=True, check=True
    )
    assert listed.stdout.splitlines()[2].endswith(".venv/bin/python -m pytest")
