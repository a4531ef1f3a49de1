"""What the exported site brings for its web host: a page for missing addresses, and headers."""

import json
import re
from urllib.parse import urljoin

import nbformat
import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.hosts.export import MANIFEST, ExportError, export_site
from iepkit.hosts.hosting import HEADERS, MISSING, NO_JEKYLL, POLICY, hosting_files
from iepkit.hosts.pages import Site
from tests.parsing import parsed

WORDS = load().words.page


@pytest.fixture
def small(good, tmp_path) -> Site:
    """A site of one page."""
    (tmp_path / "pages").mkdir()
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Home")])
    made.metadata = {"title": "Home", "language": "en", "iepkit": {"menu": 10, "live": False}}
    nbformat.write(made, tmp_path / "pages" / "home.ipynb")
    return Site(good, tmp_path / "pages")


def missing_page(folder):
    return parsed((folder / MISSING).read_text(encoding="utf-8"))


def links(page):
    return {each["href"] for each in page.named("a") if not each["href"].startswith("#")}


def test_the_page_for_missing_addresses_is_whole_and_loads_nothing(exported):
    page = missing_page(exported)
    assert WORDS["missing_title"] in page.text
    assert WORDS["missing_text"] in page.text
    assert page.loaded == ["data:,"]
    assert page.named("style")
    assert page.named("script") == []
    assert len(page.named("main")) == len(page.named("h1")) == len(page.named("title")) == 1
    assert page.unclosed == []
    assert len(page.ids) == len(set(page.ids))


def test_without_a_root_it_leads_to_the_start_page_beside_it_in_whatever_folder_the_site_is(exported):
    assert links(missing_page(exported)) == {"index.html"}
    for root in ("https://plans.example.org/", "https://school.github.io/plans/", "http://192.168.1.20:8000/a/b/"):
        assert urljoin(f"{root}no-such-page.html", "index.html") == f"{root}index.html"
        assert urljoin(f"{root}es/no-such-page.html", "index.html") == f"{root}es/index.html"
    assert (exported / "es" / "index.html").is_file()


@pytest.mark.parametrize(
    ("base_url", "root"),
    [
        ("/", "/"),
        ("/plans", "/plans/"),
        ("/plans/", "/plans/"),
        ("https://school.github.io/plans", "https://school.github.io/plans/"),
        ("http://192.168.1.20:8000/", "http://192.168.1.20:8000/"),
    ],
)
def test_with_a_root_it_leads_there_from_any_depth(base_url, root, small, tmp_path):
    export_site(tmp_path / "site", small, base_url)
    assert links(missing_page(tmp_path / "site")) == {root}


@pytest.mark.parametrize(
    "base_url",
    ["", "plans", "plans.example.org", "//other.example.org/", "javascript:alert(1)", "https://", "https:///plans",
     "ftp://plans.example.org/", "/a b/", '/"><script>', "/?page=1", "/#top", "/\n/"],
)  # fmt: skip
def test_a_root_that_is_no_address_is_refused_before_anything_is_written(base_url, small, tmp_path):
    with pytest.raises(ExportError, match=r"is no address of a site: name the site's root, as https://plans\.example"):
        export_site(tmp_path / "site", small, base_url)
    assert not (tmp_path / "site").exists()


def test_the_command_takes_the_root_and_says_what_is_wrong_with_it(capsys, tmp_path):
    assert main(["export", str(tmp_path / "site"), "--base-url", "plans"]) == 1
    assert "iepkit: 'plans' is no address of a site" in capsys.readouterr().err
    assert main(["export", "--single-file", str(tmp_path / "f.html"), "home", "--base-url", "/"]) == 2
    assert "one file needs no --base-url" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_another_export_replaces_them_and_the_manifest_names_them(small, tmp_path):
    target = tmp_path / "site"
    names = export_site(target, small, "/old/")
    assert {MISSING, HEADERS, NO_JEKYLL} <= set(names) == set(json.loads((target / MANIFEST).read_text())["files"])
    assert export_site(target, small, "/new/") == names
    assert links(missing_page(target)) == {"/new/"}


def test_a_page_for_missing_addresses_of_somebody_else_stays(small, tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / MISSING).write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"has files that iepkit did not write \(404\.html\)"):
        export_site(tmp_path / "site", small)
    assert (tmp_path / "site" / MISSING).read_text(encoding="utf-8") == "mine"


def test_the_headers_keep_pages_at_home_and_no_rule_speaks_twice_of_one_header():
    lines = hosting_files(load(), "/")[HEADERS].decode().splitlines()
    rules: dict[str, dict[str, str]] = {}
    for line in lines:
        if line.startswith("  "):
            name, value = line.strip().split(": ", 1)
            list(rules.values())[-1][name] = value
        elif not line.startswith("#"):
            rules[line] = {}
    assert rules["/*"] == {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    assert rules["/assets/*"] == {"Cache-Control": "public, max-age=31536000, immutable"}
    assert list(rules) == ["/*", "/assets/*"]
    assert max(map(len, lines)) < 2000  # Cloudflare reads no longer line
    directives = dict(each.strip().split(" ", 1) for each in POLICY.split(";"))
    assert directives["default-src"] == directives["style-src"].split()[0] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert not re.search(r"https?:|\*|unsafe-eval", POLICY)


def test_github_is_told_to_serve_files_as_they_are(exported):
    assert (exported / NO_JEKYLL).read_bytes() == b""
