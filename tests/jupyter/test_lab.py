"""The first notebook in a real JupyterLab and a real browser: the graph appears, and nothing leaves this machine."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "01-first-graph.ipynb"
QUIET = """
c.LabApp.expose_app_in_browser = True
c.LabApp.extension_manager = "readonly"
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
c.ServerApp.terminals_enabled = False
"""
RUN_ALL = """async () => {
    const panel = window.jupyterapp.shell.currentWidget;
    await panel.sessionContext.ready;
    await window.jupyterapp.commands.execute("notebook:run-all-cells");
}"""
OUTPUTS = "() => window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.flatMap(c => c.outputs || [])"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """The address of the notebook in a server of our own, with its token."""
    pytest.importorskip("jupyterlab", reason="needs JupyterLab (pip install jupyterlab)")
    shutil.copy(NOTEBOOK, tmp_path)
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "jupyter_lab_config.py").write_text(QUIET, encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port, token = probe.getsockname()[1], secrets.token_hex(16)
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    environment = os.environ | places | {"IPYTHONDIR": str(tmp_path / "ipython")}
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={tmp_path}"]
    with (tmp_path / "lab.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, (tmp_path / "lab.log").read_text(errors="replace")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/lab/tree/{NOTEBOOK.name}?token={token}"
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def page() -> Iterator[Any]:
    """A page of a Chromium that can resolve no name."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs Chromium on the path (apt install chromium)")
    rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", rules]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def drawn_graph(page: Any) -> Any:
    """The frame that holds the drawn graph, once it is there."""
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        outputs = page.evaluate(OUTPUTS)
        assert [o for o in outputs if o["output_type"] == "error"] == []
        for frame in page.frames:
            if frame.url == "about:srcdoc" and frame.evaluate("Boolean(window.kgPage)"):
                return frame
        page.wait_for_timeout(500)
    raise AssertionError("no graph in the notebook after four minutes")


def test_the_notebook_shows_the_graph_and_asks_nobody(lab: str, page: Any) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(lab)
    page.wait_for_function("window.jupyterapp && window.jupyterapp.shell.currentWidget?.sessionContext")
    page.evaluate(RUN_ALL)
    frame = drawn_graph(page)
    drawn = frame.evaluate("[kgPage.network.body.data.nodes.length, kgPage.network.body.data.edges.length]")
    assert drawn[0] >= 50
    assert drawn[1] >= 50
    assert frame.locator("canvas").first.bounding_box()["width"] > 300
    assert "Alibaba" in frame.evaluate("JSON.stringify(kgPage.network.body.data.nodes.get().map(n => n.label))")
    assert len(requests) > 20
    hosts = {urlsplit(url).hostname for url in requests if not url.startswith(("data:", "blob:", "about:"))}
    assert hosts == {"127.0.0.1"}
