"""`kg register`: company registers imported, listed, removed, and asked."""

import shlex
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.cli.terminal import err, out
from kg.errors import InputError
from kg.resolve.registers import Added, Entry, Register, default_path
from kg.resolve.registers import add as import_register
from kg.resolve.registers.schema import existing

SCHEMES = ("isin", "lei", "ticker", "tickerSymbol", "wikidata")
"""What may stand before the colon of an identifier; with anything else it is an id or a name."""


def add(arguments: Namespace) -> int:
    """`kg register add NAME|FILE...`"""
    if arguments.name and len(arguments.sources) > 1:
        raise InputError("--name is for one register; add them one by one")
    with Register.open(arguments.register, outdated=True) as register:
        for source in arguments.sources:
            with _counter(source, quiet=arguments.quiet) as progress:
                done = import_register(
                    register,
                    source,
                    name=arguments.name,
                    kind=arguments.kind,
                    columns=arguments.columns,
                    progress=progress,
                )
            if not arguments.quiet:
                _added(done)
        if not arguments.quiet:
            out.print(f"register: {escape(str(register.path))}", soft_wrap=True)
            use = f"kg build ARTICLES --out DIR --register {shlex.quote(str(register.path))}"
            out.print(f"link names in articles to it: {escape(use)}", soft_wrap=True)
            if old := [known.name for known in register.registers() if known.outdated]:
                err.print(f"[yellow]outdated[/] {escape(', '.join(old))}: run 'kg register refresh'", soft_wrap=True)
    return 0


def list_(arguments: Namespace) -> int:
    """`kg register list`"""
    with Register.open(arguments.register, read_only=True, outdated=True) as register:
        for known in register.registers():
            counts = f"{known.entries:,} entries, {known.relations:,} relations"
            old = "; outdated: run 'kg register refresh'" if known.outdated else ""
            out.print(f"{escape(known.name)}: {counts}, version {escape(known.version)}{old}", soft_wrap=True)
    return 0


def refresh(arguments: Namespace) -> int:
    """`kg register refresh`"""
    with (
        Register.open(existing(arguments.register or default_path()), outdated=True) as register,
        _counter("indexing", quiet=arguments.quiet) as progress,
    ):
        done = register.refresh(progress)
    if not arguments.quiet:
        out.print(f"indexed anew: {escape(', '.join(done))}" if done else "nothing is outdated", soft_wrap=True)
    return 0


def remove(arguments: Namespace) -> int:
    """`kg register remove REGISTER...`"""
    with Register.open(existing(arguments.register or default_path()), outdated=True) as register:
        for name in arguments.names:
            register.remove(name)
    return 0


def find(arguments: Namespace) -> int:
    """`kg register find NAME|SCHEME:VALUE`; exit code 1 when nothing is found."""
    written, colon, value = arguments.name.partition(":")
    with Register.open(arguments.register, read_only=True) as register:
        scheme = next((name for name in SCHEMES if name.casefold() == written.casefold()), "") if colon else ""
        if entry := register.get(arguments.name) if colon else None:
            found = [entry]
        elif scheme:
            found = register.by_identifier(scheme, value)
        else:
            found = register.candidates(arguments.name, type=arguments.type, limit=arguments.limit)
    for entry in found:
        _entry(entry)
    if not found:
        err.print(f"nothing is found by {escape(repr(arguments.name))} in {escape(str(register.path))}", soft_wrap=True)
    return 0 if found else 1


@contextmanager
def _counter(source: str, *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """A count of imported entries on a terminal; nothing when quiet or when standard error is a file."""
    if quiet or not err.is_terminal:
        yield None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,} entries"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(escape(source[-32:]), total=None)
        yield lambda entries: bar.update(task, completed=entries)


def _added(done: Added) -> None:
    how = "replaced" if done.counts.replaced else "added"
    counts = f"{done.counts.entries:,} entries, {done.counts.relations:,} relations"
    out.print(f"{escape(done.name)} ({done.kind}) {how}: {counts}", soft_wrap=True)
    for reason, rows in done.skipped:
        err.print(f"[yellow]left out[/] {rows:,}: {escape(reason)}", soft_wrap=True)


def _entry(entry: Entry) -> None:
    place = ", ".join(part for part in (entry.city, entry.country) if part)
    out.print(f"[bold]{escape(entry.name)}[/]  {entry.type}  {escape(place)}".rstrip(), soft_wrap=True)
    known = ", ".join(f"{scheme}:{value}" for scheme, value in entry.identifiers if f"{scheme}:{value}" != entry.id)
    for line in (
        f"{entry.id}  ({entry.source})",
        f"also {', '.join(entry.aliases)}" if entry.aliases else "",
        known,
        f"part of {', '.join(entry.parents)}" if entry.parents else "",
    ):
        if line:
            out.print(f"  {escape(line)}", soft_wrap=True)
