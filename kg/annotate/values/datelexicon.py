"""The words and forms of dates in one language, read from `kg/languages/<lang>/dates.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.annotate.values.lexicon import read_yaml
from kg.annotate.values.words import Phrases, Words, cut, expand
from kg.errors import PatternError

CLASSES = frozenset(
    [
        "DAY",
        "MONTH",
        "MM",
        "DD",
        "YEAR",
        "YY",
        "WEEKDAY",
        "SEASON",
        "ORD",
        "NUM",
        "UNIT",
        "DIR",
        "Q",
        "H",
        "DMY",
        "DM",
        "MY",
        "DECADE",
        "RELATIVE",
        "EDGE",
    ]
)
Captures = dict[str, tuple[Any, ...]]


@dataclass(slots=True)
class Node:
    """One step in the tree of all forms: `next` by word or class, `rule` when a form ends here."""

    next: dict[str, "Node"] = field(default_factory=dict)
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """What `dates.yaml` says; the head of the German file explains the fields. Words are in lower case."""

    lang: str
    classes: dict[str, tuple[tuple[str, Any], ...]]
    forms: Node
    first: frozenset[str]
    vague: Phrases[bool]
    parts: Phrases[str]
    opens: Phrases[str]
    to: Phrases[bool]
    between: Phrases[bool]
    ands: Phrases[bool]
    before_month: Phrases[bool]
    not_after: Phrases[bool]

    def match(self, words: Words, i: int) -> tuple[int, str, Captures] | None:
        """(index after it, rule, values by class) of the longest form that begins at piece `i`."""
        best: tuple[int, str, tuple[tuple[str, Any], ...]] | None = None
        stack: list[tuple[int, Node, tuple[tuple[str, Any], ...]]] = [(i, self.forms, ())]
        while stack:
            at, node, caught = stack.pop()
            if node.rule and (best is None or at > best[0]):
                best = (at, node.rule, caught)
            if not node.next or at >= len(words):
                continue
            if literal := node.next.get(words.low[at]):
                stack.append((at + 1, literal, caught))
            for name, value, width in self.labels(words, at):
                if follow := node.next.get(name):
                    stack.append((at + width, follow, (*caught, (name, value))))
        if best is None:
            return None
        captures: Captures = {}
        for name, value in best[2]:
            captures[name] = (*captures.get(name, ()), value)
        return best[0], best[1], captures

    def starts(self, words: Words, i: int) -> bool:
        """Whether a form may begin at piece `i`; cheap, and true far too often."""
        return words.low[i] in self.first or words.low[i][0].isdecimal()

    def labels(self, words: Words, i: int) -> Iterator[tuple[str, Any, int]]:
        """The classes of piece `i`, its value in each, and how many pieces it takes ("year-end" takes three)."""
        word = words.low[i]
        if word[0].isdecimal():
            for name, value in _numeric(word):
                yield name, value, 1
            return
        for name, value in self.classes.get(word, ()):
            if name != "MONTH" or words.raw[i][0].isupper():
                yield name, value, 1
        if words.at(i + 1) == "-" and words.glued(i + 1) and words.glued(i + 2):
            for name, value in self.classes.get(f"{word}-{words.at(i + 2)}", ()):
                yield name, value, 3


def _numeric(word: str) -> Iterator[tuple[str, Any]]:
    """The classes of a piece of digits, with separators or without."""
    if not word.isdecimal():
        yield from _dotted(word)
        return
    if len(word) > 4:
        return
    value = int(word)
    if len(word) == 4 and 1900 <= value <= 2099:
        yield "YEAR", value
        if value % 10 == 0:
            yield "DECADE", value
    if len(word) <= 2:
        if 1 <= value <= 31:
            yield "DAY", value
            yield "DD", value
        if 1 <= value <= 12:
            yield "MM", value
        if 1 <= value <= 4:
            yield "Q", value
        if 1 <= value <= 2:
            yield "H", value
        if len(word) == 2:
            yield "YY", value
    if len(word) <= 3:
        yield "NUM", value


def _dotted(word: str) -> Iterator[tuple[str, Any]]:
    parts = word.split(".")
    if len(word) > 10 or not all(p.isdecimal() for p in parts):
        return
    sizes = tuple(len(p) for p in parts)
    if len(parts) == 3 and max(sizes[:2]) <= 2 and sizes[2] in {2, 4}:
        year = int(parts[2])
        yield "DMY", (int(parts[0]), int(parts[1]), year if sizes[2] == 4 else 2000 + year)
    elif len(parts) == 2 and max(sizes) <= 2:
        yield "DM", (int(parts[0]), int(parts[1]))
    elif len(parts) == 2 and sizes == (2, 4) and 1 <= int(parts[0]) <= 12 and 1900 <= int(parts[1]) <= 2099:
        yield "MY", (int(parts[0]), int(parts[1]))


@cache
def date_lexicon(lang: str) -> DateLexicon:
    """The lexicon of `lang`; InputError when there is none, PatternError when a form uses an unknown class."""
    d = read_yaml(lang, "dates.yaml")
    ranges, classes = d["ranges"], _classes(d)
    forms = _tree(d["forms"], f"kg/languages/{lang}/dates.yaml")
    return DateLexicon(
        lang=lang,
        classes=classes,
        forms=forms,
        first=frozenset(forms.next)
        | {w.split("-")[0] for w, named in classes.items() if {n for n, _ in named} & set(forms.next)},
        vague=_set(d["vague"]),
        parts=Phrases(d["parts"].items()),
        opens=Phrases(d["opens"].items()),
        to=_set(ranges["to"]),
        between=_set(ranges["between"]),
        ands=_set(ranges["and"]),
        before_month=_set(d["before_month"]),
        not_after=_set(d["not_after"]),
    )


def _set(words: list[str]) -> Phrases[bool]:
    return Phrases((word, True) for word in words)


def _classes(d: dict[str, Any]) -> dict[str, tuple[tuple[str, Any], ...]]:
    """Word to its classes with values."""
    days = {f"{w}{end}": n for w, n in d["weekdays"].items() for end in ("", *d["weekday_ends"])}
    directions = {f"{stem}{end}": n for stem, n in d["directions"].items() for end in d["direction_ends"]}
    tables = {
        "MONTH": d["months"],
        "WEEKDAY": days,
        "SEASON": d["seasons"],
        "ORD": d["ordinals"],
        "NUM": d["counts"],
        "UNIT": d["units"],
        "DIR": directions,
        "RELATIVE": d["relative"],
        "EDGE": d["edges"],
    }
    classes: dict[str, tuple[tuple[str, Any], ...]] = {}
    for name, table in tables.items():
        for word, value in table.items():
            value = tuple(value) if isinstance(value, list) else value
            classes[word] = (*classes.get(word, ()), (name, value))
    return classes


def _tree(forms: dict[str, list[str]], source: str) -> Node:
    root = Node()
    for rule, templates in forms.items():
        for template in templates:
            for sequence in expand(template):
                node = root
                for step in _steps(sequence, f"{source}, form {template!r} of {rule}"):
                    node = node.next.setdefault(step, Node())
                node.rule = node.rule or rule
    return root


def _steps(sequence: tuple[str, ...], where: str) -> Iterator[str]:
    for part in sequence:
        if part.isupper():
            if part not in CLASSES:
                raise PatternError(f"{where}: no class {part}; there are {', '.join(sorted(CLASSES))}")
            yield part
        else:
            yield from cut(part).low
