/**
 * The kernel for matrix units, written for one of the shapes that the driver offers: the only kernel that is not a file,
 * because the language has no way to choose a type. Pure. Source of the language: Dawn's experimental
 * `chromium_experimental_subgroup_matrix`, checked in August 2026 against its compiler.
 */
import type { MatrixConfig } from '../gpu-session.ts';

export const matrixWorkgroupSize = 128;
/** Matrices that a subgroup adds up side by side, so that one need not wait for the last. */
export const accumulators = 4;
/** Products added to each in one iteration. */
export const unroll = 4;

/** No driver offers matrices to smaller subgroups; the workgroup's memory is sized by it. */
const smallestSubgroup = 8;
const mostElements = 256;

/** Beyond `exact` the result type no longer holds every integer. `ones`: the elements of both factors. */
const kinds = [
  { component: 'i8', result: 'i32', scalar: 'i32', exact: 2 ** 31, left: 3, right: 2 },
  { component: 'u8', result: 'u32', scalar: 'u32', exact: 2 ** 31, left: 3, right: 2 },
  { component: 'f16', result: 'f32', scalar: 'f16', exact: 2 ** 24, left: 1, right: 1 },
  { component: 'f16', result: 'f16', scalar: 'f16', exact: 2 ** 11, left: 1, right: 1 },
  { component: 'f32', result: 'f32', scalar: 'f32', exact: 2 ** 24, left: 1, right: 1 },
] as const;

export interface MatrixShape {
  kind: (typeof kinds)[number];
  m: number;
  n: number;
  k: number;
}

/** The largest shape of the best kind: int8 before fp16 before fp32. null when there is none that we know. */
export const chooseShape = (configs: readonly MatrixConfig[]): MatrixShape | null => {
  const size = ({ M, N, K }: MatrixConfig): number => M * N * K;
  for (const kind of kinds) {
    const [best] = configs
      .filter(({ componentType, resultComponentType, M, N }) => {
        return componentType === kind.component && resultComponentType === kind.result && M * N <= mostElements;
      })
      .toSorted((one, other) => size(other) - size(one));
    if (best) return { kind, m: best.M, n: best.N, k: best.K };
  }
  return null;
};

/** What every element of a result is after so many iterations. */
export const elementAfter = ({ kind, k }: MatrixShape, iterations: number): number =>
  kind.left * kind.right * k * unroll * iterations;

const each = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

/**
 * Each subgroup adds up products of two matrices in which all elements are equal; each invocation then adds some of the
 * elements of its workgroup to its word.
 */
export const matrixKernel = ({ kind, m, n, k }: MatrixShape): string => {
  const { component, result, scalar } = kind;
  const product = each(accumulators, (at) => `    s${at} = subgroupMatrixMultiplyAccumulate(left, right, s${at});`);
  const collect = (at: number): string => `
  subgroupMatrixStore<row_major>(&products, subgroup * ${m * n}u, s${at}, ${n}u);
  workgroupBarrier();
  for (var at = local; at < elements; at += ${matrixWorkgroupSize}u) { total += u32(products[at]); }
  workgroupBarrier();`;
  return `enable chromium_experimental_subgroup_matrix;
enable subgroups;
${scalar === 'f16' ? 'enable f16;' : ''}
struct Params {
  iterations: u32,
  left: u32,
  right: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> sums: array<u32>;
var<workgroup> products: array<${result}, ${(matrixWorkgroupSize / smallestSubgroup) * m * n}>;

@compute @workgroup_size(${matrixWorkgroupSize})
fn multiply_add(
  @builtin(global_invocation_id) id: vec3u, @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_id) subgroup: u32, @builtin(num_subgroups) subgroups: u32,
) {
  let left = subgroup_matrix_left<${component}, ${k}, ${m}>(${scalar}(params.left));
  let right = subgroup_matrix_right<${component}, ${n}, ${k}>(${scalar}(params.right));
${each(accumulators, (at) => `  var s${at} = subgroup_matrix_result<${result}, ${n}, ${m}>();`)}
  for (var i = 0u; i < params.iterations; i++) {
${each(unroll, () => product)}
  }
  let elements = subgroups * ${m * n}u;
  var total = 0u;${each(accumulators, collect)}
  sums[id.x] += total;
}
`;
};
