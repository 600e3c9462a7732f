"""Runs a job with PyTorch (see serve.py)."""

import index_programs
import inference
import torch
import training_step
from network import Network, load_values
from resnet import ResNet
from serve import Task, read_batch, read_values, serve

TASKS = {"training-step": training_step.prepare, "inference": inference.prepare, "index-programs": index_programs.prepare}
MEMORY_FORMATS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}


def prepare(job: dict) -> Task:
    torch.set_num_threads(job["threads"])
    definition = job["network"]
    network = ResNet(definition) if "torchvision" in definition else Network(definition)
    load_values(network, read_values(job))
    images, labels = map(torch.from_numpy, read_batch(job))
    memory_format = MEMORY_FORMATS[job["variant"]["memoryFormat"]]
    images = images.permute(0, 3, 1, 2).contiguous(memory_format=memory_format)
    return TASKS[job["task"]](job, network.to(memory_format=memory_format), images, labels)


serve(prepare, torch.get_num_threads, torch=torch.__version__)
