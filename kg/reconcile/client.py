"""A client for any service of the W3C Reconciliation API, 0.1 and 0.2."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from kg.errors import InputError

_ANSWER = 20_000_000
_AGAIN = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for: a name, a type of the service, how many candidates, and (property, value) conditions."""

    name: str
    type: str = ""
    limit: int = 0
    properties: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the protocol has it; what is empty is left out."""
        found: dict[str, Any] = {"query": self.name}
        if self.type:
            found["type"] = self.type
        if self.limit:
            found["limit"] = self.limit
        if self.properties:
            found["properties"] = [{"pid": pid, "v": value} for pid, value in self.properties]
        return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """One answer. `score` is in the service's own units; `match` when the service is sure."""

    id: str
    name: str
    score: float
    match: bool = False
    types: tuple[str, ...] = ()
    description: str = ""
    features: tuple[tuple[str, float], ...] = ()


@dataclass(slots=True)
class ReconcileClient:
    """Asks the service at `url` in batches.

    `timeout` in seconds, for each request. A service that is busy (429, 502 to 504) or breaks off is asked again
    `retries` times, after `pause` seconds and then twice as long each time. What goes wrong is an InputError.
    """

    url: str
    timeout: float = 20.0
    retries: int = 3
    pause: float = 0.5
    batch: int = 50
    _manifest: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if urllib.parse.urlsplit(self.url).scheme not in ("http", "https"):
            raise InputError(f"{self.url}: the address of a reconciliation service begins with http:// or https://")

    def manifest(self) -> dict[str, Any]:
        """The service's manifest, asked for once."""
        if not self._manifest:
            found = self._ask(None)
            if not {"name", "identifierSpace", "schemaSpace"} <= found.keys():
                raise InputError(f"{self.url}: no reconciliation service: its manifest lacks name or identifierSpace")
            self._manifest = found
        return self._manifest

    def reconcile(self, questions: Iterable[Question | str]) -> list[list[Candidate]]:
        """The candidates of every question, in the order of the questions, best first."""
        remaining = iter(questions)
        size = self._size()
        found: list[list[Candidate]] = []
        while asked := [Question(q) if isinstance(q, str) else q for q in islice(remaining, size)]:
            batch = {f"q{i}": q.to_json() for i, q in enumerate(asked)}
            answer = self._ask({"queries": json.dumps(batch, ensure_ascii=False)})
            found += [self._candidates(answer, key) for key in batch]
        return found

    def extend(self, ids: Sequence[str], properties: Sequence[str]) -> dict[str, dict[str, list[str]]]:
        """Values of properties by entity, as texts; InputError when the service has no data extension."""
        if "extend" not in self.manifest():
            raise InputError(f"{self.url}: the service has no data extension")
        found: dict[str, dict[str, list[str]]] = {}
        for start in range(0, len(ids), self._size()):
            asked = {"ids": list(ids[start : start + self._size()]), "properties": [{"id": p} for p in properties]}
            rows = self._ask({"extend": json.dumps(asked, ensure_ascii=False)}).get("rows")
            if not isinstance(rows, dict):
                raise InputError(f"{self.url}: the answer has no rows")
            for id, row in rows.items():
                found[id] = {pid: _texts(values) for pid, values in row.items()} if isinstance(row, dict) else {}
        return found

    def _size(self) -> int:
        """Our batch size, or the service's when that is smaller."""
        theirs = self.manifest().get("batchSize")
        return max(1, min(self.batch, theirs)) if isinstance(theirs, int) and theirs > 0 else max(1, self.batch)

    def _candidates(self, answer: Mapping[str, Any], key: str) -> list[Candidate]:
        result = answer[key].get("result") if isinstance(answer.get(key), dict) else None
        if not isinstance(result, list):
            raise InputError(f"{self.url}: the answer has no result for a query: {json.dumps(answer)[:200]}")
        try:
            found = [_candidate(row) for row in result]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"{self.url}: a candidate is not as the protocol has it ({error!r})") from error
        return sorted(found, key=lambda c: (-c.score, not c.match))

    def _ask(self, form: Mapping[str, str] | None) -> dict[str, Any]:
        """One request, repeated where that may help."""
        for attempt in range(self.retries + 1):
            try:
                return self._send(form)
            except _Busy as error:
                if attempt == self.retries:
                    raise InputError(f"{self.url}: {error}; asked {attempt + 1} times") from error
                time.sleep(self.pause * 2**attempt)
        raise AssertionError  # the loop returns or raises

    def _send(self, form: Mapping[str, str] | None) -> dict[str, Any]:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(self.url, data=data, headers={"Accept": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                body = answer.read(_ANSWER + 1)
        except urllib.error.HTTPError as error:
            told = " ".join(error.read(500).decode(errors="replace").split())
            if error.code in _AGAIN:
                raise _Busy(f"the service answered {error.code}") from error
            raise InputError(f"{self.url}: the service answered {error.code}: {told}") from error
        except TimeoutError as error:
            raise _Busy(f"no answer within {self.timeout:g} s") from error
        except (urllib.error.URLError, OSError) as error:
            raise _Busy(f"cannot be reached ({getattr(error, 'reason', error)})") from error
        return self._read(body)

    def _read(self, body: bytes) -> dict[str, Any]:
        if len(body) > _ANSWER:
            raise InputError(f"{self.url}: the answer is longer than {_ANSWER} bytes")
        try:
            found = json.loads(body)
        except ValueError as error:
            raise InputError(f"{self.url}: the answer is not JSON: {body[:80]!r}") from error
        if not isinstance(found, dict):
            raise InputError(f"{self.url}: the answer is no JSON object")
        return found


class _Busy(Exception):
    """What may go better the next time."""


def _candidate(row: Mapping[str, Any]) -> Candidate:
    types = row.get("type") or []
    features = row.get("features") or []
    return Candidate(
        str(row["id"]),
        str(row["name"]),
        float(row["score"]),
        bool(row.get("match")),
        tuple(str(t["id"] if isinstance(t, dict) else t) for t in ([types] if isinstance(types, str) else types)),
        str(row.get("description") or ""),
        tuple((str(f["id"]), float(f["value"])) for f in features if isinstance(f, dict) and "value" in f),
    )


def _texts(values: Any) -> list[str]:
    """The values of a cell as texts: of an entity its id."""
    rows = values if isinstance(values, list) else []
    return [str(v) for row in rows if isinstance(row, dict) for k, v in row.items() if k not in ("name", "description")]
