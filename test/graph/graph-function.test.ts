import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { nativeBackend, startEngine, type Engine } from '../../src/engine/engine';
import { attribute } from '../../src/engine/kernels';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numbersOf } from '../../src/engine/tensors';
import { buildGraph } from '../../src/graph/graph';
import { GraphFunction, type Variable } from '../../src/graph/graph-function';
import { GraphSession } from '../../src/graph/graph-session';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const WEIGHTS: Variable = { name: 'weights', shape: [1024], dtype: 'float32' };

function fill(): GraphFunction {
  const f = new GraphFunction('fill');
  f.fill(WEIGHTS);
  f.result(f.constant([0], [], 'int32'));
  return f;
}

function read(): GraphFunction {
  const f = new GraphFunction('read');
  f.result(f.read(WEIGHTS));
  return f;
}

describe('a variable', () => {
  test('that was filled from an array of JavaScript does not change when the array does', () => {
    const functions = [fill(), read()] as const;
    const session = new GraphSession(nativeBackend(engine), buildGraph(functions));
    let changed = 0;
    for (let i = 0; i < 200; i++) {
      const array = new Float32Array(1024).fill(i);
      const tensor = engine.tf.tensor1d(array);
      for (const result of session.call(functions[0], [tensor])) result.dispose();
      array.fill(-1);
      const [value] = session.call(functions[1], []);
      if (numbersOf(value!).some((number) => number !== i)) changed++;
      value!.dispose();
      tensor.dispose();
    }
    session.dispose();
    assert.equal(changed, 0);
  });

  test('that was read keeps its numbers when the variable is assigned anew', () => {
    const double = new GraphFunction('double');
    double.assign(WEIGHTS, new Operations(double).scale(double.read(WEIGHTS), 2));
    double.result(double.read(WEIGHTS));
    const functions = [fill(), read(), double] as const;
    const session = new GraphSession(nativeBackend(engine), buildGraph(functions));
    const start = engine.tf.fill([1024], 3);
    session.call(functions[0], [start]);
    const before = session.call(functions[1], [])[0]!;
    const inside = session.call(double, [])[0]!;
    const after = session.call(functions[1], [])[0]!;
    assert.deepEqual([before, inside, after].map((value) => numbersOf(value)[7]), [3, 3, 6]);
    session.dispose();
  });

  test('is not assigned when a condition fails, and the error names the condition', () => {
    const divide = new GraphFunction('divide');
    const ops = new Operations(divide);
    const quotient = ops.div(ops.scalar(1), divide.argument([], 'float32'));
    divide.requireFinite(quotient, 'the quotient is not finite');
    divide.assign(WEIGHTS, ops.mul(divide.read(WEIGHTS), quotient));
    divide.result(quotient);
    const functions = [fill(), read(), divide] as const;
    const session = new GraphSession(nativeBackend(engine), buildGraph(functions));
    session.call(functions[0], [engine.tf.ones([1024])]);
    session.call(divide, [engine.tf.scalar(2)]);
    assert.throws(() => session.call(divide, [engine.tf.scalar(0)]), /the quotient is not finite/);
    assert.equal(numbersOf(session.call(functions[1], [])[0]!)[5], 0.5);
    session.dispose();
  });
});

describe('what a graph cannot hold is refused by name:', () => {
  test('an operation whose outputs have no names here', () => {
    const f = new GraphFunction('f');
    assert.throws(() => f.run('Betainc', [], {}, [{ shape: [], dtype: 'float32' }]), { message: /Betainc.*src\/graph\/output-names\.ts/ });
  });

  test('an operation without a gradient', () => {
    const f = new GraphFunction('f');
    const x = f.argument([], 'float32');
    const loss = (ops: Operations) => ({ loss: ops.sign(x) });
    assert.throws(() => differentiate(f, loss, [x]), { message: 'The operation Sign has no gradient; add one to src/engine/gradients.ts.' });
  });

  test('a tensor of another runner', () => {
    const f = new GraphFunction('f');
    assert.throws(() => new Operations(f).relu(engine.tf.zeros([2, 3])), { message: /of shape \[2,3\] does not belong to the graph/ });
  });

  test('a kernel whose attributes contradict its inputs, by TensorFlow, when the graph is used', () => {
    const f = new GraphFunction('f');
    f.result(f.run('Relu', [f.argument([2], 'float32')], { T: attribute.type('int32') }, [{ shape: [2], dtype: 'float32' }])[0]!);
    assert.throws(() => new GraphSession(nativeBackend(engine), buildGraph([f])).call(f, [engine.tf.zeros([2])]), /Relu/);
  });
});

test('memory stays flat: no tensor of tfjs is left by calls', () => {
  const functions = [fill(), read()] as const;
  const session = new GraphSession(nativeBackend(engine), buildGraph(functions));
  const before = engine.tf.memory().numTensors;
  for (let i = 0; i < 10; i++) {
    engine.tf.tidy(() => {
      session.call(functions[0], [engine.tf.ones([1024])]);
      session.call(functions[1], []);
    });
  }
  assert.equal(engine.tf.memory().numTensors, before);
  session.dispose();
});
