"""Many visitors at once, and those who do not mean well."""

import gzip
import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.hosts.dashboard.settings import FRONT_END
from iepkit.hosts.pages import Site

from .conftest import asked, talk

ONCE = [page.href for page in Site().pages.values() if not page.live]

NOT_SERVED = [
    "/explore.ipynb", "/notebooks/explore.ipynb", "/voila/files/explore.ipynb", "/voila/render/explore.ipynb",
    "/voila/tree", "/voila/api/contents", "/api/contents", "/api/kernels", "/api/status", "/metrics", "/login",
    "/voila/static/voila.js", "/voila/api/themes/x", "/data/law.yaml", "/voila.json", "/.git/config",
    f"/{FRONT_END}/static/../../../../../../etc/passwd", f"/{FRONT_END}/static/%2e%2e/%2e%2e/conf.json",
    f"/{FRONT_END}/static//etc/passwd", f"/{FRONT_END}/static/..%2f..%2f..%2fetc/passwd",
    f"/{FRONT_END}/labextensions/@jupyterlab/x/package.json", f"/{FRONT_END}/static/a%00b.js",
    f"/{FRONT_END}/labextensions/anywidget/../../../../etc/passwd",
    f"/{FRONT_END}/labextensions/anywidget/../jupyterlab_pygments/package.json",
    f"/{FRONT_END}/labextensions/jupyterlab_pygments/package.json", "/assets/../pyproject.toml", "/%2e%2e/etc/passwd",
    "//etc/passwd", "/es/../../etc/passwd", "/explore/../which-plan", "/which-plan/", "/WHICH-PLAN",
]  # fmt: skip


@pytest.mark.parametrize("path", NOT_SERVED)
def test_what_is_not_meant_for_visitors_is_not_there(server, path):
    assert asked(server, path)[0] in {404, 405}


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(["..", ".", "%2e%2e", "..%2f", "%5c..", "etc", "passwd", "static", "", "~", "a%00", "conf.json",
                         "%c0%ae", "voila.js", "%", "%zz", "\u00e9".encode().decode("latin-1")]),
        min_size=1, max_size=8,
    ),
    st.sampled_from(
        ["/", "/assets/", f"/{FRONT_END}/static/", f"/{FRONT_END}/labextensions/anywidget/", "/es/", "/voila/"]
    ),
)  # fmt: skip
def test_no_path_leads_out(server, parts, start):
    request = f"GET {start}{'/'.join(parts)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = talk(server, request.encode("latin-1"))
    status = int(answer.split(b" ", 2)[1])
    assert status in {200, 400, 404}
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    if status == 200:  # an address that comes to a page or to a file of the front end
        assert b"text/html" in answer or b"text/javascript" in answer or b"application/json" in answer


def test_a_thousand_pages_that_do_not_exist(server, journal):
    def missing(number: int) -> tuple[int, bytes]:
        status, _, body = asked(server, f"/no-page-{number}?child=Kim{number}")
        return status, body

    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(missing, range(1000)))
    assert len(found) == 1
    ((status, body),) = found
    assert status == 404
    assert b"Kim" not in body
    assert server.kernels() == []
    noted = journal(1000)
    assert [json.loads(line)["status"] for line in noted.splitlines()].count(404) == 1000
    assert "Kim" not in noted
    assert "no-page" not in noted


def test_the_journal_names_no_visitor(server, journal):
    asked(server, "/which-plan?answers=secret", User_Agent="Kims phone", X_Forwarded_For="203.0.113.7")
    noted = journal(1)
    line = json.loads(noted.splitlines()[-1])
    assert line.keys() == {"at", "route", "method", "status", "ms"}
    assert (line["route"], line["method"], line["status"]) == ("page", "GET", 200)
    for told in ("secret", "Kims", "203.0.113.7", "127.0.0.1", "::1"):
        assert told not in noted


def test_a_hundred_phones_at_once_meet_no_error_and_start_no_kernel(server):
    def phone(number: int) -> int:
        href = ONCE[number % len(ONCE)]
        status, _, packed = asked(server, f"/{href}", Accept_Encoding="gzip")
        files = set(re.findall(rb'(?:src|href)="(assets/[\w.]+)"', gzip.decompress(packed)))
        assert status == 200
        return max([status, *(asked(server, f"/{file.decode()}", Accept_Encoding="gzip")[0] for file in files)])

    with ThreadPoolExecutor(100) as pool:
        assert set(pool.map(phone, range(100))) == {200}
    assert server.kernels() == []


def test_a_request_that_is_too_large_is_refused(server):
    header = talk(server, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 70_000 + b"\r\n\r\n")
    assert not header.startswith(b"HTTP/1.1 200")
    body = talk(server, b"POST /voila/api/shutdown/0-0-0-0-0 HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n")
    assert not body.startswith(b"HTTP/1.1 2")
    assert asked(server, "/healthz")[0] == 200


@pytest.mark.parametrize(
    "nonsense", [b"\x16\x03\x01\x02\x00\x01", b"GET\r\n\r\n", b"\r\n" * 50, b"GET / HTTP/9.9\r\n\r\n"]
)
def test_what_is_not_http_harms_nobody(server, nonsense):
    with socket.create_connection(("localhost", server.port), timeout=10) as line:
        line.sendall(nonsense)
    assert asked(server, "/which-plan")[0] == 200


def test_a_client_that_sends_a_byte_a_second_is_let_go_and_others_are_served(server):
    with socket.create_connection(("localhost", server.port), timeout=5) as slow:
        started = time.monotonic()
        for byte in b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 60:
            try:
                slow.sendall(bytes([byte]))
            except (BrokenPipeError, ConnectionResetError):
                break
            began = time.monotonic()
            assert asked(server, "/which-plan")[0] == 200
            slow.settimeout(max(0.01, 1 - (time.monotonic() - began)))
            try:
                if slow.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except ConnectionResetError:
                break
        else:
            pytest.fail("it was never let go")
    assert time.monotonic() - started < 40


def test_a_client_that_reads_nothing_does_not_keep_others_waiting(server):
    lines = [socket.create_connection(("localhost", server.port), timeout=5) for _ in range(50)]
    try:
        for line in lines:
            line.sendall(b"GET /compare HTTP/1.1\r\nHost: x\r\n\r\n" * 5)
        assert asked(server, "/which-plan")[0] == 200
    finally:
        for line in lines:
            line.close()
