"""The files that a build leaves beside the store: graph.trig, graph.html and statements.jsonl."""

import json
from dataclasses import asdict
from pathlib import Path

from kg.errors import StoreError
from kg.store import Dataset
from kg.view.export import export
from kg.view.page import page
from kg.view.records import statements


def write_products(dataset: Dataset, out: Path) -> None:
    """Write all three; each appears whole or not at all. StoreError when the folder cannot be written."""
    export(dataset, out / "graph.trig", "trig")
    lines = [json.dumps(asdict(record), ensure_ascii=False, default=str) for record in statements(dataset)]
    write_whole(out / "statements.jsonl", "".join(line + "\n" for line in lines))
    write_whole(out / "graph.html", page(dataset))


def write_whole(path: Path, text: str) -> None:
    """Write a UTF-8 file with \\n line ends by way of a neighbour, so that readers see the old or the new."""
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: cannot be written ({error.strerror}); free space or choose another folder"
        ) from error
