/**
 * Singular values of a matrix given by its columns, largest first, in double precision by one-sided Jacobi rotations
 * (Hestenes 1958): pairs of columns are rotated until all are orthogonal; their lengths are the singular values.
 */
export function singularValues(columns: readonly Float64Array[]): number[] {
  const a = columns.map((column) => Float64Array.from(column));
  const inner = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
  for (let largestCosine = 1; largestCosine > 1e-10; ) {
    largestCosine = 0;
    a.forEach((x, i) => {
      for (const y of a.slice(i + 1)) {
        const [xx, yy, xy] = [inner(x, x), inner(y, y), inner(x, y)];
        const cosine = Math.abs(xy) / Math.sqrt(xx * yy || 1);
        if (cosine <= 1e-10) continue;
        largestCosine = Math.max(largestCosine, cosine);
        const zeta = (yy - xx) / (2 * xy);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const c = 1 / Math.hypot(1, tangent);
        x.forEach((value, n) => {
          const other = y[n]!;
          x[n] = c * (value - tangent * other);
          y[n] = c * (tangent * value + other);
        });
      }
    });
  }
  return a.map((x) => Math.sqrt(inner(x, x))).sort((x, y) => y - x);
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
