"""The inflected forms in which a name of the register may stand in a text."""

from collections.abc import Iterator

_ADJECTIVE = ("sche", "scher", "sches", "schen", "te", "ter", "tes", "igte", "igten")
_ENDINGS = ("e", "er", "es", "en", "em")
_NO_GENITIVE = ("s", "ß", "x", "z", "'", "’", ".", ")")


def forms(name: str, lang: str) -> Iterator[str]:
    """The name, with blanks around its slash ("Velmoor / Main"), and, in German, its genitive ("Velmoors") and its
    adjective's cases ("Deutschen Telekom").
    """
    yield name
    if "/" in name:
        yield name.replace("/", " / ")
    if lang != "de":
        return
    first, _, rest = name.partition(" ")
    heads = {name}
    if rest and _is_adjective(first):
        stem = first.rstrip("nsr").removesuffix("e")
        heads = {f"{stem}{end} {rest}" for end in _ENDINGS} | heads
    for head in sorted(heads):
        if head != name:
            yield head
        if not head.lower().endswith(_NO_GENITIVE) and head[-1].isalpha():
            yield head + "s"
        if head.lower().endswith(("amt", "bund", "rat", "gericht", "werk")):
            yield head + "es"


def _is_adjective(word: str) -> bool:
    """ "Deutsche", "Europäisches", "Internationaler": an adjective that begins a name."""
    return word[0].isupper() and len(word) > 6 and (word.endswith(_ADJECTIVE) or word.endswith(("aler", "ale", "ales")))
