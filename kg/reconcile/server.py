"""The service over HTTP with the standard library: one thread a connection, open to this machine alone by default."""

import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from kg.errors import InputError
from kg.reconcile import limits
from kg.reconcile.respond import Reply, failure, respond
from kg.reconcile.service import Service, Source
from kg.version import __version__

HOST, PORT, PATH = "127.0.0.1", 8765, "/reconcile"
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")
_SECONDS = 30.0


class ReconcileServer(ThreadingHTTPServer):
    """An HTTP server with a service."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], service: Service) -> None:
        self.service = service
        super().__init__(address, Handler)

    @property
    def url(self) -> str:
        """Where the service is."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}{PATH}"


class Handler(BaseHTTPRequestHandler):
    """Answers GET and POST forms at `PATH` and below, and OPTIONS for browsers."""

    server: ReconcileServer
    server_version = f"company-kg/{__version__}"
    sys_version = ""
    timeout = _SECONDS
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Parameters in the address."""
        self._answer("")

    def do_POST(self) -> None:
        """Parameters in a form, and in the address."""
        if self.headers.get("Transfer-Encoding"):
            return self._refuse("send the form with a Content-Length", 411)
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            return self._refuse("send the form with a Content-Length", 411)
        if int(length) > limits.BODY:
            return self._refuse(f"the form has {length} bytes: at most {limits.BODY}", 413)
        body = self.rfile.read(int(length))
        kind = self.headers.get_content_type()
        if kind not in ("application/x-www-form-urlencoded", "text/plain"):
            return self._send(failure(f"{kind}: send application/x-www-form-urlencoded", 415))
        try:
            return self._answer(body.decode("utf-8"))
        except UnicodeDecodeError:
            return self._send(failure("the form is not UTF-8", 400))

    def do_OPTIONS(self) -> None:
        """What a browser asks before it asks."""
        self._send(Reply(204, b""))

    def _answer(self, form: str) -> None:
        try:
            address = urlsplit(self.path)
            parameters = dict(parse_qsl(address.query, max_num_fields=50))
            parameters |= dict(parse_qsl(form, max_num_fields=50))
        except ValueError as error:
            return self._send(failure(f"the request cannot be read: {error}", 400))
        path = address.path
        if path != PATH and not path.startswith(PATH + "/"):
            return self._send(failure(f"the service is at {PATH}", 404))
        try:
            return self._send(respond(self.server.service, path.removeprefix(PATH), parameters, self._base()))
        except Exception as error:
            self.log_error("%s: %s", type(error).__name__, error)
            return self._send(failure("the service failed; its log says why", 500))

    def _base(self) -> str:
        """The service's address as the client calls it."""
        host = self.headers.get("Host", "")
        return f"http://{host}{PATH}" if _HOST.fullmatch(host) else self.server.url

    def _refuse(self, message: str, status: int) -> None:
        """An answer without reading the request's body: the connection ends."""
        self.close_connection = True
        self._send(failure(message, status))

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", reply.type)
        self.send_header("Content-Length", str(len(reply.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not logged: they hold what people look for."""

    def log_error(self, format: str, *args: object) -> None:
        """Errors of ours go to standard error."""
        if not format.startswith(("code", "Request timed out")):
            super().log_message(format, *args)


def make_server(register: Source, port: int = PORT, host: str = HOST) -> ReconcileServer:
    """A server that is bound and not yet running (`serve_forever`); port 0 takes a free one. InputError when taken."""
    try:
        return ReconcileServer((host, port), Service(register))
    except (OSError, OverflowError) as error:
        raise InputError(f"{host}:{port}: cannot be used ({error}); give another --port") from error


def serve(register: Source, port: int = PORT, host: str = HOST) -> None:
    """Serve a register until interrupted."""
    with make_server(register, port, host) as server:
        server.serve_forever()
