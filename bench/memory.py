"""What a visitor of a live page costs the server: the memory of a kernel."""

from __future__ import annotations

import re
import time
from pathlib import Path

import psutil
from jupyter_client.manager import KernelManager
from playwright.sync_api import Browser

from .browser import visited
from .report import Limit, Spread, Table
from .servers import Server

KERNEL_LIMIT_MB = 70
ABOVE_BARE_LIMIT_MB = 30
READY_SECONDS = 30
QUIET_SECONDS = 1.0


def megabytes(pid: int) -> float:
    """The proportional set size of a process and its children, in MB (1,000,000 bytes)."""
    process = psutil.Process(pid)
    return sum(_bytes(each.pid) for each in [process, *process.children(recursive=True)]) / 1e6


def _bytes(pid: int) -> int:
    found = re.search(r"^Pss:\s+(\d+) kB$", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"), re.MULTILINE)
    if found is None:
        raise RuntimeError(f"the system does not tell the memory of process {pid}")
    return int(found[1]) * 1024


def live_kernel(browser: Browser, server: Server, address: str) -> float:
    """The kernel of one visitor, once the page has loaded and shows its controls."""
    before = server.kernels()
    with visited(browser, address, control=True) as (page, _):
        page.wait_for_load_state("load")
        server.settle(besides=before, at_least=1)
        (kernel,) = server.kernels() - before
        size = megabytes(kernel)
    _wait_until_gone(kernel)
    return size


def bare_kernel() -> float:
    """A kernel that nothing has run in."""
    kernel = KernelManager(kernel_name="python3", transport="ipc")
    kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=READY_SECONDS)
        time.sleep(QUIET_SECONDS)
        return megabytes(int(getattr(kernel.provisioner, "pid")))  # noqa: B009 - only a local kernel has one
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)


def table(browser: Browser, server: Server, rounds: int) -> Table:
    """A live page's kernel and a bare one, in turns."""
    address = f"{server.address}/explore.html"
    sizes = [(live_kernel(browser, server, address), bare_kernel()) for _ in range(rounds)]
    found = Table("Memory of a kernel (PSS, with its children), MB", ("kernel", "median", "min to max"))
    live, bare = (Spread.of(column) for column in zip(*sizes, strict=True))
    above = Spread.of([one - other for one, other in sizes])
    _add(found, "of a live page's visitor", live, KERNEL_LIMIT_MB)
    _add(found, "bare ipykernel", bare, None)
    _add(found, "difference", above, ABOVE_BARE_LIMIT_MB)
    return found


def _add(found: Table, name: str, spread: Spread, most: float | None) -> None:
    limit = Limit.at_most(spread.median, most, str(most)) if most else None
    found.add(name, f"{spread.median:.1f}", spread.between(1), limit=limit)


def _wait_until_gone(pid: int) -> None:
    end = time.monotonic() + READY_SECONDS
    while psutil.pid_exists(pid):
        if time.monotonic() > end:
            raise TimeoutError("the kernel of a visitor who left was not ended")
        time.sleep(0.1)
