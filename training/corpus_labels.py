"""What the labels of the corpora mean in the ontology: the maps that they are measured with."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from training.labels import STATEMENTS

MAPS = Path(__file__).parents[1] / "benchmarks" / "quality" / "maps"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A relation of a corpus: the edge `means`, or one of `labels`; `head` and `tail` name what fills the edge's ends.

    `narrow` is a relation that the corpus counts under another one too and did not look for by itself.
    """

    means: str
    labels: frozenset[str]
    head: str
    tail: str
    narrow: bool

    @property
    def turned(self) -> bool:
        """Whether the edge goes from the relation's tail to its head."""
        return self.head == "tail"


@cache
def meanings(corpus: str) -> dict[str, Meaning]:
    """The relations of `maps/<corpus>.yaml` by label."""
    relations = yaml.safe_load((MAPS / f"{corpus}.yaml").read_text(encoding="utf-8"))["relations"]
    return {
        label: Meaning(
            found["means"],
            frozenset({found["means"], *found.get("also", ())} & set(STATEMENTS)),
            found.get("head", "head"),
            found.get("tail", ""),
            "roles" in found,
        )
        for label, found in relations.items()
        if not {"heads", "optional"} & found.keys()  # holds between other things too
    }
