"""Leaves out what TensorFlow's library notes of itself in a kernel's error stream.

The library writes it at its first graph, whatever TF_CPP_MIN_LOG_LEVEL says: its copy of the logging library cannot be reached.
"""

from __future__ import annotations

import os
import re
import threading
from typing import TextIO

NOTE = re.compile(r"WARNING: All log messages before absl::InitializeLog|I\d{4} \d\d:\d\d:")


class WithoutNotes:
    """A pipe whose lines go on to a stream, notes apart."""

    def __init__(self, to: TextIO) -> None:
        read, self.end = os.pipe()
        self.lines = os.fdopen(read, encoding="utf-8", errors="replace")
        self.to = to
        self.thread = threading.Thread(target=self.pass_on, daemon=True)
        self.thread.start()

    def pass_on(self) -> None:
        for line in self.lines:
            if not NOTE.match(line):
                self.to.write(line)
                self.to.flush()

    def given(self) -> None:
        """To be called once the process that writes has its end of the pipe: when that ends, the lines do."""
        os.close(self.end)

    def wait(self, seconds: float) -> None:
        """Waits until all lines have gone on."""
        self.thread.join(seconds)
