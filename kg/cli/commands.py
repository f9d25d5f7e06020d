"""One function per command: arguments in, exit code out. Each imports what it needs, so that help stays instant."""

import sys
from argparse import Namespace
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

from kg.errors import InputError
from kg.settings import Settings


def settings_of(arguments: Namespace) -> Settings:
    """The build choices of a command line."""
    for path in [*arguments.ontology, *arguments.patterns]:
        if not path.is_file():
            raise InputError(f"{path}: no such file")
    return Settings(
        lang=arguments.lang,
        ontologies=tuple(arguments.ontology),
        patterns=tuple(arguments.patterns),
        gazetteer=not arguments.no_register,
        mentions=arguments.mentions,
        min_confidence=arguments.min_confidence,
        model=arguments.model,
        fast=arguments.fast,
        register=arguments.register,
        product_kinds=arguments.product_kinds,
        given_entities=getattr(arguments, "given_entities", False),
    )


def build(arguments: Namespace) -> int:
    """`kg build INPUT... --out DIR`"""
    from kg.cli import terminal
    from kg.pipeline import build as run

    with terminal.progress(arguments.inputs, quiet=arguments.quiet) as progress:
        report = run(arguments.inputs, arguments.out, settings_of(arguments), title=arguments.title, progress=progress)
    terminal.skipped(report.skipped)
    if not arguments.quiet:
        terminal.summary(report, arguments.out)
    return 0


def extract(arguments: Namespace) -> int:
    """`kg extract INPUT... [--out FILE]`"""
    from kg.cli import terminal
    from kg.ontology import Schema
    from kg.pipeline import extractions
    from kg.read import read
    from kg.view.lines import line

    settings = settings_of(arguments)
    schema = Schema.load(*settings.ontologies)
    skipped: list[tuple[str, str]] = []
    documents = read(
        arguments.inputs, lang=settings.lang, on_skip=lambda *told: skipped.append(told), keep_foreign=True
    )
    with (
        terminal.progress(arguments.inputs, quiet=arguments.quiet or arguments.out is None) as progress,
        _output(arguments.out) as out,
    ):
        for extraction in extractions(documents, settings, schema):
            out.write(line(extraction, schema) + "\n")
            if progress:
                progress(extraction.document.id, len(extraction.document.text.split()))
    terminal.skipped(skipped)
    return 0


def _output(path: Path | None) -> Any:
    if path is None:
        if isinstance(sys.stdout, IO) or hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        return nullcontext(sys.stdout)
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from error


def query(arguments: Namespace) -> int:
    """`kg query DIR [SPARQL | FILE.rq | NAME]`; an ASK that is false exits with 1."""
    from kg.cli import terminal
    from kg.store import Dataset, Graph, Table

    if arguments.question is None:
        terminal.questions()
        return 0
    with Dataset.open(arguments.dir, read_only=True) as dataset:
        answer = dataset.query(
            _sparql(arguments.question), certainties(dataset, arguments.certainty), timeout=arguments.timeout
        )
        if isinstance(answer, bool):
            print("yes" if answer else "no")
            return 0 if answer else 1
        if isinstance(answer, Graph):
            print(answer.to_turtle(), end="")
        elif isinstance(answer, Table):
            terminal.table(answer, arguments.format)
    return 0


def _sparql(question: str) -> str:
    """SPARQL from a file, a packaged question's name, or the text itself."""
    from kg.ontology.questions import questions

    if question.endswith(".rq"):
        try:
            return Path(question).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{question}: cannot be read ({error})") from error
    named = {q.name: q.sparql for q in questions()}
    if question in named:
        return named[question]
    if "{" not in question:
        raise InputError(f"{question!r} is neither SPARQL nor a packaged question; 'kg query DIR' lists those")
    return question


def certainties(dataset: Any, chosen: str | None) -> tuple[str, ...] | None:
    """The certainties of `--certainty`; None for the default."""
    if chosen is None:
        return None
    if chosen == "all":
        return tuple(dataset.schema.certainties)
    return tuple(dataset.schema.certainty(name.strip()).name for name in chosen.split(","))


def show(arguments: Namespace) -> int:
    """`kg show DIR [ENTITY]`"""
    from kg.cli import terminal

    if arguments.entity is None:
        return _open_page(arguments.dir, arguments.no_open)
    from kg.graph import open as open_graph

    with open_graph(arguments.dir) as graph:
        entity = graph.entity(arguments.entity)
        found = graph.statements(entity.iri)
        chosen = certainties(graph.dataset, arguments.certainty)
        terminal.entity(entity, [s for s in found if chosen is None or s.certainty in chosen])
    return 0


def _open_page(folder: Path, stay: bool) -> int:
    import webbrowser

    page = (folder / "graph.html").resolve()
    if not page.is_file():
        raise InputError(f"{folder}: no graph.html here; run 'kg build ARTICLES --out {folder}' first")
    print(page)
    if not stay:
        webbrowser.open(page.as_uri())
    return 0


def export(arguments: Namespace) -> int:
    """`kg export DIR --format F [--out FILE]`"""
    from kg.store import Dataset
    from kg.view.export import export as write

    out = arguments.out or arguments.dir / f"graph.{arguments.format}"
    with Dataset.open(arguments.dir, read_only=True) as dataset:
        write(dataset, out, arguments.format, certainties=certainties(dataset, arguments.certainty))
    print(out)
    return 0


def validate(arguments: Namespace) -> int:
    """`kg validate DIR`; exit code 1 when a shape does not hold."""
    from kg.store import Dataset
    from kg.store.validate import validate as check

    with Dataset.open(arguments.dir, read_only=True) as dataset:
        violations = check(dataset)
    for violation in violations:
        print(violation)
    print(f"{len(violations)} violations" if violations else "the graph conforms to its shapes")
    return 1 if violations else 0


def explain(arguments: Namespace) -> int:
    """`kg explain DIR A [B]`, `kg explain [DIR] --entity NAME`; exit code 1 when nothing connects the two."""
    from kg.cli import terminal
    from kg.graph import open as open_graph

    alone = arguments.entity or (arguments.a if arguments.b is None else None)
    if alone is not None:
        with open_graph(arguments.dir) as graph:
            terminal.identification(graph.identify(alone))
        return 0
    if arguments.a is None:
        raise InputError("explain needs a folder and one or two entities, or --entity NAME")
    with open_graph(arguments.dir) as graph:
        a, b = graph.entity(arguments.a), graph.entity(arguments.b)
        if a.iri == b.iri:
            raise InputError(f"{arguments.a!r} and {arguments.b!r} are one entity; give one of them to see why")
        shared = [
            s for s in graph.statements(a.iri) if any(f.iri == b.iri for fillers in s.roles.values() for f in fillers)
        ]
        terminal.explanation(a, b, shared)
    return 0 if shared else 1


def judge(arguments: Namespace) -> int:
    """`kg judge DIR A B same|different|unsure|undo`"""
    from datetime import date
    from getpass import getuser

    from kg.review.pairs import said_of
    from kg.store import Dataset
    from kg.store.resolving import forget, resolve
    from kg.store.resolving import judge as add
    from kg.view.products import write_products
    from kg.view.who import judgement, names_of

    who, today = arguments.by or getuser(), date.today().isoformat()
    with Dataset.open(arguments.dir) as dataset:
        resolve(dataset)
        undo = arguments.verdict == "undo"
        told = judgement(
            dataset, arguments.a, arguments.b, "unsure" if undo else arguments.verdict, who, today, arguments.note
        )
        if undo and not said_of(dataset, told.a, told.b):
            raise InputError(f"nobody has judged {arguments.a!r} and {arguments.b!r}: nothing to take back")
        names = " and ".join(sorted(names_of(dataset, {told.a, told.b}).values()))
        changed = forget(dataset, told.a, told.b) if undo else add(dataset, [told])
        write_products(dataset, arguments.dir)
    print(f"{names}: {'taken back' if undo else told.verdict}; documents that are seen differently: {changed}")
    return 0


def review(arguments: Namespace) -> int:
    """`kg review DIR [--statements] [--export LIST.csv | --import LIST.csv | ...]`"""
    from datetime import date
    from getpass import getuser

    from kg import review as reviews
    from kg.cli import terminal
    from kg.store import Dataset
    from kg.store.resolving import resolve
    from kg.view.products import write_products

    a = arguments
    only = {name: getattr(a, name) for name in ("entity", "type", "certainty") if getattr(a, name) is not None}
    if only and not a.statements:
        raise InputError(f"--{min(only)} is for --statements")
    who, today = a.by or getuser(), date.today().isoformat()
    with Dataset.open(a.dir) as dataset:
        changed = resolve(dataset)
        if a.export and a.statements:
            print(f"{reviews.export_statements(dataset, a.export, limit=a.limit, **only)} statements: {a.export}")
        elif a.export:
            print(f"{reviews.export_pairs(dataset, a.export, a.limit)} pairs: {a.export}")
        elif a.cases:
            print(f"{reviews.export_cases(dataset, a.cases)} cases: {a.cases}")
        elif a.ledger_export:
            print(f"{reviews.export_ledger(dataset, a.ledger_export)} decisions: {a.ledger_export}")
        elif a.import_ or a.ledger_import:
            if a.ledger_import:
                done = reviews.import_ledger(dataset, a.ledger_import)
            else:
                take = reviews.import_statements if a.statements else reviews.import_pairs
                done = take(dataset, a.import_, who, today)
            if done or changed:
                write_products(dataset, a.dir)
            print(f"{done} decisions taken over")
        elif a.statements:
            reviews.review_statements(dataset, a.dir, sys.stdin, terminal.out, who, today, limit=a.limit, **only)
        else:
            reviews.review_pairs(dataset, a.dir, sys.stdin, terminal.out, who, today, limit=a.limit)
    return 0


def match(arguments: Namespace) -> int:
    """`kg match PAIRS.csv [--out FILE]`"""
    from kg.resolve.names.pairs import scored

    if arguments.out and arguments.out.resolve() == arguments.pairs.resolve():
        raise InputError(f"{arguments.out}: is the table that is read; give --out another name")
    if not arguments.pairs.is_file():
        raise InputError(f"{arguments.pairs}: no such file")
    table = scored(arguments.pairs)
    with _output(arguments.out) as out:
        table.write(out)
    return 0


def register(arguments: Namespace) -> int:
    """`kg register add|list|remove|refresh|find`"""
    from kg.cli import registers

    actions = {
        "add": registers.add,
        "list": registers.list_,
        "remove": registers.remove,
        "refresh": registers.refresh,
        "find": registers.find,
    }
    return actions[arguments.action](arguments)


def reconcile(arguments: Namespace) -> int:
    """`kg reconcile [REGISTER] [--port N]`"""
    from kg.reconcile import make_server
    from kg.resolve.registers import Register

    with (
        Register.open(arguments.register, read_only=True) as register,
        make_server(register, arguments.port) as server,
    ):
        print(server.url, flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def demo(arguments: Namespace) -> int:
    """`kg demo`: the example articles, built and opened."""
    from kg.cli import terminal
    from kg.pipeline import build as run
    from kg.read.examples import example_dir

    folder = example_dir()
    with terminal.progress([folder], quiet=False) as progress:
        report = run([folder], arguments.out, title="Company knowledge graph: the example articles", progress=progress)
    terminal.summary(report, arguments.out)
    return _open_page(arguments.out, arguments.no_open)
