"""A line between browser and server that a test may cut at the worst moment: when the answer is on its way."""

import contextlib
import socket
import threading
from urllib.parse import urlsplit

POST = b"POST "


class Line:
    """A TCP relay in front of a server, at an address of its own."""

    def __init__(self, url: str):
        self.server = (urlsplit(url).hostname, urlsplit(url).port)
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listening.getsockname()[1]}"
        self.is_cut = False
        self.cuts_answers = 0  # so many answers to a POST are lost, though the server has sent them
        self.answered = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listening.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _address = self.listening.accept()
                if self.is_cut:
                    browser.close()
                else:
                    threading.Thread(target=self._relay, args=(browser,), daemon=True).start()

    def _relay(self, browser: socket.socket) -> None:
        with contextlib.suppress(OSError), browser, socket.create_connection(self.server) as server:
            asked = threading.Thread(target=self._pass_on, args=(browser, server), daemon=True)
            asked.start()
            while answer := server.recv(65536):
                if self._is_lost(server):
                    self.answered.set()
                    browser.shutdown(socket.SHUT_RDWR)
                    return
                browser.sendall(answer)

    def _pass_on(self, browser: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while asked := browser.recv(65536):
                if asked.startswith(POST) and self.cuts_answers:
                    self.cuts_answers -= 1
                    self._losing = server
                server.sendall(asked)

    _losing: socket.socket | None = None

    def _is_lost(self, server: socket.socket) -> bool:
        return self._losing is server
