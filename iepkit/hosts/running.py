"""Runs a notebook in a fresh kernel, and writes its cells as HTML."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import Any

import mistune
import nbformat
from jupyter_client.manager import AsyncKernelManager
from markupsafe import Markup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

CELL_SECONDS = 60
KERNEL_TRANSPORT = "ipc" if os.name == "posix" else "tcp"  # ipc: no open port, nothing in plain text on a wire
_markdown = mistune.create_markdown(escape=True)


class PageError(RuntimeError):
    """A notebook that can't be a page, or could not be run. Says which, and what Python said."""


async def run_notebook(file: Path, **environment: str) -> Any:
    """Run every cell in a fresh kernel, with these variables in its environment, and return the notebook.

    Raises PageError when a cell fails or the kernel dies; the kernel is ended either way.
    """
    notebook = nbformat.read(file, as_version=4)
    code = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(filter(None, code))}
    try:
        await _run_cells(notebook, file.parent, env)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        reason = re.sub(r"\x1b\[[0-9;]*m", "", str(error)).strip().splitlines()
        raise PageError(f"{file.name}: {reason[-1] if reason else repr(error)}") from error
    return notebook


async def _run_cells(notebook: Any, folder: Path, env: dict[str, str]) -> None:
    """Not by ``NotebookClient.execute``, which takes over the process's signals: a server has its own."""
    with tempfile.TemporaryDirectory(prefix="iepkit-") as place:  # each kernel's sockets in a folder of its own
        file = str(Path(place) / "k.json")
        kernel = AsyncKernelManager(kernel_name="python3", transport=KERNEL_TRANSPORT, connection_file=file)
        client = NotebookClient(notebook, km=kernel, timeout=CELL_SECONDS, store_widget_state=False)
        await kernel.start_kernel(env=env, cwd=str(folder))
        try:
            client.kc = await client.async_start_new_kernel_client()
            for index, cell in enumerate(notebook.cells):
                await client.async_execute_cell(cell, index)
        finally:
            if client.kc is not None:
                client.kc.stop_channels()
            await kernel.shutdown_kernel(now=True)


def prose_html(text: str) -> Markup:
    """Markdown as HTML. Markup in it is shown as text."""
    return Markup('<div class="ik-prose">{}</div>').format(Markup(_markdown(text)))  # noqa: S704 - mistune escapes


def output_html(output: Any) -> Markup:
    """One output of a cell as HTML; a notebook's own author wrote it, no visitor."""
    data = output.get("data", {})
    if "text/html" in data:
        return Markup("".join(data["text/html"]))  # noqa: S704 - the notebook's author wrote it
    if output.get("output_type") == "stream" and output.get("name") == "stderr":
        return Markup()
    text = output.get("text") or data.get("text/plain") or ""
    return Markup("<pre>{}</pre>").format("".join(text)) if text else Markup()
