"""A real nginx that runs a shipped file, with no more than the file's own placeholders replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from http.client import HTTPResponse
from pathlib import Path
from typing import IO, Self

from tests.browser.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "deploy" / "nginx"
START_SECONDS = 20
ANSWER_SECONDS = 90

_AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/start.log notice;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {includes}
}}
"""


def filled(name: str, placeholders: dict[str, str]) -> str:
    """The shipped file with its placeholders replaced. Each is named in the comment at its head."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    for placeholder, value in placeholders.items():
        assert placeholder in head, f"{name} does not say that {placeholder} is to be changed"
        for old, new in ((placeholder, value), (placeholder.replace(".", r"\."), value.replace(".", r"\."))):
            text = text.replace(old, new)
    return text


class Nginx:
    """nginx in a folder of its own, from its first answer to the end of the ``with`` block."""

    def __init__(self, folder: Path, name: str, placeholders: dict[str, str]) -> None:
        self.port = free_port()
        self.folder = folder
        common = {
            "listen 80;": f"listen 127.0.0.1:{self.port};",
            "plans.example.org": "localhost",
            "/var/log/nginx": str(folder),
        }
        (folder / name).write_text(filled(name, {**common, **placeholders}), encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""  # else its workers can't read this folder
        around = _AROUND.format(folder=folder, user=user, includes=f"include {folder / name};")
        (folder / "nginx.conf").write_text(around, encoding="utf-8")
        found = os.environ.get("IEPKIT_NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        assert found, "no nginx: run these tests with `make test-services`, or name one in IEPKIT_NGINX"
        self._command = [found, "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(folder / "nginx.conf")]
        self._out: IO[bytes] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def test(self) -> subprocess.CompletedProcess[str]:
        """``nginx -t``."""
        return subprocess.run([*self._command, "-t"], capture_output=True, text=True, check=False)

    def __enter__(self) -> Self:
        self._out = (self.folder / "out.log").open("wb")
        self._process = subprocess.Popen(self._command, stdout=self._out, stderr=subprocess.STDOUT)
        until = time.monotonic() + START_SECONDS
        while True:
            with suppress(ConnectionError, urllib.error.URLError):
                self.ask("/").close()
                return self
            assert self._process.poll() is None, (self.folder / "out.log").read_text()
            assert time.monotonic() < until, (self.folder / "start.log").read_text()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)

    def __exit__(self, *_: object) -> None:
        assert self._process
        assert self._out
        self._process.terminate()
        self._process.wait(START_SECONDS)
        self._out.close()

    def address(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, path: str, **headers: str) -> HTTPResponse:
        """The answer, whatever its status; to be closed. Header names are written with ``_`` for ``-``."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address(path), headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        try:
            return _opener.open(request, timeout=ANSWER_SECONDS)
        except urllib.error.HTTPError as error:
            return error

    def log(self) -> str:
        """All that it wrote about visits."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("iepkit*.log")))


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Redirects are answers too."""


_opener = urllib.request.build_opener(_Stay)
