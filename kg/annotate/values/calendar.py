"""What a date means: one function for each rule of `dates.yaml`, from the caught values to EDTF.

A form without a year takes the one that brings it nearest to the day of publication: up to four months ahead, else
the last one. Without a day of publication such a date stays empty. What EDTF cannot say exactly becomes approximate:
"Mitte Februar 2026" is 2026-02~, "Anfang 2026" 2026~, a fiscal year or a quarter of one the year with "~", because
fiscal years do not begin in January everywhere. Weeks are intervals from Monday to Sunday. A weekday alone is the last
one up to and including the day of publication, as news uses it. Slashed dates are month first ("03/04/2026" is
4 March) unless the first number is above 12.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kg.annotate.values.datelexicon import Captures
from kg.annotate.values.edtf import HALF, QUARTER, about, day, interval, shift

_AHEAD = 4
"""Months that a month without a year may lie ahead of publication."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """`edtf` is empty for what cannot be placed, `edge` is "begin" or "end" when only that end of the date is meant."""

    edtf: str
    edge: str = ""


def meaning(rule: str, caught: Captures, published: date | None) -> Meaning | None:
    """What a form of `rule` with the `caught` values means; None when it is no date at all (31 February)."""
    if rule == "edge":
        return _edge(caught, published)
    edtf = _RULES[rule](caught, published)
    return None if edtf is None else Meaning(edtf)


def _first(caught: Captures, name: str) -> Any:
    return caught[name][0] if name in caught else None


def _year(caught: Captures, published: date | None, month: int | None = None) -> int | None:
    """The year that is written, told by "vergangenen Jahres", or nearest to publication for `month`."""
    if "YEAR" in caught:
        return int(caught["YEAR"][0])
    if "YY" in caught:
        return 2000 + int(caught["YY"][0])
    if published is None:
        return None
    if "DIR" in caught:
        return published.year + int(caught["DIR"][0])
    if month is None:
        return published.year
    ahead = (month - published.month) % 12
    return published.year + (published.month + ahead > 12) - (ahead > _AHEAD)


def _date(caught: Captures, published: date | None) -> str | None:
    if "DMY" in caught:
        number, month, year = caught["DMY"][0]
        return _iso(year, month, number)
    if "DM" in caught:
        number, month = caught["DM"][0]
        return _days((number,), month, _year(caught, published, month))
    if "MM" in caught:
        return _numeric(caught)
    days = tuple(caught["DAY"])
    month = int(caught["MONTH"][0])
    return _days(days, month, _year(caught, published, month))


def _numeric(caught: Captures) -> str | None:
    """ "2026-02-03", "02/03/2026" and "13/03/2026"."""
    year, month, number = int(caught["YEAR"][0]), int(caught["MM"][0]), int(caught["DD"][0])
    return _iso(year, month, number)


def _days(days: tuple[int, ...], month: int, year: int | None) -> str | None:
    """One day or, from the first to the last, several of a month."""
    if any(not day(year or 2024, month, d) for d in days):
        return None
    if year is None:
        return ""
    found = [f"{year:04}-{month:02}-{d:02}" for d in days]
    return found[0] if len(found) == 1 else f"{found[0]}/{found[-1]}"


def _iso(year: int, month: int, number: int) -> str | None:
    found = day(year, month, number) if 1900 <= year <= 2099 else None
    return found.isoformat() if found else None


def _month(caught: Captures, published: date | None) -> str | None:
    if "MY" in caught:
        month, year = caught["MY"][0]
        return f"{year:04}-{month:02}"
    if "MM" in caught:
        return f"{caught['YEAR'][0]:04}-{caught['MM'][0]:02}"
    month = int(caught["MONTH"][0])
    direction = _first(caught, "DIR")
    if direction is not None and published and "YEAR" not in caught:
        return _directed(published, month, direction, caught)
    year_ = _year(caught, published, month)
    return "" if year_ is None else f"{year_:04}-{month:02}"


def _directed(published: date, month: int, direction: int, caught: Captures) -> str:
    """ "vergangenen Januar" and "Januar vergangenen Jahres"."""
    if next(iter(caught)) == "MONTH":
        return f"{published.year + direction:04}-{month:02}"
    year = published.year
    if direction < 0 and month >= published.month:
        year -= 1
    if direction > 0 and month <= published.month:
        year += 1
    return f"{year:04}-{month:02}"


def _years(caught: Captures, _: date | None = None) -> str | None:
    years = [int(y) for y in caught["YEAR"]]
    if "YY" in caught:
        last = years[0] // 100 * 100 + int(caught["YY"][0])
        if last != years[0] + 1:
            return None
        years.append(last)
    if len(years) == 2:
        return f"{years[0]}/{years[1]}" if years[0] < years[1] else None
    return str(years[0])


def _decade(caught: Captures, _: date | None) -> str | None:
    return f"{caught['DECADE'][0] // 10}X"


def _coded(offset: int, months: int) -> Callable[[Captures, date | None], str | None]:
    """Quarters and halves: EDTF codes after `offset`, of `months` months each."""

    def rule(caught: Captures, published: date | None) -> str | None:
        number = next((int(caught[n][0]) for n in ("ORD", "Q", "H") if n in caught), 4 if months == 3 else 1)
        if number * months > 12:
            return None
        year = _year(caught, published, number * months)
        return "" if year is None else f"{year:04}-{offset + number}"

    return rule


def _months(caught: Captures, published: date | None) -> str | None:
    """ "die ersten neun Monate 2025"."""
    count, year = int(caught["NUM"][0]), _year(caught, published)
    if not 1 <= count <= 12:
        return None
    return "" if year is None else f"{year:04}-01/{year:04}-{count:02}"


def _season(caught: Captures, published: date | None) -> str | None:
    code = int(caught["SEASON"][0])
    if "YEAR" not in caught and next(iter(caught)) == "DIR" and published:
        start = {21: 3, 22: 6, 23: 9, 24: 12}[code]
        return f"{_directed(published, start, int(caught['DIR'][0]), {'DIR': (), 'MONTH': ()})[:4]}-{code}"
    year = int(caught["YEAR"][0]) if "YEAR" in caught else _year(caught, published)
    return "" if year is None else f"{year:04}-{code}"


def _fiscal(caught: Captures, published: date | None) -> str | None:
    if "YEAR" in caught and ("YY" in caught or len(caught["YEAR"]) == 2):
        years = _years(caught)
        return years if "ORD" not in caught else years and about(years)
    year = _year(caught, published) if {"YEAR", "YY", "DIR"} & set(caught) else None
    return "" if year is None else f"{year:04}~"


def _weekday(caught: Captures, published: date | None) -> str | None:
    if published is None:
        return ""
    back = (published.weekday() - int(caught["WEEKDAY"][0])) % 7
    direction = _first(caught, "DIR") or 0
    days = (7 - back) if direction > 0 else -(back or (7 if direction < 0 else 0))
    return shift(published, "day", days)


def _unit(caught: Captures, published: date | None) -> str | None:
    unit, offset = _first(caught, "RELATIVE") or (_first(caught, "UNIT"), _first(caught, "DIR"))
    if unit == "day":
        return shift(published, "day", offset) if published and "RELATIVE" in caught else ""
    if published is None:
        return ""
    return about(shift(published, "year", offset)) if unit == "fiscal" else shift(published, unit, offset)


def _edge(caught: Captures, published: date | None) -> Meaning | None:
    unit, offset, edge = _first(caught, "EDGE") or (_first(caught, "UNIT"), 0, "end")
    if unit in {"day", "fiscal"} or published is None:
        return Meaning("", edge)
    if unit != "week":
        return Meaning(shift(published, unit, int(offset) + int(_first(caught, "DIR") or 0)), edge)
    monday = published - timedelta(days=published.weekday() - 7 * int(_first(caught, "DIR") or 0))
    if edge == "weekend":
        saturday = monday + timedelta(days=5 if published >= monday + timedelta(days=5) or "DIR" in caught else -2)
        return Meaning(f"{saturday}/{saturday + timedelta(days=1)}")
    return Meaning(about((monday + timedelta(days={"begin": 0, "mid": 2}.get(edge, 4))).isoformat()))


def _away(sign: int) -> Callable[[Captures, date | None], str | None]:
    """ "vor drei Wochen", "in two years": exact for days, else about that day, month or year."""

    def rule(caught: Captures, published: date | None) -> str | None:
        unit, count = caught["UNIT"][-1], int(caught["NUM"][0])
        if published is None:
            return ""
        if unit == "day":
            return shift(published, "day", sign * count)
        if unit == "week":
            return about(shift(published, "day", sign * count * 7))
        return about(shift(published, "year" if unit == "fiscal" else unit, sign * count))

    return rule


def _past(caught: Captures, published: date | None) -> str | None:
    """ "in den vergangenen drei Jahren": from then to the day of publication, or the other way round."""
    sign = int(caught["DIR"][0])
    if published is None or sign == 0:
        return ""
    there = (_away(sign)(caught, published) or "").rstrip("~")
    here = (
        published.isoformat()[: len(there)]
        if len(there) in {4, 7, 10} and int(there[5:7] or 1) <= 12
        else published.isoformat()
    )
    return interval(here, there) if sign > 0 else interval(there, here)


_RULES: dict[str, Callable[[Captures, date | None], str | None]] = {
    "date": _date,
    "month": _month,
    "year": _years,
    "decade": _decade,
    "quarter": _coded(QUARTER, 3),
    "half": _coded(HALF, 6),
    "months": _months,
    "season": _season,
    "fiscal": _fiscal,
    "weekday": _weekday,
    "unit": _unit,
    "ago": _away(-1),
    "ahead": _away(1),
    "past": _past,
}
