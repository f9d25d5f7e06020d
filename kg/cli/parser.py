"""Words and options of every command. Imports nothing but argparse, so that help is instant."""

import argparse
from pathlib import Path

from kg.settings import Settings
from kg.version import __version__

DEFAULT = Settings()

REGISTER_KINDS = ("gleif", "gleif-relations", "wikidata", "sparql", "ftm", "csv")
FORMATS = ("ttl", "trig", "nq", "jsonld", "graphml", "gexf", "csv")

OVERVIEW = """\
Reads business news (German, English) and builds a graph of who owns, funds, supplies, rivals and uses whom.
Every statement keeps its sentence, its certainty, its time and who said it. Works offline.
"""

EXAMPLES = """\
examples:
  kg demo                                        build and open the graph of the example articles
  kg build articles/ --out graph/                read a folder; run again to add what is new
  kg query graph/ competitors-of                 ask one of the packaged questions (kg query graph/ lists them)
  kg query graph/ "SELECT ?a ?b { ?a ckg:supplierOf ?b }" --certainty asserted,reported,planned
  kg explain graph/ Havelbank "Tarnow Robotik"   every statement between two entities, with its sentence
  kg explain graph/ --entity Havelbank           every place that names it, and why these names are one
  kg review graph/                               decide what the rules leave open
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` names the function in `kg.cli.commands`."""
    top = argparse.ArgumentParser(
        prog="kg", description=OVERVIEW, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action="version", version=f"kg {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _build(commands)
    _extract(commands)
    _query(commands)
    _show(commands)
    _export(commands)
    _validate(commands)
    _explain(commands)
    _judge(commands)
    _review(commands)
    _match(commands)
    _register(commands)
    _reconcile(commands)
    _demo(commands)
    return top


Commands = argparse._SubParsersAction  # argparse has no public name for it


def _build(commands: "Commands[argparse.ArgumentParser]") -> None:
    build = commands.add_parser(
        "build",
        help="read articles into a graph folder",
        description="Read articles (.txt .md .html .jsonl, folders, - for standard input) into a graph folder. "
        "Run again, it adds new documents, replaces changed ones and leaves the rest.",
    )
    build.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, or - for standard input")
    build.add_argument("--out", required=True, type=Path, metavar="DIR", help="the graph folder to write")
    _settings(build)
    build.add_argument("--title", help="title of the page; the graph keeps it")
    build.add_argument("--quiet", action="store_true", help="no progress and no summary")


def _extract(commands: "Commands[argparse.ArgumentParser]") -> None:
    extract = commands.add_parser(
        "extract",
        help="read documents and write annotated JSON Lines",
        description="One line per document: entities with mentions, statements with evidence.",
    )
    extract.add_argument("inputs", nargs="+", metavar="INPUT", help="file, folder, or - for standard input")
    extract.add_argument("--out", type=Path, metavar="FILE", help="the .jsonl file to write (default: standard output)")
    extract.add_argument("--given-entities", action="store_true", help="use the documents' own 'entities'")
    _settings(extract)
    extract.add_argument("--quiet", action="store_true", help="no progress")


def _settings(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", help="language of the documents (de, en); detected when missing")
    command.add_argument("--ontology", type=Path, action="append", default=[], metavar="TTL", help="one more ontology")
    command.add_argument("--patterns", type=Path, action="append", default=[], metavar="YAML", help="more patterns")
    command.add_argument("--no-register", action="store_true", help="find names without the built-in register")
    command.add_argument("--mentions", metavar="PIPELINE", help="an installed spaCy pipeline that finds the names")
    command.add_argument(
        "--min-confidence",
        type=_share,
        default=DEFAULT.min_confidence,
        metavar="X",
        help="leave out statements below X: lower finds more, higher is surer (default %(default)s)",
    )
    command.add_argument("--model", type=Path, metavar="FOLDER", help="a model of your own instead of the packaged one")
    command.add_argument(
        "--register", type=Path, metavar="FILE", help="link to the company registers in a file (see 'kg register')"
    )
    command.add_argument(
        "--product-kinds",
        action="store_true",
        help="also kinds of products that a company is said to provide, such as 'wind turbines'",
    )
    command.add_argument("--fast", action="store_true", help="rules alone, without the encoder: quicker, finds less")


def _query(commands: "Commands[argparse.ArgumentParser]") -> None:
    query = commands.add_parser(
        "query",
        help="ask in SPARQL",
        description="Ask a graph in SPARQL: text, a .rq file, or the name of a packaged question; without a question, "
        "list the packaged ones. Well-known prefixes need no declaration.",
    )
    query.add_argument("dir", type=Path, metavar="DIR")
    query.add_argument("question", nargs="?", metavar="SPARQL|FILE.rq|NAME")
    query.add_argument("--format", choices=("table", "csv", "json", "ttl"), default="table")
    query.add_argument("--timeout", type=float, default=30.0, metavar="SECONDS", help="stop after (default 30)")
    _certainty(query)


def _show(commands: "Commands[argparse.ArgumentParser]") -> None:
    show = commands.add_parser("show", help="open the page in the browser, or print what is in the graph")
    show.add_argument("dir", type=Path, metavar="DIR")
    show.add_argument("entity", nargs="?", help="print the statements of one entity instead")
    show.add_argument("--no-open", action="store_true", help="print the path of the page; do not open it")
    _certainty(show)


def _export(commands: "Commands[argparse.ArgumentParser]") -> None:
    export = commands.add_parser("export", help="write the graph in another format")
    export.add_argument("dir", type=Path, metavar="DIR")
    export.add_argument("--format", required=True, choices=FORMATS)
    export.add_argument("--out", type=Path, metavar="FILE", help="default: graph.<format> in DIR")
    _certainty(export)


def _validate(commands: "Commands[argparse.ArgumentParser]") -> None:
    validate = commands.add_parser("validate", help="check the graph against the SHACL shapes")
    validate.add_argument("dir", type=Path, metavar="DIR")


def _explain(commands: "Commands[argparse.ArgumentParser]") -> None:
    explain = commands.add_parser(
        "explain",
        help="every statement between two entities, with its evidence; or who an entity is",
        description="Every statement between A and B, with its evidence. With A alone, or --entity: every place that "
        "names the entity, what it was linked to in a register and why, and the judgements that joined its names or "
        "kept others apart.",
    )
    explain.add_argument("dir", type=Path, nargs="?", default=Path("graph"), metavar="DIR", help="default: graph")
    explain.add_argument("a", nargs="?", metavar="A")
    explain.add_argument("b", nargs="?", metavar="B")
    explain.add_argument("--entity", metavar="NAME", help="who this is, as with A alone; here DIR may be left out")


def _judge(commands: "Commands[argparse.ArgumentParser]") -> None:
    judge = commands.add_parser(
        "judge",
        help="say that two entities are the same or different, or take it back",
        description="A judgement on two entities, by name, alias or IRI. It holds for every document, until "
        "it is taken back, through rebuilds; what the documents say is not touched.",
    )
    judge.add_argument("dir", type=Path, metavar="DIR")
    judge.add_argument("a", metavar="A")
    judge.add_argument("b", metavar="B")
    judge.add_argument("verdict", choices=("same", "different", "unsure", "undo"))
    judge.add_argument("--by", metavar="NAME", help="who judges (default: the name of the user)")
    judge.add_argument("--note", default="", help="why")


def _review(commands: "Commands[argparse.ArgumentParser]") -> None:
    review = commands.add_parser(
        "review",
        help="decide unsure pairs of entities, or judge statements, one by one or as a list",
        description="Shows the pairs of entities that rules leave open, best first; with --statements the statements, "
        "the least sure first. Answers are kept at once and hold through rebuilds; u takes the last one back.",
    )
    review.add_argument("dir", type=Path, metavar="DIR")
    review.add_argument("--statements", action="store_true", help="statements instead of pairs of entities")
    review.add_argument("--entity", metavar="NAME", help="only statements about it")
    review.add_argument("--type", metavar="TYPE", help="only statements of this type")
    review.add_argument("--certainty", metavar="NAME", help="only statements of this certainty")
    review.add_argument("--limit", type=_number, metavar="N", help="at most N of them")
    review.add_argument("--by", metavar="NAME", help="who judges (default: the name of the user)")
    files = review.add_mutually_exclusive_group()
    files.add_argument("--export", type=Path, metavar="LIST.csv", help="write the queue for a spreadsheet instead")
    files.add_argument("--import", type=Path, metavar="LIST.csv", dest="import_", help="read the list back")
    files.add_argument("--cases", type=Path, metavar="FILE.csv", help="write what persons judged as labelled pairs")
    files.add_argument("--ledger-export", type=Path, metavar="FILE.jsonl", help="write all that persons decided")
    files.add_argument("--ledger-import", type=Path, metavar="FILE.jsonl", help="take such a file over")


def _number(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError("give a number from 1 on")
    return value


def _match(commands: "Commands[argparse.ArgumentParser]") -> None:
    match = commands.add_parser(
        "match",
        help="score pairs of names: the same, different or unsure",
        description="Score the pairs of a CSV table with the columns name1, name2 and type (Company, Organization, "
        "Person). Adds score, decision and reasons; all other columns and the order of the rows stay.",
    )
    match.add_argument("pairs", type=Path, metavar="PAIRS.csv")
    match.add_argument("--out", type=Path, metavar="FILE", help="the .csv file to write (default: standard output)")


def _register(commands: "Commands[argparse.ArgumentParser]") -> None:
    register = commands.add_parser(
        "register",
        help="import company registers and look names up in them",
        description="Company registers in one file, by which entities are told apart and identified.",
    )
    actions = register.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser(
        "add",
        help="import registers, replacing those of the same name",
        description="Import registers: 'pytickersymbols', or files of GLEIF (CSV), Wikidata (JSON dump, query "
        "results), OpenSanctions and FollowTheMoney (JSON lines), or CSV tables; also packed (.zip .gz .bz2 .xz).",
    )
    add.add_argument("sources", nargs="+", metavar="NAME|FILE")
    add.add_argument("--name", help="what to call the register (default: the file's name); for one file only")
    add.add_argument("--kind", choices=REGISTER_KINDS, help="what the files are (default: told by their content)")
    add.add_argument("--columns", metavar="FIELD=COLUMN,...|YAML", help="which column is what in a table")
    add.add_argument("--quiet", action="store_true", help="no progress and no summary")
    listed = actions.add_parser("list", help="what has been imported")
    remove = actions.add_parser("remove", help="forget registers")
    remove.add_argument("names", nargs="+", metavar="REGISTER")
    refresh = actions.add_parser("refresh", help="index names anew, after an update that changed the rules for them")
    refresh.add_argument("--quiet", action="store_true", help="no progress and no summary")
    find = actions.add_parser("find", help="look up a name, an identifier (isin:DE...) or an id (lei:...)")
    find.add_argument("name", metavar="NAME|SCHEME:VALUE")
    find.add_argument("--type", help="the class of the entity: Company, Person, ...")
    find.add_argument("--limit", type=int, default=10, metavar="N", help="at most so many (default 10)")
    for action in (add, listed, remove, refresh, find):
        action.add_argument(
            "--register", type=Path, metavar="FILE", help="the register file (default: KG_REGISTER or your data folder)"
        )


def _reconcile(commands: "Commands[argparse.ArgumentParser]") -> None:
    reconcile = commands.add_parser(
        "reconcile",
        help="serve the registers to OpenRefine",
        description="Serve the imported registers by the W3C Reconciliation Service API, to this machine alone, until "
        "stopped with Ctrl-C.",
    )
    reconcile.add_argument(
        "register", nargs="?", type=Path, metavar="REGISTER",
        help="a register file (default: the registers that 'kg register' keeps)",
    )  # fmt: skip
    reconcile.add_argument(
        "--port", type=int, default=8765, metavar="N", help="default %(default)s; 0 takes a free one"
    )


def _demo(commands: "Commands[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="build and open the graph of the example articles")
    demo.add_argument("--out", type=Path, default=Path("demo"), metavar="DIR", help="default: demo")
    demo.add_argument("--no-open", action="store_true", help="do not open the browser")


def _certainty(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--certainty",
        metavar="LIST",
        help="which certainties count, by comma (default asserted,reported; 'all' for every one)",
    )


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("give a number from 0 to 1")
    return value
