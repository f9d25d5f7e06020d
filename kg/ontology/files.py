"""Where the ontology's files are."""

from pathlib import Path

from kg.errors import InputError

ONTOLOGY_FILE = "company.ttl"
SHAPES_FILE = "shapes.ttl"
QUERIES_FOLDER = "queries"


def ontology_dir() -> Path:
    """The folder with the ontology, its shapes and its questions.

    In an installed package it is `kg/_ontologies`, in a checkout `ontologies` beside the package.
    InputError when neither is there.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_ontologies", package.parent / "ontologies"):
        if (folder / ONTOLOGY_FILE).is_file():
            return folder
    raise InputError(f"no {ONTOLOGY_FILE} beside {package}: install the package again")


def company_ttl() -> Path:
    """The ontology itself."""
    return ontology_dir() / ONTOLOGY_FILE


def shapes_ttl() -> Path:
    """The SHACL shapes that every built graph keeps."""
    return ontology_dir() / SHAPES_FILE
