"""A real ``iepkit serve`` in a process of its own, asked without a browser."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message

import pytest

from tests.browser.serving import Dashboard


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[Dashboard]:
    """One that every test may ask, and none may harm. It keeps no kernel ready, so each that runs was asked for."""
    folder = tmp_path_factory.mktemp("server")
    with Dashboard(folder, options=["--preheat", "0", "--log", str(folder / "journal")]) as served:
        served.wait_until_ready()
        yield served


@pytest.fixture
def journal(server: Dashboard):
    """What the server has noted since the test began, as text."""
    file = server.log.parent / "journal"
    before = file.stat().st_size

    def since(lines: int) -> str:
        """All of it, once it has so many lines: each is written when its answer has been sent."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with file.open(encoding="utf-8") as read:
                read.seek(before)
                text = read.read()
            if text.count("\n") >= lines:
                return text
            time.sleep(0.05)
        raise AssertionError(f"there are fewer than {lines} lines: {text!r}")

    return since


def asked(server: Dashboard, path: str, method: str = "GET", **headers: str) -> tuple[int, Message, bytes]:
    """Status, headers and body. Nothing is unpacked, nothing followed."""
    line = http.client.HTTPConnection("localhost", server.port, timeout=30)
    try:
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def talk(server: Dashboard, data: bytes, seconds: float = 30) -> bytes:
    """What the server sends back to these bytes, until it closes the connection."""
    with socket.create_connection(("localhost", server.port), timeout=seconds) as line:
        line.sendall(data)
        parts = []
        with suppress(ConnectionResetError):  # it does not listen to the end of what it refuses
            while part := line.recv(65_536):
                parts.append(part)
    return b"".join(parts)
