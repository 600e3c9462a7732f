"""Execution of a notebook whose outputs are seen while they come."""

from __future__ import annotations

import asyncio
import signal
import time
from typing import TextIO

from jupyter_client.client import KernelClient
from nbclient import NotebookClient
from nbformat import NotebookNode

# A terminal shows every state of a progress line in place; a log gets one this often.
LOG_PROGRESS_SECONDS = 10.0
# Characters of a cell's code by which it is announced.
TITLE_LENGTH = 100


class LiveClient(NotebookClient):
    """Says which cell runs, and shows its text as soon as the kernel sends it."""

    def __init__(self, nb: NotebookNode, *, to: TextIO, **options: object) -> None:
        super().__init__(nb, record_timing=False, coalesce_streams=True, **options)
        self.to = to
        self.code_cells = [index for index, cell in enumerate(nb.cells) if cell.cell_type == "code" and cell.source.strip()]
        self.line_is_open = False
        self.progress_shown = 0.0
        self.interrupted = False

    async def async_start_new_kernel_client(self, **options: object) -> KernelClient:
        client = await super().async_start_new_kernel_client(**options)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.interrupt, loop)
        return client

    def interrupt(self, loop: asyncio.AbstractEventLoop) -> None:
        """Asks the running cell to stop; asked again, ends the kernel."""
        stop = self.km.shutdown_kernel(now=True) if self.interrupted else self.km.interrupt_kernel()
        self.interrupted = True
        self.stopping = loop.create_task(stop)

    async def async_execute_cell(self, cell: NotebookNode, cell_index: int, *args: object, **kwargs: object) -> NotebookNode:
        if cell_index not in self.code_cells:
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        number = self.code_cells.index(cell_index) + 1
        self.say(f"cell {number} of {len(self.code_cells)}: {title(cell.source)}")
        started = time.monotonic()
        try:
            return await super().async_execute_cell(cell, cell_index, *args, **kwargs)
        finally:
            self.say(f"cell {number} of {len(self.code_cells)}: {time.monotonic() - started:.1f} s")

    def process_message(self, msg: dict, cell: NotebookNode, cell_index: int) -> NotebookNode | None:
        content = msg["content"]
        match msg["msg_type"]:
            case "stream":
                self.show(content["text"])
            case "display_data" | "execute_result":
                self.show(plain(content) + "\n")
            case "update_display_data":
                self.show_progress(plain(content))
        return super().process_message(msg, cell, cell_index)

    def say(self, line: str) -> None:
        """Writes a line of the runner's own."""
        self.to.write("\n" * self.line_is_open + line + "\n")
        self.line_is_open = False
        self.to.flush()

    def show(self, text: str) -> None:
        """Writes output of the notebook, indented."""
        if not text.strip():
            return
        indented = text.rstrip("\n").replace("\n", "\n    ")
        self.to.write(("\n" * self.line_is_open) + "    " + indented + "\n")
        self.line_is_open = False
        self.to.flush()

    def show_progress(self, text: str) -> None:
        """Writes the newest state of an output that changes: in place where there is a terminal."""
        line = " ".join(text.split())
        now = time.monotonic()
        if not line:
            return
        if self.to.isatty():
            self.to.write(f"\r\x1b[K    {line}")
            self.line_is_open = True
        elif now - self.progress_shown >= LOG_PROGRESS_SECONDS:
            self.progress_shown = now
            self.to.write(f"    {line}\n")
        self.to.flush()


def title(source: str) -> str:
    """How a cell begins, comments apart."""
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    code = " ".join(line for line in lines if not line.startswith("//")) or lines[0]
    return code if len(code) <= TITLE_LENGTH else code[:TITLE_LENGTH] + " …"


def plain(content: dict) -> str:
    """What a display is in plain text."""
    text = content["data"].get("text/plain", "")
    return text if isinstance(text, str) else "".join(text)
