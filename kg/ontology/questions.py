"""The competency questions: SPARQL files with a title and the question in words."""

import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError, PatternError
from kg.ontology.files import QUERIES_FOLDER, ontology_dir

_HEADER = {"title": "title", "question": "question (en)", "frage": "frage (de)", "parameters": "parameters"}


@dataclass(frozen=True, slots=True)
class Question:
    """One question: `name` is the file's without ending, `parameters` the variables that a VALUES block presets."""

    name: str
    title: str
    question: str
    frage: str
    sparql: str
    path: Path
    parameters: tuple[str, ...] = ()

    def bind(self, **values: str) -> str:
        """The query with other values for its parameters; what is not given keeps its preset.

        InputError for a name that is no parameter. A value is always a literal: nothing in it can change the query.
        """
        text = self.sparql
        for name, value in values.items():
            if name not in self.parameters:
                known = ", ".join(self.parameters) or "none"
                raise InputError(f"question '{self.name}' has no parameter '{name}'; it has {known}")
            text = _with_value(text, name, value)
        return text


def questions(folder: Path | None = None) -> list[Question]:
    """The questions of a folder, by default the packaged ones, sorted by name. PatternError for a broken header."""
    folder = folder or ontology_dir() / QUERIES_FOLDER
    return [read_question(path) for path in sorted(folder.glob("*.rq"))]


def read_question(path: Path) -> Question:
    """One question from its file."""
    text = path.read_text(encoding="utf-8")
    header = dict(re.findall(r"^# (title|question \(en\)|frage \(de\)|parameters): *(.*?) *$", text, re.MULTILINE))
    for line in _HEADER.values():
        if not header.get(line):
            raise PatternError(f"{path}: the comment '# {line}: ...' is missing")
    parameters = tuple(re.findall(r"\?(\w+)", header["parameters"]))
    for name in parameters:
        if not re.search(rf'VALUES \?{name} {{ "', text):
            raise PatternError(f'{path}: parameter ?{name} has no preset; write VALUES ?{name} {{ "..." }}')
    return Question(path.stem, header["title"], header["question (en)"], header["frage (de)"], text, path, parameters)


def _with_value(text: str, name: str, value: str) -> str:
    head, start, rest = text.partition(f'VALUES ?{name} {{ "')
    return head + start[:-1] + _literal(value) + rest.partition('"')[2]


def _literal(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
