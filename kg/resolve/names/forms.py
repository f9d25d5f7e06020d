"""Legal forms found in the words of a name, and how two names' forms go together."""

from rapidfuzz.distance import OSA

from kg.resolve.names.lexicon import Kind, Lexicon, Phrase, lexicon


def without_forms(folded: Phrase) -> tuple[Phrase, frozenset[str], Phrase]:
    """The words without legal form, share class and seat, the ids of the forms, and the seat.

    Forms stand at the end, before places at the end ("Siemens AG Österreich"), or at the start ("OOO Romashka").
    One word at least is left.
    """
    known = lexicon()
    rest = _without_shares(_short(folded, known), known)
    rest, legal = _at_end(rest, known)
    rest, first = _at_start(rest, known)
    rest, seated, seat = (rest, frozenset[str](), ()) if legal | first else _before_seat(rest, known)
    rest, inside = _before_places(rest, known)
    return rest, legal | seated | inside | first, seat


def _short(folded: Phrase, known: Lexicon) -> Phrase:
    """Written-out parts of composed forms in short."""
    for long, short in known.spelled.items():
        if long[0] not in folded:
            continue
        for at in range(1, len(folded) - len(long) + 1):
            if folded[at : at + len(long)] == long:
                folded = folded[:at] + short + folded[at + len(long) :]
                break
    return folded


def _without_shares(rest: Phrase, known: Lexicon) -> Phrase:
    for size in (2, 1):
        if len(rest) > size + 1 and rest[-size:] in known.shares:
            return rest[:-size]
    return rest


def _at_end(rest: Phrase, known: Lexicon) -> tuple[Phrase, frozenset[str]]:
    legal: frozenset[str] = frozenset()
    while cut := _start(rest, len(rest), known):
        legal |= known.written[rest[cut:]]
        rest = rest[:cut]
    if not legal and len(rest) > 1 and (form := _mistyped(rest[-1], known)):
        return rest[:-1], known.written[(form,)]
    return rest, legal


def _mistyped(word: str, known: Lexicon) -> str:
    """The long legal form that a word is but for a letter; empty for none."""
    if len(word) < 6 or (word,) in known.meanings:
        return ""
    return next((form for form in known.long_forms if OSA.distance(word, form, score_cutoff=1) <= 1), "")


def _before_places(rest: Phrase, known: Lexicon) -> tuple[Phrase, frozenset[str]]:
    tail = len(rest)
    while size := _place(rest[:tail], known):
        tail -= size
    cut = _start(rest, tail, known) if tail < len(rest) else 0
    return (rest[:cut] + rest[tail:], known.written[rest[cut:tail]]) if cut else (rest, frozenset())


def _place(rest: Phrase, known: Lexicon) -> int:
    """How many words at the end are a place; one word at least is left."""
    meanings = ((n, known.meanings.get(rest[-n:])) for n in (3, 2, 1) if len(rest) > n)
    return next((n for n, meaning in meanings if meaning and meaning.kind is Kind.PLACE), 0)


def _before_seat(rest: Phrase, known: Lexicon) -> tuple[Phrase, frozenset[str], Phrase]:
    """The name, its form, and one or two words behind it that are a town or in no list: "Delta d.o.o. Beograd"."""
    for size in (1, 2):
        tail = rest[-size:]
        cut = _start(rest, len(rest) - size, known) if len(rest) > size + 1 else 0
        form = rest[cut : len(rest) - size]
        town = tail in known.towns
        if cut and (town or (len("".join(form)) > 2 and not any((w,) in known.meanings or w.isdigit() for w in tail))):
            return rest[:cut], known.written[form], tail
    return rest, frozenset(), ()


def _at_start(rest: Phrase, known: Lexicon) -> tuple[Phrase, frozenset[str]]:
    for size in range(min(known.longest_first, len(rest) - 1), 0, -1):
        if first := frozenset(i for i in known.written.get(rest[:size], ()) if known.forms[i].first):
            return rest[size:], first
    return rest, frozenset()


def _start(rest: Phrase, end: int, known: Lexicon) -> int:
    """Where the longest legal form that ends at `end` starts; 0 for none, also when nothing would be left.

    None starts behind "and": of "Kessler & Co., Inc." the form is "Inc.".
    """
    longest = known.ends.get(rest[end - 1], 0)
    starts = (n for n in range(max(1, end - longest), end) if rest[n - 1] != "and")
    return next((n for n in starts if rest[n:end] in known.written), 0)


def relation(a: frozenset[str], b: frozenset[str]) -> str:
    """The feature that two names' legal forms give; empty when one has none."""
    if not a or not b:
        return ""
    if a & b:
        return "legal agrees"
    forms = lexicon().forms
    pairs = [(forms[x], forms[y]) for x in a for y in b]
    if any(x.id in y.like or y.id in x.like for x, y in pairs):
        return "legal rendered"
    return "legal related" if any(x.id in y.near or y.id in x.near for x, y in pairs) else "legal differs"
