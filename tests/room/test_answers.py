"""What phones and presenters are answered, those who mean well and those who do not."""

import asyncio
import gzip
import io
import json
import logging
import re
import sqlite3
from contextlib import contextmanager

import pytest
import segno

from iepkit.hosts.dashboard.room import answering
from iepkit.hosts.dashboard.room.presenting import HEADER

from .conftest import REF, RIGHT, SECRET, WRONG

PHONE_BYTES = 40_000


@pytest.fixture
def code(server):
    """A room in which a vote is open."""
    code = server.open_room()
    assert server.do(code, do="open", ref=REF) == 200
    return code


@contextmanager
def locked(server):
    """Another program holds the file of votes."""
    holder = sqlite3.connect(server.hall.store.file, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    yield
    holder.execute("ROLLBACK")
    holder.close()


def test_a_phone_loads_40_kb_at_most(server, code):
    _, headers, page = server.ask(f"/room/{code}", Accept_Encoding="gzip")
    assert headers["Content-Encoding"] == "gzip"
    text = gzip.decompress(page).decode()
    loaded = re.findall(r'(?:src|href)="(/[^"]*)"', text)
    assets = [path for path in loaded if path.startswith("/assets/")]
    assert set(loaded) - set(assets) == {"/"}  # the way to the other pages
    sizes = [len(page)]
    for path in assets:
        status, head, body = server.ask(path, Accept_Encoding="gzip")
        assert (status, head["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        sizes.append(len(body))
    state = server.ask(f"/room/{code}/state")[2]
    assert sum(sizes) + len(state) + len(str(headers)) * (len(sizes) + 1) <= PHONE_BYTES
    assert len(assets) == 1


def test_a_vote_counts_once_for_a_device_and_may_change_until_the_close(server, code):
    one, two = server.joined(code), server.joined(code)
    assert [one.vote(WRONG), one.vote(RIGHT), two.vote(RIGHT)] == [(200, "kept")] * 3
    assert server.totals(code) == {RIGHT: 2}
    assert one.state()["mine"] == {REF: RIGHT}
    server.do(code, do="close")
    assert one.vote(WRONG) == (409, "closed")
    assert server.joined(code).vote(RIGHT) == (409, "closed")
    assert server.totals(code) == {RIGHT: 2}
    server.do(code, do="open", ref=REF)
    assert one.vote(WRONG) == (200, "kept")
    assert server.totals(code) == {RIGHT: 1, WRONG: 1}


def test_what_is_no_option_is_refused(server, code):
    phone = server.joined(code)
    assert phone.vote("no-option") == (422, "option")
    assert phone.vote("i-made-this", ref="item/i-made-this") == (409, "closed")
    assert phone.vote(RIGHT, phase="during") == (400, "refused")
    assert server.totals(code) == {}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 4000, b'{"ref": {}, "option": [1]}', b"\xff\xfe", b'{"phase": 1}']
)
def test_what_is_no_vote_is_refused_with_no_traceback(server, code, body, caplog):
    phone = server.joined(code)
    status, _, told = server.ask(f"/room/{code}/vote", "POST", body, Cookie=phone.cookie)
    assert (status, json.loads(told)["said"]) == (400, "refused")
    assert caplog.records == []


def test_a_body_that_is_too_large_is_refused(server, code):
    phone = server.joined(code)
    assert server.ask(f"/room/{code}/vote", "POST", b"x" * 5000, Cookie=phone.cookie)[0] == 413
    assert phone.vote(RIGHT) == (200, "kept")


def test_without_a_script_a_form_votes_too(server, code):
    phone = server.joined(code)
    form = {"Content_Type": "application/x-www-form-urlencoded", "Cookie": phone.cookie}
    path, body = f"/room/{code}/vote", f"phase=&ref={REF}&option={RIGHT}"
    status, headers, _ = server.ask(path, "POST", body, Origin=f"http://localhost:{server.port}", **form)
    assert (status, headers["Location"]) == (303, f"/room/{code}")
    page = server.ask(f"/room/{code}", Cookie=phone.cookie)[2].decode()
    assert re.search(rf'value="{RIGHT}" aria-pressed="true"', page)
    server.do(code, do="close")
    status, _, page = server.ask(path, "POST", f"phase=&ref={REF}&option={WRONG}", **form)
    assert status == 409
    assert re.search(r'data-say="closed">', page.decode())
    assert re.search(r'data-say="gone" hidden>', page.decode())


def test_a_code_may_be_typed_in_any_way_and_has_one_address(server, code):
    assert server.ask(f"/room?code={code[:2].lower()}+{code[2:]}")[1]["Location"] == f"/room/{code}"
    assert server.ask(f"/room/{code.lower()}")[1]["Location"] == f"/room/{code}"
    assert server.ask("/room")[0] == 200
    assert server.ask("/room/")[0] == 200


def test_a_wrong_code_gets_a_kind_retry_and_guessing_is_slowed_for_newcomers_alone(server, code):
    phone = server.joined(code)
    statuses = []
    for _ in range(40):
        status, headers, page = server.ask("/room/QQQQQ")
        statuses.append(status)
        assert "<form" in page.decode()
    assert statuses[:30] == [404] * 30
    assert statuses[-1] == 429
    assert 1 <= int(headers["Retry-After"]) <= 2
    assert server.ask(f"/room/{code}")[0] == 429  # whether this one is right is not told either
    assert phone.vote(RIGHT) == (200, "kept")


def test_who_asks_ten_times_too_fast_is_slowed_and_nobody_else(server, code):
    loud, calm = server.joined(code), server.joined(code)
    answers = [loud.vote((WRONG, RIGHT)[turn % 2]) for turn in range(300)]
    slowed = [said for said in answers if said == (429, "slow")]
    assert len(slowed) > 200
    assert calm.vote(RIGHT) == (200, "kept")
    _, headers, _ = server.ask(f"/room/{code}/state", Cookie=loud.cookie)
    assert int(headers["Retry-After"]) >= 1
    assert sum(server.totals(code).values()) == 2


def test_the_cookie_is_for_its_room_and_tells_nothing(server, code):
    _, headers, _ = server.ask(f"/room/{code}")
    cookie = headers["Set-Cookie"]
    assert re.fullmatch(
        rf"iepkit_device=[\w-]{{40}}; HttpOnly; Max-Age=86400; Path=/room/{code}; SameSite=Strict",
        cookie,
    ), cookie
    assert server.ask(f"/room/{code}")[1]["Set-Cookie"] != cookie
    assert server.ask(f"/room/{code}", Cookie=cookie.partition(";")[0])[1]["Set-Cookie"] is None
    assert "; Secure" in server.ask(f"/room/{code}", X_Forwarded_Proto="https")[1]["Set-Cookie"]
    assert server.ask(f"/room/{code}", Sec_Fetch_Site="cross-site")[1]["Set-Cookie"] is None
    number = cookie.partition(";")[0].partition("=")[2].encode()
    phone = server.joined(code)
    phone.vote(RIGHT)
    on_the_disk = b"".join(path.read_bytes() for path in server.hall.store.file.parent.iterdir())
    assert number not in on_the_disk


@pytest.mark.parametrize("made_up", ["", "iepkit_device=", "iepkit_device=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_device_that_was_made_up_does_not_vote(server, code, made_up):
    body = {"phase": "", "ref": REF, "option": RIGHT}
    status, headers, told = server.ask(f"/room/{code}/vote", "POST", body, Cookie=made_up)
    assert (status, json.loads(told)["said"]) == (428, "again")
    assert server.totals(code) == {}
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert server.ask(f"/room/{code}/vote", "POST", body, Cookie=cookie)[0] == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
    ],
)
def test_another_site_votes_in_nobody_s_name_and_does_nothing_in_the_presenter_s(server, code, headers):
    phone = server.joined(code)
    body = {"phase": "", "ref": REF, "option": RIGHT}
    assert server.ask(f"/room/{code}/vote", "POST", body, Cookie=phone.cookie, **headers)[0] == 403
    assert server.present(f"/{code}", "POST", {"do": "close"}, **headers)[0] == 403
    assert server.present(f"/{code}", "DELETE", **headers)[0] == 403
    assert server.totals(code) == {}
    assert server.hall.rooms[code].poll.open


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET[:-1], SECRET.upper(), "é"])
def test_a_forged_presenter_is_refused(server, code, given):
    own = {} if given is None else {HEADER: given.encode().decode("latin-1")}
    for path, method, body in [
        ("", "GET", None), ("", "POST", None), (f"/{code}", "POST", {"do": "close"}), (f"/{code}", "DELETE", None),
        (f"/{code}/events", "GET", None), (f"/{code}/answers.csv", "GET", None),
    ]:  # fmt: skip
        status, headers, told = server.ask(f"/present/rooms{path}", method, body, **own)
        assert status == 403
        assert SECRET not in told.decode() + str(headers)
    assert server.hall.rooms[code].poll.open


def test_guessing_the_secret_is_slowed_and_the_presenter_is_not(server):
    statuses = [server.ask("/present/rooms", **{HEADER: f"guess-{turn}"})[0] for turn in range(20)]
    assert statuses[0] == 403
    assert statuses[-1] == 429
    assert server.present()[0] == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"do": "open", "ref": "item/no-such"}, 409),
        ({"do": "open", "set": "no-such"}, 409),
        ({"do": "open"}, 409),
        ({"do": "fly"}, 409),
        ({}, 409),
        ({"do": "hands", "counts": {"no-option": 1}}, 409),
        ({"do": "hands", "counts": {RIGHT: "many"}}, 400),
        ({"do": "hands", "counts": [1]}, 400),
        ({"do": "hands", "counts": {RIGHT: 10**9}}, 409),
    ],
)
def test_what_a_presenter_can_t_do_says_why(server, code, body, status):
    got, told = server.present(f"/{code}", "POST", body)
    assert got == status
    assert len(told["error"]) > 10
    assert server.hall.rooms[code].hands == {}


def test_hidden_counts_are_in_no_message(server, code, line):
    server.joined(code).vote(RIGHT)
    phone = line(f"/room/{code}/events", Cookie=server.joined(code).cookie)
    presenter = line(f"/present/rooms/{code}/events", **{HEADER: SECRET})
    state = presenter.until(lambda state: state["poll"])
    assert (state["poll"]["total"], state["poll"]["counts"]) == (1, {})
    assert "right" not in state["poll"]
    server.do(code, do="show")
    assert presenter.until(lambda state: state["poll"]["shown"])["poll"]["counts"] == {RIGHT: 1}
    server.do(code, do="hide")
    assert presenter.until(lambda state: not state["poll"]["shown"])["poll"]["counts"] == {}
    server.do(code, do="close")
    closed = phone.until(lambda message: not message["state"]["open"])
    assert "counts" not in closed["state"]["questions"][0]
    assert "counts" not in "".join(phone.raw)
    server.do(code, do="show")
    shown = phone.until(lambda message: "counts" in message["state"]["questions"][0])
    assert shown["state"]["questions"][0]["counts"] == {RIGHT: 1}
    assert "right" not in shown["state"]["questions"][0]


def test_a_line_says_how_to_come_back_and_is_passed_on_at_once(server, code, line):
    phone = line(f"/room/{code}/events", Cookie=server.joined(code).cookie, Last_Event_ID="7")
    assert phone.answer.headers["Content-Type"] == "text/event-stream"
    assert phone.answer.headers["X-Accel-Buffering"] == "no"
    assert phone.answer.headers["Cache-Control"] == "no-store"
    assert phone.answer.headers["Content-Encoding"] is None
    first = phone.event()
    assert (first["retry"], first["id"]) == ("1000", "1")
    assert json.loads(first["data"])["state"]["questions"][0]["ref"] == REF  # all of it, whatever came before
    server.do(code, do="close")
    assert phone.event()["id"] == "2"


def test_a_line_with_nothing_to_tell_beats(server, code, line, monkeypatch):
    monkeypatch.setattr(answering, "BEAT_SECONDS", 0.05)
    phone = line(f"/room/{code}/events", Cookie=server.joined(code).cookie)
    phone.event()
    assert phone.answer.readline() == b": beat\n"


def test_many_votes_are_few_messages(server, code, line):
    """Ten a second at most, and the last one has them all."""
    presenter = line(f"/present/rooms/{code}/events", **{HEADER: SECRET})
    phones = [server.joined(code) for _ in range(60)]

    def vote_all():
        return [
            server.hall.vote(server.hall.rooms[code], bytes([at]) * 16, "", REF, RIGHT) for at in range(len(phones))
        ]

    server.within(vote_all)
    assert presenter.until(lambda state: state["poll"]["total"] == 60)
    assert len([each for each in presenter.raw if each.startswith("data")]) <= 5


def test_a_slow_line_is_closed_and_others_go_on(server, code, line, monkeypatch):
    """What its phone does not take is never more than one message."""
    line(f"/room/{code}/events", Cookie=server.joined(code).cookie).event()
    (victim,) = server.hall.rooms[code].phones
    calm, taken = line(f"/room/{code}/events", Cookie=server.joined(code).cookie), []
    calm.event()
    flush = answering.LineHandler.flush
    monkeypatch.setattr(answering, "SLOW_SECONDS", 0.1)

    def stuck(handler, *args):
        if handler.listener is victim:
            taken.append(1)
            return asyncio.get_running_loop().create_future()
        return flush(handler, *args)

    monkeypatch.setattr(answering.LineHandler, "flush", stuck)
    server.do(code, do="close")
    asyncio.run_coroutine_threadsafe(victim.left.wait(), server.loop).result(10)
    assert len(server.hall.rooms[code].phones) == 1
    assert len(taken) == 1
    assert not json.loads(calm.event()["data"])["state"]["open"]


def test_lines_are_counted_and_who_gets_none_may_vote(server, code, line):
    for _ in range(6):
        line(f"/room/{code}/events", Cookie=server.joined(code).cookie).event()
    phone = server.joined(code)
    status, headers, _ = server.ask(f"/room/{code}/events", Cookie=phone.cookie)
    assert (status, headers["Retry-After"]) == (503, "5")
    assert phone.state()["state"]["open"]
    assert phone.vote(RIGHT) == (200, "kept")


def test_a_deleted_room_says_so_and_leaves_nothing(server, code, line):
    phone = server.joined(code)
    phone.vote(RIGHT)
    open_line = line(f"/room/{code}/events", Cookie=phone.cookie)
    open_line.event()
    assert server.present(f"/{code}", "DELETE")[0] == 200
    assert open_line.event()["event"] == "gone"
    assert phone.vote(WRONG) == (404, "gone")
    assert server.present()[1] == {"rooms": []}
    assert RIGHT.encode() not in b"".join(path.read_bytes() for path in server.hall.store.file.parent.iterdir())


def test_while_the_file_is_locked_votes_wait_and_everybody_is_told(server, code, line, monkeypatch):
    monkeypatch.setattr(answering, "KEPT_SECONDS", 0.3)
    phone = server.joined(code)
    presenter = line(f"/present/rooms/{code}/events", **{HEADER: SECRET})
    with locked(server):
        assert phone.vote(WRONG) == (202, "waiting")
        assert phone.vote(RIGHT) == (202, "waiting")
        told = presenter.until(lambda state: state["trouble"])
        assert (told["trouble"], told["waiting"], told["poll"]["total"]) == ("locked", 1, 0)
        assert server.present(f"/{code}", "POST", {"do": "show"})[0] == 202
        assert phone.state()["mine"] == {}
    told = presenter.until(lambda state: state["poll"]["total"])
    assert (told["poll"]["counts"], told["waiting"], told["trouble"]) == ({RIGHT: 1}, 0, "")
    assert phone.vote(RIGHT) == (200, "kept")


def test_hands_are_added_or_taken_instead_and_marked(server, code, line):
    server.joined(code).vote(RIGHT)
    presenter = line(f"/present/rooms/{code}/events", **{HEADER: SECRET})
    server.do(code, do="show")
    server.do(code, do="hands", counts={WRONG: 4})
    poll = presenter.until(lambda state: state["poll"]["hands"])["poll"]
    assert (poll["counts"], poll["total"], poll["hands"], poll["instead"]) == ({RIGHT: 1, WRONG: 4}, 5, 4, False)
    server.do(code, do="hands", counts={WRONG: 4, RIGHT: 2}, instead=True)
    poll = presenter.until(lambda state: state["poll"]["instead"])["poll"]
    assert (poll["counts"], poll["total"]) == ({WRONG: 4, RIGHT: 2}, 6)


def test_a_check_before_and_after_comes_as_a_table(server, questions):
    code, name = server.open_room(), next(iter(questions.sets))
    phone = server.joined(code)
    ref = questions.refs_of(name)[0]
    asked = questions.asked(ref)
    for phase in ("before", "after"):
        server.do(code, do="open", set=name, phase=phase)
        assert phone.vote(asked.right, ref, phase) == (200, "kept")
    own = phone.state()["code"]
    headers = {HEADER: SECRET}
    table = server.ask(f"/present/rooms/{code}/answers.csv", **headers)[2].decode().splitlines()
    item = ref.removeprefix("item/")
    assert table == ["code,when,item,option", f"{own},before,{item},{asked.right}", f"{own},after,{item},{asked.right}"]


def test_every_answer_has_the_policy_and_only_rooms_have_a_cookie(server, code):
    for path in (
        "/room",
        f"/room/{code}",
        "/room/none",
        "/present/room.html",
        f"/present/rooms/{code}/code.svg",
        "/present/rooms",
    ):
        _, headers, body = server.ask(path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert (headers["Set-Cookie"] is not None) == (path == f"/room/{code}")
        assert SECRET.encode() not in body


def test_the_code_on_the_wall_leads_to_the_room(server, code):
    status, headers, picture = server.ask(f"/present/rooms/{code}/code.svg?at=7", **{HEADER: SECRET})
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    wanted = io.BytesIO()
    address = f"http://localhost:{server.port}/room/{code}"
    segno.make(address, error="m").save(wanted, kind="svg", scale=8, border=4, dark="#000", light="#fff")
    assert picture == wanted.getvalue()


def test_logs_hold_no_address_no_vote_and_no_token(server, code, caplog, monkeypatch):
    """Tornado would write who asked, and for what, beside a failure of ours."""
    phone = server.joined(code)
    monkeypatch.setattr(type(server.hall), "vote", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        status, _, told = server.ask(
            f"/room/{code}/vote", "POST", {"phase": "", "ref": REF, "option": RIGHT}, Cookie=phone.cookie
        )
    assert (status, json.loads(told)) == (500, {"said": "refused"})
    text = caplog.text
    assert "ZeroDivisionError" in text
    for told in ("127.0.0.1", code, RIGHT, phone.cookie.partition("=")[2], SECRET):
        assert told not in text
    server.within(lambda: None)  # what was sent is noted a moment later
    assert ("room", 500) in server.notes
