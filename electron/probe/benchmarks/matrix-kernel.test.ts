import { describe, expect, it } from 'vitest';
import type { MatrixConfig } from '../gpu-session.ts';
import { elementsOf } from './matrix.ts';
import { accumulators, chooseShape, elementAfter, matrixKernel, matrixWorkgroupSize } from './matrix-kernel.ts';

const config = (componentType: string, resultComponentType: string, M: number, N: number, K: number): MatrixConfig => ({
  componentType,
  resultComponentType,
  M,
  N,
  K,
});
const half = config('f16', 'f32', 16, 16, 16);
const bytes = config('i8', 'i32', 16, 16, 32);

describe('the shape of the matrices', () => {
  it.each([
    ['int8 before fp16', [half, bytes], ['i8', 16, 16, 32]],
    ['the largest of a kind', [config('i8', 'i32', 16, 8, 32), bytes], ['i8', 16, 16, 32]],
    ['fp16 where there is no int8', [config('f32', 'f32', 8, 8, 8), config('f16', 'f16', 8, 8, 8)], ['f16', 8, 8, 8]],
    ['none too large to be added up', [config('i8', 'i32', 64, 64, 32), half], ['f16', 16, 16, 16]],
  ])('is %s', (_, configs, [component, m, n, k]) => {
    expect(chooseShape(configs)).toMatchObject({ kind: { component }, m, n, k });
  });

  it.each([[[]], [[config('i8', 'f32', 16, 16, 32)]]])('is none of %j', (configs) =>
    expect(chooseShape(configs)).toBeNull(),
  );
});

describe('the matrix kernel', () => {
  it('is written for its shape', () => {
    const shape = chooseShape([config('f16', 'f32', 8, 16, 32)]);
    if (!shape) throw new Error('no shape');
    const code = matrixKernel(shape);
    expect(code).toContain('subgroup_matrix_left<f16, 32, 8>');
    expect(code).toContain('subgroup_matrix_right<f16, 16, 32>');
    expect(code).toContain('subgroup_matrix_result<f32, 16, 8>');
    expect(code.match(/subgroupMatrixStore</g)).toHaveLength(accumulators);
  });

  it.each([1, 2, 4, 16])('has every element of %i subgroups added up by one invocation', (subgroups) => {
    const shape = chooseShape([bytes]);
    if (!shape) throw new Error('no shape');
    let elements = 0;
    for (let lane = 0; lane < matrixWorkgroupSize; lane += 1) elements += elementsOf(lane, shape, subgroups);
    expect(elements).toBe(subgroups * 16 * 16);
    expect(elementAfter(shape, 3)).toBe(3 * 2 * 32 * 4 * 3);
  });
});
