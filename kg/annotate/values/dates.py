"""Dates and periods in a text, as precise as it says."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.annotate.values.amounts import year_reader
from kg.annotate.values.calendar import Meaning, meaning
from kg.annotate.values.datelexicon import Captures, DateLexicon, date_lexicon
from kg.annotate.values.edtf import about, day, interval
from kg.annotate.values.words import Words, cut
from kg.model import Period


def dates(text: str, lang: str, published: str | None = None) -> list[Period]:
    """The dates of `text`, sorted, none overlapping; InputError when `lang` has no lexicon.

    `published` is the ISO day of publication, which "gestern" and "im Januar" are counted from; without it, or when it
    is not a whole day, such dates have an empty `edtf`. The words of a period hold "seit" and "bis" and the parts of a
    range, but no other prepositions. `calendar.py` tells what each kind of date becomes.
    """
    return _finder(lang).find(cut(text), _day(published))


def _day(published: str | None) -> date | None:
    parts = (published or "")[:10].split("-")
    if len(parts) != 3 or not all(p.isascii() and p.isdecimal() for p in parts):
        return None
    return day(*(int(p) for p in parts))


@dataclass(frozen=True, slots=True)
class Core:
    """A date without what stands before it, in the pieces `[start, end)`."""

    start: int
    end: int
    rule: str
    caught: Captures


@cache
def _finder(lang: str) -> "_Finder":
    return _Finder(date_lexicon(lang))


class _Finder:
    def __init__(self, lexicon: DateLexicon) -> None:
        self.lexicon = lexicon
        self.years = year_reader(lexicon.lang)

    def find(self, words: Words, published: date | None) -> list[Period]:
        found: list[Period] = []
        i = floor = 0
        while i < len(words):
            if vague := self.lexicon.vague.starting(words, i):
                found.append(_period(words, i, vague[0], ""))
                i = floor = vague[0]
                continue
            core = self._core(words, i)
            reading = core and self._whole(words, core, published, floor)
            if not reading:
                i += 1
                continue
            start, end, edtf = reading
            found.append(_period(words, start, end, edtf))
            i = floor = end
        return found

    def _core(self, words: Words, i: int, *, second: bool = False) -> Core | None:
        """The longest date that begins at piece `i` and is one here."""
        if not self.lexicon.starts(words, i):
            return None
        match = self.lexicon.match(words, i)
        if match is None:
            return None
        end, rule, caught = match
        core = Core(i, end, rule, caught)
        return core if self._stands(words, core, second) else None

    def _stands(self, words: Words, core: Core, second: bool) -> bool:
        """Whether the words around do not make it something else: a number, a code, a name."""
        lex, i, end = self.lexicon, core.start, core.end
        if words.glued(i) and not second and (words.raw[i - 1][-1].isalnum() or words.raw[i - 1] in "_/.,:$€£@#+"):
            return False
        if words.glued(end) and (words.raw[end][0].isalnum() or (words.raw[end] in "/_@" and words.is_number(end + 1))):
            return False
        if core.rule == "year" and words.low[i].isdecimal():
            return not lex.not_after.ending(words, i) and self._is_year(words, core)
        if core.rule in {"month", "date"} and set(core.caught) == {"MONTH"}:
            return second or lex.before_month.ending(words, i) is not None or self._opens_pair(words, end)
        if core.rule == "date" and {"MM", "DD"} <= set(core.caught):
            return all(words.glued(j) for j in range(i + 1, end))
        return core.rule != "month" or "MM" not in core.caught or all(words.glued(j) for j in range(i + 1, end))

    def _opens_pair(self, words: Words, end: int) -> bool:
        """Whether another month follows: "Januar bis März"."""
        to = self.lexicon.to.starting(words, end)
        return bool(to and to[0] < len(words) and any(n == "MONTH" for n, _, _ in self.lexicon.labels(words, to[0])))

    def _is_year(self, words: Words, core: Core) -> bool:
        if core.end - core.start > 1:
            return all(words.glued(j) for j in range(core.start + 1, core.end))
        dashed = words.glued(core.end) and words.at(core.end) in {"-", "‑"} and words.glued(core.end + 1)
        if dashed and len(words.at(core.end + 1)) != 4:
            return False
        before = words.glued(core.start) and words.at(core.start - 1) == "-" and words.glued(core.start - 1)
        before = before and not self.lexicon.parts.ending(words, core.start)
        return not before and self.years.is_year(words, core.start)

    def _whole(self, words: Words, core: Core, published: date | None, floor: int) -> tuple[int, int, str] | None:
        """`core` with the other end of its range and the words before it: (first piece, piece after, EDTF)."""
        if pair := self._pair(words, core, published, floor):
            return pair
        what = meaning(core.rule, core.caught, published)
        if what is None:
            return None
        start, edtf, edge = core.start, what.edtf, what.edge
        if part := self._before(words, start, floor, "parts"):
            start, edge = part
            edtf = about(edtf)
        elif edge:
            edtf = about(edtf)
        opened = self._before(words, start, floor, "opens")
        if opened and opened[1]:
            start = opened[0]
            edtf = _open(edtf, opened[1], edge)
        return start, core.end, edtf

    def _before(self, words: Words, i: int, floor: int, which: str) -> tuple[int, str] | None:
        found = getattr(self.lexicon, which).ending(words, i)
        return found if found and found[0] >= floor else None

    def _pair(self, words: Words, core: Core, published: date | None, floor: int) -> tuple[int, int, str] | None:
        """ "von 2019 bis 2023", "Januar bis März 2026", "between 2020 and 2022"."""
        lex, opened = self.lexicon, False
        joint = lex.to.starting(words, core.end)
        if between := lex.between.ending(words, core.start):
            opened = between[0] >= floor
            joint = lex.ands.starting(words, core.end) if opened else joint
        if not joint or joint[0] >= len(words):
            return None
        other = self._core(words, joint[0], second=True)
        if other is None or core.rule not in _PAIRED or other.rule not in _PAIRED:
            return None
        first = meaning(core.rule, _with_year(core.caught, other.caught), published)
        last = meaning(other.rule, _with_year(other.caught, core.caught), published)
        if first is None or last is None or not _ordered(first, last):
            return None
        return (between[0] if opened and between else core.start), other.end, interval(first.edtf, last.edtf)


_PAIRED = frozenset({"date", "month", "year", "quarter", "half", "weekday", "season"})


def _with_year(caught: Captures, other: Captures) -> Captures:
    """`caught` with the year of the other end when it has none."""
    return caught if "YEAR" in caught or "YEAR" not in other else caught | {"YEAR": other["YEAR"]}


def _ordered(first: Meaning, last: Meaning) -> bool:
    return not first.edtf or not last.edtf or first.edtf[:4] <= last.edtf[:4]


def _open(edtf: str, side: str, edge: str) -> str:
    """An interval that is open before ("until") or after ("since") the date."""
    if not edtf:
        return ""
    if edge == ("end" if side == "until" else "begin"):
        edtf = edtf.rstrip("~")
    return f"../{edtf.split('/')[-1]}" if side == "until" else f"{edtf.split('/')[0]}/.."


def _period(words: Words, start: int, end: int, edtf: str) -> Period:
    a, b = words.starts[start], words.ends[end - 1]
    return Period(a, b, words.text[a:b], edtf)
