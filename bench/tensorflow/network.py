"""The project's pre-activation residual networks in TensorFlow's Python package, in the project's own layout."""

import tensorflow as tf

Values = dict[str, tf.Variable]

EPSILON = 1e-5
MOMENTUM = 0.9


class Network:
    """A network from the project's definition: batch normalization, no shared blocks, a head that pools globally."""

    def __init__(self, definition: dict, values: Values) -> None:
        stages = definition["stages"]
        if definition["normalization"] != "batch" or definition["headPool"] != "global" or any("sharing" in stage for stage in stages):
            raise ValueError("bench/tensorflow/network.py has no form for this network's normalization, pooling or sharing.")
        self.stages = stages
        self.values = values
        self.training = False

    def __call__(self, images: tf.Tensor) -> tf.Tensor:
        h = images
        for number, stage in enumerate(self.stages, 1):
            h = self.transition(f"stage{number}.transition", stage["transition"], h)
            for block in range(1, stage["blocks"] + 1):
                h = h + self.residual(f"stage{number}.block{block}", h, 1)
        h = tf.reduce_mean(tf.nn.relu(self.normalize("head.norm", h)), (1, 2))
        return h @ self.values["head.dense.kernel"] + self.values["head.dense.bias"]

    def transition(self, name: str, definition: dict, h: tf.Tensor) -> tf.Tensor:
        match definition["kind"]:
            case "convolution":
                return self.convolve(name, h, definition["stride"])
            case "residual":
                stride = definition["stride"]
                return self.convolve(f"{name}.shortcut", h, stride) + self.residual(name, h, stride)
            case "averagePool":
                return tf.nn.avg_pool2d(h, definition["size"], definition["size"], "VALID")
            case kind:
                raise ValueError(f"The transition {kind!r} has no form in bench/tensorflow/network.py; add one.")

    def residual(self, name: str, h: tf.Tensor, stride: int) -> tf.Tensor:
        """F: norm-ReLU-conv3x3-norm-ReLU-conv3x3."""
        h = self.convolve(f"{name}.conv1", tf.nn.relu(self.normalize(f"{name}.norm1", h)), stride)
        return self.convolve(f"{name}.conv2", tf.nn.relu(self.normalize(f"{name}.norm2", h)), 1)

    def convolve(self, name: str, x: tf.Tensor, stride: int) -> tf.Tensor:
        kernel = self.values[f"{name}.kernel"]
        around = (kernel.shape[0] - 1) // 2
        if stride > 1 and around > 0:  # SAME would pad the far sides only; padding of its own, which conv2d takes too, is slower
            x = tf.pad(x, ((0, 0), (around, around), (around, around), (0, 0)))
        y = tf.nn.conv2d(x, kernel, stride, "SAME" if stride == 1 else "VALID")
        bias = self.values.get(f"{name}.bias")
        return y if bias is None else tf.nn.bias_add(y, bias)

    def normalize(self, name: str, x: tf.Tensor) -> tf.Tensor:
        scale, shift, mean, variance = (self.values[f"{name}.{kind}"] for kind in ("scale", "shift", "mean", "variance"))
        y, *updated = tf.compat.v1.nn.fused_batch_norm(
            x, scale, shift, mean, variance, epsilon=EPSILON, is_training=self.training, exponential_avg_factor=1 - MOMENTUM
        )
        if self.training:
            mean.assign(updated[0])
            variance.assign(updated[1])
        return y
