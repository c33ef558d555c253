import { expect, it } from 'vitest';
import { localnetParameters, mainnetParameters } from '../parameters/record.ts';
import { classNamed, publishedClasses } from './classes.ts';

it.each([
  ['b200', 30_000, 'enterprise'],
  ['h100', 10_000, 'enterprise'],
  ['rtx-4090', 1_250, 'enterprise'],
  ['rtx-6000-ada', 4_500, 'community'],
  ['l4', 250, 'community'],
])('pays %s by %i thousandths out of the %s pool', (name, weightMilli, pool) => {
  expect(classNamed(name, mainnetParameters.classes)).toEqual({ name, weightMilli, pool });
});

it('has the whole published table', () => {
  const table = Object.groupBy(publishedClasses, ({ pool, weightMilli }) => `${pool} ${weightMilli}`);
  const names = Object.entries(table).map(([row, classes = []]) => [row, classes.map(({ name }) => name).toSorted()]);
  expect(Object.fromEntries(names)).toEqual({
    'enterprise 30000': ['b200'],
    'enterprise 12000': ['h200'],
    'enterprise 10000': ['h100'],
    'enterprise 5000': ['a100-80gb'],
    'enterprise 3000': ['l40s'],
    'enterprise 2000': ['a100-40gb'],
    'enterprise 1250': ['rtx-4090'],
    'community 4500': ['rtx-6000-ada'],
    'community 3000': ['rtx-5000-ada'],
    'community 2750': ['rtx-4080'],
    'community 2500': ['rtx-4070-ti'],
    'community 2000': ['rtx-3090-ti', 'rtx-a6000'],
    'community 1750': ['rtx-3080-ti', 'rtx-3090'],
    'community 1500': ['m3-max', 'm4-max', 'rtx-3080', 'rtx-4070', 'rtx-5000', 'rtx-a4000', 'rtx-a5000'],
    'community 1250': ['m3-pro', 'm4-pro'],
    'community 1000': ['m3', 'm4', 'rtx-3070', 'rtx-3070-ti', 'rtx-4000-sff-ada', 'rtx-4060', 'rtx-4060-ti'],
    'community 750': ['rtx-3060', 'rtx-3060-ti', 'rtx-4000', 'v100'],
    'community 500': ['t4'],
    'community 250': ['l4'],
  });
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
