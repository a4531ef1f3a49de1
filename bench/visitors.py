"""Many visitors at once, in a process of their own: ``python -m bench.visitors`` with a plan as JSON on its input.

The plan: ``host``, ``port``, ``page``, ``assets`` (paths that follow the page), ``kind`` (`TALKS`), ``words`` (of the
first question), ``visitors``, ``seconds`` (that each may take). One line of JSON says how each visit went; the visitors
stay until the input ends, then leave as a browser does.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import re
import resource
import sys
import time
import urllib.parse
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from .http11 import Answer, Connections

MESSAGE_BYTES = 1 << 24
CONTROL_VERSION = "1.0.0"  # of the messages by which a page asks for its widgets


@dataclass
class Visitor:
    """One visitor: milliseconds and bytes of the visit, and what went wrong."""

    plan: dict[str, Any]
    net: Connections
    size: int = 0
    took: float = 0.0
    error: str | None = None
    kernel: str = ""
    socket: WebSocketClientConnection | None = None
    session: str = field(default_factory=lambda: str(uuid4()))

    async def visit(self) -> None:
        """The page, then everything that it loads, then what makes it work."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(self.plan["seconds"]):
                page = await self.net.get(self.plan["page"])
                self.size += page.size
                for answer in await asyncio.gather(*(self.net.get(path) for path in self.plan["assets"])):
                    self.size += answer.size
                await TALKS[self.plan["kind"]](self, page)
        except Exception as error:  # noqa: BLE001 - whatever it is, this visitor did not get the page
            self.error = f"{type(error).__name__}: {error}"
        self.took = 1000 * (time.perf_counter() - start)

    async def leave(self) -> None:
        """Hang up, and tell the server as the page's script does."""
        if self.socket:
            self.socket.close()
        self.net.close()
        paths = {"solara": f"/_solara/api/close/{self.kernel}?session_id={self.session}"}
        paths["voila"] = f"/voila/api/shutdown/{self.kernel}"
        if self.kernel:
            url = f"http://{self.net.host}:{self.net.port}{paths[self.plan['kind']]}"
            with contextlib.suppress(Exception):  # stock Voila refuses it (voila#1458)
                await AsyncHTTPClient().fetch(HTTPRequest(url, "POST", {"Cookie": self.net.cookie}, body=b""))

    async def connect(self, path: str) -> None:
        """Open the page's websocket, and ask the kernel who it is."""
        url = f"ws://{self.net.host}:{self.net.port}{path}?session_id={self.session}"
        headers = {"Cookie": self.net.cookie} if self.net.cookie else {}
        request = HTTPRequest(url, headers=headers)
        self.socket = await websocket_connect(request, max_message_size=MESSAGE_BYTES)
        await self.send("kernel_info_request", {})
        await self.until("kernel_info_reply")

    async def send(self, kind: str, content: dict[str, Any], **metadata: str) -> None:
        """One message of Jupyter's protocol."""
        assert self.socket  # noqa: S101 - `connect` came before
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        header = {"msg_id": str(uuid4()), "msg_type": kind, "session": self.session, "username": "", "version": "5.2"}
        message = {"header": {**header, "date": stamp}, "content": content, "metadata": metadata, "parent_header": {}}
        await self.socket.write_message(json.dumps({**message, "channel": "shell", "buffers": []}))

    async def until(self, *words: str) -> None:
        """Read messages until each of some words has come. Raises EOFError when the server hangs up before."""
        assert self.socket  # noqa: S101 - `connect` came before
        missing = {word.encode() for word in words}
        while missing:
            message = await self.socket.read_message()
            if message is None:
                raise EOFError(f"the websocket closed before it sent {words}")
            data = message.encode() if isinstance(message, str) else message
            self.size += len(data)
            missing = {word for word in missing if word not in data}


async def _none(_: Visitor, __: Answer) -> None:
    """A page that needs nothing more."""


async def _voila(visitor: Visitor, page: Answer) -> None:
    """Ask the kernel for the state of all widgets, as Voila's script does."""
    html = gzip.decompress(page.body) if page.headers.get("content-encoding") == "gzip" else page.body
    found = re.search(rb'"kernelId":\s*"([0-9a-f-]+)"', html)
    if found is None:
        raise ValueError("the page names no kernel")
    visitor.kernel = found[1].decode()
    visitor.size += (await visitor.net.get(f"/api/kernels/{visitor.kernel}")).size
    await visitor.connect(f"/api/kernels/{visitor.kernel}/channels")
    comm = str(uuid4())
    opened = {"comm_id": comm, "target_name": "jupyter.widget.control", "data": {}}
    await visitor.send("comm_open", opened, version=CONTROL_VERSION)
    await visitor.send("comm_msg", {"comm_id": comm, "data": {"method": "request_states"}})
    await visitor.until("update_states", visitor.plan["words"])


async def _solara(visitor: Visitor, page: Answer) -> None:
    """Have Solara run the page, and receive all that it draws."""
    visitor.net.cookie = page.headers.get("set-cookie", "").partition(";")[0]
    visitor.kernel = str(uuid4())
    await visitor.connect(f"/jupyter/api/kernels/{visitor.kernel}/channels")
    comm, run = str(uuid4()), {"path": "/", "dark": False, "themes": {"light": {}, "dark": {}}, "appName": None}
    await visitor.send("comm_open", {"comm_id": comm, "target_name": "solara.control", "data": {}})
    await visitor.send("comm_msg", {"comm_id": comm, "data": {"method": "run", "args": run}})
    await visitor.until("finished", visitor.plan["words"])


TALKS: dict[str, Callable[[Visitor, Answer], Awaitable[None]]] = {"plain": _none, "voila": _voila, "solara": _solara}


async def main(plan: dict[str, Any]) -> None:
    """All visitors come at once; they leave when the input ends."""
    AsyncHTTPClient.configure(None, max_clients=plan["visitors"] * 2)
    visitors = [Visitor(plan, Connections(plan["host"], plan["port"])) for _ in range(plan["visitors"])]
    await asyncio.gather(*(visitor.visit() for visitor in visitors))
    print(json.dumps([[visitor.took, visitor.size, visitor.error] for visitor in visitors]), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await asyncio.gather(*(visitor.leave() for visitor in visitors))


def plan_for(address: str, page: str, assets: list[str], visitors: int, **more: Any) -> dict[str, Any]:
    """A plan for a server's address."""
    parts = urllib.parse.urlsplit(address)
    return {"host": parts.hostname, "port": parts.port, "page": page, "assets": assets, "visitors": visitors, **more}


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(main(json.loads(sys.stdin.readline())))
