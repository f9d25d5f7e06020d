"""How pairs and statements look in the terminal."""

from collections.abc import Iterator

from rich.columns import Columns
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel

from kg.review.context import Side
from kg.review.pairs import OpenPair
from kg.view.records import Filler, StatementRecord

_TITLES = 5
_NARROW = 70
"""Columns of a terminal below which the two sides stand one above the other."""


def pair(found: OpenPair, place: int, of: int, out: Console) -> None:
    """Both sides beside each other, then the score and its reasons."""
    wide = out.width >= _NARROW
    width = (out.width - 1) // 2 if wide else out.width
    panels = [Panel("\n".join(_side(side)), title=escape(side.name), width=width) for side in (found.a, found.b)]
    out.print(f"\n[bold]{place} of {of}[/]: the same?")
    out.print(Columns(panels, padding=(0, 1)) if wide else panels[0])
    if not wide:
        out.print(panels[1])
    told = found.judgement
    score = "" if told.score is None else f"score {told.score:.2f}: "
    out.print(f"{score}{escape('; '.join(told.features))}", soft_wrap=True)


def _side(side: Side) -> Iterator[str]:
    yield f"[bold]{escape(', '.join(side.types) or '?')}[/]"
    if side.aliases:
        yield f"also {escape(', '.join(side.aliases))}"
    for scheme, value in side.identifiers:
        yield f"{escape(scheme)} {escape(value)}"
    yield f"{len(side.documents)} document{'s' if len(side.documents) > 1 else ''}"
    for title in (side.titles or side.documents)[:_TITLES]:
        yield f"  [dim]{escape(title)}[/]"
    if side.beside:
        yield f"beside {escape(', '.join(side.beside))}"
    for sentence in side.sentences:
        yield f"“{escape(sentence)}”"
    yield f"[dim]{escape(side.iri)}[/]"


def statement(record: StatementRecord, place: int, of: int, out: Console) -> None:
    """What is stated, the sentences with what stands around them, and how it was found."""
    out.print(f"\n[bold]{place} of {of}[/]: {escape(claim(record))}", soft_wrap=True)
    about = [record.certainty, *(f"said by {name}" for name in record.said_by)]
    about += [record.when.text] if record.when else []
    about += [f"confidence {record.confidence:.2f}", f"found by {record.by}"]
    out.print(f"  [dim]{escape(', '.join(about))}[/]", soft_wrap=True)
    for evidence in record.evidence:
        before, quote, after = (escape(" ".join(e.split())) for e in (evidence.prefix, evidence.quote, evidence.suffix))
        out.print(f"  [dim]{before}[/] [bold]{quote}[/] [dim]{after}[/]", soft_wrap=True)
        source = ", ".join(filter(None, (evidence.title or evidence.document, evidence.published)))
        out.print(f"  [dim]{escape(source)}[/]", soft_wrap=True)


def claim(record: StatementRecord) -> str:
    """The statement in a line: its type and roles."""
    roles = "; ".join(f"{role}: {', '.join(map(_filler, fillers))}" for role, fillers in record.roles.items())
    return f"{record.type} ({roles})"


def _filler(filler: Filler) -> str:
    return filler.label
