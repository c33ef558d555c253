import { expect, it } from 'vitest';
import { createLookup } from './destination.ts';

it('asks the resolver for one name at a time, however often a job does', async () => {
  const asked: string[] = [];
  const answers: ((addresses: string[]) => void)[] = [];
  const lookup = createLookup({
    resolve: (name) => {
      asked.push(name);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const found = Promise.all(['a.net', 'a.net', 'b.net', 'a.net'].map(lookup));
  await Promise.resolve();
  expect(asked).toEqual(['a.net']);
  answers[0]?.(['1.1.1.1']);
  await expect.poll(() => asked).toEqual(['a.net', 'b.net']);
  answers[1]?.([]);
  expect(await found).toEqual([['1.1.1.1'], ['1.1.1.1'], [], ['1.1.1.1']]);
});

it('does not wait for a resolver that never answers, nor ask it again meanwhile', async () => {
  let asked = 0;
  const resolve = (): Promise<string[]> => {
    asked += 1;
    return new Promise(() => {});
  };
  const lookup = createLookup({ resolve }, 10);
  for (let time = 0; time < 3; time += 1) expect(await lookup('a.net')).toBeNull();
  expect(asked).toBe(1);
});
