"""Labels, relayed messages, particles and guesses in headlines and short messages."""

import pytest

from kg.annotate import annotate
from kg.annotate.settings import AnnotateSettings
from kg.annotate.tokens import make_tokenizer
from kg.extract import load_rules
from kg.extract.examples import marked_document
from kg.extract.match import Matcher
from kg.model import Mention
from kg.ontology import Schema

SCHEMA = Schema.load()


def read(marked: str, type_: str) -> set[str]:
    """The names of the parties of all statements of a type."""
    document = marked_document(marked, "de", "a")
    (annotation,) = annotate([document], settings=AnnotateSettings(given_entities=True))
    claims = [c for c in Matcher(annotation, load_rules("de", SCHEMA)).claims() if c.type == type_]
    return {m.text for c in claims for ms in c.roles.values() for m in ms if isinstance(m, Mention)}


@pytest.mark.parametrize(
    ("marked", "type_", "parties"),
    [
        ("[Ulm|L] (dpa) - [Nordstahl|C] übernimmt [Kessler|C].", "Acquisition", {"Nordstahl", "Kessler"}),
        ("[Börsenblick|C]: [Nordstahl|C] baut 300 Stellen ab.", "Layoff", {"Nordstahl"}),
        ("RT [@welt|C]: [Nordstahl|C] ist pleite.", "Insolvency", {"Nordstahl"}),
        ("RT [@welt|C]: Übernahme von #[Kessler|C] durch #[Nordstahl|C]", "Acquisition", {"Nordstahl", "Kessler"}),
        ("Ausrüster [Nordstahl|C] meldet Insolvenz an http://t.co/YhVYgn", "Insolvency", {"Nordstahl"}),
    ],
)
def test_what_stands_around_the_sentence_is_no_party(marked, type_, parties):
    assert read(marked, type_) == parties


def test_a_guess_yields_to_what_the_article_says():
    about = "[Kessler|C] wächst. [Kessler|C] zahlt mehr. Finanzchef [Jens Pohl|P] ist froh."
    assert "Kessler" in read(about, "Leadership")
    assert read(f"{about} [Jens Pohl|P] ist Finanzchef der [Nordstahl AG|C].", "Leadership") == {
        "Jens Pohl", "Nordstahl AG",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Kessler ist pleite http://t.co/a #Ulm https://t.co/b", 3),
        ("Die Seite http://kessler.de ist tot.", 1),
        ("Mehr unter http://kessler.de\nKessler wächst.", 3),
    ],
)
def test_a_link_at_the_end_of_a_line_stands_by_itself(text, sentences):
    assert len(list(make_tokenizer("de")(text).sents)) == sentences
