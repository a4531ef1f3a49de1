"""What the served dashboard answers, to those who mean well and to those who do not."""

import gzip
import json
import re
import urllib.error
import urllib.request

import psutil
import pytest

from iepkit.hosts.dashboard.settings import FRONT_END
from iepkit.hosts.pages import Site
from iepkit.views.composing import OWN
from tests.browser.serving import Dashboard

from .conftest import asked

ONCE = [page.href for page in Site().pages.values() if not page.live]


def test_a_page_has_one_address_with_and_without_its_ending(server):
    assert asked(server, "/which-plan")[2] == asked(server, "/which-plan.html")[2]
    assert asked(server, "/")[2] == asked(server, "/index.html")[2]


@pytest.mark.parametrize("path", [f"/{href}" for href in ONCE])
def test_pages_are_small_over_the_wire_and_come_again_only_when_they_changed(server, path):
    status, headers, packed = asked(server, path, Accept_Encoding="gzip, br")
    assert (status, headers["Content-Encoding"], headers["Vary"]) == (200, "gzip", "Accept-Encoding")
    assert gzip.decompress(packed) == asked(server, path)[2]
    assert headers["Cache-Control"] == "no-cache"
    again, _, nothing = asked(server, path, Accept_Encoding="gzip", If_None_Match=headers["Etag"])
    assert (again, nothing) == (304, b"")
    plain = asked(server, path)[1]
    assert plain["Content-Encoding"] is None
    assert plain["Etag"] != headers["Etag"]


def test_a_first_visit_fits_the_wire(server):
    """80 KB at most: the page, and every file that its head asks for."""
    for href in ONCE:
        _, _, packed = asked(server, f"/{href}", Accept_Encoding="gzip")
        page = gzip.decompress(packed)
        files = set(re.findall(rb'(?:src|href)="(assets/[\w.]+)"', page))
        assert len(files) + page.count(b"<script>") == (2 if href.removesuffix(".html") in OWN else 1)
        size = len(packed) + sum(len(asked(server, f"/{file.decode()}", Accept_Encoding="gzip")[2]) for file in files)
        assert size <= 80_000, href


def test_assets_are_kept_for_a_year_at_addresses_that_change_with_them(server):
    page = asked(server, "/")[2].decode()
    for file in re.findall(r"assets/[\w.]+", page):
        status, headers, _ = asked(server, f"/{file}")
        assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        other = re.sub(r"\.[0-9a-f]{12}\.", ".000000000000.", file)
        assert asked(server, f"/{other}")[0] == 404


def test_the_front_end_s_files_are_kept_too(server):
    status, headers, packed = asked(server, f"/{FRONT_END}/static/voila.js", Accept_Encoding="gzip")
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert gzip.decompress(packed) == asked(server, f"/{FRONT_END}/static/voila.js")[2]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/which-plan", "/healthz", "/assets/iepkit.js"])
def test_only_reading_is_asked_of_pages(server, method, path):
    status, headers, _ = asked(server, path, method)
    assert status == 405
    assert headers["Content-Security-Policy"]


def test_head_says_what_get_would(server):
    assert asked(server, "/explore", "HEAD")[0] == 200
    assert server.kernels() == []
    for path in ("/", "/which-plan", "/healthz"):
        (told, head, nothing), (status, headers, body) = asked(server, path, "HEAD"), asked(server, path)
        assert (told, nothing, head["Content-Length"]) == (status, b"", headers["Content-Length"] or str(len(body)))


def test_health_and_readiness_start_nothing(server):
    assert json.loads(asked(server, "/healthz")[2]) == {"status": "ok", "live": 0, "room": 12}
    assert (asked(server, "/readyz")[0], asked(server, "/readyz")[1]["Cache-Control"]) == (200, "no-store")
    assert server.kernels() == []


EVERY_PATH = [
    "/", "/which-plan", "/es/which-plan", "/no-such-page", "/assets/none.js", "/healthz", "/readyz",
    f"/{FRONT_END}/static/voila.js", f"/{FRONT_END}/static/none.js", "/voila/api/contents",
    "/api/kernels/0-0-0-0-0", "/api/kernels/0-0-0-0-0/events", "/voila/api/shutdown/0-0-0-0-0",
]  # fmt: skip


@pytest.mark.parametrize("path", EVERY_PATH)
def test_every_answer_has_the_policy_and_no_cookie(server, path):
    _, headers, _ = asked(server, path)
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-eval" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Set-Cookie"] is None
    assert headers["Server"] is None


def test_two_servers_on_one_port(server, capfd):
    from iepkit.cli import main

    assert main(["serve", "--no-browser", "--port", str(server.port)]) == 1
    err = capfd.readouterr().err
    assert f"port {server.port} is in use" in err
    assert "`iepkit serve --port " in err
    assert asked(server, "/")[0] == 200


def test_a_stop_is_clean_and_a_start_finds_every_page_at_once(tmp_path):
    with Dashboard(tmp_path, options=["--preheat", "1"]) as own:
        own.wait_until_ready()
        before = asked(own, "/which-plan")[2]
        started = [own.process, *own.process.children(recursive=True)]
        assert own.stop() == 0
        assert not any(psutil.pid_exists(each.pid) for each in started)
        own.start()
        assert asked(own, "/which-plan")[2] == before
    assert "Traceback" not in own.log.read_text()


def test_a_kept_page_that_was_harmed_on_disk_is_made_anew(tmp_path):
    with Dashboard(tmp_path, options=["--preheat", "0"], IEPKIT_CACHE=str(tmp_path / "kept")) as own:
        own.wait_until_ready()
        before = asked(own, "/stories")[2]
        own.stop()
        (file,) = (tmp_path / "kept").glob("page-*-en-stories.html")
        file.write_bytes(file.read_bytes()[:1000])
        own.start()
        assert asked(own, "/stories")[2] == before


def test_a_school_may_show_the_pages_in_a_frame_of_its_own(tmp_path):
    with Dashboard(tmp_path, options=["--preheat", "0", "--embed-in", "https://school.example"]) as own:
        for path in ("/", "/explore"):
            policy = asked(own, path)[1]["Content-Security-Policy"]
            assert "frame-ancestors https://school.example" in policy


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--embed-in", "*"], "name a site as its scheme and host alone"),
        (["--log", "/nowhere/at/all/log"], "name another file, or leave --log out"),
        (["--host", "no.such.host.invalid"], "use localhost"),
    ],
)
def test_an_option_that_can_t_be_followed_says_why(capsys, options, said):
    from iepkit.cli import main

    assert main(["serve", "--no-browser", "--port", "8899", *options]) == 1
    assert said in capsys.readouterr().err


def test_phones_are_let_in_only_when_they_are_asked_for(server, tmp_path):
    listening = {each.laddr.ip for each in server.process.net_connections("inet") if each.status == psutil.CONN_LISTEN}
    assert listening <= {"127.0.0.1", "::1"}
    with Dashboard(tmp_path, options=["--preheat", "0", "--lan"]) as own:
        ports = {each.laddr for each in own.process.net_connections("inet") if each.status == psutil.CONN_LISTEN}
        assert ("0.0.0.0", own.port) in {(each.ip, each.port) for each in ports}  # noqa: S104 - as it was asked
        said = own.log.read_text()
    assert f"http://localhost:{own.port}" in said
    assert "Phones in the same network:" in said or "no phone can come" in said


def test_without_its_content_it_says_so_and_does_not_start(capsys, tmp_path):
    from iepkit.cli import main

    assert main(["--content", str(tmp_path / "none"), "serve", "--no-browser", "--port", "8898"]) == 1
    assert "none" in capsys.readouterr().err


def test_error_pages_work_from_any_depth(server):
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"http://localhost:{server.port}/a/b/c/d", timeout=10)
    with missing.value as answer:
        page = answer.read().decode()
    assert 'href="/"' in page
    assert "src=" not in page
