"""All training data: documents per source, split into train and dev.

usage: python -m training.data DATA_FOLDER OUT.pickle [--own FOLDER] [--read FOLDER] [--gold FILE ...] [--teacher MODEL]
A teacher is an earlier model of ours: where a corpus has no products, the proper nouns that it sees stay open, and
where it marks only some names, the others that the package finds take part as entities without statements.
`--own` are our passages, `--read` our stand-off annotations of the corpora (they replace the corpus' own), `--gold`
any further files of gold documents with ontology names.
"""

import argparse
import json
import pickle
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.extract import load_rules
from kg.extract.examples import cases, marked_document
from kg.ontology import Schema
from training import corpora, facts, silver, ud
from training.facts import Document, Facts, Record
from training.labels import OUTSIDE
from training.sentences import Sentence, tokenizer

Documents = list[Document]
About = Callable[[Record, list[Sentence]], Facts]
SECOND = "second"
"""How the files with second readings begin."""


def load(
    data: Path, own: Path | None, read: Path | None, gold: list[Path], teacher: Path | None
) -> dict[str, dict[str, Documents]]:
    """{"train" | "dev": {source: documents}}; the dev parts are the corpora's own, or a tenth or less."""
    train: dict[str, Documents] = {}
    dev: dict[str, Documents] = {}
    ours = standoff(read) if read else {}
    names = _names(data / "knowledgenet/train.jsonl") if teacher else {}

    def known(record: Record, sentences: list[Sentence]) -> Facts:
        return facts.knowledgenet(record, sentences, names.get(record["id"], ()))

    files = {
        "knowledgenet": ("knowledgenet/train.jsonl", corpora.knowledgenet, known),
        "core": ("core/train.jsonl", corpora.core, facts.core),
        "fire": ("fire/dev.jsonl", corpora.fire, facts.fire),
        "product_corpus": ("product_corpus/train.jsonl", corpora.products, facts.products),
        "germeval": ("germeval/dev.jsonl", corpora.germeval, None),
    }
    for name, (file, reader, about) in files.items():
        train[name], dev[name] = _split(_read(data / file, reader, about))
    train["smartdata"] = _read(data / "smartdata/train.jsonl", corpora.smartdata, facts.smartdata)
    dev["smartdata"] = _read(data / "smartdata/dev.jsonl", corpora.smartdata, facts.smartdata)
    trees = [Document([s]) for name in ("gsd-dev", "gsd-test", "pud")
             for s in ud.read(data / f"ud_german/{name}.conllu", "ud")]  # fmt: skip
    train["ud"], dev["ud"] = _split(trees)
    train["text2kgbench"] = list(_triples(data / "text2kgbench_company/ont_7_company_train.jsonl"))
    if ours:
        again = read_twice(read) if read else set()
        documents = [_full(record)[0] for record in reread(data, ours)]
        train["read"] = [d for d in documents if d.id not in again]
        dev["read"] = [d for d in documents if d.id in again]
        for name in ("smartdata", "knowledgenet", "fire", "core", "germeval"):
            train[name] = [d for d in train[name] if d.id not in ours]
    if teacher:
        for part in (train, dev):
            _open_names(part["smartdata"], teacher)
    if own and own.is_dir():
        passages = [_full(r) for path in sorted(own.glob("*.jsonl")) for r in corpora.documents(path)]
        train["own"] = [d for d, r in passages if r.get("part") != "heldout"]
        dev["own"] = [d for d, r in passages if r.get("part") == "heldout"]
    train["patterns"] = [d for lang in ("de", "en") for d in _examples(lang)]
    if gold:
        train["gold"] = [_full(r)[0] for path in gold for r in corpora.documents(path)]
    for part in (train, dev):
        for name in sorted(part.keys() - {"germeval", "smartdata", "ud"}):
            silver.fill([d.sentences for d in part[name] if d.sentences and d.sentences[0].lang == "en"])
    return {"train": train, "dev": dev}


def _read(path: Path, reader: Callable[[Path], Iterator[list[Sentence]]], about: About | None) -> Documents:
    """A corpus: its sentences with names, and its statements."""
    records = corpora.documents(path)
    return [
        Document(sentences, about(record, sentences) if about else None, record["id"])
        for record, sentences in zip(records, reader(path), strict=True)
        if sentences
    ]


def _examples(lang: str) -> Iterator[Document]:
    """The example sentences of the patterns: all statements of the pattern's own type are known, and none of others."""
    schema = Schema.load()
    for number, case in enumerate(cases(load_rules(lang, schema).patterns.patterns)):
        marked = marked_document(case.text, lang, f"{lang}-{case.pattern.id}-{number}")
        entities = [{"start": g.start, "end": g.end, "type": g.type, "text": marked.text[g.start : g.end]}
                    for g in marked.given]  # fmt: skip
        type_ = schema.statement_type(case.pattern.type)
        label = type_.edge.name if type_.edge else type_.name
        texts = [e["text"] for e in entities]
        relations = [
            {"type": label, "head": texts.index(head), "tail": texts.index(tail) if type_.edge else None}
            for head, tail in sorted(case.finds or ())
            if head in texts and (tail in texts or not type_.edge)
        ]
        record = {"text": marked.text, "lang": lang, "entities": entities, "relations": relations}
        sentences = corpora.own_sentences(record)
        yield Document(sentences, facts.judged(record, sentences, {label}), marked.id)


def _full(record: Record) -> tuple[Document, Record]:
    sentences = corpora.own_sentences(record)
    return Document(sentences, facts.full(record, sentences), record["id"]), record


def standoff(folder: Path) -> dict[str, Record]:
    """Our annotations of the corpora by document id, first readings only."""
    paths = (p for p in sorted(folder.glob("*.jsonl")) if not p.stem.startswith(SECOND))
    return {record["id"]: record for path in paths for record in corpora.documents(path)}


def read_twice(folder: Path) -> set[str]:
    """The documents that a second reader annotated too: the dev part."""
    return {r["id"] for path in folder.glob(f"{SECOND}*.jsonl") for r in corpora.documents(path)}


def reread(data: Path, ours: dict[str, Record]) -> Iterator[Record]:
    """The documents of the corpora that we read ourselves: their text, our annotation."""
    for file in ("smartdata/train", "germeval/dev", "knowledgenet/train", "fire/dev", "core/train"):
        for record in corpora.documents(data / f"{file}.jsonl"):
            if record["id"] in ours:
                yield {**ours[record["id"]], "text": record["text"], "lang": record["lang"]}


def _triples(path: Path) -> Iterator[Document]:
    for line in path.read_text(encoding="utf-8").splitlines():
        record = facts.triples(json.loads(line))
        if record["relations"]:
            sentences = corpora.marked_sentences(record)
            yield Document(sentences, facts.stated(record, sentences), record["id"])


def _names(path: Path) -> dict[str, list[tuple[int, int, str]]]:
    """The names that the package finds in each document of a corpus."""
    from kg.annotate import AnnotateSettings, annotate
    from kg.model import Document as Text

    texts = [Text(id=r["id"], text=r["text"], lang=r["lang"]) for r in corpora.documents(path)]
    found = annotate(texts, settings=AnnotateSettings(references=False))
    return {a.document.id: [(m.start, m.end, m.type) for m in a.mentions if m.kind == "name"] for a in found}


def _open_names(documents: Documents, teacher: Path) -> None:
    """Proper nouns that the corpus does not mark may be products (in place)."""
    from kg.annotate.encoder import Encoder
    from training.evaluate import make_doc

    encoder, nlp = Encoder(teacher), tokenizer("de")
    docs = encoder.pipe(make_doc(d.sentences, nlp) for d in documents)
    for document, doc in zip(documents, docs, strict=True):
        tokens = iter(doc)
        for s in document.sentences:
            for i, token in zip(range(len(s.words)), tokens, strict=False):
                if s.allowed[i] == OUTSIDE and token.pos_ == "PROPN":
                    s.allowed[i] = corpora.PRODUCT_OR_NOT


def _split(documents: Documents) -> tuple[Documents, Documents]:
    order = [*documents]
    random.Random(1).shuffle(order)
    n = min(len(order) // 10, 200)
    return order[n:], order[:n]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--own", type=Path)
    parser.add_argument("--read", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=[])
    parser.add_argument("--teacher", type=Path)
    args = parser.parse_args()
    parts = load(args.data, args.own, args.read, args.gold, args.teacher)
    new = args.out.with_suffix(".new")
    new.write_bytes(pickle.dumps(parts))
    new.replace(args.out)
    for part, sources in parts.items():
        for name, documents in sources.items():
            words = sum(len(s.words) for d in documents for s in d.sentences)
            true = sum(len(d.facts.true) + len(d.facts.either) for d in documents if d.facts)
            print(f"{part:6}{name:16}{len(documents):6} documents {words:8} words {true:6} statements")


if __name__ == "__main__":
    main()
