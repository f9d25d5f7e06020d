"""The folder of a graph: `kg.json` says what it is, `store/` holds the quads, `ontologies/` what extends ours."""

import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import StoreError

FORMAT = 1
"""Version of the layout of folder and store. A newer one is refused, an older one would be converted here."""
SETTINGS = "kg.json"
QUADS = "store"
ONTOLOGIES = "ontologies"


@dataclass(frozen=True, slots=True)
class Folder:
    """A graph's folder, its base IRI and the title of its page, None where it was given none."""

    path: Path
    base: str
    title: str | None = None

    @property
    def quads(self) -> Path:
        """Where Oxigraph keeps its files."""
        return self.path / QUADS

    @property
    def ontologies(self) -> list[Path]:
        """The Turtle files that extended the ontology when the graph was built, in their order."""
        return sorted((self.path / ONTOLOGIES).glob("*.ttl"))

    def keep_ontologies(self, paths: Sequence[Path]) -> None:
        """Copy what extends the ontology into the folder, so that the graph can be read without the originals."""
        kept = self.path / ONTOLOGIES
        wanted = {f"{number:02}-{path.name.removeprefix(f'{number:02}-')}": path for number, path in enumerate(paths)}
        try:
            for old in self.ontologies:
                if old.name not in wanted:
                    old.unlink()
            for name, path in wanted.items():
                kept.mkdir(exist_ok=True)
                if path.resolve() != (kept / name).resolve():
                    shutil.copyfile(path, kept / name)
        except OSError as error:
            raise StoreError(f"{kept}: cannot be written: {error.strerror}") from error


def exists(path: Path) -> bool:
    """Whether a folder holds a graph."""
    return (path / SETTINGS).is_file()


def read(path: Path) -> Folder:
    """The graph's folder at `path`; StoreError when it is none, or one of a newer version."""
    settings = path / SETTINGS
    if not settings.is_file():
        what = "is no folder of a graph" if path.is_dir() else "does not exist"
        raise StoreError(f"{path}: {what}; make one with kg build INPUT --out {path}")
    try:
        found = json.loads(settings.read_text(encoding="utf-8"))
        version, base, title = int(found["format"]), str(found["base"]), found.get("title")
    except OSError as error:
        raise StoreError(f"{settings}: cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{settings}: is damaged; delete {path} and build the graph again") from error
    if version > FORMAT:
        raise StoreError(f"{path}: written by a newer kg (format {version}, this one reads {FORMAT}); update kg")
    return Folder(path, base, None if title is None else str(title))


def make(path: Path, base: str) -> Folder:
    """Make the folder and its settings; StoreError when that fails."""
    if not base.endswith(("/", "#")):
        raise StoreError(f"the base IRI {base!r} must end in '/' or '#'")
    return _written(Folder(path, base))


def keep_title(path: Path, title: str) -> Folder:
    """Give the graph's folder a title; none when it is empty. StoreError when that fails."""
    return _written(replace(read(path), title=title or None))


def _written(folder: Folder) -> Folder:
    """Write the settings, which appear whole or not at all."""
    settings, draft = folder.path / SETTINGS, folder.path / f"{SETTINGS}.tmp"
    titled = {} if folder.title is None else {"title": folder.title}
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as out:
            json.dump({"format": FORMAT, "base": folder.base, **titled}, out, indent=2)
            out.write("\n")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(settings)
    except OSError as error:
        raise StoreError(f"{folder.path}: the graph's folder cannot be made: {error.strerror}") from error
    return folder
