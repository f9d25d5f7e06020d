"""Writing dates as EDTF (ISO 8601-2), and which of them XML Schema can say as well.

Quarters are written 33 to 36 and halves 40 and 41 in the place of the month, seasons 21 to 24 (https://www.loc.gov/standards/datetime/).
"""

import re
from datetime import date, timedelta

_FORMS = (
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d{2}"), "date"),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "gYearMonth"),
    (re.compile(r"\d{4}"), "gYear"),
)
QUARTER = 32
HALF = 39


def xsd(edtf: str) -> tuple[str, str] | None:
    """(lexical form, local name of the XSD type) when `edtf` is exactly a day, month or year of the calendar.

    Approximate dates, quarters, seasons, decades and intervals have none.
    """
    for form, name in _FORMS:
        if form.fullmatch(edtf):
            return (edtf, name) if name != "date" or day(*(int(p) for p in edtf.split("-"))) else None
    return None


def day(year: int, month: int, number: int) -> date | None:
    """The day, or None when the calendar has no such day."""
    if not 1 <= month <= 12 or not 1 <= number <= 31 or not 1 <= year <= 9999:
        return None
    return date(year, month, number) if number <= _length(year, month) else None


def _length(year: int, month: int) -> int:
    after = date(year + month // 12, month % 12 + 1, 1) if year < 9999 or month < 12 else None
    return (after - timedelta(days=1)).day if after else 31


def shift(start: date, unit: str, count: int) -> str:
    """The unit (day, week, month, quarter, half, year) `count` units away from the one around `start`, as EDTF.

    A week is the interval from its Monday to its Sunday. Empty outside the years 1 to 9999.
    """
    if unit in {"day", "week"}:
        moved = start.toordinal() + count * (7 if unit == "week" else 1)
        if unit == "week":
            moved -= start.weekday()
        if not 1 <= moved <= date.max.toordinal() - 7:
            return ""
        first = date.fromordinal(moved)
        return first.isoformat() if unit == "day" else f"{first}/{first + timedelta(days=6)}"
    per_year = {"month": 12, "quarter": 4, "half": 2}.get(unit, 1)
    index = start.year * per_year + (start.month - 1) * per_year // 12 + count
    year, part = divmod(index, per_year)
    if not 1 <= year <= 9999:
        return ""
    codes = {"month": part + 1, "quarter": QUARTER + part + 1, "half": HALF + part + 1}
    return f"{year:04}-{codes[unit]:02}" if unit in codes else f"{year:04}"


def about(edtf: str) -> str:
    """`edtf` as approximate; intervals and empty dates stay."""
    return edtf if not edtf or "/" in edtf or "X" in edtf or edtf.endswith("~") else edtf + "~"


def interval(first: str, last: str) -> str:
    """From the beginning of `first` to the end of `last`; empty when either cannot be placed."""
    return f"{first.split('/')[0]}/{last.split('/')[-1]}" if first and last else ""
