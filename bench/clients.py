"""Browsers in the least code that is honest: keep-alive sockets, several at once, each request timed."""

import http.client
import itertools
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.machine import Watch

SHORT = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """Status, headers and body of one response."""

    status: int
    head: bytes
    body: bytes


@dataclass
class Timings:
    """What several clients measured in one stretch: seconds per answered request, and what went wrong."""

    seconds: float = 0.0
    cpu: float = 0.0  # CPU seconds of browsers, servers and databases together
    each: list[float] = field(default_factory=list)
    wrong: list[Answer] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.each) / self.seconds if self.seconds else 0.0

    @property
    def cpu_ms(self) -> float:
        """Return the CPU milliseconds one request cost: hardly changed by what else the machine does."""
        return 1000 * self.cpu / len(self.each) if self.each else 0.0

    def ms(self, share: float) -> float:
        """Return the time below which a share of the requests stayed, in milliseconds."""
        return percentile(self.each, share) * 1000


def percentile(values: list[float], share: float) -> float:
    """Return the value below which a share of the values lie; 0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Connection:
    """One keep-alive connection. Raw, because a client library would use as much of the shared cores as the server."""

    def __init__(self, port: int):
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """Send a request and return the answer; a connection the server closed in between is opened again once."""
        try:
            return self._ask(request)
        except (ConnectionError, http.client.BadStatusLine):
            self.close()
            return self._ask(request)

    def close(self) -> None:
        if self.socket:
            self.socket.close()
            self.socket = None

    def _ask(self, request: bytes) -> Answer:
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.socket.recv(65536)
            if not part:
                raise http.client.BadStatusLine("closed")
            received += part
        head, _blank, body = received.partition(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
        while len(body) < length:
            body += self.socket.recv(65536)
        if b"connection: close" in lower:
            self.close()
        return Answer(int(head.split(b" ", 2)[1]), head, body)


def hammer(port: int, make: Callable[[int], bytes], expect: int, *, seconds: float, clients: int = 4) -> Timings:
    """Let clients send requests one after the other for some seconds; answers other than `expect` count as wrong."""
    timings, numbers, lock, watch = Timings(), itertools.count(), threading.Lock(), Watch()
    began = time.perf_counter()

    def work():
        connection, each, wrong = Connection(port), [], []
        while time.perf_counter() - began < seconds:
            request = make(next(numbers))
            sent = time.perf_counter()
            answer = connection.ask(request)
            took = time.perf_counter() - sent
            each.append(took) if answer.status == expect else wrong.append(answer)
        connection.close()
        with lock:
            timings.each += each
            timings.wrong += wrong

    threads = [threading.Thread(target=work) for _client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    timings.seconds, timings.cpu = time.perf_counter() - began, watch.cpu()
    return timings


def get(path: str, cookies: str = "") -> bytes:
    """Return a GET as bytes."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode()


def post(path: str, fields: dict[str, str], cookies: str = "", photos: Sequence[bytes] = ()) -> bytes:
    """Return a POST as bytes, as the form's page sends it: short without photos, else in parts."""
    body, kind = _in_parts(fields, photos) if photos else (urlencode(fields).encode(), SHORT)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _in_parts(fields: dict[str, str], photos: Sequence[bytes]) -> tuple[bytes, str]:
    mark = "----bench-7d1f0c"
    begin = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = [f'{begin}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    photo_head = f'{begin}"photos"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode()
    files = b"".join(photo_head + photo + b"\r\n" for photo in photos)
    return "".join(parts).encode() + files + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"
