"""The values that the stages exchange. Standard library only; every type is frozen."""

from kg.model.document import Block, Document, GivenEntity
from kg.model.graph import Extraction
from kg.model.identity import Candidate, RegisterLink
from kg.model.mention import Entity, Mention
from kg.model.statement import Claim, Evidence, Statement
from kg.model.value import Amount, Period

__all__ = [
    "Amount",
    "Block",
    "Candidate",
    "Claim",
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "GivenEntity",
    "Mention",
    "Period",
    "RegisterLink",
    "Statement",
]
