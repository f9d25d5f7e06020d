"""Documents with pairs that rules leave open."""

from kg.model import Document, Extraction
from kg.store import Dataset
from kg.store.resolving import resolve
from tests.store.make import entity, statement


def deal(key: str, buyer: str, seller: str, kind: str = "Company", title: str | None = None) -> Extraction:
    """One document in which one company supplies another."""
    text = f"{seller} beliefert {buyer}."
    document = Document(key, text, "de", title or f"Bericht {key}", None, "2026-03-01")
    parties = (entity("e1", seller), entity("e2", buyer, kind))
    found = statement(document, "Supply", "asserted", text, {"supplier": ("e1",), "customer": ("e2",)})
    return Extraction(document, parties, (found,))


def fill(dataset: Dataset) -> None:
    """Documents that call firms by names that may or may not be one."""
    dataset.put_many(
        [
            deal("a", "Kliewer", "Tarnow Robotik", title="[red]Titel[/] der Woche"),
            deal("b", "Kliewer Verlag", "Ostermann"),
            deal("c", "Havelbank", "Tarnow Robotik"),
            deal("d", "Havelbank Nord", "Ostermann Textil"),
        ]
    )
    resolve(dataset)


def nquads(dataset: Dataset) -> str:
    """The whole graph, sorted."""
    return "".join(sorted(f"{quad} .\n" for quad in dataset.quads()))
