"""Runs a job with PyTorch: `worker.py JOB_FILE`, then the numbers of calls, one a line, on standard input (see job.ts)."""

import json
import platform
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import inference
import numpy as np
import torch
import training_step
from network import Network, load_values

TASKS = {"training-step": training_step.prepare, "inference": inference.prepare}
MEMORY_FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}


def prepare(job: dict) -> Callable[[], Callable[[], float]]:
    material = Path(job["material"])
    network = Network(job["network"])
    load_values(network, material)
    pixels = np.fromfile(material / "images.bin", np.uint8).reshape(job["batch"], *job["network"]["input"])
    normalization = job["normalization"]
    normalized = (pixels / 255 - normalization["mean"]) / normalization["standardDeviation"]
    labels = torch.from_numpy(np.fromfile(material / "labels.bin", np.uint8).astype(np.int64))
    memory_format = MEMORY_FORMATS[job["variant"]["memoryFormat"]]
    images = torch.from_numpy(normalized.astype(np.float32)).permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
    return TASKS[job["task"]](job, network.to(memory_format=memory_format), images, labels)


def answer(task: Callable[[], Callable[[], float]], calls: int) -> dict:
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


def main(job_file: str) -> None:
    job = json.loads(Path(job_file).read_text())
    torch.set_num_threads(job["threads"])
    task = prepare(job)
    versions = {"python": platform.python_version(), "torch": torch.__version__}
    print(json.dumps({"versions": versions, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(task, int(line))), flush=True)


main(sys.argv[1])
