"""The page in a notebook cell or a browser."""

import html
import tempfile
import webbrowser
from pathlib import Path
from typing import Any


def frame(page: str, *, height: int) -> str:
    """The page in a sandboxed frame of its own, so that its styles and scripts stay inside; `height` in pixels."""
    source = html.escape(page, quote=True)
    style = "border:1px solid #8884;border-radius:6px"
    allowed = "allow-scripts allow-popups"
    return (
        f'<iframe srcdoc="{source}" width="100%" height="{height}" style="{style}" sandbox="{allowed}" '
        'title="Company knowledge graph"></iframe>'
    )


def show(page: str, *, height: int) -> Any:
    """An IPython HTML object in a notebook; elsewhere the page is opened in the browser and its path returned."""
    if in_notebook():
        from IPython.display import HTML

        return HTML(frame(page, height=height))  # type: ignore[no-untyped-call]
    path = Path(tempfile.mkdtemp(prefix="kg-")) / "graph.html"
    path.write_text(page, encoding="utf-8")
    webbrowser.open(path.as_uri())
    return path


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return shell is not None and type(shell).__name__ == "ZMQInteractiveShell"
