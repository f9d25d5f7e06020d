"""The two reviews in a terminal: unsure pairs, and single statements."""

from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markup import escape

from kg.errors import InputError
from kg.model.identity import Verdict
from kg.model.review import Review
from kg.review import pairs, show, statements
from kg.review.ask import asker, change
from kg.review.corrections import correction_of
from kg.review.pairs import OpenPair, open_pairs
from kg.review.session import Choice, Session, Tally, Undo
from kg.review.statements import least_sure
from kg.review.words import CONFIRMED, CORRECTED, DIFFERENT, REJECTED, SAME
from kg.store import Dataset
from kg.store.resolving import resolve
from kg.view.products import write_products
from kg.view.records import StatementRecord


def review_pairs(
    dataset: Dataset, folder: Path, source: TextIO, out: Console, person: str, date: str, *, limit: int | None = None
) -> Tally:
    """Go through the unsure pairs, best first. Each answer, a line of `source`, is written at once as a judgement of
    `person` on `date` (ISO 8601); the files in `folder` are written once at the end.
    """
    shown_anew = resolve(dataset)
    found = list(open_pairs(dataset, limit))
    if not found:
        out.print("nothing is unsure: rules or persons have decided all pairs")

    def decide(verdict: Verdict, pair: OpenPair) -> Undo:
        before = pairs.decide(dataset, pair.judgement, verdict, person, date)
        return lambda: pairs.undo(dataset, pair.judgement, before)

    session = Session(
        found,
        lambda pair, place: show.pair(pair, place, len(found), out),
        lambda pair: pairs.is_open(dataset, pair.judgement),
        [
            Choice("y same", SAME, lambda pair: decide("same", pair)),
            Choice("n different", DIFFERENT, lambda pair: decide("different", pair)),
        ],
        asker(source, out),
        out,
    )
    return _finish(dataset, folder, session.walk(), shown_anew, out)


def review_statements(
    dataset: Dataset,
    folder: Path,
    source: TextIO,
    out: Console,
    person: str,
    date: str,
    *,
    entity: str | None = None,
    type: str | None = None,
    certainty: str | None = None,
    limit: int | None = None,
) -> Tally:
    """Go through statements that nobody has judged, least sure first, as `review_pairs` does; see `least_sure`."""
    shown_anew = resolve(dataset)
    found = least_sure(dataset, entity=entity, type=type, certainty=certainty, limit=limit)
    if not found:
        out.print("no statements to review")
    ask = asker(source, out)

    def decide(review: Review, record: StatementRecord) -> Undo | None:
        wanted = change(dataset, record, ask, out) if review == "corrected" else None
        if review == "corrected" and wanted is None:
            return None
        more = {} if wanted is None else {"certainty": wanted.certainty, "new_type": wanted.new_type}
        roles, swap = (wanted.roles, wanted.swap) if wanted else (None, False)
        try:
            told = correction_of(dataset, record, review, person, date, roles=roles, swap=swap, **more)
        except InputError as error:
            out.print(f"[red]{escape(str(error))}[/]", soft_wrap=True)
            return None
        before = statements.decide(dataset, told)
        return lambda: statements.undo(dataset, told, before)

    session = Session(
        found,
        lambda record, place: show.statement(record, place, len(found), out),
        lambda _: True,
        [
            Choice("y confirmed", CONFIRMED, lambda record: decide("confirmed", record)),
            Choice("n rejected", REJECTED, lambda record: decide("rejected", record)),
            Choice("c correct", CORRECTED, lambda record: decide("corrected", record)),
        ],
        ask,
        out,
    )
    return _finish(dataset, folder, session.walk(), shown_anew, out)


def _finish(dataset: Dataset, folder: Path, tally: Tally, shown_anew: int, out: Console) -> Tally:
    """Show what a stopped decision may have left, write the files once, and say what was decided."""
    if resolve(dataset) or shown_anew or tally.total:
        write_products(dataset, folder)
    counts = ", ".join(f"{number} {label.partition(' ')[2]}" for label, number in tally.decided.items())
    out.print(f"\n{tally.total} decided{f': {counts}' if counts else ''}; {tally.later} left for later")
    return tally
