"""Voila's kernel manager, as others see it: one live page, and whoever looks after who is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from jupyter_core.utils import ensure_async


class OwnKernels:
    """The kernel manager as one live page sees it: the kernel it gets is noted, and learns nothing of the request."""

    def __init__(self, manager: Any, note: Callable[[str], None]) -> None:
        self._manager = manager
        self._note = note

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    async def start_kernel(self, **options: Any) -> str:
        """A kernel of this visitor's."""
        kernel = str(await ensure_async(self._manager.start_kernel(**options)))
        self._note(kernel)
        return kernel

    async def get_rendered_notebook(self, **options: Any) -> Any:
        """A kernel of the pool. Voila starts the next one with this visitor's address in its environment: not here."""
        options["extra_kernel_env_variables"] = {}
        found = await self._manager.get_rendered_notebook(**options)
        self._note(found[2])
        return found


class Kernels:
    """What presence asks of it. The manager is made after the application, so it is asked for each time."""

    def __init__(self, app: Any, tidy: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self.tidy = tidy

    def __contains__(self, kernel: str) -> bool:
        return kernel in self._app.kernel_manager

    async def alive(self, kernel: str) -> bool:
        """Whether its process runs."""
        return bool(await ensure_async(self._app.kernel_manager.get_kernel(kernel).is_alive()))

    async def end(self, kernel: str) -> None:
        """End it at once: nobody waits for what it does."""
        await ensure_async(self._app.kernel_manager.shutdown_kernel(kernel, now=True))
