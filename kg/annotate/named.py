"""Names before they belong to an entity, and persons among them that look like firms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.annotate.gazetteer import component as gazetteer
from kg.annotate.namewords import begins_with_given_name, core, legal_form
from kg.model import Mention

LONGEST_PERSON = 3
"""Words that a person's name has at most."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text before it belongs to an entity. `known` is the register's main name, or empty.

    `sentence` numbers the sentence; `title` says whether it stands in a title; `bracket` is the index of the name
    that it follows in brackets, or None; `former` says that the text calls it a former name of that one; `speaks` says
    that the words beside it show a person, `firm` that it is the firm that bears somebody's name.
    """

    mention: Mention
    sentence: int
    known: str = ""
    title: bool = False
    bracket: int | None = None
    former: bool = False
    identifiers: tuple[tuple[str, str], ...] = ()
    speaks: bool = False
    firm: bool = False


def _founder(named: Named, others: tuple[str, ...]) -> Named:
    """The name, a person's where the register has a firm of the surname and none of the whole name: Anna Kessler."""
    type_, key = named.mention.type, core(named.mention.name)
    if type_ in others or named.known or legal_form(named.mention.name) or not begins_with_given_name(key):
        return named
    surname = named.mention.name.split()[-1]
    firm = gazetteer.index().get((surname.casefold(), type_))
    is_sure = firm is not None and surname not in firm.doubtful
    return _as_person(named, others[0]) if is_sure and len(key) <= LONGEST_PERSON else named


def _as_person(named: Named, person: str) -> Named:
    return replace(named, mention=replace(named.mention, type=person), known="", identifiers=())


def with_people(names: Iterable[Named], others: tuple[str, ...]) -> Iterator[Named]:
    """The names in text order, with persons where they look like firms: `others` are the types of what is no firm,
    first that of persons.

    A founder is a person, and so is who speaks and is called by the surname of somebody whose full name stands before,
    unless the firm has been named by the word alone since then.
    """
    bearers: set[str] = set()
    for named in (_founder(n, others) for n in names):
        key, type_ = core(named.mention.name), named.mention.type
        if type_ == others[0]:
            bearers |= set(key[-1:] if len(key) > 1 else ())
        elif type_ not in others and len(key) == 1 and not legal_form(named.mention.name):
            if named.speaks and key[0] in bearers:
                named = _as_person(named, others[0])
            else:
                bearers -= set(key)
        yield named
