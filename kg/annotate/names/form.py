"""The forms of name patterns: a blank-separated line of elements, as the head of `names.yaml` explains."""

from dataclasses import dataclass

from kg.errors import PatternError

CAPTURES = frozenset({"NAME", "PERSON", "SURNAME", "CAPS", "CODE", "FOR", "ADJER", "CITYER", "NOUN", "COMPOUND"})
OTHERS = frozenset({"ADJ", "-", ","})


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a form: any of its words, lists or kinds of token may stand there."""

    words: frozenset[str]
    lists: frozenset[str]
    kinds: tuple[str, ...]
    optional: bool

    @property
    def is_anchor(self) -> bool:
        return not self.optional and (not self.kinds or self.kinds == ("-",))

    @property
    def capture(self) -> str | None:
        return next((k for k in self.kinds if k in CAPTURES), None)


def parse_form(form: str, where: str) -> tuple[Element, ...]:
    """The elements of a form; PatternError names `where` and the word that is wrong."""
    elements = tuple(_element(part, where) for part in form.split())
    if not elements:
        raise PatternError(f"{where}: the form is empty")
    return elements


def _element(part: str, where: str) -> Element:
    optional = part.endswith("?") and len(part) > 1
    choices = part.removesuffix("?").split("|")
    kinds = tuple(c for c in choices if c in CAPTURES or c in OTHERS)
    lists = frozenset(c[1:] for c in choices if c.startswith("@"))
    words = frozenset(c.lower() for c in choices if not c.startswith("@") and c not in kinds)
    unknown = next((c for c in choices if c.isupper() and len(c) > 2 and c not in kinds), None)
    if unknown:
        raise PatternError(f"{where}: {unknown!r} is no kind of element; use one of {sorted(CAPTURES | OTHERS)}")
    return Element(words, lists, kinds, optional)
