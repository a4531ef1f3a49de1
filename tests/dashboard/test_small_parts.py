"""Policies, the journal, addresses: small parts of the server, each alone."""

import base64
import gzip
import hashlib
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.hosts.dashboard import lan
from iepkit.hosts.dashboard.bodies import Body
from iepkit.hosts.dashboard.journal import Journal, JournalError
from iepkit.hosts.policy import Policy, PolicyError
from iepkit.views.composing import page_script


@pytest.mark.parametrize("policy", [Policy().ours, Policy().served, Policy().live])
def test_no_policy_lets_text_become_code_or_anything_come_from_outside(policy):
    assert "unsafe-eval" not in policy
    assert "http" not in policy
    assert "*" not in policy
    for wanted in ("default-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'none'"):
        assert wanted in policy


def hash_of(script):
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}"


def test_pages_of_ours_run_no_script_within_the_page_but_one():
    assert "script-src" not in Policy().ours  # so default-src 'self' holds: files of this server alone
    assert re.findall("script-src [^;]*", Policy().served) == [f"script-src 'self' '{hash_of(page_script())}'"]
    assert "</script" not in page_script()
    assert "script-src 'self' 'unsafe-inline' blob:" in Policy().live


def test_a_school_may_embed_where_it_was_named():
    policy = Policy(["https://school.example", "http://portal.school.example:8080"])
    assert policy.ours.endswith("frame-ancestors https://school.example http://portal.school.example:8080")


@pytest.mark.parametrize(
    "origin",
    [
        *["*", "https://*", "https://*.example", "school.example", "https://a.example; script-src *", "'self'"],
        *["https://a.example/page", "https://a.example?x=1", "https://a.example#x", "https://a\n.example"],
        *["javascript:alert(1)", "data:", "", "https://a.example https://b.example"],
    ],
)
def test_what_would_open_more_than_one_site_is_refused(origin):
    with pytest.raises(PolicyError, match=r"as in https://school\.example"):
        Policy([origin])


@given(st.text(max_size=40))
def test_no_origin_adds_a_rule(origin):
    try:
        policy = Policy([origin]).ours
    except PolicyError:
        return
    assert policy.count(";") == Policy().ours.count(";")


def test_the_journal_is_lines_of_json(tmp_path):
    file = tmp_path / "log"
    journal = Journal(str(file))
    journal.write(route="page", status=200, ms=1.5)
    journal.write(route='a "quoted"\nroute')
    first, second = map(json.loads, file.read_text().splitlines())
    assert (first["route"], first["status"], first["ms"]) == ("page", 200, 1.5)
    assert first["at"].endswith("+00:00")
    assert second["route"] == 'a "quoted"\nroute'


def test_a_journal_that_can_t_be_written_says_so(tmp_path):
    with pytest.raises(JournalError, match="name another file, or leave --log out"):
        Journal(str(tmp_path / "nowhere" / "log"))


def test_a_full_disk_costs_the_line_alone():
    Journal("/dev/full").write(route="page")


@pytest.mark.parametrize(
    ("address", "fit"),
    [("192.168.1.20", True), ("10.0.0.7", True), ("172.20.10.2", True),
     ("127.0.0.1", False), ("169.254.3.4", False), ("8.8.8.8", False)],
)  # fmt: skip
def test_only_addresses_of_the_same_network_are_named(monkeypatch, address, fit):
    import socket
    from types import SimpleNamespace

    found = {"wlan0": [SimpleNamespace(family=socket.AF_INET, address=address)]}
    monkeypatch.setattr(lan.psutil, "net_if_addrs", lambda: found)
    assert lan.addresses() == ([address] if fit else [])


def test_wifi_comes_before_virtual_networks(monkeypatch):
    import socket
    from types import SimpleNamespace

    found = {
        name: [SimpleNamespace(family=socket.AF_INET, address=address)]
        for name, address in {"docker0": "172.17.0.1", "wlan0": "192.168.1.20"}.items()
    }
    monkeypatch.setattr(lan.psutil, "net_if_addrs", lambda: found)
    assert lan.addresses() == ["192.168.1.20", "172.17.0.1"]


def test_the_qr_code_is_of_half_blocks_for_a_terminal():
    lines = lan.qr_text("http://192.168.1.20:8866").splitlines()
    assert any(mark in "".join(lines) for mark in "▀▄█")


@given(st.text(min_size=300), st.integers(min_value=1, max_value=250))
def test_the_first_part_of_a_body_can_be_read_by_itself(text, first):
    data = text.encode()
    body = Body.of(data, "text/html; charset=utf-8", first=first)
    assert gzip.decompress(body.zipped) == data
    plain, zipped = body.first
    assert plain == first
    assert zlib.decompressobj(wbits=31).decompress(body.zipped[:zipped]) == data[:first]


def test_a_body_without_a_first_part_is_sent_at_once():
    assert Body.of(b"x" * 300, "text/html").first == (0, 0)
    assert Body.of(b"x", "text/html", first=1).first == (1, 0)  # too short to compress
