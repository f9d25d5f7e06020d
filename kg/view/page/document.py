"""The HTML file: template, style, scripts and data in one, under a policy that lets nothing else run or load."""

import base64
import html
import json
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from string import Template
from typing import Any

SCRIPTS = ("base", "state", "graph", "labels", "filters", "panel", "search", "main")
"""Files of `script/`, in the order in which they build on each other."""
VIS = "lib/vis-9.1.2/vis-network.min.js"

_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def assembled(content: Mapping[str, Any], *, title: str, lang: str | None) -> str:
    """The whole page. `content` is JSON data; nothing in it, nor the title, can end its script or become markup."""
    style, vis, script = _own("page.css"), _vis_network(), _program()
    data = {**content, "words": _words(), "lang": lang}
    shown = html.escape(title.encode("utf-8", "replace").decode())
    return Template(_own("template.html")).substitute(
        title=shown, lang=lang or "en", policy=_policy(style, (vis, script)),
        style=style, vis=vis, script=script, data=embedded(data),
    )  # fmt: skip


def default_title(lang: str | None) -> str:
    """What a page without a title of its own is called."""
    return _words()[lang or "en"]["page"]


def embedded(value: object) -> str:
    """JSON that is safe inside a script element: `<`, `>`, `&` and the two Unicode line ends are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSAFE).encode("utf-8", "backslashreplace").decode("utf-8")


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    """No request at all, and no style or script but ours, named by their hashes."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode('utf-8')).digest()).decode()}'"


def _program() -> str:
    parts = "\n".join(_own("script", f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}\n}})();\n'


def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(_own("words.json"))
    return words


def _own(*path: str) -> str:
    return files("kg.view.page").joinpath(*path).read_text(encoding="utf-8")


def _vis_network() -> str:
    """The library as pyvis ships it, licence notice included, without the pointer to a map file."""
    text = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//# sourceMappingURL"))
