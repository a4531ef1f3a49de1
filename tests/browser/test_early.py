"""On a slow line a page answers as soon as its questions are there, and what comes after joins what the visitor did."""

import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from iepkit.flow import walk
from iepkit.hosts.shell import start_of

from .conftest import PHONE
from .walking import ExplorerOn, some_path

pytestmark = pytest.mark.browser
NAME = "which-plan"


@pytest.fixture
def line(exported):
    """A page on a line that stops in the middle of it: (its address, the event that lets the rest come)."""
    go_on = threading.Event()

    class Slow(SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(exported))

        def log_message(self, *_):
            pass

        def do_GET(self):
            if not self.path.endswith(f"{NAME}.html"):
                super().do_GET()
                return
            whole = (exported / f"{NAME}.html").read_bytes()
            cut = start_of(whole.decode())
            assert 0 < cut < len(whole) / 2
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(whole[:cut])
            self.wfile.flush()
            go_on.wait(20)
            self.wfile.write(whole[cut:])

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{NAME}.html", go_on
        go_on.set()
        server.shutdown()


@pytest.fixture
def half(chromium, watch, line):
    """An explorer of whose page the first half has come, on a phone."""
    context = chromium.new_context(**PHONE)
    context.set_default_timeout(10_000)
    watch.follow(context)
    page = context.new_page()
    page.goto(line[0], wait_until="commit")
    on = ExplorerOn(page)
    expect(on.part("progress")).to_be_visible()
    assert page.evaluate("document.readyState") == "loading"
    yield on
    context.close()
    assert watch.complaints == []
    assert watch.left_the_machine == []


def answer(on, path):
    """As a visitor does, without waiting for what stands around the card."""
    for question, option in path:
        on.root.locator(f'section[data-question="{question}"]:not([hidden]) input[value="{option}"]').click()


def test_a_whole_walk_before_the_rest_of_the_page(half, line, kit):
    flow = kit.flow(NAME)
    path = some_path(flow)
    answer(half, path)
    last, given = path[-1]
    ending = walk(flow, path)
    expect(half.root.locator(f'section[data-question="{last}"] input[value="{given}"]')).to_be_checked()
    expect(half.root.locator(f'section[data-question="{last}"]')).to_be_visible()  # its outcome is on its way
    assert half.page.evaluate("document.readyState") == "loading"
    line[1].set()
    half.at(ending)
    assert half.state()["answers"] == [flow.option(*pair).label for pair in path]
    expect(half.card().locator(".ik-because li")).to_have_count(len(path))
    half.page.go_back()
    half.at(walk(flow, path[:-1]))


def test_back_before_the_rest_of_the_page(half, line, kit):
    flow = kit.flow(NAME)
    path = some_path(flow)
    answer(half, path[:2])
    half.page.wait_for_function("() => history.state?.depth === 2")  # a step is kept once its card has been shown
    half.page.evaluate("history.back()")
    expect(half.root.locator(f'section[data-question="{path[1][0]}"]')).to_be_visible()
    answer(half, path[1:])
    line[1].set()
    half.at(walk(flow, path))


def test_a_source_that_was_asked_for_opens_once_it_is_there(half, line):
    link = half.card().locator("small > a").first
    target = link.get_attribute("href")
    link.click()
    line[1].set()
    expect(half.page.locator(target)).to_be_visible()


def test_an_outcome_of_the_first_question_is_there_with_it(half, kit):
    flow = kit.flow(NAME)
    start = flow.questions[flow.tree.start]
    option = next(option for option in start.options if option.to in flow.outcomes)
    answer(half, [(start.id, option.id)])
    expect(half.root.locator(f'section[data-outcome="{option.to}"]:not([hidden])')).to_be_visible()
    expect(half.root.locator(f'section[data-question="{start.id}"]')).to_be_hidden()


def test_a_result_that_is_loaded_again_comes_as_soon_as_it_can(half, line, kit):
    flow = kit.flow(NAME)
    path = some_path(flow)
    line[1].set()
    answer(half, path)
    half.at(walk(flow, path))
    line[1].clear()
    half.page.reload(wait_until="commit")
    expect(half.root).to_have_class(re.compile(r"\bik-on\b"))
    expect(half.root.locator("section[data-question]:visible, section[data-outcome]:visible")).to_have_count(0)
    line[1].set()
    half.at(walk(flow, path))


def test_going_back_takes_back_an_answer_whose_result_has_not_come(half, line, kit):
    flow = kit.flow(NAME)
    path = some_path(flow)
    answer(half, path[:-1])
    half.page.wait_for_function("(depth) => history.state?.depth === depth", arg=len(path) - 1)
    answer(half, path[-1:])
    half.page.evaluate("history.back()")
    expect(half.root.locator(f'section[data-question="{path[-2][0]}"]')).to_be_visible()
    line[1].set()
    half.at(walk(flow, path[:-2]))
    expect(half.note).to_have_text("")
