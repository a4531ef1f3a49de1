"""What a visitor of the load part asks for and counts."""

import asyncio
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.http11 import CONNECTIONS, Connections, read_answer
from bench.visitors import Visitor, plan_for


def answer_to(data: bytes):
    async def read():
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        return await read_answer(reader)

    return asyncio.run(read())


def test_a_body_of_known_length_leaves_the_rest():
    answer = answer_to(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1")
    assert (answer.status, answer.body, answer.size) == (200, b"abc", 41)


def test_chunks_are_put_together_and_all_bytes_count():
    data = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n"
    answer = answer_to(data)
    assert answer.body == b"abcde"
    assert answer.size == len(data)


def test_a_body_of_unknown_length_ends_with_the_connection():
    data = b"HTTP/1.0 404 Not Found\r\nServer: x\r\n\r\nabc"
    answer = answer_to(data)
    assert (answer.status, answer.body, answer.size) == (404, b"abc", len(data))
    assert answer.headers["connection"] == "close"


def test_a_body_cut_short_is_an_error():
    with pytest.raises(EOFError):
        answer_to(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc")


@pytest.fixture
def folder(tmp_path):
    """A web server that counts its connections: its port, the folder, and the most that were open at once."""
    seen = {"open": 0, "most": 0, "all": 0}
    lock = threading.Lock()

    class Counting(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self):
            with lock:
                seen["open"] += 1
                seen["all"] += 1
                seen["most"] = max(seen["most"], seen["open"])
            super().handle()
            with lock:
                seen["open"] -= 1

        def log_message(self, *_):
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(tmp_path))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", tmp_path, seen
        server.shutdown()
        thread.join()


async def visited(address: str, assets: list[str], seconds: float = 20) -> Visitor:
    plan = plan_for(address, "/page.txt", assets, 1, kind="plain", words="", seconds=seconds)
    visitor = Visitor(plan, Connections(plan["host"], plan["port"]))
    await visitor.visit()
    await visitor.leave()
    return visitor


def test_a_visitor_fetches_everything_over_six_connections_at_most(folder):
    address, place, seen = folder
    (place / "page.txt").write_bytes(b"x" * 1000)
    for number in range(20):
        (place / f"{number}.txt").write_bytes(b"y" * 100)
    visitor = asyncio.run(visited(address, [f"/{number}.txt" for number in range(20)]))
    assert visitor.error is None
    assert visitor.size > 1000 + 20 * 100
    assert seen["most"] <= CONNECTIONS
    assert seen["all"] <= CONNECTIONS


def test_a_file_that_is_missing_fails_the_visit(folder):
    address, place, _ = folder
    (place / "page.txt").write_bytes(b"x")
    visitor = asyncio.run(visited(address, ["/missing.txt"]))
    assert visitor.error == "ValueError: status 404 for /missing.txt"


def test_a_visit_without_an_answer_ends_in_time():
    async def silent():
        hold = asyncio.Event()
        server = await asyncio.start_server(lambda *_: hold.wait(), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        visitor = await visited(f"http://127.0.0.1:{port}", [], seconds=0.2)
        hold.set()
        server.close()
        return visitor

    assert asyncio.run(silent()).error.startswith("TimeoutError")
