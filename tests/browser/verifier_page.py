"""A page that carries the verifier and nothing else, for whoever drives a browser to it."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory

VERIFY = Path(__file__).resolve().parents[2] / "web" / "verify"


class Quietly(SimpleHTTPRequestHandler):
    """Serves files and says nothing about it."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@contextmanager
def verifier_page() -> Iterator[str]:
    """Bundle the verifier, serve it on localhost (a secure context, as WebCrypto asks), and give the page's URL."""
    with TemporaryDirectory() as folder:
        Path(folder, "index.html").write_text("<!doctype html><title>Verifier</title>")
        judge = ["node_modules/.bin/rolldown", "browser/judge.ts", "--format", "esm", "--file", f"{folder}/judge.js"]
        subprocess.run(judge, cwd=VERIFY, check=True, capture_output=True)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quietly, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            server.server_close()
