#!/usr/bin/env python3
"""Measures the package on gold documents: data sets, or files of anybody's own.

usage: python benchmarks/quality/measure.py [FILE.jsonl ...] [--sets NAME ...] [--data FOLDER] [--finders NAME ...]

Without FILE and --sets all data sets that have a map in benchmarks/quality/maps are measured; they are looked for in
--data. A FILE has one gold document a line, with the ontology's own names unless --map says what its labels mean. A
FOLDER of articles is scored on whole triples by name, against one JSON file per article in it or in --gold.

For each set and each finder (the default pipeline, the rules alone, the model alone) it prints statements by type,
names, certainty, calibration, speed and kinds of errors. A found statement is right when type and direction are and
both ends stand where a mention of the gold entity does, or have its name; it counts once in a document. Numbers are
precision, recall and F1, micro over all statements and macro over types that have gold.

Exit code 2 and one line on stderr for files, folders, maps and choices that cannot be used.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from articles import print_score, score_folder
from figures import calibration
from found import FINDERS, available, documents, find, settings_of
from gold import Gold
from maps import MAPS, PROJECT, Map, find_map, known_sets, read_ids, read_map
from matching import score
from records import read_gold
from report import Run, as_json, calibration_text, overall, text

from kg.errors import InputError, KGError
from kg.ontology import Schema

DATA = PROJECT.parent / "shared" / "data"
STEP = 200
Say = Callable[[str], None]


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("files", nargs="*", type=Path, metavar="FILE", help="gold documents, or a folder of articles")
    made.add_argument("--sets", nargs="+", metavar="NAME", help=f"data sets: {', '.join(known_sets())}")
    made.add_argument("--data", type=Path, default=DATA, help="the folder with the data sets (default: %(default)s)")
    made.add_argument("--finders", nargs="+", choices=list(FINDERS), help="default: all that this version has")
    made.add_argument("--mentions", metavar="PIPELINE", help="also measure with the names of this spaCy pipeline")
    made.add_argument("--names", choices=["detected", "given"], help="one of them, for sets that are read both ways")
    made.add_argument("--min-confidence", type=float, metavar="X", help="leave out statements of less confidence")
    made.add_argument("--product-kinds", choices=["on", "off"], help="kinds of products (default: as a set's map says)")
    made.add_argument("--map", type=Path, help="what the labels of FILE mean (YAML, as in maps/)")
    made.add_argument("--only", type=Path, help="read only the documents of this JSON list of ids")
    made.add_argument("--gold", type=Path, help="the folder of answers to a folder of articles (default: the same)")
    made.add_argument("--limit", type=int, help="read the first N documents of each set")
    made.add_argument("--json", type=Path, help="write all figures to this file")
    made.add_argument("--errors", type=int, default=0, metavar="N", help="list N wrong and N missed ones a run")
    return made


def chosen_sets(arguments: argparse.Namespace, schema: Schema) -> Iterator[tuple[Map, list[Path]]]:
    """What to measure: a map with its files, for the files that were named and for each data set."""
    kinds = {} if arguments.product_kinds is None else {"product_kinds": arguments.product_kinds == "on"}
    files = [path for path in arguments.files if not path.is_dir()]
    if missing := [path for path in files if not path.exists()]:
        raise InputError(f"no file {missing[0]}")
    only = read_ids(arguments.only) if arguments.only else None
    if files:
        found = read_map(arguments.map or MAPS / "own.yaml", schema)
        name = " ".join([found.name] * bool(arguments.map) + [files[0].stem if len(files) == 1 else "files"])
        yield replace(found, name=name, only=only, part=None if arguments.map is None else found.part, **kinds), files
    for name in arguments.sets or ([] if arguments.files else known_sets()):
        found = find_map(name, schema)
        yield replace(found, only=only or found.only, **kinds), found.paths(arguments.data)


@dataclass(frozen=True, slots=True)
class Way:
    """How documents are read: by which finder, with names detected or given, with the names of which pipeline, and
    with which least confidence (None for the default).
    """

    finder: str
    names: str
    mentions: str | None = None
    least: float | None = None


def measure(gold: list[Gold], chosen: Map, way: Way, schema: Schema, say: Say) -> Run:
    """One run over documents."""
    given = way.names == "given"
    settings = settings_of(
        way.finder, given=given, mentions=way.mentions, least=way.least, product_kinds=chosen.product_kinds
    )
    wanted = documents(gold, chosen, given=given)
    words = sum(len(g.text.split()) for g in gold)
    run = Run(chosen.name, way.finder, way.names, way.mentions, len(gold), words)
    run.unplaced = sum(g.unplaced for g in gold)
    say(f"{run.title}: {len(gold)} documents")
    found, run.seconds = find(wanted, settings, schema, partial(_progress, say, len(gold)))
    for expected, got in zip(gold, found, strict=True):
        score(expected, got, chosen, schema, run.score, names=not given)
    return run


def _progress(say: Say, total: int, number: int) -> None:
    if number % STEP == 0:
        say(f"  {number} of {total}")


def language_of(pipeline: str) -> str:
    """The language of an installed spaCy pipeline."""
    import spacy

    try:
        return str(spacy.load(pipeline).lang)
    except OSError as error:
        raise InputError(f"no spaCy pipeline '{pipeline}': install it with pip") from error


def run_all(arguments: argparse.Namespace, schema: Schema, say: Say) -> Iterator[Run]:
    """All runs over all sets, once all of them could be read."""
    language = language_of(arguments.mentions) if arguments.mentions else None
    sets = [
        (m, read_gold(paths, m, arguments.limit, m.text_paths(arguments.data)))
        for m, paths in chosen_sets(arguments, schema)
    ]
    for chosen, gold in sets:
        names = [n for n in chosen.names if arguments.names in (None, n)]
        for way in names:
            for finder in arguments.finders or available():
                yield measure(gold, chosen, Way(finder, way, least=arguments.min_confidence), schema, say)
        if language and "detected" in names:
            yield from compare(gold, chosen, language, arguments, schema, say)


def compare(
    gold: list[Gold], chosen: Map, language: str, arguments: argparse.Namespace, schema: Schema, say: Say
) -> Iterator[Run]:
    """A run with the names of another pipeline, and where it reads fewer documents one with ours on the same ones."""
    finder = (arguments.finders or available())[0]
    own = [g for g in gold if g.lang == language]
    if not own:
        say(f"{chosen.name}: no documents in the language of {arguments.mentions}")
        return
    if len(own) < len(gold):
        chosen = replace(chosen, name=f"{chosen.name} {language}")
        run = measure(own, chosen, Way(finder, "detected", least=arguments.min_confidence), schema, say)
        run.again = True
        yield run
    yield measure(own, chosen, Way(finder, "detected", arguments.mentions, arguments.min_confidence), schema, say)


def score_articles(arguments: argparse.Namespace, schema: Schema) -> dict[str, dict[str, float]]:
    """Folders of articles: printed as they are scored."""
    found = {}
    for folder in (path for path in arguments.files if path.is_dir()):
        for finder in arguments.finders or available():
            settings = settings_of(finder, mentions=arguments.mentions, least=arguments.min_confidence)
            counted, total = score_folder(folder, arguments.gold or folder, schema, settings)
            if not counted:
                raise InputError(f"no article in {folder} has a gold file in {arguments.gold or folder}")
            print(f"== {folder}: {finder}")
            print_score(total, counted, errors=arguments.errors > 0)
            found[f"{folder}: {finder}"] = total.figures()
    return found


def main(words: Sequence[str] | None = None) -> int:
    arguments = parser().parse_args(words)
    try:
        return _main(arguments)
    except KGError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _main(arguments: argparse.Namespace) -> int:
    schema = Schema.load()
    if arguments.limit is not None and arguments.limit < 1:
        raise InputError(f"--limit is {arguments.limit}; it must be at least 1")
    if not 0 <= (arguments.min_confidence or 0) <= 1:
        raise InputError(f"--min-confidence is {arguments.min_confidence}; it must be from 0 to 1")
    if arguments.json and not arguments.json.resolve().parent.is_dir():
        raise InputError(f"no folder for {arguments.json}")
    for finder in arguments.finders or ():
        settings_of(finder)
    scored = score_articles(arguments, schema)
    runs = []
    for run in run_all(arguments, schema, partial(print, file=sys.stderr, flush=True)):
        runs.append(run)
        print(text(run, schema, arguments.errors), flush=True)
    if len({run.set for run in runs}) > 1:
        for name, pairs in overall(runs).items():
            print("\n".join(calibration_text(calibration(pairs), f"calibration over all sets, {name}")))
    if arguments.json:
        found = as_json(runs, schema, arguments.errors) | ({"articles": scored} if scored else {})
        arguments.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
