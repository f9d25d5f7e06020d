"""What the package promises on whole articles: found statements, their certainty, and without the register."""

from pathlib import Path

import pytest
from articles import score_folder

from kg.settings import Settings

ROOT = Path(__file__).parents[2]

EXAMPLES = ROOT / "examples" / "articles", ROOT / "examples" / "statements"
HELDOUT = ROOT / "benchmarks" / "quality" / "heldout", ROOT / "benchmarks" / "quality" / "heldout"


@pytest.mark.parametrize(("folders", "count"), [(EXAMPLES, 15), (HELDOUT, 18)], ids=["examples", "held out"])
def test_statements_and_certainty(folders, count, schema):
    documents, score = score_folder(*folders, schema)
    figures = score.figures()
    assert documents == count
    assert figures["f1"] >= 0.45, figures
    assert figures["precision"] >= 0.70, figures
    assert figures["certainty accuracy"] >= 0.85, figures
    assert figures["hedged as asserted"] <= 0.05, figures


def test_the_register_helps_but_does_not_carry(schema):
    _, known = score_folder(*EXAMPLES, schema)
    _, unknown = score_folder(*EXAMPLES, schema, Settings(gazetteer=False))
    assert unknown.figures()["f1"] >= 0.85 * known.figures()["f1"], unknown.figures()
    assert unknown.figures()["precision"] >= 0.70, unknown.figures()
