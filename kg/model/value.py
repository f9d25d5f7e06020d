"""Values that statements carry: amounts and periods. They are not nodes of the graph."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range with its unit, and the words `[start, end)` (code points) that it came from.

    "40.000 bis 50.000" has min 40000 and max 50000; "über 600 Mio. Dollar" has min 600e6 and max None;
    "bis zu 5 Prozent" has min None and max 5; an exact "3 Millionen" has min == max. `approximate` marks
    "rund", "about". `kind` is the local name of a value class of the ontology: MonetaryAmount (with `currency`,
    ISO 4217), Percentage (0-100) or Quantity (with `unit`, the counted noun in its base form, or empty).
    """

    start: int
    end: int
    text: str
    kind: str
    min: float | None = None
    max: float | None = None
    unit: str = ""
    currency: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period as precise as the text, and the words `[start, end)` (code points) it came from.

    `edtf` is ISO 8601-2 EDTF level 1 ("2026-02", "2026-Q1" is written "2026-33", "2026-02~", "2024/2026"),
    or empty when the words cannot be placed ("vor Kurzem"). A year is never turned into 1 January.
    """

    start: int
    end: int
    text: str
    edtf: str = ""
