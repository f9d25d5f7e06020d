"""Right boundaries: a name without articles, heads of appositions, quotes and the rest of a compound."""

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.view import HYPHENS, OPENING, Run, View

KINDS = ("company_head", "org_head", "product_head")
"""The lists of words for kinds of firms, bodies and products."""

WHOLE = ("business", "city_institution", "first_name", "name_part", "org_for", "body_tail")
"""The lists of words that belong to the name before the hyphen: "Velmoor-Institut"."""


def trim(run: Run, view: View, keep_whole: bool = False, person: bool = False, sure: bool = False) -> Run | None:
    """The name inside a run of tokens, or None when nothing of it is one.

    `keep_whole` leaves a compound with a common noun together ("EU-Kommission", when somebody knows it as a name).
    `sure` trusts who found the run more than the words at its beginning: "First Lakeside Corporation".
    """
    start, end = run
    start, end = _strip(start, _form_end(start, end, view), view)
    if not keep_whole:
        end = _compound_end(start, end, view, person)
    start = _drop_heads(start, end, view, sure)
    start, end = _strip(start, _without_seat(start, _without_count(start, end, view), view), view)
    if start >= end or _is_no_name(start, end, view, sure):
        return None
    return start, end


def _strip(start: int, end: int, view: View) -> Run:
    while start < end and (
        view.text[start] in OPENING or not _has_alnum(view.text[start]) or view.has(start, "determiner")
    ):
        start += 1
    while start < end and not _has_alnum(view.text[end - 1]) and not _may_end(end - 1, view):
        end -= 1
    while end - start > 1 and (view.lower[end - 1] in ("'s", "’s") or _is_tail(end - 1, view)):
        end -= 1
    half = (end - start) // 2
    if half and view.text[start : start + half] == view.text[start + half : end]:
        end = start + half
    return start, end


def _may_end(i: int, view: View) -> bool:
    """Whether a sign may belong to the name that it ends; an exclamation mark inside a sentence: "Yahoo!"."""
    if view.text[i] == "!":
        return not view.spaced[i - 1] and i + 1 < view.size and view.sent[i] == view.sent[i + 1]
    return view.text[i] in (".", ")", "+", "°")


def _form_end(start: int, end: int, view: View) -> int:
    """Where a legal form with a full stop ends the name, when a run goes on into the next sentence."""
    for i in range(start + 1, end - 1):
        form, after = view.text[i], view.text[i + 1]
        if (
            form.endswith(".")
            and form in legal_forms().forms
            and after[:1].isupper()
            and after not in legal_forms().forms
        ):
            return i + 1
    return end


def _is_tail(i: int, view: View) -> bool:
    """Whether the last word of a run is an ordinary one in lower case: "Dana Energy company"."""
    text = view.text[i]
    if view.has(i, "government"):
        return False
    return text.islower() and text.isalpha() and view.spaced[i - 1] and view.words.is_known(text)


def _without_count(start: int, end: int, view: View) -> int:
    """Where a name ends that a number follows which is no part of it, for the name stands without it as well."""
    if end - start < 2 or not view.text[end - 1].isdigit() or not view.spaced[end - 2]:
        return end
    name = view.text[start : end - 1]
    size = len(name)
    others = (i for i in range(view.size - size) if i != start and view.text[i : i + size] == name)
    return end - 1 if any(not view.text[i + size][0].isdigit() for i in others) else end


def _without_seat(start: int, end: int, view: View) -> int:
    """Where an English name ends that its place follows: "Wren Motors of Coventry", unlike "Bank of Coventry"."""
    of = next((i for i in range(start + 2, end - 1) if view.lower[i] == "of"), None)
    if of is None or view.words.lang != "en" or view.has(of - 1, "org_start") or not view.has(of - 1, "business"):
        return end
    return of


def _has_alnum(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _compound_end(start: int, end: int, view: View, person: bool) -> int:
    """Where a compound's common noun is cut off: "Velmoor" of "Velmoor-Papiere"; not inside "Nord-West-Bahn"."""
    for i in range(start + 1, min(end, view.size - 1)):
        if view.text[i] in HYPHENS and view.is_glued_hyphen(i) and cuts(view, i, person):
            last = i
            while last + 2 < end and view.is_glued_hyphen(last + 2):
                last += 2
            form = any(view.text[j] in legal_forms().forms for j in range(last + 2, end))
            if not form and (last == i or cuts(view, last, person)):
                return i
    return end


def cuts(view: View, hyphen: int, person: bool = False) -> bool:
    """Whether what follows a hyphen is a common noun and no part of a name; a person's may be any word."""
    tail = hyphen + 1
    text = view.text[tail]
    if (
        view.has(tail, "compound_tail")
        or view.has(tail, "compound_thing")
        or view.has(tail, "position")
        or text[0].islower()
    ):
        return True
    if any(
        view.has(tail, name)
        for name in ("business", "city_institution", "first_name", "name_part", "org_for", "body_tail")
    ):
        return False
    if person:
        return False
    return view.words.is_common(text) or view.has(tail, "stop") or view.has(tail, "product_head")


def _drop_heads(start: int, end: int, view: View, sure: bool) -> int:
    """Without the heads of an apposition before a name: "Chiphersteller", "Vorstandschef", "Dr."."""
    while end - start > 1 and not view.is_glued_hyphen(start + 1):
        head = (view.has(start, "company_head") or view.has(start, "title")) and not view.has(start, "firm_start")
        if sure and view.words.lang == "en":
            head = view.has(start, "honorific")
        head = head or (view.has(start, "stop") and not sure)
        text = view.text[start]
        lower = text.isalpha() and text.islower() and (view.words.is_known(text) or len(text) < 4)
        if not (lower or (head and not view.has(start, "business") and _keeps_name(start + 1, end, view))):
            break
        if view.has(start, "person_particle") and lower:
            break
        start += 1
    return start


def _keeps_name(start: int, end: int, view: View) -> bool:
    return any(view.is_name(i) for i in range(start, end))


def _is_no_name(start: int, end: int, view: View, sure: bool) -> bool:
    """A stop word, an index, a number, or a word in lower case (unless whoever found it is sure: "n-tv")."""
    text = " ".join(view.lower[start:end])
    if (view.has(start, "stop") and end - start == 1) or text in view.words.lexicon.lists["index"].exact:
        return True
    words = [view.text[i] for i in range(start, end)]
    if any(view.words.has_capital(word) for word in words):
        return False
    return not (sure and any(_has_alnum(word) and not view.words.is_known(word) for word in words))


def whole_person(run: Run, view: View) -> Run:
    """A person's name with the other halves of its hyphenated parts: "Karl-Heinz Patzer", "Müller-Brandt"."""
    start, end = run
    while (
        start > 1
        and view.is_glued_hyphen(start - 1)
        and view.text[start - 2][:1].isupper()
        and not cuts(view, start - 1, True)
    ):
        start -= 2
    while (
        end < view.size - 1
        and view.is_glued_hyphen(end)
        and not cuts(view, end, True)
        and view.text[end + 1][:1].isupper()
    ):
        end += 2
    return start, end


def is_dateline(run: Run, view: View) -> bool:
    """Whether a name is an agency's in a dateline: "BONN (dpa) - "."""
    start, end = run
    if start == 0 or view.text[start - 1] != "(":
        return False
    close = next((i for i in range(end, min(end + 4, view.size - 1)) if view.text[i] == ")"), None)
    return close is not None and view.text[close + 1] in ("-", "–", "—")


def is_ticker(run: Run, view: View) -> bool:
    """Whether a run is a ticker symbol in brackets after its exchange: "(NASDAQ: VLMR)"."""
    start, end = run
    if end - start > 1 or start < 3 or not view.text[start].isupper() or view.text[start - 1] != ":":
        return False
    opened = next((word for word in reversed(view.text[max(0, start - 30) : start - 1]) if word in ("(", ")")), "")
    return opened == "("


def is_code(run: Run, view: View) -> bool:
    """Whether a run stands in brackets before a ticker symbol, as the code of an exchange does."""
    start, end = run
    if not (start > 0 and end + 1 < view.size and view.text[end] == ":" and view.text[start - 1] in ("(", ",", ";")):
        return False
    symbol = view.text[end + 1]
    return symbol == symbol.upper() and any(c.isalnum() for c in symbol)


def extends(short: Run, long: Run, view: View) -> bool:
    """Whether `long` is a fuller name than `short` inside it: every further word belongs in a name."""
    if not (long[0] <= short[0] and short[1] <= long[1]) or short == long:
        return False
    more = [i for i in range(*long) if not short[0] <= i < short[1]]
    if any(view.text[i] in HYPHENS or view.lower[i] in ("und", "and", ",", "/") for i in more):
        return False
    if any(view.words.is_code(view.text[i]) for i in more):
        return False
    return all(view.may_continue(i) or view.text[i] in legal_forms().forms for i in more)


def is_kind(run: Run, view: View) -> bool:
    """Whether a run is one word for a kind of firm, body or product: "Chatbot", "Airline"; "Volksbank" is none."""
    start, end = run
    lists = view.words.lexicon.lists
    return end - start == 1 and any(view.lower[start] in lists[name].exact for name in KINDS)


def is_generic(run: Run, view: View) -> bool:
    """Whether a run is an ordinary noun phrase in capitals: "the Plan", "Asset Purchase Agreement"."""
    start, end = run
    if view.has(end - 1, "not_name_end"):
        return True
    common = end - start == 1 and view.words.is_common(view.text[start])
    return common and start > 0 and view.has(start - 1, "determiner") and not view.is_glued_hyphen(end)


def before_city_adjective(run: Run, view: View) -> bool:
    """Whether a run begins with a city adjective that is no part of the name: "die Berliner Tonhaus"."""
    start, end = run
    if end - start < 2 or not view.spaced[start] or not view.words.is_city_adjective(view.text[start]):
        return False
    if view.words.is_common(view.text[start + 1]) and end - start == 2:
        return view.stands_alone(start + 1) and view.text[start + 1] not in legal_forms().generic
    return not view.has(start + 1, "city_institution") or view.stands_alone(start + 1)
