"""Answers to queries as tables for the terminal."""

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg.store import Table
from kg.store.prefixes import PREFIXES, shorten
from kg.store.results import Term

if TYPE_CHECKING:  # rich is only needed on a terminal
    from rich.console import Console

_PLAIN = {PREFIXES["xsd"] + name for name in ("string", "integer", "decimal", "double", "boolean", "date")}


def render(table: Table, console: "Console | None" = None, labels: Mapping[str, str] | None = None) -> None:
    """Print a table: with rules and colours on a terminal, as plain columns for files and pipes.

    IRIs are shown by `labels` where these name them, else with prefixes. Control characters are shown, not sent.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table as RichTable
    from rich.text import Text

    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.file.write(plain(table, labels))
        return
    shown = RichTable(*map(escape, table.columns), header_style="bold")
    for row in table.terms:
        shown.add_row(*(Text(cell(term, labels), style="cyan" if isinstance(term, NamedNode) else "") for term in row))
    console.print(shown)
    console.print(f"{len(table)} row{'' if len(table) == 1 else 's'}")


def plain(table: Table, labels: Mapping[str, str] | None = None) -> str:
    """The table as aligned columns, two spaces between them, cells never cut."""
    rows = [list(table.columns), *([cell(term, labels) for term in row] for row in table.terms)]
    widths = [max(_width(row[i]) for row in rows) for i in range(len(table.columns))]
    rows.insert(1, ["-" * width for width in widths])
    lines = ("  ".join(c + " " * (w - _width(c)) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "".join(f"{line}\n" for line in lines)


def cell(term: Term | None, labels: Mapping[str, str] | None = None) -> str:
    """One term: a label or a short IRI, the text of a literal with its language or unusual type, empty if unbound."""
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return _visible((labels or {}).get(term.value) or shorten(term.value))
    if not isinstance(term, Literal):
        return _visible(str(term))
    if term.language:
        return _visible(f"{term.value} @{term.language}")
    return _visible(term.value if term.datatype.value in _PLAIN else f"{term.value} ({shorten(term.datatype.value)})")


def _visible(text: str) -> str:
    """Control and format characters, which could steer a terminal, as escapes."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in ("Cc", "Cf", "Cs") else c for c in text)


def _width(text: str) -> int:
    """Columns on a terminal: wide East Asian characters take two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in text)
    return len(text) + wide - sum(unicodedata.combining(c) > 0 for c in text)
