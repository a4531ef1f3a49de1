"""Serves the files of a folder with tornado, compressed: ``python -m bench.peers.web PORT FOLDER``."""

from __future__ import annotations

import asyncio
import sys

from tornado.web import Application, StaticFileHandler


async def serve(port: int, folder: str) -> None:
    """Serve until the process is stopped."""
    files = (r"/(.*)", StaticFileHandler, {"path": folder, "default_filename": "index.html"})
    Application([files], compress_response=True).listen(port, "127.0.0.1", backlog=1024)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), sys.argv[2]))
