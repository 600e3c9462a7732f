from collections.abc import Callable, Iterator

import torch
from network import Network
from resnet import ResNet
from serve import Task
from torch import Tensor, nn
from torch.nn import functional


def programs(blocks: int) -> Iterator[list[int]]:
    """What a stage runs for the three curves and the single-block drops, blocks numbered from 1."""
    whole = list(range(1, blocks + 1))
    for k in range(blocks + 1):
        yield whole[: blocks - k]
        yield whole[k:]
        yield whole + [blocks] * k
    for dropped in whole:
        yield [block for block in whole if block != dropped]


def forward(network: Network | ResNet, images: Tensor, changed: nn.Sequential, program: list[int]) -> Tensor:
    """The network from its images on, one stage changed."""
    h = images
    for stage in network.stages:
        if stage is changed:
            h = stage.transition(h)
            for block in program:
                h = stage[block](h)
        else:
            h = stage(h)
    return network.head(h)


def prepare(job: dict, network: Network | ResNet, images: Tensor, labels: Tensor) -> Task:
    network.eval()

    @torch.inference_mode()
    def measure() -> Callable[[], float]:
        logits = [forward(network, images, stage, program) for stage in network.stages for program in programs(len(stage) - 1)]
        return lambda: sum(functional.cross_entropy(each, labels).item() for each in logits) / len(logits)

    return measure
