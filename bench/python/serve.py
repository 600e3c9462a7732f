"""A worker's side of the bench (see job.ts): a job file, then the numbers of calls, one a line, on standard input."""

import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

# One call, the part that is timed; what it returns gives the loss, and is not timed.
Task = Callable[[], Callable[[], float]]


def read_batch(job: dict) -> tuple[np.ndarray, np.ndarray]:
    """Normalized images [batch, height, width, channels] and labels [batch]."""
    material = Path(job["material"])
    pixels = np.fromfile(material / "images.bin", np.uint8).reshape(job["batch"], *job["network"]["input"])
    normalization = job["normalization"]
    normalized = (pixels / 255 - normalization["mean"]) / normalization["standardDeviation"]
    return normalized.astype(np.float32), np.fromfile(material / "labels.bin", np.uint8).astype(np.int64)


def read_values(job: dict) -> dict[str, np.ndarray]:
    """Parameters and statistics by the project's names, in its layout."""
    material = Path(job["material"])
    flat = np.fromfile(material / "values.bin", np.float32)
    values = {}
    for entry in json.loads((material / "values.json").read_text()):
        size = int(np.prod(entry["shape"]))
        values[entry["name"]] = flat[entry["offset"] : entry["offset"] + size].reshape(entry["shape"])
    return values


def answer(task: Task, calls: int) -> dict:
    milliseconds, losses = [], []
    cpu = time.process_time()
    for _ in range(calls):
        start = time.perf_counter()
        loss = task()
        milliseconds.append(1e3 * (time.perf_counter() - start))
        losses.append(loss())
    cpu = time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {"milliseconds": milliseconds, "losses": losses, "cpuSeconds": cpu, "peakMemoryMB": peak}


def serve(prepare: Callable[[dict], Task], threads: Callable[[], int], **versions: str) -> None:
    """Runs the job that the command line names.

    prepare: makes the job's task ready; threads: what the library says that it uses.
    """
    job = json.loads(Path(sys.argv[1]).read_text())
    start = time.perf_counter()
    task = prepare(job)
    ready = {
        "versions": {"python": platform.python_version(), **versions},
        "threads": threads(),
        "prepareSeconds": time.perf_counter() - start,
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(task, int(line))), flush=True)
