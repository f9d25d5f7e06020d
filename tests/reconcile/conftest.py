"""A small register and a server of ours over it."""

import threading

import pytest

from kg.reconcile import make_server
from kg.resolve.registers import Entry, Register

ENTRIES = [
    Entry(
        "lei:529900D6BF99LW9R2E68",
        "Nordstahl AG",
        aliases=("Nordstahl Aktiengesellschaft",),
        country="DE",
        city="Essen",
        sector="Steel",
        rank=9,
        identifiers=(("isin", "DE0007164600"), ("lei", "529900D6BF99LW9R2E68"), ("ticker", "XETR:NST")),
        parents=("r:3",),
    ),
    Entry("r:2", "Nordstahl Inc.", country="US", city="Dallas", sector="Software"),
    Entry("r:3", "Velmoor SE", country="DE", sector="Chemicals", identifiers=(("isin", "DE0007100000"),)),
    Entry("r:4", "<b>Böse & Söhne</b> GmbH", country="DE", sector='"><script>alert(1)</script>'),
    Entry("r:5", "Erika Kranz", type="Person", country="DE"),
]


@pytest.fixture(scope="session")
def register(tmp_path_factory):
    with Register.open(tmp_path_factory.mktemp("register") / "register.sqlite") as opened:
        opened.add("test", ENTRIES)
        yield opened


@pytest.fixture(scope="session")
def server(register):
    with make_server(register, port=0) as made:
        thread = threading.Thread(target=made.serve_forever, daemon=True)
        thread.start()
        yield made
        made.shutdown()
        thread.join(10)
