"""torchvision's ResNets of basic blocks, under its names, cut into stages as the project has them."""

from torch import Tensor, nn
from torch.nn import functional


class BasicBlock(nn.Module):
    """ReLU behind the addition; a 1x1 convolution in the shortcut where the shape changes."""

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        stride = 1 if inputs == channels else 2
        self.conv1 = nn.Conv2d(inputs, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        if stride == 2:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))
        else:
            self.downsample = nn.Identity()

    def forward(self, h: Tensor) -> Tensor:
        residual = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(h)))))
        return functional.relu(residual + self.downsample(h))


class ResNet(nn.Module):
    """The stem, or the first block of a later layer, is the transition of its stage."""

    def __init__(self, definition: dict) -> None:
        super().__init__()
        channels = 64
        self.conv1 = nn.Conv2d(definition["input"][2], channels, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.stages: list[nn.Sequential] = []
        for number, count in enumerate(definition["blocks"]):
            width = 64 * 2**number
            layer = nn.Sequential(*(BasicBlock(channels if block == 0 else width, width) for block in range(count)))
            self.add_module(f"layer{number + 1}", layer)
            stage = nn.Sequential()
            stage.add_module("transition", nn.Sequential(self.conv1, self.bn1, nn.ReLU(), nn.MaxPool2d(3, 2, 1)) if number == 0 else layer[0])
            for block in layer if number == 0 else layer[1:]:
                stage.append(block)
            self.stages.append(stage)
            channels = width
        self.fc = nn.Linear(channels, definition["classes"])

    def head(self, h: Tensor) -> Tensor:
        return self.fc(h.mean((2, 3)))
