"""Towns in what firms are called by: Ulm in "Die Ulmer bauen Pumpen", which says where the firm sits, too."""

from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from kg.annotate.annotation import Annotation
from kg.annotate.names.lexicon import lexicon
from kg.model import Entity, Mention


@dataclass(slots=True)
class Towns:
    """Collects the towns of one document that are named so; `named()` gives the annotation with them.

    `places` are the ids of places by name, `wrong` the places by the ids of what was taken for a firm or a person.
    """

    annotation: Annotation
    found: list[Mention] = field(default_factory=list)
    made: list[Entity] = field(default_factory=list)
    places: dict[str, str] = field(init=False)
    wrong: dict[str, str] = field(default_factory=dict)
    type: str = field(init=False)

    def __post_init__(self) -> None:
        self.type = lexicon(self.annotation.document.lang).place_type
        self.places = {e.name: e.id for e in self.annotation.entities if e.type == self.type}

    def name(self, token: Token, town: str) -> None:
        """Notes that a token names a town; "" where the word does not show which."""
        if not town:
            return
        mention = self.annotation.mention_at(token.i)
        if mention is None:
            start, end, text = token.idx, token.idx + len(token), token.text
            self.found.append(Mention(start, end, text, self.type, "name", self._place(town), town))
        elif mention.type != self.type:
            self.wrong[mention.entity] = town

    def _place(self, town: str) -> str:
        """The id of a place, a new one where the article names it for the first time."""
        if town not in self.places:
            id_ = f"e{len(self.annotation.entities) + len(self.made) + 1}"
            self.made.append(Entity(id_, town, self.type))
            self.places[town] = id_
        return self.places[town]

    def named(self) -> Annotation:
        """The annotation with the towns as places; their mentions are not yet those of the entities."""
        if not (self.found or self.wrong):
            return self.annotation
        mentions = [self._as_place(m) for m in self.annotation.mentions]
        entities = [self._corrected(e) for e in self.annotation.entities]
        every = tuple(sorted((*mentions, *self.found), key=lambda m: m.start))
        return replace(self.annotation, mentions=every, entities=(*entities, *self.made))

    def _corrected(self, entity: Entity) -> Entity:
        town = self.wrong.get(entity.id)
        return replace(entity, name=town, type=self.type, aliases=(entity.name,)) if town else entity

    def _as_place(self, mention: Mention) -> Mention:
        town = self.wrong.get(mention.entity)
        return replace(mention, type=self.type, name=town) if town else mention
