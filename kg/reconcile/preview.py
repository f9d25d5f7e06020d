"""The HTML page of one entry; everything from the register is escaped."""

from html import escape

from kg.reconcile.properties import PROPERTIES
from kg.reconcile.service import Source, described
from kg.resolve.registers.entry import Entry

_STYLE = (
    "body{font:13px/1.4 system-ui,sans-serif;margin:8px}h1{font-size:15px;margin:0}p{margin:2px 0 6px;color:#555}"
    "dl{display:grid;grid-template-columns:auto 1fr;gap:2px 8px;margin:0}"
    "dt{color:#555}dd{margin:0;word-break:break-word}"
)


def page(entry: Entry, register: Source) -> str:
    """A page for a frame of 400 by 260 pixels."""
    rows = [("id", entry.id), ("names", ", ".join(entry.aliases[:8]))]
    for wanted in PROPERTIES.values():
        values = list(dict.fromkeys(wanted.values(entry)))[:8]
        if wanted.entities:
            values = [parent.name if (parent := register.get(value)) else value for value in values]
        rows.append((wanted.name, ", ".join(values)))
    rows.append(("source", entry.source))
    told = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows if value)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(entry.name)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(entry.name)}</h1><p>{escape(described(entry))}</p>"
        f"<dl>{told}</dl></body></html>"
    )
