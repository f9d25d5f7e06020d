"""Further mentions of names that are already found: other occurrences, surnames, short forms and acronyms."""

from collections import defaultdict
from dataclasses import replace

from kg.annotate.names.lexicon import legal_forms
from kg.annotate.names.view import Candidate, Run, View

SURE = 0.6
SURELY = 0.9
AGAIN, SHORT = 0.9, 0.8
"""How much of a name's score another occurrence and a short form inherit."""

AGAIN_BY = "again"

Form = tuple[str, ...]


def recover(chosen: list[Candidate], view: View) -> list[Candidate]:
    """The names and what follows from them, in text order, without overlaps."""
    chosen = chosen + acronyms(chosen, view)
    chosen = sorted(chosen + models(chosen, view), key=lambda c: c.start)
    used = {i for c in chosen for i in range(c.start, c.end)}
    bearers: dict[Form, list[Candidate]] = defaultdict(list)
    for c in chosen:
        for form, score in forms_of(c, view):
            bearers[form].append(replace(c, score=score))
    heads = defaultdict(list)
    for form in bearers:
        heads[form[0]].append(form)
    found = []
    for i in range(view.size):
        if i in used:
            continue
        for form in sorted(heads.get(view.text[i], ()) or _genitive(heads, view, i), key=len, reverse=True):
            end = _occurs(form, view, i)
            if end and used.isdisjoint(range(i, end)) and _may_be(form, view, i, end):
                source = _bearer(bearers[form], form, view, (i, end))
                found.append(Candidate(i, end, source.type, source.score, AGAIN_BY))
                used.update(range(i, end))
                break
    return sorted(chosen + found, key=lambda c: c.start)


def _bearer(bearers: list[Candidate], form: Form, view: View, run: Run) -> Candidate:
    """Whose name an occurrence is: a person's after a title or a verb of speaking, else the one called just so
    elsewhere, else who was last named in full before it, else who is first.
    """
    people = [c for c in bearers if c.type == view.words.lexicon.person_type]
    if people and len(people) < len(bearers) and speaks(run, view):
        return people[0]
    same = [c for c in bearers if c.end - c.start == len(form)]
    before = [c for c in bearers if c.end <= run[0]]
    if same:
        return max(same, key=lambda c: c.score)
    return before[-1] if before else bearers[0]


def speaks(run: Run, view: View) -> bool:
    """Whether the words beside a name show a person: a title before it, a verb of speaking at either side."""
    before, after = run[0] - 1, run[1]
    if before >= 0 and view.spaced[before] and (view.has(before, "title") or view.has(before, "person_verb")):
        return True
    return after < view.size and view.has(after, "person_verb")


def forms_of(c: Candidate, view: View) -> list[tuple[Form, float]]:
    """The token forms by which a name may come again, each with its score."""
    tokens = tuple(view.text[c.start : c.end])
    forms = [(tokens, c.score * AGAIN)] if c.score >= SURE or len(tokens) > 1 else []
    lexicon = view.words.lexicon
    bare = _without_legal(c, view)
    if bare and bare != tokens:
        forms.append((bare, c.score * AGAIN))
    forms += [(short, c.score * SHORT) for short in _short(c, bare or tokens, view)]
    if (
        len(tokens) == 1
        and (word := view.words.bare(tokens[0]))
        and word in view.vocabulary
        and c.type != lexicon.place_type
    ):
        forms.append(((word,), c.score * AGAIN))
    return forms


def _without_legal(c: Candidate, view: View) -> Form:
    """The name without its legal form: "Kessler Werkzeugbau" of "Kessler Werkzeugbau GmbH & Co. KG"."""
    end = c.end
    tokens = view.text
    for first in range(c.start + 1, c.end):
        rest = "".join(
            t + (" " if s else "") for t, s in zip(tokens[first : c.end], view.spaced[first : c.end], strict=True)
        ).strip()
        if rest in legal_forms().forms or rest in legal_forms().loose or rest.rstrip(".") in legal_forms().forms:
            end = first
            break
    while end - 1 > c.start and tokens[end - 1] in ",":
        end -= 1
    return tuple(tokens[c.start : end])


def _short(c: Candidate, bare: Form, view: View) -> list[Form]:
    """The words that may stand for a longer name: a surname, or the words that make a company's name its own."""
    lexicon = view.words.lexicon
    if len(bare) < 2:
        return []
    if c.type == lexicon.person_type:
        return [bare[-1:]] if bare[-1][0].isupper() and len(bare[-1]) > 2 else []
    if c.type != lexicon.legal_type:
        return []
    word = bare[-1] if lexicon.has("adj_name", bare[0]) else bare[0]
    own = view.words.is_name(word) or (c.score >= SURELY and not lexicon.has("stop", word))
    lists = lexicon.classes(word.lower())
    good = own and len(word) > 2 and word[0].isalpha() and not lists & {"first_name", "business", "company_head"}
    two = [bare[:2]] if len(bare) > 2 and bare[1][0].isupper() else []
    return [*two, (word,)] if good else two


def _genitive(heads: dict[str, list[Form]], view: View, i: int) -> list[Form]:
    """The forms of one word whose genitive stands at i."""
    bare = view.words.bare(view.text[i])
    return [f for f in heads.get(bare, ()) if len(f) == 1] if bare else []


def _occurs(form: Form, view: View, i: int) -> int | None:
    """Where the form that begins at i ends, a genitive at its end included; None when it is not there."""
    end = i + len(form)
    if end > view.size or view.sent[i] != view.sent[end - 1] or tuple(view.text[i : end - 1]) != form[:-1]:
        return None
    last = view.text[end - 1]
    return end if last == form[-1] or view.words.bare(last) == form[-1] else None


def _may_be(form: Form, view: View, i: int, end: int) -> bool:
    """Whether an occurrence is the name and no part of another one or an ordinary word."""
    if len(form) > 1:
        return True
    word = form[0]
    if view.is_sentence_start(i) and view.words.is_common(word) and view.words.lang == "en":
        return False
    if view.has(i, "stop"):
        return False
    return not (
        view.words.is_common(word)
        and i > 0
        and view.has(i - 1, "determiner")
        and end < view.size
        and view.text[end] != "-"
    )


def acronyms(chosen: list[Candidate], view: View) -> list[Candidate]:
    """Acronyms and short names in brackets after a name: "Veltland Investment Authority (VIA)"."""
    found = []
    starts = {c.start for c in chosen}
    for c in chosen:
        run = bracketed((c.start, c.end), view)
        if run and run[0] not in starts and stands_for(view.text[run[0] : run[1]], view.text[c.start : c.end]):
            found.append(Candidate(run[0], run[1], c.type, c.score, "acronym"))
    return found


def models(chosen: list[Candidate], view: View) -> list[Candidate]:
    """Products by their code right after the maker's name: "BMW X5", "Siemens-SGT5-Turbine"."""
    taken = {i for c in chosen for i in range(c.start, c.end)}
    lexicon = view.words.lexicon
    found = []
    for c in chosen:
        i = c.end + 1 if view.is_glued_hyphen(c.end) else c.end
        if c.type != lexicon.legal_type or i >= view.size or i in taken or view.sent[i] != view.sent[c.start]:
            continue
        if view.words.is_code(view.text[i]) and not view.text[i][0].isdigit() and (i > c.end or view.spaced[i - 1]):
            end = i + 1
            while end < view.size and end not in taken and view.spaced[end - 1] and view.has(end, "model_word"):
                end += 1
            found.append(Candidate(i, end, lexicon.product_type, SHORT, "model"))
    return found


def bracketed(run: Run, view: View) -> Run | None:
    """The tokens of a short form in brackets right after a name, without quotes and articles."""
    i = run[1]
    if i + 2 >= view.size or view.text[i] != "(":
        return None
    start = end = i + 1
    while end < view.size and view.text[end] != ")" and end - start < 7:
        end += 1
    if end >= view.size or view.text[end] != ")":
        return None
    inside = [
        j for j in range(start, end) if any(ch.isalnum() for ch in view.text[j]) and not view.has(j, "determiner")
    ]
    if not inside or inside[-1] - inside[0] + 1 != len(inside):
        return None
    return inside[0], inside[-1] + 1


def stands_for(short: list[str], name: list[str]) -> bool:
    """Whether `short` is an acronym of `name` (its capitals begin the words, in order) or its first words."""
    if len(short) < len(name) and short == name[: len(short)]:
        return True
    letters = short[0]
    if len(short) != 1 or not 2 <= len(letters) <= 8 or sum(ch.isupper() for ch in letters) < 2:
        return False
    initials = iter("".join(_initials(w) for w in name))
    return all(any(ch == letter for ch in initials) for letter in letters.lower() if letter.isalpha())


def _initials(word: str) -> str:
    """The letters of a word that an acronym may take: the first, and capitals inside; all of short names."""
    return (word[:1] + "".join(ch for ch in word[1:] if ch.isupper())).lower()


def abbreviations(view: View, pool: list[Candidate]) -> set[Run]:
    """Where abbreviations of ordinary words stand: "Kurs-Gewinn-Verhältnis (KGV)", "distribution rights (DRs)".

    They are no names, unless the words that they abbreviate are a name or the register knows them.
    """
    ends = {c.end for c in pool}
    certain = {view.text[c.start] for c in pool if c.end - c.start == 1 and c.score >= 1.0}
    hidden: set[str] = set()
    for i in range(2, view.size - 2):
        if view.text[i] == "(" and view.text[i + 2] == ")" and i not in ends and _abbreviates(view, i + 1, i):
            hidden.add(view.text[i + 1])
    hidden -= certain
    return {(i, i + 1) for i in range(view.size) if view.text[i] in hidden}


def _abbreviates(view: View, short: int, end: int) -> bool:
    """Whether the words before token `end` begin with the letters of the abbreviation at `short`, one for each."""
    letters = [ch.lower() for ch in view.text[short] if ch.isupper()]
    if not 2 <= len(letters) <= 6 or not view.text[short][:2].isupper():
        return False
    parts = [i for i in range(max(0, end - 2 * len(letters)), end) if view.text[i][:1].isalpha()][-len(letters) :]
    initials = [view.lower[i][0] for i in parts]
    common = all(view.text[i].islower() or view.words.is_common(view.text[i]) for i in parts)
    return common and initials == letters
