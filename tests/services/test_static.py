"""The exported site behind a real nginx with the shipped configuration."""

import gzip
import http.client
import json
import re
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from iepkit.cli import main
from iepkit.content import load
from tests.parsing import parsed

from .nginx import SHIPPED, Nginx

pytestmark = pytest.mark.services
POLICY = {"default-src": "'self'", "img-src": "'self' data:"} | dict.fromkeys(
    ["frame-ancestors", "base-uri", "form-action"], "'none'"
)
YEAR = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    target = tmp_path_factory.mktemp("site") / "site"
    assert main(["export", "--base-url", "/", str(target)]) == 0
    return target


@pytest.fixture(scope="module")
def nginx(site, tmp_path_factory):
    with Nginx(tmp_path_factory.mktemp("nginx"), "site.conf", {"/srv/iepkit/site": str(site)}) as running:
        yield running


def asked(nginx, path, **headers):
    with nginx.ask(path, **headers) as answer:
        return answer.status, answer.headers, answer.read()


def asset(site):
    return next(f"/assets/{path.name}" for path in (site / "assets").glob("*.js"))


def raw(nginx, path):
    """Asks for a path as it is: a browser and urllib would tidy it."""
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=10)
    connection.putrequest("GET", path, skip_accept_encoding=True)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize("name", sorted(path.name for path in SHIPPED.glob("*.conf")))
def test_nginx_takes_the_shipped_file(name, tmp_path):
    done = Nginx(tmp_path, name, {}).test()
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_every_page_is_there_by_both_of_its_addresses(nginx, site):
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 15
    for page in pages:
        file = (site / page).read_bytes()
        short = page.removesuffix("index.html") if page.endswith("index.html") else page.removesuffix(".html")
        for address in (f"/{page}", f"/{short}"):
            status, headers, body = asked(nginx, address)
            assert (status, body) == (200, file), address
            assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_languages_folder_leads_to_its_start_page_on_the_same_host(nginx):
    status, headers, _ = asked(nginx, "/es")
    assert (status, headers["Location"]) == (301, "/es/")


def test_pages_are_asked_for_anew_and_assets_kept_for_a_year(nginx, site):
    for path in ("/", "/which-plan", "/es/compare.html"):
        assert asked(nginx, path)[1]["Cache-Control"] == "no-cache"
    _, headers, _ = asked(nginx, asset(site))
    assert headers["Cache-Control"] == YEAR
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_unchanged_file_is_not_sent_again(nginx, site, encoding):
    for path in ("/which-plan", asset(site)):
        _, headers, _ = asked(nginx, path, Accept_Encoding=encoding)
        status, again, body = asked(nginx, path, Accept_Encoding=encoding, If_None_Match=headers["ETag"])
        assert (status, body) == (304, b"")
        assert again["Cache-Control"] == headers["Cache-Control"]
        assert asked(nginx, path, If_None_Match='"another"')[0] == 200


def test_text_is_compressed_for_those_who_can_read_it(nginx, site):
    for path, file in (("/which-plan", "which-plan.html"), (asset(site),) * 2):
        _, headers, body = asked(nginx, path, Accept_Encoding="gzip")
        whole = (site / file.lstrip("/")).read_bytes()
        assert headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in headers["Vary"]
        assert gzip.decompress(body) == whole
        assert len(body) < len(whole) / 2
        assert asked(nginx, path)[1]["Content-Encoding"] is None


@pytest.mark.parametrize("path", ["/", "/which-plan", "/es/", "/no-such-page", "/assets/", "asset"])
def test_each_answer_has_the_security_headers_and_no_cookie(nginx, site, path):
    _, headers, _ = asked(nginx, asset(site) if path == "asset" else path)
    policy = dict(each.strip().split(" ", 1) for each in headers["Content-Security-Policy"].split(";"))
    assert policy == {**POLICY, "style-src": "'self' 'unsafe-inline'"}
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Set-Cookie"] is None
    assert not re.search(r"\d", headers["Server"] or "")


def test_the_files_for_other_hosts_have_the_same_headers(nginx, site):
    rules = (site / "_headers").read_text(encoding="utf-8")
    _, page, _ = asked(nginx, "/")
    _, script, _ = asked(nginx, asset(site))
    everywhere, assets = rules.split("/assets/*\n")
    for name in ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"):
        assert f"  {name}: {page[name]}\n" in everywhere
    assert assets == f"  Cache-Control: {script['Cache-Control']}\n"


@pytest.mark.parametrize(
    "path",
    ["/no-such-page", "/deep/er/still", "/which-plan/", "/which-plan.htm", "/assets/", "/es/faq", "/none?page=no/x/"],
)
def test_a_missing_page_says_so_kindly_and_leads_home_from_any_depth(nginx, path):
    status, headers, body = asked(nginx, path)
    page = parsed(body.decode())
    words = load().words.page
    assert status == 404
    assert headers["Cache-Control"] == "no-cache"
    assert words["missing_title"] in page.text
    assert page.loaded == ["data:,"]
    assert page.named("style")
    links = [each["href"] for each in page.named("a") if not each["href"].startswith("#")]
    assert {urljoin(nginx.address(path), link) for link in links} == {nginx.address("/")}


def test_a_missing_asset_is_not_kept_for_a_year(nginx):
    status, headers, _ = asked(nginx, "/assets/iepkit.000000000000.js")
    assert (status, headers["Cache-Control"]) == (404, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/assets/../../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt",
        "/..%2fsecret.txt", "/assets/..%5c..%5csecret.txt", "//../secret.txt", "/assets../secret.txt",
        "/.iepkit-export.json", "/_headers", "/.nojekyll", "/404.html",
    ],
)  # fmt: skip
def test_nothing_beside_the_site_can_be_read(nginx, site, path):
    (site.parent / "secret.txt").write_text("not for you", encoding="utf-8")
    status, body = raw(nginx, path)
    assert status in {400, 404}
    for told in (b"not for you", b"Content-Security-Policy", b'"files"'):
        assert told not in body


def test_only_reading_is_answered(nginx):
    connection = http.client.HTTPConnection("127.0.0.1", nginx.port, timeout=10)
    connection.request("POST", "/which-plan.html", body="child=Kim")
    assert connection.getresponse().status == 405
    connection.close()


def test_the_pages_work_in_a_browser_under_the_policy(nginx, chromium):
    context = chromium.new_context()
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(nginx.address("/which-plan"))
    page.locator("section[data-view=explorer] label:has(input)").first.click()
    expect(page.locator("[data-part=back]")).to_be_visible()
    page.goto(nginx.address("/"))
    page.locator(".ik-menu a[href='compare.html']").click()
    expect(page.locator("table").first).to_be_visible()
    assert complaints == []
    page.goto(nginx.address("/none/at/all"))
    assert page.evaluate("getComputedStyle(document.querySelector('.ik-head')).paddingTop") is not None
    page.get_by_role("link", name=load().words.page["error_home"]).click()
    expect(page.locator(".ik-home")).to_be_visible()
    assert context.cookies() == []
    context.close()


def test_the_log_tells_nobody_apart(nginx):
    asked(nginx, "/which-plan?child=Kim", User_Agent="Kim's phone", Referer="https://school.example.org/kim")
    asked(nginx, "/no-such-page?child=Kim")
    log = nginx.log()
    assert " GET /which-plan.html 200 " in log
    assert " 404 " in log
    for told in ("127.0.0.1", "Kim", "?", "phone", "school.example.org"):
        assert told not in log


def test_the_manifest_names_all_that_is_served(site):
    written = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(json.loads((site / ".iepkit-export.json").read_text())["files"]) == written - {".iepkit-export.json"}
