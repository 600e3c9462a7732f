"""A Jupyter front end for tests: starts the project's kernel and runs cells in it."""

from __future__ import annotations

import queue
import time
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.manager import KernelManager

KERNEL = "iterative-resnets"
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Run:
    """What came of one cell."""

    reply: dict
    messages: list[dict] = field(default_factory=list)

    def text(self, stream: str = "stdout") -> str:
        return "".join(m["content"]["text"] for m in self.of("stream") if m["content"]["name"] == stream)

    def of(self, *types: str) -> list[dict]:
        return [message for message in self.messages if message["msg_type"] in types]

    @property
    def result(self) -> str | None:
        """Plain text of the last expression."""
        data = self.bundle
        return None if data is None else data["text/plain"]

    @property
    def bundle(self) -> dict | None:
        """All representations of the last expression."""
        results = self.of("execute_result")
        return results[0]["content"]["data"] if results else None

    @property
    def status(self) -> str:
        return self.reply["status"]

    @property
    def error(self) -> dict:
        """Content of the one error message; checks that the reply says the same."""
        errors = [message["content"] for message in self.of("error")]
        assert len(errors) == 1, f"expected one error, not {errors}"
        assert self.status == "error"
        assert {name: self.reply[name] for name in ("ename", "evalue", "traceback")} == errors[0]
        return errors[0]

    @property
    def traceback(self) -> str:
        return "\n".join(self.error["traceback"])


class Notebook:
    """A kernel and the front end that uses it."""

    def __init__(self, folder: Path, **environment: str) -> None:
        import os

        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel(cwd=str(folder), env={**os.environ, **environment})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self.kept: list[dict] = []

    def send(self, code: str, **options: object) -> str:
        """Asks for a cell and returns at once; the answer is for :meth:`finish`."""
        return self.client.execute(code, **options)

    def finish(self, request: str, timeout: float = 60) -> Run:
        """Waits for the reply and for "idle", keeping messages of other cells for their own turn."""
        deadline = time.monotonic() + timeout
        messages: list[dict] = []
        while not any(is_idle(message) for message in messages):
            messages += self.published(request, deadline)
        return Run(self.reply(request, deadline), messages)

    def run(self, code: str, timeout: float = 60, **options: object) -> Run:
        return self.finish(self.send(code, **options), timeout)

    def ok(self, code: str, timeout: float = 60) -> Run:
        """Runs a cell that must succeed."""
        run = self.run(code, timeout)
        assert run.status == "ok", "\n".join(run.reply["traceback"])
        return run

    def published(self, request: str, deadline: float) -> list[dict]:
        """Messages about a cell, from those kept and the next that comes."""
        own = [message for message in self.kept if parent(message) == request]
        self.kept = [message for message in self.kept if parent(message) != request]
        if own:
            return own
        message = self.client.get_iopub_msg(timeout=max(0.01, deadline - time.monotonic()))
        if parent(message) == request:
            return [message]
        self.kept.append(message)
        return []

    def reply(self, request: str, deadline: float | None = None) -> dict:
        deadline = deadline or time.monotonic() + 30
        while True:
            message = self.client.get_shell_msg(timeout=max(0.01, deadline - time.monotonic()))
            if parent(message) == request:
                return message["content"]

    def later(self, request: str, seconds: float) -> list[dict]:
        """What is published about a cell within some time after it is done."""
        deadline = time.monotonic() + seconds
        messages: list[dict] = []
        while time.monotonic() < deadline:
            try:
                messages += self.published(request, deadline)
            except queue.Empty:
                break
        return messages

    def wait_for(self, request: str, text: str, timeout: float = 30) -> None:
        """Waits until a cell has written some text."""
        deadline = time.monotonic() + timeout
        seen: list[dict] = []
        while text not in "".join(message["content"].get("text", "") for message in seen):
            seen += self.published(request, deadline)
        self.kept = seen + self.kept

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel()


def parent(message: dict) -> str | None:
    return message["parent_header"].get("msg_id")


def is_idle(message: dict) -> bool:
    return message["msg_type"] == "status" and message["content"]["execution_state"] == "idle"
