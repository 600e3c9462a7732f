/**
 * Singular values of a matrix given by its columns, largest first, in double precision by one-sided Jacobi rotations
 * (Hestenes 1958): pairs of columns are rotated until all are orthogonal; their lengths are the singular values.
 */
export function singularValues(columns: readonly Float64Array[]): number[] {
  const a = columns.map((column) => Float64Array.from(column));
  const negligible = 1e-12 * a.reduce((sum, x) => sum + inner(x, x), 0);
  let rotated = true;
  while (rotated) {
    rotated = false;
    for (let i = 0; i < a.length; i++) {
      for (let j = i + 1; j < a.length; j++) rotated = orthogonalize(a[i]!, a[j]!, negligible) || rotated;
    }
  }
  return a.map((x) => Math.sqrt(inner(x, x))).sort((x, y) => y - x);
}

function inner(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < x.length; n++) sum += x[n]! * y[n]!;
  return sum;
}

/** Rotates two columns in their plane so that they become orthogonal. @returns whether they were not yet, but for a negligible inner product */
function orthogonalize(x: Float64Array, y: Float64Array, negligible: number): boolean {
  const [xx, yy, xy] = [inner(x, x), inner(y, y), inner(x, y)];
  if (Math.abs(xy) <= negligible) return false;
  const zeta = (yy - xx) / (2 * xy);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
  const cosine = 1 / Math.hypot(1, tangent);
  for (let n = 0; n < x.length; n++) {
    const [first, second] = [x[n]!, y[n]!];
    x[n] = cosine * (first - tangent * second);
    y[n] = cosine * (tangent * first + second);
  }
  return true;
}

/**
 * The matrix of a 2-D convolution (stride 1, zero padding, odd kernel [k, k, in, out]) on maps [height, width, in],
 * by its columns: written out from the definition y[i, j, o] = Σ x[i + a − p, j + b − p, c] W[a, b, c, o].
 */
export function convolutionMatrix(kernel: Float32Array, [size, , inputs, outputs]: readonly [number, number, number, number], height: number, width: number): Float64Array[] {
  const padding = (size - 1) / 2;
  const columns = Array.from({ length: height * width * inputs }, () => new Float64Array(height * width * outputs));
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      for (let a = 0; a < size; a++) {
        for (let b = 0; b < size; b++) {
          const [y, x] = [i + a - padding, j + b - padding];
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          for (let c = 0; c < inputs; c++) {
            const column = columns[(y * width + x) * inputs + c]!;
            for (let o = 0; o < outputs; o++) column[(i * width + j) * outputs + o]! += kernel[((a * size + b) * inputs + c) * outputs + o]!;
          }
        }
      }
    }
  }
  return columns;
}
