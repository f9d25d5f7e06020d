"""Resolve many generated documents, then add one: seconds and peak memory.

    python benchmarks/identity/scale.py --documents 100000 [--path FILE]
    python benchmarks/identity/scale.py --documents 100000 --graph FOLDER [--products]

With --graph the same documents are put into the graph in FOLDER, with a statement for every second name or so, and one
document more is timed part by part: stored, who is who, validated. A folder that has them already is used as it is.
--products writes the page and the other files of the graph as well: all of it each time, as `kg build` does.

Names are made of syllables, used as often as Zipf's law says, with legal forms, short forms, slips of spelling,
subsidiaries and persons. About ten mentions a document make about four source entities. The same arguments give the
same documents.
"""

import argparse
import hashlib
import resource
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from random import Random

from kg.model.identity import SourceEntity
from kg.resolve.identity import Identity
from kg.resolve.iris import slug
from kg.resolve.keys import name_key

SYLLABLES = "ba bel bran cor dal den dor el fen gar hal in jor kal kem lan lor mar mel nor or pan quen ral ros sal ser"
SYLLABLES = SYLLABLES + " tan tel tor ul van ver wen wil xan yor zan zel bri cla dru flo gre kri plo sta tru vos"
TRADES = ["Energy", "Bank", "Pharma", "Motors", "Systems", "Logistik", "Medien", "Capital", "Chemie", "Software"]
FORMS = ["AG", "GmbH", "SE", "Inc.", "Ltd.", "plc", "S.A.", "N.V.", "GmbH & Co. KG", "Corp.", "S.p.A.", "AB"]
GIVEN = ["Anna", "Jan", "Maria", "Li", "Thomas", "Eva", "Klaus", "John", "Mary", "Ahmed", "Sofia", "Pierre", "Lars"]


class World:
    """Companies and persons of a size that goes with the number of documents, and how often each is named."""

    def __init__(self, documents: int) -> None:
        random = Random(1)
        count = max(documents * 2 // 3, 50)
        self.companies = [self._company(random, n) for n in range(count)]
        self.people = [f"{random.choice(GIVEN)} {_word(random)}" for _ in range(count // 2)]
        self.by_company = list(accumulate(1 / (n + 3) for n in range(len(self.companies))))
        self.by_person = list(accumulate(1 / (n + 20) for n in range(len(self.people))))

    def _company(self, random: Random, number: int) -> tuple[str, str]:
        words = [_word(random)]
        if random.random() < 0.25:
            words.append(_word(random))
        if random.random() < 0.35:
            words.append(random.choice(TRADES))
        if number > 50 and random.random() < 0.08:
            words = [self.companies_so_far[random.randrange(50)], random.choice(TRADES)]
        name = " ".join(words)
        if number == 0:
            self.companies_so_far: list[str] = []
        if number < 51:
            self.companies_so_far.append(words[0])
        return name, random.choice(FORMS)

    def document(self, number: int) -> tuple[str, str, list[SourceEntity]]:
        """One document's id, fingerprint and sources: a function of its number."""
        random = Random(number)
        id_ = f"doc-{number}"
        found: dict[str, SourceEntity] = {}
        names = [self._named(random) for _ in range(random.choice((2, 3, 3, 4, 4, 4, 5, 6)))]
        shown = tuple(sorted({name for name, _, _ in names}))
        for name, type_, aliases in names:
            beside = tuple(n for n in shown if n != name)
            source = _source(id_, name, type_, aliases, beside)
            found[source.iri] = source
        return id_, hashlib.sha256(id_.encode()).hexdigest(), list(found.values())

    def _named(self, random: Random) -> tuple[str, str, tuple[str, ...]]:
        if random.random() < 0.25:
            name = self.people[bisect(self.by_person, random.random() * self.by_person[-1])]
            if random.random() < 0.1:
                return name.split()[1], "Person", ()
            return (f"{name[0]}. {name.split()[1]}" if random.random() < 0.03 else name), "Person", ()
        name, form = self.companies[bisect(self.by_company, random.random() * self.by_company[-1])]
        short = name.split()[0]
        chance = random.random()
        if chance < 0.45:
            return f"{name} {form}", "Company", (short,) if random.random() < 0.2 and short != name else ()
        if chance < 0.85:
            return name, "Company", ()
        if chance < 0.95:
            return short, "Company", ()
        at = random.randrange(1, len(name))
        return name[:at] + name[at + 1 :], "Company", ()


def _word(random: Random) -> str:
    return "".join(random.choice(SYLLABLES.split()) for _ in range(random.choice((2, 3, 3, 4)))).capitalize()


def _source(document: str, name: str, type_: str, aliases: tuple[str, ...], beside: tuple[str, ...]) -> SourceEntity:
    top = "Person" if type_ == "Person" else "Organization"
    key = name_key(name)
    group = f"https://example.org/entity/{slug(key)}-{hashlib.sha256(f'{top} {key}'.encode()).hexdigest()[:8]}"
    iri = f"https://example.org/source/{hashlib.sha256(f'{document} {type_} {name}'.encode()).hexdigest()[:24]}"
    return SourceEntity(iri, document, type_, name, group, aliases, (), beside)


def memory() -> float:
    """The most memory that was in use so far, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--path", type=Path, help="the file to write (default: a temporary one)")
    parser.add_argument("--graph", type=Path, metavar="FOLDER", help="put the documents into a graph, and one more")
    parser.add_argument("--products", action="store_true", help="with --graph: write the files of the graph, too")
    given = parser.parse_args()
    if given.graph:
        from stored import run as store  # type: ignore[import-not-found]

        store(World(given.documents), given.documents, given.graph, products=given.products)
        print(f"{memory():.2f} GiB at most")
        return
    with tempfile.TemporaryDirectory() as folder:
        run(given.documents, given.path or Path(folder) / "identity.sqlite")


def run(documents: int, path: Path) -> None:
    world = World(documents)
    start = time.perf_counter()
    sources = 0

    def made() -> Iterator[tuple[str, str, list[SourceEntity]]]:
        nonlocal sources
        for number in range(documents):
            found = world.document(number)
            sources += len(found[2])
            yield found

    with Identity.open(path) as identity:
        identity.update(made())
        print(f"documents {documents:,}, source entities {sources:,}")
        seconds = f"{time.perf_counter() - start:.1f} s ({time.process_time():.1f} s of one core)"
        print(f"all: {seconds}, generating included; {memory():.2f} GiB at most")
        start = time.perf_counter()
        changed = identity.update([world.document(documents)])
        print(f"one more: {time.perf_counter() - start:.3f} s, canonical IRIs changed: {len(changed):,}")
    print(f"file: {path.stat().st_size / 2**20:.0f} MiB", file=sys.stderr)


if __name__ == "__main__":
    main()
