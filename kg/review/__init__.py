"""What persons decide: unsure pairs of entities and single statements, one by one in a terminal or as a list."""

from kg.review.cases import export_cases
from kg.review.corrections import correction_of
from kg.review.ledger import export_ledger, import_ledger
from kg.review.pairs import open_pairs
from kg.review.pairs_list import export_pairs, import_pairs
from kg.review.run import review_pairs, review_statements
from kg.review.statements import least_sure
from kg.review.statements_list import export_statements, import_statements

__all__ = [
    "correction_of",
    "export_cases",
    "export_ledger",
    "export_pairs",
    "export_statements",
    "import_ledger",
    "import_pairs",
    "import_statements",
    "least_sure",
    "open_pairs",
    "review_pairs",
    "review_statements",
]
