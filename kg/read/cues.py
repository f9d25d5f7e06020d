"""The cues of kg/languages/<lang>/blocks.yaml that tell an article's own text from what stands around it."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

import yaml

from kg.data import LANGUAGES, read_yaml
from kg.errors import PatternError
from kg.model.document import BlockKind

_MAX_PARAGRAPH = 3000
_EXTENTS = ("line", "end", "promo", "list", "section", "rest")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make a paragraph of `kind` likelier by `weight` (negative: unlikelier).

    The pattern is searched in the `flat` paragraph; a paragraph of more than `max_words` words (0: any) never matches.
    """

    name: str
    kind: BlockKind
    weight: float
    pattern: re.Pattern[str]
    max_words: int
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]

    def found(self, paragraph: str) -> bool:
        """Whether the cue is in `paragraph`."""
        if self.max_words and len(paragraph.split()) > self.max_words:
            return False
        return self.pattern.search(paragraph) is not None


@dataclass(frozen=True, slots=True)
class Opener:
    """A line that is of `kind` itself and says what follows, as far as `extent` reaches.

    line: nothing more; end: nothing, and what an opener before it opened is over; promo: the paragraphs that
    promote something; list: the headline-like lines; section: up to
    the next headline-like line; rest: all, up to a line that one of `Cues.resumes` knows. The pattern must match the
    whole `flat` paragraph.
    """

    name: str
    kind: BlockKind
    extent: str
    pattern: re.Pattern[str]
    accepts: tuple[str, ...]
    rejects: tuple[str, ...]

    def found(self, paragraph: str) -> bool:
        """Whether `paragraph` is this line."""
        return self.pattern.fullmatch(paragraph) is not None


@dataclass(frozen=True, slots=True)
class Cues:
    """What one language knows about blocks. Patterns ignore case unless the file says `cased: true`."""

    lang: str
    openers: tuple[Opener, ...]
    cues: tuple[Cue, ...]
    resumes: tuple[re.Pattern[str], ...]
    datelines: tuple[re.Pattern[str], ...]
    months: dict[str, int]
    common_words: frozenset[str]


@functools.cache
def cues(lang: str) -> Cues:
    """The cues of a known language. PatternError names the file and entry at fault."""
    data = document(lang)
    where = f"languages/{lang}/blocks.yaml"
    months = {str(name).casefold(): int(number) for name, number in data["months"].items()}
    names = "|".join(sorted(map(re.escape, months), key=lambda name: (-len(name), name)))
    return Cues(
        lang=lang,
        openers=tuple(_opener(entry, where) for entry in data["openers"]),
        cues=tuple(_cue(entry, where, f"(?:{names})") for entry in data["cues"]),
        resumes=tuple(_pattern(entry, where) for entry in data["resumes"]),
        datelines=tuple(_pattern(entry, where, month=f"(?P<month>{names})") for entry in data["datelines"]),
        months=months,
        common_words=frozenset(str(data["common_words"]).casefold().split()),
    )


def flat(paragraph: str) -> str:
    """`paragraph` as the patterns see it: every run of white space one blank, and no longer than a few screens.

    The cap keeps patterns that look at pairs of places fast on hostile text.
    """
    return " ".join(paragraph[:_MAX_PARAGRAPH].split())


def document(lang: str) -> dict[str, Any]:
    """The file as read from YAML: the tests go over its sample paragraphs and pages."""
    try:
        data = read_yaml(LANGUAGES / lang / "blocks.yaml")
    except yaml.YAMLError as error:
        raise PatternError(f"languages/{lang}/blocks.yaml: {' '.join(str(error).split())}") from error
    missing = {"openers", "cues", "resumes", "datelines", "months", "common_words"} - set(data or {})
    if missing:
        raise PatternError(f"languages/{lang}/blocks.yaml: missing {', '.join(sorted(missing))}")
    return dict(data)


def _cue(entry: dict[str, Any], where: str, month: str) -> Cue:
    return Cue(
        name=entry["name"],
        kind=_one_of(entry["kind"], get_args(BlockKind), entry, where),
        weight=float(entry["weight"]),
        pattern=_pattern(entry, where, month),
        max_words=int(entry.get("max_words", 0)),
        accepts=_strings(entry.get("accepts", ())),
        rejects=_strings(entry.get("rejects", ())),
    )


def _opener(entry: dict[str, Any], where: str) -> Opener:
    return Opener(
        name=entry["name"],
        kind=_one_of(entry["kind"], get_args(BlockKind), entry, where),
        extent=_one_of(entry["extent"], _EXTENTS, entry, where),
        pattern=_pattern(entry, where),
        accepts=_strings(entry.get("accepts", ())),
        rejects=_strings(entry.get("rejects", ())),
    )


def _one_of(value: str, known: Iterable[str], entry: dict[str, Any], where: str) -> Any:
    if value not in known:
        raise PatternError(f"{where}: {entry['name']}: {value!r} is none of {', '.join(known)}")
    return value


def _pattern(entry: dict[str, Any], where: str, month: str = "") -> re.Pattern[str]:
    """The compiled `pattern`; `{month}` in it stands for a month's name."""
    source = str(entry["pattern"]).strip().replace("{month}", month)
    try:
        return re.compile(source, 0 if entry.get("cased") else re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"{where}: {entry.get('name', source)}: {error}") from error


def _strings(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(value) for value in values)
