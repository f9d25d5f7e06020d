"""Two names that a finder took for one: what a hyphen or "and" joins."""

from collections.abc import Container, Iterable

from kg.annotate.names.view import Candidate, Run, View

AND = frozenset({"and", "und"})


def is_row(c: Candidate, others: Iterable[Candidate], whole: Container[Run], view: View) -> bool:
    """Whether the encoder took two names that a hyphen joins for one: "AMD-MI308" in "AMD-MI308-Chips".

    The runs in `whole` are the register's. A noun behind the hyphen is that of the whole: "Velmoor-Institut für Optik".
    """
    others = list(others)
    for hyphen in range(c.start + 1, c.end - 1):
        if view.is_glued_hyphen(hyphen):
            before = any(c.start <= o.start and o.end == hyphen for o in others)
            after = (o for o in others if before and o.start == hyphen + 1 and o.end <= c.end)
            if any((o.start, o.end) in whole or not view.words.is_common(view.text[o.start]) for o in after):
                return True
    return False


def apart(c: Candidate, whole: Container[Run], view: View) -> list[Candidate]:
    """The two names that "and" joins, or the one: "Bank of Wexmoor and Velmoor" where the register knows either.

    Without the register both must end in a line of business: "Velmoor Logistics and Tessaro Holdings".
    """
    for joint in range(c.start + 1, c.end - 1):
        if view.lower[joint] in AND:
            first, second = (c.start, joint), (joint + 1, c.end)
            if first in whole or second in whole or (_is_firm(first, view) and _is_firm(second, view)):
                return [Candidate(*run, c.type, c.score, c.by) for run in (first, second)]
    return [c]


def _is_firm(run: Run, view: View) -> bool:
    """Whether a name of several words ends in a line of business, and no word such as "of" is in it."""
    small = any(view.text[i].islower() for i in range(*run))
    return run[1] - run[0] > 1 and not small and view.has(run[1] - 1, "business")
