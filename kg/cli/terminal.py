"""What the commands print: progress, summaries, tables, statements. Colours only on a terminal."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from kg.model import Candidate
from kg.pipeline import Report
from kg.read import count
from kg.store import Table
from kg.view.records import EntityRecord, StatementRecord
from kg.view.who import Identification, Linked

SCHEMES = ("lei", "isin", "wikidata", "tickerSymbol")
"""The identifiers of a register's entry that are told; tickers with their exchanges are too many."""

WORTH_TELLING = 0.1
"""The score from which on the next best entry of a register is told."""

Tick = Callable[[str, int], None]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

STYLES = {"asserted": "green", "reported": "cyan", "planned": "blue", "speculated": "yellow", "negated": "red"}
"""Colours of the certainties that we know; others are printed plainly."""


@contextmanager
def progress(inputs: Sequence[str | Path], *, quiet: bool) -> Iterator[Tick | None]:
    """A bar over documents on a terminal; nothing when quiet or when standard error is a file."""
    if quiet or not err.is_terminal:
        yield None
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("documents, {task.fields[words]:,} words"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("loading", total=count(inputs), words=0)
        done = [0]

        def tick(document: str, words: int) -> None:
            done[0] += words
            bar.update(task, advance=1, words=done[0], description=escape(document[-32:]))

        yield tick


def skipped(pairs: Sequence[tuple[str, str]]) -> None:
    """One line for every source that was left out."""
    for source, reason in pairs:
        err.print(f"[yellow]skipped[/] {escape(source)}: {escape(reason)}", soft_wrap=True)


def summary(report: Report, folder: Path) -> None:
    """What a build did and found."""
    speed = f", {report.words / report.seconds:,.0f} words/s" if report.words and report.seconds else ""
    out.print(
        f"{report.read} documents: {report.added} new, {report.replaced} replaced, {report.unchanged} unchanged, "
        f"{len(report.skipped)} skipped; {report.seconds:.1f} s{speed}",
        soft_wrap=True,
    )
    for violation in report.violations:
        err.print(f"[red]violates the shapes[/] {escape(violation)}", soft_wrap=True)
    if report.statements:
        out.print(_counts(report))
    out.print(f"graph: {escape(str(folder))}   page: {escape(str(folder / 'graph.html'))}", soft_wrap=True)


def _counts(report: Report) -> RichTable:
    found = {certainty for _, certainty in report.statements}
    certainties = [c for c in STYLES if c in found] + sorted(found - STYLES.keys())
    table = RichTable("statement", *certainties, box=None, pad_edge=False, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for type_ in sorted({key[0] for key in report.statements}):
        table.add_row(type_, *(str(report.statements[type_, c] or "") for c in certainties))
    return table


def questions() -> None:
    """The packaged questions, by name."""
    from kg.ontology.questions import questions as packaged

    table = RichTable("name", "question", "Frage", box=None, pad_edge=False, header_style="bold")
    for question in packaged():
        table.add_row(question.name, escape(question.question), escape(question.frage))
    out.print(table)


def table(answer: Table, format: str) -> None:
    """The answer to a SELECT as a table, CSV or SPARQL JSON."""
    from kg.view.table import render

    if format == "csv":
        sys.stdout.write(answer.to_csv())
    elif format == "json":
        print(answer.to_json())
    elif format == "ttl":
        from kg.errors import InputError

        raise InputError("--format ttl needs a CONSTRUCT or DESCRIBE query")
    else:
        render(answer, out)


def entity(record: EntityRecord, statements: Sequence[StatementRecord]) -> None:
    """An entity and all that is said of it."""
    aliases = f" (also {', '.join(record.aliases)})" if record.aliases else ""
    out.print(f"[bold]{escape(record.label)}[/]  {record.type}{escape(aliases)}", soft_wrap=True)
    for statement in statements:
        _statement(statement)


def explanation(a: EntityRecord, b: EntityRecord, statements: Sequence[StatementRecord]) -> None:
    """Every statement between two entities, with the sentences, who says it and which rule found it."""
    out.print(
        f"[bold]{escape(a.label)}[/] and [bold]{escape(b.label)}[/]: {len(statements)} statements", soft_wrap=True
    )
    for statement in statements:
        _statement(statement)


def identification(found: Identification) -> None:
    """Who an entity is: its names, every place, the judgements about it."""
    entity(found.entity, ())
    known = ", ".join(f"{scheme} {value}" for scheme, value in found.entity.identifiers)
    out.print(f"[dim]{escape(found.entity.iri)}[/]" + (f"\n{escape(known)}" if known else ""), soft_wrap=True)
    out.print(f"\n{len(found.places)} mentions in {len(found.entity.documents)} documents", soft_wrap=True)
    for place in found.places:
        where = f"[dim]{escape(place.document)} {place.start}-{place.end}[/]"
        out.print(f"  {escape(place.text)}  {where}", soft_wrap=True)
    for linked in found.links:
        _linked(linked)
    out.print(f"\n{len(found.reasons)} judgements", soft_wrap=True)
    for reason in found.reasons:
        told = reason.judgement
        score = "" if told.score is None else f", score {told.score:.2f}"
        dated = f", {told.date}" if told.date else ""
        out.print(f"  {escape(reason.a)} / {escape(reason.b)}: [bold]{told.verdict}[/]", soft_wrap=True)
        out.print(f"    [dim]by {told.by} {escape(told.judge)}{score}{dated}[/]", soft_wrap=True)
        for text in (*told.features, *filter(None, [told.note])):
            out.print(f"    [dim]{escape(text)}[/]", soft_wrap=True)


def _linked(told: Linked) -> None:
    first, *others = told.link.candidates or (None,)
    where = f"in {len(told.documents)} documents" if len(told.documents) > 1 else f"in {told.documents[0]}"
    if first is None:
        out.print(f"\nnot linked {escape(where)}: no entry of the register has a name like it", soft_wrap=True)
        return
    what = "linked to" if told.link.decision == "linked" else "not linked: best candidate"
    out.print(f"\n{what} {escape(_candidate(first))}, {escape(where)}", soft_wrap=True)
    _reasons(first)
    for other in (rival for rival in others if rival.score >= WORTH_TELLING):
        out.print(f"  next best {escape(_candidate(other))}", soft_wrap=True)
        _reasons(other)


def _candidate(found: Candidate) -> str:
    known = [f"{s} {v}" for s, v in found.identifiers if f"{s}:{v}" != found.id and s in SCHEMES]
    return f"{found.name} ({'; '.join([f'{found.register} {found.id}', *known])}), score {found.score:.2f}"


def _reasons(found: Candidate) -> None:
    for text in found.reasons:
        out.print(f"    [dim]{escape(text)}[/]", soft_wrap=True)


def _statement(record: StatementRecord) -> None:
    style = STYLES.get(record.certainty, "default")
    tail = f" -> {record.tail_label}" if record.tail_label else ""
    said = f", said by {', '.join(record.said_by)}" if record.said_by else ""
    when = f", {record.when.text}" if record.when else ""
    head = f"{record.head_label} {record.edge or record.type}{tail}"
    out.print(f"\n{escape(head)}  [{style}]{record.certainty}[/]{escape(said + when)}", soft_wrap=True)
    for evidence in record.evidence:
        source = evidence.title or evidence.document
        dated = f", {evidence.published}" if evidence.published else ""
        out.print(f"  “{escape(evidence.quote)}”", soft_wrap=True)
        out.print(f"  [dim]{escape(source + dated)}[/]", soft_wrap=True)
    out.print(f"  [dim]found by {escape(record.by)}, confidence {record.confidence:.2f}[/]", soft_wrap=True)
