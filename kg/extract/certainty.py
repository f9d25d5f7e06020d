"""Stand-in until certainty is judged: to be replaced."""

from dataclasses import dataclass

from spacy.tokens import Doc

from kg.ontology import Schema


@dataclass(frozen=True, slots=True)
class CertaintyLexicon:
    lang: str

    @classmethod
    def load(cls, lang: str) -> "CertaintyLexicon":
        return cls(lang)


@dataclass(frozen=True, slots=True)
class Judgement:
    certainty: str
    said_by: tuple[str, ...] = ()
    cues: tuple[tuple[int, int], ...] = ()


def judge(doc: Doc, trigger: int, lexicon: CertaintyLexicon, schema: Schema, *, presupposed: bool = False) -> Judgement:
    return Judgement("asserted")
