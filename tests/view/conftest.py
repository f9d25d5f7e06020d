"""A graph of records to draw, and a real browser without a network to open its page in."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from kg.model import Period
from kg.ontology import Schema
from kg.view.page import render
from kg.view.values import DocumentRecord, EntityRecord, EvidenceRecord, Filler, StatementRecord

BASE = "https://example.org/id/"


@dataclass
class Sample:
    """A graph put together by name."""

    schema: Schema
    entities: dict[str, EntityRecord] = field(default_factory=dict)
    statements: list[StatementRecord] = field(default_factory=list)
    documents: dict[str, DocumentRecord] = field(default_factory=dict)

    def entity(self, name: str, type: str = "Company", *aliases: str) -> None:
        self.entities[name] = EntityRecord(f"{BASE}e{len(self.entities)}", name, type, aliases)

    def document(self, id: str, **about: str) -> None:
        self.documents[id] = DocumentRecord(id, f"{BASE}doc/{id}", **about)

    def say(
        self, type: str, head: str, tail: str | None, certainty: str, quote: str, *documents: str,
        prefix: str = "", suffix: str = "", said_by: tuple[str, ...] = (), when: Period | None = None, **roles: str,
    ) -> None:  # fmt: skip
        kind = self.schema.statement_type(type)
        fillers: dict[str, tuple[Filler, ...]] = {kind.head: (self.filler(head),)}
        if tail is not None and kind.tail:
            fillers[kind.tail] = (*fillers.get(kind.tail, ()), self.filler(tail))
        fillers |= {role: (self.filler(name),) for role, name in roles.items()}
        evidence = tuple(EvidenceRecord(d, 0, len(quote), quote, prefix, suffix) for d in documents)
        id = f"s{len(self.statements)}"
        self.statements.append(
            StatementRecord(
                id, id, BASE + id, type, kind.edge.name if kind.edge else None, self.entities[head].iri, head,
                self.entities[tail].iri if tail else None, tail, fillers, certainty, evidence, 0.83, "rule-7",
                said_by, when,
            )
        )  # fmt: skip

    def filler(self, name: str) -> Filler:
        known = self.entities.get(name)
        return Filler(name, known.iri, known.type) if known else Filler(name)

    def html(self, title: str = "Sample", lang: str | None = "en") -> str:
        return render(
            list(self.entities.values()), self.statements, list(self.documents.values()), self.schema,
            title=title, lang=lang,
        )  # fmt: skip


@pytest.fixture(scope="session")
def schema() -> Schema:
    return Schema.load()


@pytest.fixture
def sample(schema: Schema) -> Sample:
    """An empty graph with two documents, "en" and "de"."""
    made = Sample(schema)
    made.document("en", title="Chips for Hangzhou", url="https://example.org/chips", published="2025-12-30",
                  publisher="Example Wire", lang="en")  # fmt: skip
    made.document("de", title="Der Einkaufszettel wird länger", published="2026-01-05", lang="de")
    return made


@pytest.fixture
def story(sample: Sample) -> Sample:
    """Eight entities, nine statements of every certainty; two lines between AMD and Alibaba."""
    for name in ("Alibaba", "MiniMax", "AMD", "Tencent", "Meta"):
        sample.entity(name)
    sample.entity("Abu Dhabi Investment Authority", "Organization", "ADIA")
    sample.entity("MI308", "Product")
    sample.entity("Lisa Su", "Person")
    sample.say("AnchorInvestment", "Alibaba", "MiniMax", "asserted", "Alibaba anchors MiniMax", "en",
               amount="$600 million")  # fmt: skip
    sample.say("AnchorInvestment", "Abu Dhabi Investment Authority", "MiniMax", "reported", "ADIA also buys", "en")
    sample.say("Supply", "AMD", "Alibaba", "speculated", "Alibaba may order 40,000 chips", "en",
               prefix="Circles say: ", suffix=". Nobody confirmed it.", product="MI308", quantity="40,000 chips",
               said_by=("industry circles",), when=Period(0, 1, "in January 2026", "2026-01"))  # fmt: skip
    sample.say("Partnership", "AMD", "Alibaba", "planned", "AMD and Alibaba will work together", "en")
    sample.say("Competition", "Alibaba", "Tencent", "asserted", "der Rivale Tencent", "de")
    sample.say("Competition", "Alibaba", "Meta", "asserted", "Meta, ein weiterer Rivale", "de")
    sample.say("Leadership", "Lisa Su", "AMD", "asserted", "AMD-Chefin Lisa Su", "de", position="Chefin")
    sample.say("Acquisition", "Tencent", "MiniMax", "negated", "Tencent wies eine Übernahme zurück", "de")
    sample.say("Layoff", "Meta", None, "asserted", "Meta streicht 600 Stellen", "de", number="600 Stellen")
    return sample


@pytest.fixture
def crowd(schema: Schema) -> Callable[[int], Sample]:
    """Makes a graph of n invented companies in circles of friends around hubs."""

    def make(n: int) -> Sample:
        dice, made = random.Random(n), Sample(schema)
        for i in range(max(2, n // 10)):
            made.document(f"d{i}", title=f"Meldung {i}", published=f"2026-01-{1 + i % 28:02d}")
        first = ("Nord", "Helio", "Falken", "Quant", "Lumen", "Birken", "Isar", "Terra", "Vektor", "Hanse")
        last = ("werke AG", " Robotics", "bank", " Energie SE", " Logistik GmbH", " Pharma", "-Holding", " Motoren")
        names = [f"{dice.choice(first)}{dice.choice(first).lower()}{dice.choice(last)} {i}" for i in range(n)]
        for name in names:
            made.entity(name)
        for i, name in enumerate(names):
            hub = names[i - i % 8] if i % 8 else names[max(0, i - 8)]
            if hub != name:
                made.say(dice.choice(("Supply", "Partnership", "Acquisition")), name, hub,
                         dice.choice(("asserted", "reported", "planned", "speculated")), f"{name} … {hub}",
                         dice.choice(list(made.documents)))  # fmt: skip
        return made

    return make


@dataclass
class Tab:
    """An open page with everything that it asked for and complained about."""

    page: Any
    requests: list[str]
    complaints: list[str]

    def text(self, selector: str) -> str:
        return str(self.page.inner_text(selector))

    def names(self) -> list[dict[str, Any]]:
        """Where each visible name stands: id, lines and box in screen pixels."""
        return list(self.page.evaluate("kgPage.placed.nodes.map(n => ({...n}))"))

    def hidden(self, kind: str) -> dict[str, bool]:
        """Per node or edge id whether the drawing hides it."""
        script = "k => Object.fromEntries(kgPage.network.body.data[k].get().map(x => [x.id, Boolean(x.hidden)]))"
        return dict(self.page.evaluate(script, kind))

    @staticmethod
    def overlapping(boxes: list[dict[str, Any]]) -> list[tuple[str, str]]:
        """Ids of the pairs of boxes that cover each other."""
        return [
            (a["id"], b["id"])
            for a, b in combinations(boxes, 2)
            if a["x0"] < b["x1"] and b["x0"] < a["x1"] and a["y0"] < b["y1"] and b["y0"] < a["y1"]
        ]

    def facet(self, name: str) -> dict[str, str]:
        """The count beside each value of a filter."""
        rows = self.page.locator(f'[data-facet="{name}"] [data-value]').all()
        return {row.get_attribute("data-value"): row.locator(".count").inner_text() for row in rows}

    def toggle(self, facet: str, value: str) -> None:
        self.page.click(f'[data-facet="{facet}"] [data-value="{value}"] input')

    def settle(self) -> None:
        """Wait until what was asked for is drawn: vis-network draws in the next frame."""
        frame = "new Promise(done => requestAnimationFrame(done))"
        self.page.evaluate(f"async () => {{ for (let i = 0; i < 5; i++) await {frame}; }}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium on the path (apt install chromium)")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Tab]]:
    """Opens HTML from a file in a browser that is cut off from the network; checks at the end that it was quiet."""
    tabs: list[Tab] = []
    contexts: list[Any] = []

    def opened(html: str, *, hash: str = "", size: tuple[int, int] = (1280, 720), theme: str = "light",
               locale: str = "en-US") -> Tab:  # fmt: skip
        file = tmp_path / f"page{len(tabs)}.html"
        file.write_text(html, encoding="utf-8", newline="\n")
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=theme, locale=locale, offline=True,
            reduced_motion="reduce",
        )  # fmt: skip
        contexts.append(context)
        tab = Tab(context.new_page(), [], [])
        tab.page.on("request", lambda request: tab.requests.append(request.url))
        tab.page.on("console", lambda message: tab.complaints.append(f"{message.type}: {message.text}"))
        tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
        tab.page.on("dialog", lambda dialog: (tab.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
        tab.page.goto(file.as_uri() + hash)
        tab.page.wait_for_function("window.kgPage")
        tab.settle()
        tabs.append(tab)
        return tab

    yield opened
    for tab in tabs:
        assert [url for url in tab.requests if not url.startswith("file:")] == []
        assert len(tab.requests) == 1
        assert tab.complaints == []
    for context in contexts:
        context.close()
