"""A network of this project in PyTorch, from the file that `saveNetwork` wrote. Needs PyTorch and nothing else."""
import json

import torch
import torch.nn.functional as F


def load(path):
    """The network in a file, as a torch.nn.Module in evaluation mode; `mean` and `std` are those of its inputs."""
    metadata, tensors = read(path)
    network = ResidualNetwork(json.loads(metadata["definition"]), tensors)
    normalization = json.loads(metadata["normalization"])
    network.mean, network.std = normalization["mean"], normalization["standardDeviation"]
    return network.eval()


def read(path):
    """Metadata and float32 tensors of a safetensors file; `safetensors.torch.load_file` gives the same tensors."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    part = lambda entry: bytearray(data[slice(*entry["data_offsets"])])
    return metadata, {name: torch.frombuffer(part(entry), dtype=torch.float32).view(entry["shape"]) for name, entry in header.items()}


class ResidualNetwork(torch.nn.Module):
    """Pre-activation residual network as src/networks/residual-network.ts has it; images are [batch, channels, height, width]."""

    def __init__(self, definition, tensors):
        super().__init__()
        self.definition = definition
        for name, tensor in tensors.items():
            *modules, part = name.split(".")
            layer = self
            for module in modules:
                if not hasattr(layer, module):
                    layer.add_module(module, torch.nn.Module())
                layer = getattr(layer, module)
            if part.startswith("running_"):
                layer.register_buffer(part, tensor)
            else:
                layer.register_parameter(part, torch.nn.Parameter(tensor))

    def forward(self, x):
        for s, stage in enumerate(self.definition["stages"], start=1):
            x = self._transition(f"stage{s}.transition", stage["transition"], x)
            for t in range(stage["blocks"]):
                x = x + self._residual(block_names(stage, s, t), x, stride=1)
        x = torch.relu(self._normalize(alone("head.norm"), x))
        pool = self.definition["headPool"]
        # The dense layer takes pixels first, then channels.
        x = x.mean((2, 3)) if pool == "global" else F.avg_pool2d(x, pool).permute(0, 2, 3, 1).flatten(1)
        dense = self.get_submodule("head.dense")
        return F.linear(x, dense.weight, dense.bias)

    def _transition(self, name, transition, x):
        if transition["kind"] == "averagePool":
            return F.avg_pool2d(x, transition["size"])
        if transition["kind"] == "convolution":
            return self._convolve(name, x, transition["stride"])
        residual = self._residual(lambda part: alone(f"{name}.{part}"), x, transition["stride"])
        return self._convolve(f"{name}.shortcut", x, transition["stride"]) + residual

    def _residual(self, names, x, stride):
        for part, step in (("1", stride), ("2", 1)):
            x = torch.relu(self._normalize(names(f"norm{part}"), x))
            x = self._convolve(names(f"conv{part}")["weight"], x, step)
        return x

    def _convolve(self, name, x, stride):
        layer = self.get_submodule(name)
        return F.conv2d(x, layer.weight, getattr(layer, "bias", None), stride, padding=layer.weight.shape[-1] // 2)

    def _normalize(self, names, x):
        kind = self.definition["normalization"]
        if kind == "none":
            return x
        weight, bias = self.get_submodule(names["weight"]).weight, self.get_submodule(names["bias"]).bias
        if kind == "group":
            return F.group_norm(x, self.definition["groups"], weight, bias)
        statistics = self.get_submodule(names["statistics"])
        return F.batch_norm(x, statistics.running_mean, statistics.running_var, weight, bias, self.training)


def alone(name):
    """A layer that keeps all of its parts under one name."""
    return dict.fromkeys(("weight", "bias", "statistics"), name)


def block_names(stage, s, t):
    """Where block t (from 0) of stage s keeps a layer's parts: with itself, or with the stage's shared block."""
    own, shared = f"stage{s}.block{t + 1}", f"stage{s}.shared"
    sharing = stage.get("sharing")
    if sharing is None or t < sharing["unsharedBlocks"]:
        return lambda part: alone(f"{own}.{part}")

    def names(part):
        if part.startswith("conv"):
            return alone(f"{shared}.{part}")
        unshared = sharing["unshared"]
        where = lambda own_part: f"{own if unshared[own_part] else shared}.{part}"
        return {"weight": where("scale"), "bias": where("shift"), "statistics": where("statistics")}

    return names
