"""Waiting for web: any answer is one, silence is told."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import translation
from django.utils.translation import trans_real

from zhengzhou_grid import serve


@pytest.fixture
def web():
    """Serve one answer to everything: web(400) returns the address."""
    servers = []

    def answering(status):
        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(status)
                self.end_headers()

            def log_message(self, *_):
                pass

        server = HTTPServer(("127.0.0.1", 0), Answer)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield answering
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("status", [200, 400, 404, 503])
def test_any_answer_means_that_web_is_up(web, status):
    serve.wait_for_web(web(status), threading.Event())


def test_it_stops_waiting_when_told_to_stop():
    stop = threading.Event()
    stop.set()

    serve.wait_for_web("http://127.0.0.1:9/", stop)


@pytest.mark.parametrize(("given", "word"), [("True", "true"), ("FALSE", "false"), (None, "true")])
def test_demo_is_read_as_settings_read_it(monkeypatch, given, word):
    monkeypatch.setattr(serve.os, "environ", {"DEMO_PASSWORD": "x", **({"DEMO": given} if given else {})})

    serve.prepare_environment()

    assert serve.os.environ["DEMO"] == word


def test_translations_compiled_at_a_first_start_are_read_by_the_same_process(monkeypatch):
    monkeypatch.setitem(trans_real._translations, "zh-hans", trans_real.DjangoTranslation("en"))  # read too early
    with translation.override("zh-hans"):
        assert translation.gettext("Joint meetings") == "Joint meetings"

    serve.read_translations_again()

    with translation.override("zh-hans"):
        assert translation.gettext("Joint meetings") == "联席会"
