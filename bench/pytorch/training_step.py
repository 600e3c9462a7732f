from collections.abc import Callable

import torch
from serve import Task
from torch import Tensor, nn
from torch.nn import functional


def prepare(job: dict, network: nn.Module, images: Tensor, labels: Tensor) -> Task:
    network.train()
    optimizer = torch.optim.SGD(network.parameters(), lr=job["learningRate"], momentum=job["momentum"], weight_decay=job["weightDecay"])
    forward = torch.compile(network) if job["variant"].get("compile") else network

    def step() -> Callable[[], float]:
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(forward(images), labels)
        loss.backward()
        optimizer.step()
        value = loss.item()
        return lambda: value

    return step
