"""Universal Dependencies files (CoNLL-U) as sentences with our tokens."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.labels import MORPH, coarse
from training.sentences import ANYTHING, Sentence, of_span, tokenizer

SAME = {"nmod:poss": "nmod", "obl:tmod": "obl"}
"""Subtypes that only PUD has."""
RELATIVE = frozenset({"PRELS", "PRELAT"})


@dataclass(slots=True)
class Row:
    """One surface token of the file: characters `[start, end)`, its parts' analysis folded into one."""

    ids: list[int]
    start: int
    end: int
    pos: str = ""
    feats: str = ""
    head: int = 0
    rel: str = ""
    relative: bool = False


def read(path: Path, source: str) -> Iterator[Sentence]:
    """The sentences of a CoNLL-U file; a token that we split keeps its analysis on its last word part."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        if block.strip():
            table = rows(block)
            harmonise(table)
            yield align(table, _text(block), source)


def harmonise(table: list[Row]) -> None:
    """Gives the relative clauses of GSD the subtype that PUD has (in place)."""
    row_of = {number: row for row in table for number in row.ids}
    for row in table:
        at = row
        for _ in range(3 if row.relative else 0):
            if at.rel == "acl":
                at.rel = "acl:relcl"
                break
            at = row_of.get(at.head, at)


def _text(block: str) -> str:
    return next(line[9:] for line in block.splitlines() if line.startswith("# text = "))


def rows(block: str) -> list[Row]:
    """Surface tokens; a contraction ("zum") is the preposition, with the case that its article shows."""
    text, at, out, until = _text(block), 0, [], 0
    for line in block.splitlines():
        if line.startswith("#"):
            continue
        number, form, _, pos, tag, feats, head, rel, *_ = line.split("\t")
        if "." in number:
            continue
        if "-" in number:
            first, until = (int(n) for n in number.split("-"))
            at = text.index(form, at)
            out.append(Row([*range(first, until + 1)], at, at + len(form)))
            at += len(form)
        elif int(number) <= until:
            _fold(out[-1], pos, feats, int(head), rel)
        else:
            at = text.index(form, at)
            out.append(Row([int(number)], at, at + len(form), pos, feats, int(head), rel, tag in RELATIVE))
            at += len(form)
    return out


def _fold(row: Row, pos: str, feats: str, head: int, rel: str) -> None:
    if row.pos:
        row.feats = "|".join(f for f in feats.split("|") if f.startswith(("Case", "Number", "Gender")))
        if row.head in row.ids:
            row.head = head
    else:
        row.pos, row.feats, row.head, row.rel = pos, feats, head, rel


def align(table: list[Row], text: str, source: str) -> Sentence:
    """The rows' analysis on our tokens of `text` (the whole text is one sentence)."""
    doc = tokenizer("de").make_doc(text)
    sentence = of_span(doc[:], "de", source, ANYTHING)
    assert sentence is not None, text
    ends = [s + len(w) for s, w in zip(sentence.start, sentence.words, strict=True)]
    owner = [_row_at(table, s, e) for s, e in zip(sentence.start, ends, strict=True)]
    keeper = {k: _keeper(sentence, [i for i, o in enumerate(owner) if o == k]) for k in set(owner)}
    row_of = {number: k for k, row in enumerate(table) for number in row.ids}
    for i, k in enumerate(owner):
        _annotate(sentence, i, table[k], k, keeper, row_of)
    _one_root(sentence)
    return sentence


def _row_at(table: list[Row], start: int, end: int) -> int:
    """The row that overlaps most; of several in one of our tokens the one that the others hang on."""
    over = [k for k, r in enumerate(table) if r.start < end and start < r.end]
    numbers = {n for k in over for n in table[k].ids}
    top = [k for k in over if table[k].head not in numbers]
    return top[0] if top else over[0]


def _keeper(sentence: Sentence, parts: list[int]) -> int:
    words = [i for i in parts if any(c.isalnum() for c in sentence.words[i])]
    return (words or parts)[-1]


def _annotate(s: Sentence, i: int, row: Row, k: int, keeper: dict[int, int], row_of: dict[int, int]) -> None:
    if i != keeper[k]:
        punct = not any(c.isalnum() for c in s.words[i])
        s.heads[i], s.rels[i], s.pos[i] = keeper[k], "punct" if punct else "compound", "PUNCT" if punct else row.pos
        s.morph[i] = {} if punct else None
        return
    target = row_of.get(row.head)
    head = -1 if row.head == 0 else keeper.get(target, UNKNOWN_ROW) if target is not None else UNKNOWN_ROW
    s.heads[i] = head if head != i else UNKNOWN_ROW
    s.rels[i], s.pos[i] = coarse(SAME.get(row.rel, row.rel)), row.pos if row.pos != "_" else "X"
    s.morph[i] = morphology(row.feats)


UNKNOWN_ROW = -2


def morphology(feats: str) -> dict[str, str]:
    """The attributes that the model learns; a mood implies a finite verb, which PUD does not say."""
    pairs = dict(f.split("=", 1) for f in feats.split("|") if "=" in f)
    found = {name: pairs[name] for name in MORPH if pairs.get(name) in MORPH[name]}
    if "Mood" in found:
        found["VerbForm"] = "Fin"
    return found


def _one_root(s: Sentence) -> None:
    """Words whose row lost its head hang on the root."""
    root = next((i for i, h in enumerate(s.heads) if h == -1), None)
    for i, head in enumerate(s.heads):
        if head == UNKNOWN_ROW and root is not None and i != root:
            s.heads[i], s.rels[i] = root, "dep"
