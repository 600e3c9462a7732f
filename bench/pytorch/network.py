"""The project's pre-activation residual networks in PyTorch, under the names that the project gives their parameters."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional


def conv3x3(inputs: int, outputs: int, stride: int, bias: bool) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, stride, 1, bias=bias)


class Residual(nn.Module):
    """F: norm-ReLU-conv3x3-norm-ReLU-conv3x3."""

    def __init__(self, inputs: int, channels: int, stride: int, bias: bool) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        self.conv1 = conv3x3(inputs, channels, stride, bias)
        self.norm2 = nn.BatchNorm2d(channels)
        self.conv2 = conv3x3(channels, channels, 1, bias)

    def forward(self, h: Tensor) -> Tensor:
        return self.conv2(functional.relu(self.norm2(self.conv1(functional.relu(self.norm1(h))))))


class Block(Residual):
    """h + F(h)."""

    def forward(self, h: Tensor) -> Tensor:
        return h + super().forward(h)


class ResidualTransition(Residual):
    """A 1x1 convolution beside F."""

    def __init__(self, inputs: int, channels: int, stride: int, bias: bool) -> None:
        super().__init__(inputs, channels, stride, bias)
        self.shortcut = nn.Conv2d(inputs, channels, 1, stride, bias=bias)

    def forward(self, h: Tensor) -> Tensor:
        return self.shortcut(h) + super().forward(h)


class Head(nn.Module):
    """norm-ReLU-average pool-dense."""

    def __init__(self, channels: int, classes: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(channels)
        self.dense = nn.Linear(channels, classes)

    def forward(self, h: Tensor) -> Tensor:
        return self.dense(functional.relu(self.norm(h)).mean((2, 3)))


def transition(definition: dict, inputs: int, bias: bool) -> nn.Module:
    match definition["kind"]:
        case "convolution":
            return conv3x3(inputs, definition["channels"], definition["stride"], bias)
        case "residual":
            return ResidualTransition(inputs, definition["channels"], definition["stride"], bias)
        case "averagePool":
            return nn.AvgPool2d(definition["size"])
        case kind:
            raise ValueError(f"The transition {kind!r} has no form in PyTorch; add one to bench/pytorch/network.py.")


class Network(nn.Module):
    """A network from the project's definition: batch normalization, no shared blocks, a head that pools globally."""

    def __init__(self, definition: dict) -> None:
        super().__init__()
        stages = definition["stages"]
        if definition["normalization"] != "batch" or definition["headPool"] != "global" or any("sharing" in stage for stage in stages):
            raise ValueError("bench/pytorch/network.py has no form for this network's normalization, pooling or sharing.")
        bias = definition["convolutionBias"]
        channels = definition["input"][2]
        self.stages: list[nn.Sequential] = []
        for number, stage in enumerate(stages, 1):
            modules = nn.Sequential()
            modules.add_module("transition", transition(stage["transition"], channels, bias))
            channels = stage["transition"].get("channels", channels)
            for block in range(1, stage["blocks"] + 1):
                modules.add_module(f"block{block}", Block(channels, channels, 1, bias))
            self.add_module(f"stage{number}", modules)
            self.stages.append(modules)
        self.head = Head(channels, definition["classes"])

    def forward(self, images: Tensor) -> Tensor:
        h = images
        for stage in self.stages:
            h = stage(h)
        return self.head(h)


# Ours -> PyTorch's.
NAMES = {
    "kernel": "weight",
    "bias": "bias",
    "scale": "weight",
    "shift": "bias",
    "mean": "running_mean",
    "variance": "running_var",
}


def in_torch_layout(values: np.ndarray) -> np.ndarray:
    """[height, width, in, out] -> [out, in, height, width]; [in, out] -> [out, in]."""
    return values.transpose(3, 2, 0, 1) if values.ndim == 4 else values.T


def load_values(network: nn.Module, values: dict[str, np.ndarray]) -> None:
    """Gives every parameter and statistic its value; names that do not match are an error."""
    state = {name: value for name, value in network.state_dict().items() if name.endswith("num_batches_tracked")}
    for name, value in values.items():
        module, _, kind = name.rpartition(".")
        state[f"{module}.{NAMES[kind]}"] = torch.from_numpy(in_torch_layout(value).copy())
    network.load_state_dict(state)
