"""The order in which a name is written: what catalogues turn round put right, and shorter readings of a long name."""

import re
from collections.abc import Iterator

from kg.resolve.names.fold import words
from kg.resolve.names.lexicon import Kind, Lexicon, lexicon
from kg.resolve.names.phrases import phrases

_INITIALS = re.compile(r"\s*\(((?:[A-Z][a-z]?\.[\s-]?)+)\)")
_GIVEN = re.compile(r"\s*\(([A-Z][a-zà-ÿ]+)\)")
_DASH = re.compile(r"\s[-–—|]+\s|:\s")


def straight(text: str) -> str:
    """The name as it is spoken: "Globe, The" and "Hill (J. C.) Co." begin with what stands behind."""
    known = lexicon()
    if "(" in text:
        text = _before(text, known)
    text = phrases().hyphen.sub("", text)
    head, comma, tail = text.rpartition(",")
    folded = words(tail)
    if not comma or not folded or len(folded) > 6:
        return text
    last = known.meanings.get(folded[-1:])
    if last is not None and last.kind is Kind.STOP and folded not in known.written and words(head):
        return f"{tail.strip()} {head.strip()}"
    return text


def _before(text: str, known: Lexicon) -> str:
    """Initials or a given name in brackets behind a surname put before it."""
    found = _INITIALS.search(text)
    if found is None:
        found = _GIVEN.search(text)
        if found is None or "".join(words(found[1])) not in known.given:
            return text
    if found.start() == 0 or len(words(text[: found.start()])) > 2:
        return text
    return f"{found[1].strip()} {text[: found.start()].strip()}{text[found.end() :]}"


def heads(text: str) -> Iterator[str]:
    """Shorter readings: before a slogan behind a dash, before a purpose, before a legal form with words behind it."""
    known = lexicon()
    if found := _DASH.search(text):
        before, after = text[: found.start()], words(text[found.end() :])
        if words(before) and after and after[0] in phrases().slogans and len(after) > 1:
            yield before
    written = text.split()
    if at := _common_nouns(written, known):
        yield " ".join(written[:at])
        return
    for at in range(1, len(written)):
        before = " ".join(written[:at])
        if _begins_purpose(written[at:]) and _distinctive(before, known):
            yield before
            return
        if at > 1 and at < len(written) - 1 and _form_inside(written, at, known):
            yield " ".join(written[:at])
            return


def _common_nouns(written: list[str], known: Lexicon) -> int:
    """Where two or more words without a capital letter begin behind a name with one; 0 for nowhere."""
    at = next((n for n, w in enumerate(written) if w[0].islower()), 0)
    nouns = [w for word in written[at:] if word.strip(",").islower() for w in words(word)]
    bare = [w for w in nouns if (w,) not in known.written and not _joins(w, known)]
    fits = at and len(bare) > 1 and all(w[0].isupper() for w in written[:at]) and bare[0] == nouns[0]
    units = (Kind.UNIT, Kind.PLACE)
    if not fits or any((m := known.meanings.get((w,))) and m.kind in units for w in bare) or _joins(nouns[0], known):
        return 0
    return at if _distinctive(" ".join(written[:at]), known) else 0


def _joins(word: str, known: Lexicon) -> bool:
    meaning = known.meanings.get((word,))
    return meaning is not None and meaning.kind is Kind.STOP


def _begins_purpose(written: list[str]) -> bool:
    folded = words(" ".join(written[:4]))
    return any(folded[:size] in phrases().purposes for size in (4, 3, 2) if size <= len(folded) and size < len(written))


def _form_inside(written: list[str], at: int, known: Lexicon) -> bool:
    """Whether a legal form stands at `at - 1` and a description of two words or more follows."""
    form = written[at - 1].strip(",")
    if not (form in known.exact or (form.isupper() and len(form) > 2 and words(form) in known.written)):
        return False
    if len(written) - at < 2:
        return False
    folded = words(" ".join(written[at:]))
    if folded[:2] == ("and", "co") and len(folded) > 3:
        return True
    if not folded or folded[:1] in known.written or folded[0] == "and":
        return False
    meanings = [known.meanings.get((w,)) for w in folded]
    return any(m is None or m.kind not in (Kind.UNIT, Kind.PLACE, Kind.STOP, Kind.NUMBER) for m in meanings)


def _distinctive(text: str, known: Lexicon) -> bool:
    return any((w,) not in known.meanings and not w.isdigit() for w in words(text))
