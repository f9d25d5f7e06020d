"""Where the example articles lie, in an installed package or a checkout."""

from pathlib import Path

from kg.errors import InputError

_PLACES = (Path(__file__).parents[1] / "_examples", Path(__file__).parents[2] / "examples" / "articles")


def example_dir() -> Path:
    """The folder of the example articles; InputError when the installation lacks it."""
    for place in _PLACES:
        if place.is_dir():
            return place
    raise InputError("the example articles are not installed; install the package again")
