"""Runs a job with TensorFlow's Python package, the task compiled by tf.function (see serve.py)."""

import tensorflow as tf
from network import Network
from serve import Task, read_batch, read_values, serve


def mean_loss(logits: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))


def training_step(job: dict, network: Network, images: tf.Tensor, labels: tf.Tensor) -> Task:
    network.training = True
    parameters = [value for value in network.values.values() if value.trainable]
    velocities = [tf.Variable(tf.zeros_like(value)) for value in parameters]

    @tf.function
    def step() -> tf.Tensor:
        with tf.GradientTape() as tape:
            loss = mean_loss(network(images), labels)
        for value, velocity, gradient in zip(parameters, velocities, tape.gradient(loss, parameters), strict=True):
            tf.raw_ops.ResourceApplyMomentum(
                var=value.handle,
                accum=velocity.handle,
                lr=job["learningRate"],
                grad=gradient + job["weightDecay"] * value,
                momentum=job["momentum"],
            )
        return loss

    def call():
        value = float(step())
        return lambda: value

    return call


def inference(_job: dict, network: Network, images: tf.Tensor, labels: tf.Tensor) -> Task:
    forward = tf.function(network)

    def call():
        logits = forward(images)
        logits.numpy()
        return lambda: float(mean_loss(logits, labels))

    return call


TASKS = {"training-step": training_step, "inference": inference}


def prepare(job: dict) -> Task:
    tf.config.threading.set_intra_op_parallelism_threads(job["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(1)  # as ours
    values = {name: tf.Variable(value, trainable=not name.endswith((".mean", ".variance"))) for name, value in read_values(job).items()}
    images, labels = map(tf.constant, read_batch(job))
    return TASKS[job["task"]](job, Network(job["network"], values), images, labels)


serve(prepare, tf.config.threading.get_intra_op_parallelism_threads, tensorflowPython=tf.__version__)
