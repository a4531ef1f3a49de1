"""What a web host or a CDN needs beside the pages: a page for addresses that are none, and headers."""

from __future__ import annotations

import re

from ..content import Content
from .policy import Policy
from .shell import error_html

MISSING = "404.html"
HEADERS = "_headers"
NO_JEKYLL = ".nojekyll"
YEAR_SECONDS = 31_536_000
POLICY = Policy().ours
_ADDRESS = re.compile(r"(https?:/(?=/[^/])|(?=/(?!/)))[^\s\"'<>\\?#]*")

# Pages need no line of their own: both hosts let browsers ask anew for each, and where two rules match, they join what
# the rules say of the same header, so that a rule for all would spoil the one for assets.
_RULES = f"""\
# Read by Netlify, Cloudflare Pages and others. Other hosts pass over it.
/*
  Content-Security-Policy: {POLICY}
  Referrer-Policy: no-referrer
  X-Content-Type-Options: nosniff
/assets/*
  Cache-Control: public, max-age={YEAR_SECONDS}, immutable
"""


def home_address(base_url: str | None) -> str:
    """Where the page for missing addresses leads: the site's root, or the start page beside the missing one.

    Without a root the link is relative. It is right beside the pages, whatever folder the site is in, and wrong
    below an address that ends in a slash. Raises ValueError for what is no address.
    """
    if base_url is None:
        return "index.html"
    if not _ADDRESS.fullmatch(base_url):
        mend = "name the site's root, as https://plans.example.org/ or /plans/"
        raise ValueError(f"{base_url!r} is no address of a site: {mend}")
    return base_url.rstrip("/") + "/"


def hosting_files(content: Content, home: str) -> dict[str, bytes]:
    """The files by name. ``home`` is where the page for missing addresses leads."""
    words = content.words.page
    missing = error_html(content, words["missing_title"], words["missing_text"], home=home)
    return {MISSING: missing.encode(), HEADERS: _RULES.encode(), NO_JEKYLL: b""}
