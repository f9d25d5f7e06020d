"""The self-check notices what is incomplete or contradicts itself."""

from dataclasses import replace

import pytest

from kg.ontology import Schema
from kg.ontology.check import check


def changed(schema: Schema, name: str, **fields: object) -> Schema:
    """The schema with other fields of one statement type."""
    kind = replace(schema.statements[name], **fields)  # type: ignore[arg-type]  # fields of any type
    return replace(schema, statements={**schema.statements, name: kind})


def test_an_optional_head_is_noticed(schema: Schema) -> None:
    roles = dict(schema.statement_type("Supply").roles)
    roles["supplier"] = replace(roles["supplier"], minimum=0)
    problems = check(changed(schema, "Supply", roles=roles))
    assert problems == ["Supply: the role that it is about, 'supplier', is not required"]


def test_a_lost_inherited_role_is_noticed(schema: Schema) -> None:
    roles = dict(schema.statement_type("AnchorInvestment").roles)
    del roles["round"]
    assert check(changed(schema, "AnchorInvestment", roles=roles)) == [
        "AnchorInvestment: lacks the role 'round' of Investment"
    ]


@pytest.mark.parametrize("symmetric", [True, False])
def test_symmetry_must_fit_the_roles(schema: Schema, symmetric: bool) -> None:
    name = "Supply" if symmetric else "Competition"
    edge = schema.statement_type(name).edge
    assert edge is not None
    problems = check(changed(schema, name, edge=replace(edge, symmetric=symmetric)))
    assert problems[0] == f"{name}: its edge '{edge.name}' must be symmetric if and only if one role is both its ends"


def test_an_undeclared_inverse_and_an_equal_rank_are_noticed(schema: Schema) -> None:
    edges = {**schema.edges, "leads": replace(schema.edge("leads"), inverse="ledBy")}
    certainties = {**schema.certainties, "planned": replace(schema.certainty("planned"), rank=1)}
    assert check(replace(schema, edges=edges, certainties=certainties)) == [
        "leads: its inverse 'ledBy' is not declared",
        "certainty: two of the scheme have the same rank",
    ]
