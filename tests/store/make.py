"""Extractions made by hand: documents whose statements quote their own text."""

from kg.model import Amount, Document, Entity, Evidence, Extraction, Mention, Period, Statement
from kg.store.names import DEFAULT_BASE, digest


def entity(key: str, name: str, kind: str = "Company", aliases: tuple[str, ...] = (), **identifiers: str) -> Entity:
    """An entity whose IRI depends on its name and type, as resolve makes it."""
    return Entity(
        id=key,
        name=name,
        type=kind,
        mentions=(Mention(0, len(name), name, kind, "name", key, name),),
        aliases=aliases,
        iri=f"{DEFAULT_BASE}entity/{digest(kind, name)}",
        identifiers=tuple(sorted(identifiers.items())),
    )


def statement(
    document: Document,
    kind: str,
    certainty: str,
    quote: str,
    entities: dict[str, tuple[str, ...]],
    values: dict[str, tuple[Amount | Period | str, ...]] | None = None,
    said_by: tuple[str, ...] = (),
    when: Period | None = None,
) -> Statement:
    """A statement with one piece of evidence: the first place of `quote` in the document."""
    start = document.text.index(quote)
    return Statement(
        id=digest(document.id, kind, certainty, sorted(entities.items()), quote),
        type=kind,
        entities=entities,
        certainty=certainty,
        evidence=(Evidence.of(document.text, start, start + len(quote)),),
        confidence=0.83,
        by="test.pattern",
        values=values or {},
        said_by=said_by,
        when=when,
    )


def amount(document: Document, words: str, kind: str, low: float | None, high: float | None, **more: str) -> Amount:
    start = document.text.index(words)
    return Amount(start, start + len(words), words, kind, low, high, **more)  # type: ignore[arg-type]


def period(document: Document, words: str, edtf: str) -> Period:
    start = document.text.index(words)
    return Period(start, start + len(words), words, edtf)


NORD_TEXT = (
    "Die Nordwerft AG liefert ab Q3 2026 zwischen 40 und 50 Fähren an die Reederei Hallberg. "
    "Laut Branchenkreisen könnte die Nordwerft AG auch von Kreyser Capital übernommen werden. "
    "Kreyser Capital dementierte das. Kreyser Capital steigt als Ankerinvestor mit 600 Millionen Euro bei Hallberg ein."
)


def nord(key: str = "nord") -> Extraction:
    """Supply (asserted), Acquisition (speculated and negated), AnchorInvestment (planned)."""
    d = Document(key, NORD_TEXT, "de", "Nordwerft & Co.", "https://example.org/n?a=1&b=2", "2026-02-03", "Hafenblatt")
    people = (
        entity("e1", "Nordwerft AG", aliases=("Nordwerft",), isin="DE0000000001"),
        entity("e2", "Reederei Hallberg", aliases=("Hallberg",)),
        entity("e3", "Kreyser Capital"),
    )
    supply = statement(
        d,
        "Supply",
        "asserted",
        "Die Nordwerft AG liefert ab Q3 2026 zwischen 40 und 50 Fähren an die Reederei Hallberg.",
        {"supplier": ("e1",), "customer": ("e2",)},
        {"quantity": (amount(d, "zwischen 40 und 50 Fähren", "Quantity", 40, 50, unit="Fähre"),)},
        when=period(d, "ab Q3 2026", "2026-35/.."),
    )
    buy = {"acquirer": ("e3",), "acquired": ("e1",)}
    rumour = statement(
        d, "Acquisition", "speculated", "könnte die Nordwerft AG auch von Kreyser Capital übernommen werden", buy,
        said_by=("Branchenkreise",),
    )  # fmt: skip
    denial = statement(d, "Acquisition", "negated", "Kreyser Capital dementierte das.", buy)
    anchor = statement(
        d,
        "AnchorInvestment",
        "planned",
        "Kreyser Capital steigt als Ankerinvestor mit 600 Millionen Euro bei Hallberg ein.",
        {"investor": ("e3",), "investee": ("e2",)},
        {"amount": (amount(d, "600 Millionen Euro", "MonetaryAmount", 600e6, 600e6, currency="EUR"),)},
    )
    return Extraction(d, people, (supply, rumour, denial, anchor))


def rivals(key: str = "rivals", certainty: str = "reported") -> Extraction:
    """Competition among three, and the same supply as in `nord`, at another certainty."""
    text = "Nordwerft AG, Reederei Hallberg und Küstenbau konkurrieren. Nordwerft beliefert Hallberg."
    d = Document(key, text, "de", "Rivalen", None, "2026-03-01")
    parties = (entity("e1", "Nordwerft AG"), entity("e2", "Reederei Hallberg"), entity("e3", "Küstenbau"))
    rivalry = statement(
        d, "Competition", "asserted", "Nordwerft AG, Reederei Hallberg und Küstenbau konkurrieren.",
        {"competitor": ("e1", "e2", "e3")}, {"market": ("Fähren",)},
    )  # fmt: skip
    supply = statement(
        d, "Supply", certainty, "Nordwerft beliefert Hallberg.", {"supplier": ("e1",), "customer": ("e2",)}
    )
    return Extraction(d, parties, (rivalry, supply))


def small(number: int, text: str = "") -> Extraction:
    """One of many documents over a few companies: supplies and uses, so that documents share edges."""
    text = text or f"Firma {number % 7} beliefert Firma {number % 5 + 10}. Nummer {number}."
    d = Document(f"doc-{number:05d}", text, "de", f"Nummer {number}", None, "2026-01-05")
    parties = (entity("e1", f"Firma {number % 7}"), entity("e2", f"Firma {number % 5 + 10}"))
    certainty = ("asserted", "reported", "planned", "speculated", "negated")[number % 5 if number % 2 else number % 3]
    supply = statement(d, "Supply", certainty, text.split(".")[0] + ".", {"supplier": ("e1",), "customer": ("e2",)})
    return Extraction(d, parties, (supply,))
