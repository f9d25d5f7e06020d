"""Runs as figures with stable keys, and as text for reading."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from figures import calibration
from matching import MODES, Error, Score

from kg.ontology import Schema

Figures = dict[str, Any]


@dataclass(slots=True)
class Run:
    """One way of reading one data set, and what came of it; `again` when another run has read the same documents so."""

    set: str
    finder: str
    names: str
    mentions: str | None
    documents: int = 0
    words: int = 0
    seconds: float = 0.0
    unplaced: int = 0
    again: bool = False
    score: Score = field(default_factory=Score)

    @property
    def title(self) -> str:
        pipeline = f" with {self.mentions}" if self.mentions else ""
        return f"{self.set}: {self.finder}{pipeline}, names {self.names}"


def figures(run: Run, schema: Schema) -> Figures:
    """One run; keys that have no figures are there with empty or null values."""
    score = run.score
    fact = min(schema.certainties, key=lambda name: schema.certainty(name).rank)
    return {
        "finder": run.finder,
        "names": run.names,
        "mentions pipeline": run.mentions,
        "documents": run.documents,
        "words": run.words,
        "seconds": round(run.seconds, 3),
        "words per second": round(run.words / run.seconds, 1) if run.seconds else None,
        "triples without a place": run.unplaced,
        "statements": {mode: score.statements[mode].figures() for mode in MODES},
        "builds": score.builds.figures()["types"],
        "mentions": {mode: score.mentions[mode].figures() for mode in MODES},
        "certainty": score.certainties.figures(fact),
        "calibration": calibration(score.confidences),
        "errors": dict(sorted(Counter(error.kind for error in score.errors).items())),
    }


def as_json(runs: list[Run], schema: Schema, listed: int) -> Figures:
    """All runs by data set, the calibration of each finder over all sets, and `listed` errors of each run."""
    sets: dict[str, Figures] = {}
    for run in runs:
        found = figures(run, schema) | {"error list": [_error(e) for e in errors_to_list(run, listed)]}
        sets.setdefault(run.set, {"runs": []})["runs"].append(found)
    return {"sets": sets, "calibration": {name: calibration(pairs) for name, pairs in overall(runs).items()}}


def overall(runs: list[Run]) -> dict[str, list[tuple[float, bool]]]:
    """The confidences of all sets by finder."""
    found: dict[str, list[tuple[float, bool]]] = {}
    for run in (run for run in runs if not run.again):
        name = run.finder + (f" with {run.mentions}" if run.mentions else "")
        found.setdefault(name, []).extend(run.score.confidences)
    return found


def errors_to_list(run: Run, number: int) -> list[Error]:
    """`number` wrong statements, the most confident first, and `number` missed ones in the order of the documents."""
    made = sorted((e for e in run.score.errors if e.confidence is not None), key=lambda e: -(e.confidence or 0))
    return made[:number] + [e for e in run.score.errors if e.confidence is None][:number]


def _error(error: Error) -> Figures:
    return {
        "kind": error.kind,
        "document": error.document,
        "what": error.what,
        "confidence": error.confidence,
        "note": error.note,
    }


def text(run: Run, schema: Schema, listed: int) -> str:
    """One run as tables."""
    return "\n".join([*_tables(run, figures(run, schema)), *_errors(run, listed), ""])


def _tables(run: Run, found: Figures) -> Iterator[str]:
    speed = found["words per second"]
    yield f"== {run.title}: {run.documents} documents, {run.words} words, {speed or 0:.0f} words/s"
    if run.unplaced:
        yield f"{run.unplaced} triples are left out: the text words a name otherwise"
    if found["statements"]["overlap"]["types"]:
        yield from _table("statements (overlapping names)", found["statements"]["overlap"])
        yield _line("micro, exact names", found["statements"]["exact"]["micro"])
    if found["builds"]:
        yield f"{'by build':32} right  wrong missed      P      R     F1"
        yield from (_line(f"  {name}", row) for name, row in found["builds"].items())
    if found["mentions"]["exact"]["types"]:
        yield from _table("names (exact span)", found["mentions"]["exact"])
        yield _line("micro, overlapping", found["mentions"]["overlap"]["micro"])
    yield from _certainty(found["certainty"])
    if found["calibration"]["count"]:
        yield from calibration_text(found["calibration"], "calibration")


def _table(title: str, found: Figures) -> Iterator[str]:
    yield f"{title:32} right  wrong missed      P      R     F1"
    for name, row in found["types"].items():
        yield _line(f"  {name}", row)
    yield _line("micro", found["micro"])
    macro = found["macro"]
    yield f"{'macro':32} {'':20} {macro['precision']:6.3f} {macro['recall']:6.3f} {macro['f1']:6.3f}"


def _line(name: str, row: Figures) -> str:
    counts = f"{row['right']:5} {row['wrong']:6} {row['missed']:6} "
    return f"{name:32} {counts} {row['precision']:6.3f} {row['recall']:6.3f} {row['f1']:6.3f}"


def _certainty(found: Figures) -> Iterator[str]:
    if found["scored"]:
        hedged = found["hedged as fact"]
        shown = f", hedged statements found as fact {hedged:.3f}" if hedged is not None else ""
        yield f"certainty accuracy {found['accuracy']:.3f} of {found['scored']}{shown}"
        mixed = [f"{pair} {n}" for pair, n in found["pairs"].items() if len(set(pair.split(" > "))) > 1]
        if mixed:
            yield "  gold > found: " + ", ".join(mixed)


def calibration_text(found: Figures, title: str) -> Iterator[str]:
    """The reliability table: bins that hold something."""
    if found["error"] is None:
        yield f"{title}: no statements"
        return
    yield f"{title}: expected error {found['error']:.3f} over {found['count']} statements"
    yield "  confidence    count   mean  right"
    for row in found["bins"]:
        if row["count"]:
            ends = f"{row['from']:.1f} to {row['to']:.1f}"
            yield f"  {ends}  {row['count']:7}  {row['confidence']:.3f}  {row['right']:.3f}"


def _errors(run: Run, listed: int) -> Iterator[str]:
    kinds = Counter(error.kind for error in run.score.errors)
    if kinds:
        yield "errors: " + ", ".join(f"{kind} {n}" for kind, n in kinds.most_common())
    for e in errors_to_list(run, listed):
        sure = "    " if e.confidence is None else f"{e.confidence:.2f}"
        yield f"  {e.kind:16} {sure} [{e.document}] {e.what} | {e.note}"
