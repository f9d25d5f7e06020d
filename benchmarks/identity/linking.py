#!/usr/bin/env python3
"""Measures linking on short contexts with a marked name against the stocks of pytickersymbols, with NIL.

usage: python benchmarks/identity/linking.py [CONTEXTS.jsonl ...] [--json] [--errors N]

A line of CONTEXTS.jsonl has text (the name in [[ ]]), kind, lang and entry, isin, symbol: the stock that is meant, all
empty for NIL: no stock is meant, or the text does not tell which. Without a file, both halves beside this file are
measured, linking-dev.jsonl and linking-heldout.jsonl; no kind is in both. linking was tuned on the dev half alone.

Beside `kg.resolve.linking` run equal normalised names, rapidfuzz's token_set_ratio (the best entry, above the threshold
with the most right decisions on linking-dev.jsonl) and equal names without cleanco's legal forms. Names that several
stocks have are NIL to all of them.

"Right" is the share of contexts with the right stock or the right NIL; precision and recall are those of links, "NIL
right" is the share of NIL contexts without a link. `--errors` prints at most N wrong ones of the dev half.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.fuzz import token_set_ratio

sys.path.insert(0, str(Path(__file__).parent))

from names import normalised, prf  # type: ignore[import-not-found]  # beside this file

from kg.model import Entity
from kg.resolve.linking import Link, context, link
from kg.resolve.registers import Entry, Register
from kg.resolve.registers.stocks import entries as stocks

FOLDER = Path(__file__).parent
DEV, HELDOUT = FOLDER / "linking-dev.jsonl", FOLDER / "linking-heldout.jsonl"
FIELDS = ("text", "kind", "lang", "entry", "isin", "symbol")
LINKING, EXACT, TOKENS, CLEANCO = "kg.resolve.linking", "exact", "token_set", "cleanco"
_MARKED = re.compile(r"\[\[(.+?)\]\]")


class BadContexts(Exception):
    """A file that cannot be used, in one line."""


@dataclass(frozen=True, slots=True)
class Item:
    """A context: the name stands at `[start, end)` of `text`; `entry`, `isin` and `symbol` are empty for NIL."""

    text: str
    start: int
    end: int
    kind: str
    lang: str
    entry: str
    isin: str
    symbol: str

    @property
    def name(self) -> str:
        return self.text[self.start : self.end]

    def is_meant(self, found: Entry | None) -> bool:
        """Whether the decision is the right one."""
        if found is None or not self.entry:
            return found is None and not self.entry
        return found.name == self.entry and (not self.isin or ("isin", self.isin) in found.identifiers)


@dataclass(frozen=True, slots=True)
class Run:
    """What one way of linking decided, and for ours why."""

    name: str
    found: list[Entry | None]
    links: list[Link]
    seconds: float = 0.0


def read_items(path: Path) -> list[Item]:
    items = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadContexts(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            values = {name: str(row[name]) for name in FIELDS}
        except (ValueError, KeyError, TypeError) as error:
            raise BadContexts(f"{path}, line {number}: {error!r}; a line has {', '.join(FIELDS)}") from error
        marked = _MARKED.findall(values["text"])
        if len(marked) != 1:
            raise BadContexts(f"{path}, line {number}: one name must stand in [[ ]]")
        start = values["text"].index("[[")
        text = _MARKED.sub(r"\1", values.pop("text"))
        items.append(Item(text, start, start + len(marked[0]), **values))
    if not items:
        raise BadContexts(f"{path}: no contexts")
    return items


def linked(items: Sequence[Item], register: Register) -> Run:
    started = time.perf_counter()
    links = [
        link(Entity("e1", item.name, "Company"), context(item.text, (item.start, item.end)), register) for item in items
    ]
    return Run(LINKING, [found.entry for found in links], links, time.perf_counter() - started)


def equal_names(name: str, items: Sequence[Item], entries: Sequence[Entry], key: Callable[[str], str]) -> Run:
    known: dict[str, set[str]] = {}
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        for called in entry.names:
            known.setdefault(key(called), set()).add(entry.id)
    ids = [known.get(key(item.name), set()) for item in items]
    return Run(name, [by_id[next(iter(found))] if len(found) == 1 else None for found in ids], [])


def nearest(items: Sequence[Item], entries: Sequence[Entry]) -> list[tuple[float, Entry | None]]:
    """The entry with the highest token_set_ratio, shortest name first; None where several are equally near and long."""
    names = [normalised(entry.name) for entry in entries]
    found: list[tuple[float, Entry | None]] = []
    for item in items:
        best = process.extract(normalised(item.name), names, scorer=token_set_ratio, limit=30)
        top = sorted((-score, len(name), at) for name, score, at in best)
        found.append((-top[0][0], entries[top[0][2]]) if top else (0.0, None))
    return found


def best_threshold(items: Sequence[Item], found: Sequence[tuple[float, Entry | None]]) -> float:
    """The score with the most right decisions, the highest of equal ones."""
    pairs = list(zip(items, found, strict=True))
    cuts = sorted({score for score, _ in found} | {101.0}, reverse=True)
    return max(cuts, key=lambda cut: sum(i.is_meant(e if s >= cut else None) for i, (s, e) in pairs))


def runs(items: Sequence[Item], dev: Sequence[Item], register: Register, entries: Sequence[Entry]) -> list[Run]:
    made = [linked(items, register), equal_names(EXACT, items, entries, normalised)]
    cut = best_threshold(dev, nearest(dev, entries))
    made.append(Run(TOKENS, [e if s >= cut else None for s, e in nearest(items, entries)], []))
    try:
        strip = import_module("cleanco").basename
    except ImportError:
        print("cleanco is not installed: left out", file=sys.stderr)
        return made
    return [*made, equal_names(CLEANCO, items, entries, lambda name: normalised(strip(name)) or normalised(name))]


def figures(items: Sequence[Item], run: Run) -> dict[str, float]:
    right = [item.is_meant(found) for item, found in zip(items, run.found, strict=True)]
    good = sum(ok for ok, item in zip(right, items, strict=True) if item.entry)
    precision, recall, f1 = prf(good, sum(e is not None for e in run.found), sum(bool(i.entry) for i in items))
    nil = [ok for ok, item in zip(right, items, strict=True) if not item.entry]
    return {
        "right": sum(right) / len(items),
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "nil_right": sum(nil) / (len(nil) or 1),
        "seconds": run.seconds,
    }


def kinds(items: Sequence[Item], run: Run) -> dict[str, tuple[int, int]]:
    """Right and all contexts by kind."""
    counts: dict[str, tuple[int, int]] = {}
    for item, found in zip(items, run.found, strict=True):
        right, all_ = counts.get(item.kind, (0, 0))
        counts[item.kind] = right + item.is_meant(found), all_ + 1
    return counts


def open_register(folder: Path) -> tuple[Register, list[Entry]]:
    entries = list(stocks("stocks"))
    register = Register.open(folder / "register.sqlite")
    register.add("stocks", entries)
    return register, entries


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("contexts", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    arguments = parser.parse_args(argv)
    try:
        halves = {path: read_items(path) for path in arguments.contexts or [DEV, HELDOUT]}
        dev = halves.get(DEV) or read_items(DEV)
    except BadContexts as error:
        print(error, file=sys.stderr)
        return 2
    told = {}
    with tempfile.TemporaryDirectory() as folder:
        register, entries = open_register(Path(folder))
        for path, items in halves.items():
            made = runs(items, dev, register, entries)
            told[path.stem] = {run.name: figures(items, run) for run in made} | {"kinds": kinds(items, made[0])}
            if not arguments.json:
                show(path.stem, items, made)
            if path != HELDOUT:
                show_errors(items, made[0], arguments.errors)
        register.close()
    if arguments.json:
        print(json.dumps(told, indent=2))
    return 0


def show(name: str, items: Sequence[Item], made: Sequence[Run]) -> None:
    print(f"{name}: {len(items)} contexts, {sum(not i.entry for i in items)} of them NIL")
    print(f"{'':20}{'right':>8}{'precision':>11}{'recall':>8}{'F1':>8}{'NIL right':>11}")
    for run in made:
        f = figures(items, run)
        cells = f"{f['right']:8.3f}{f['precision']:11.3f}{f['recall']:8.3f}{f['f1']:8.3f}{f['nil_right']:11.3f}"
        print(f"{run.name:20}{cells}")
    print("  ".join(f"{kind} {right}/{all_}" for kind, (right, all_) in kinds(items, made[0]).items()))
    print(f"{1000 * made[0].seconds / len(items):.1f} ms a context\n")


def show_errors(items: Sequence[Item], run: Run, most: int) -> None:
    wrong = [(i, found) for i, found in zip(items, run.links, strict=True) if not i.is_meant(found.entry)]
    for item, found in wrong[:most]:
        took = found.entry.name if found.entry else f"NIL ({found.runner_up.name if found.runner_up else '-'})"
        print(f"{item.kind}: {item.text}\n  {item.name}: {item.entry or 'NIL'}, not {took}, {found.score}")
        print("  " + "; ".join(found.features))


if __name__ == "__main__":
    sys.exit(main())
