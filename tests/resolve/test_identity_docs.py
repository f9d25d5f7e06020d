"""The page on identity shows the tables that the code goes by."""

from pathlib import Path

from kg.resolve.identity.blocks import CAP
from kg.resolve.identity.features import DIFFERENT, FEATURES, NEVER, SAME

PAGE = (Path(__file__).parents[2] / "docs/identity.md").read_text(encoding="utf-8")


def test_all_features_are_there_with_weight_and_meaning():
    for name, feature in FEATURES.items():
        assert f"| {name} | {feature.weight} | {feature.means.split(' by `')[0].rstrip(',')}" in PAGE


def test_all_that_keeps_rules_from_joining_is_there():
    for name, means in NEVER.items():
        assert f"| {name} | {means} |" in PAGE


def test_the_thresholds_are_those_of_the_code():
    assert f"From {SAME} on they are the same, up to {DIFFERENT} different" in " ".join(PAGE.split())
    assert f"more than {CAP} groups" in " ".join(PAGE.split())
