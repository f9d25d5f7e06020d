"""Asking, line by line, how a statement should be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

from rich.console import Console
from rich.markup import escape

from kg.review.session import Line
from kg.review.words import QUIT, SAME
from kg.store import Dataset
from kg.view.records import StatementRecord


@dataclass(slots=True)
class Change:
    """How a statement should be; what is empty stays as it is. `roles` are the document's own IRIs of entities."""

    certainty: str = ""
    new_type: str = ""
    swap: bool = False
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)


def asker(source: TextIO, out: Console) -> Line:
    """Asks for lines of a stream, a terminal or a pipe."""

    def ask(prompt: str) -> str | None:
        out.print(escape(prompt), end="", soft_wrap=True)
        line = source.readline()
        return line.strip() if line else None

    return ask


def change(dataset: Dataset, record: StatementRecord, ask: Line, out: Console) -> Change | None:
    """What is to be changed of a statement; None when the input ends or the person goes back."""
    schema = dataset.schema
    certainty = _pick("certainty", list(schema.certainties), record.certainty, ask, out)
    new_type = None if certainty is None else _pick("type", list(schema.statements), record.type, ask, out)
    if certainty is None or new_type is None:
        return None
    told = Change(certainty[0] if certainty else "", new_type[0] if new_type else "")
    kind = schema.statement_type(told.new_type or record.type)
    if kind.tail is not None and kind.tail != kind.head:
        answer = ask(f"exchange {kind.head} and {kind.tail}? (y; Enter: no; q: back) ")
        if answer is None or answer.casefold() in QUIT:
            return None
        told.swap = answer.casefold() in SAME
    sources = dataset.sources(record.evidence[0].document)
    for name, role in kind.roles.items():
        fitting = [source for source in sources if schema.accepts(role, source.type)]
        if role.value or not (fitting and (role.required or name in record.roles)):
            continue
        now = "" if told.swap else ", ".join(filler.label for filler in record.roles.get(name, ()))
        chosen = _pick(name, [source.name for source in fitting], now, ask, out, several=True)
        if chosen is None:
            return None
        if chosen:
            told.roles[name] = tuple(source.group for source in fitting if source.name in chosen)
    return told


def _pick(
    what: str, options: Sequence[str], now: str, ask: Line, out: Console, *, several: bool = False
) -> list[str] | None:
    """The chosen options, by number or name; none when it is to stay; None when the input ends or with `QUIT`."""
    listed = "  ".join(f"{number} {option}" for number, option in enumerate(options, 1))
    out.print(f"{what}: {escape(listed)}", soft_wrap=True)
    while (said := ask(f"{what} (Enter: {f'stays {now}' if now else 'stays'}; q: back) ")) is not None:
        by_word = {option.casefold(): option for option in options}
        by_word |= {str(number): option for number, option in enumerate(options, 1)}
        words = said.split(",") if several and said.casefold() not in by_word else [said]
        asked = [word.strip().casefold() for word in words if word.strip()]
        if asked and asked[0] in QUIT and asked[0] not in by_word:
            return None
        if unknown := [word for word in asked if word not in by_word]:
            out.print(f"{escape(repr(unknown[0]))} is none of these")
            continue
        return [by_word[word] for word in asked]
    return None
