"""A second look at types: what the model takes an entity for when it reads statements.

The encoder types a name by its looks and its sentence. The branch that reads statements was told wrong types now and
then when it learned, and says what it would have expected. Where that is likelier, the entity gets that type before
rules and model look for statements: "Sie stempeln mit Zeitguru" is about a product.
"""

from collections.abc import Mapping
from dataclasses import replace

from kg.annotate.annotation import Annotation
from kg.annotate.names.lexicon import lexicon
from kg.annotate.namewords import begins_with_given_name, core, legal_form
from kg.extract.learned import Learned, Run
from kg.model import Entity, Mention

Odds = Mapping[str, Mapping[str, float]]
"""For each type that was told and each other one, how much the model's share of the other counts beside that of the
first; none where the first is to stay. Fitted by `training.calibrate`: the encoder errs more often one way than the
other."""


def look_again(annotation: Annotation, runs: list[Run], finder: Learned) -> tuple[Annotation, list[Run]]:
    """The annotation, and the runs with its mentions, with the types that the model finds likelier."""
    other = other_types(annotation, finder.taken_for(runs), finder.odds)
    if not other:
        return annotation, runs
    entities = tuple(replace(e, type=other[e.id], mentions=_of_type(e.mentions, other)) if e.id in other else e
                     for e in annotation.entities)  # fmt: skip
    mentions = _of_type(annotation.mentions, other)
    runs = [replace(run, mentions=list(_of_type(run.mentions, other))) for run in runs]
    return replace(annotation, entities=entities, mentions=mentions), runs


def other_types(annotation: Annotation, shares: Mapping[str, Mapping[str, float]], odds: Odds) -> dict[str, str]:
    """The entities that change, with their new types; `shares` are those of each type, for each entity."""
    found = {}
    for entity in annotation.entities:
        own, others = shares.get(entity.id, {}), odds.get(entity.type, {})
        best = max(sorted(others), key=lambda t: others[t] * own.get(t, 0.0), default=entity.type)
        likelier = others.get(best, 0.0) * own.get(best, 0.0) > own.get(entity.type, 1.0)
        if likelier and may_change(entity, annotation):
            found[entity.id] = best
    return found


def may_change(entity: Entity, annotation: Annotation) -> bool:
    """Whether nothing else says the type: a register, a legal form, a given name, or whoever gave the names."""
    if entity.type == lexicon(annotation.document.lang).person_type and begins_with_given_name(core(entity.name)):
        return False
    given = {(g.start, g.end) for g in annotation.document.given}
    if entity.known or any(legal_form(name) for name in (entity.name, *entity.aliases)):
        return False
    return not any((m.start, m.end) in given for m in entity.mentions)


def _of_type(mentions: tuple[Mention, ...] | list[Mention], other: Mapping[str, str]) -> tuple[Mention, ...]:
    return tuple(replace(m, type=other[m.entity]) if m.entity in other else m for m in mentions)
