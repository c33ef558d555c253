import { expect, it } from 'vitest';
import { localnetParameters, mainnetParameters } from '../parameters/record.ts';
import { classNamed } from './classes.ts';

it.each([
  ['b200', 30_000, 'enterprise'],
  ['h100', 10_000, 'enterprise'],
  ['rtx-4090', 1_250, 'enterprise'],
  ['rtx-6000-ada', 4_500, 'community'],
  ['l4', 250, 'community'],
])('pays %s by %i thousandths out of the %s pool', (name, weightMilli, pool) => {
  expect(classNamed(name, mainnetParameters.classes)).toEqual({ name, weightMilli, pool });
});

it('pays nothing for a class that the record does not list', () => {
  expect(classNamed('rtx-5090', mainnetParameters.classes).weightMilli).toBe(0);
  expect(classNamed('unlisted', mainnetParameters.classes).weightMilli).toBe(0);
});

it('pays for a machine without a graphics card on Localnet alone', () => {
  const local = localnetParameters({ hourMs: 60_000 }).classes;
  expect(classNamed('cpu', mainnetParameters.classes).weightMilli).toBe(0);
  expect(classNamed('cpu', local)).toEqual({ name: 'cpu', weightMilli: 100, pool: 'community' });
  expect(classNamed('software-gpu', local)).toEqual({ name: 'software-gpu', weightMilli: 250, pool: 'community' });
});

it('lists every class once', () => {
  const names = localnetParameters({ hourMs: 60_000 }).classes.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
