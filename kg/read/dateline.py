"""When an article was published, as its file name or its first lines say it."""

import re
from datetime import date

from kg.read.cues import cues, flat
from kg.read.paragraphs import paragraphs

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")

# Datelines stand at the top, agencies' time stamps at the bottom.
_FIRST, _LAST = 5, 2
_HEAD = 240


def from_name(name: str) -> str | None:
    """The date that a file name begins with: "2026-02-14-tonhaus.txt" gives "2026-02-14"."""
    match = _ISO.match(name)
    return iso(match.group()) if match else None


def iso(value: str) -> str | None:
    """The ISO 8601 date that `value` is or begins with (a time may follow), or None when there is no such day."""
    match = _ISO.match(value.strip())
    return _day(*map(int, match.groups())) if match else None


def from_text(text: str, lang: str) -> str | None:
    """The date of the dateline ("Berlin, 3. März 2026 -"), or None when there is none or they disagree."""
    known = cues(lang)
    texts = [text[start:end] for start, end in paragraphs(text)]
    found: set[str] = set()
    for paragraph in map(flat, texts[:_FIRST] + texts[_FIRST:][-_LAST:]):
        for pattern in known.datelines:
            match = pattern.match(paragraph[:_HEAD])
            if match is None:
                continue
            month = match.group("month").casefold()
            day = _day(int(match.group("year")), known.months.get(month) or int(month), int(match.group("day")))
            if day is not None:
                found.add(day)
            break
    return found.pop() if len(found) == 1 else None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else None
    except ValueError:
        return None  # 31 February: the digits are no date
