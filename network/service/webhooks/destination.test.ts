import { expect, it } from 'vitest';
import { judgeDestination } from './destination.ts';

const judge = async (url: string, addresses: string[], isPlay = false): Promise<string> => {
  const judged = await judgeDestination(url, isPlay, async () => addresses);
  return judged.kind === 'open' ? judged.address : judged.reason;
};

it('takes a public server over TLS, and remembers the address that was judged', async () => {
  expect(await judge('https://owner.example/hook', ['1.1.1.1', '2606:4700::1'])).toBe('1.1.1.1');
});

it.each([
  ['http://owner.example/', ['1.1.1.1'], 'scheme'],
  ['https://owner.example/', [], 'address'],
  ['https://owner.example/', ['127.0.0.1'], 'address'],
  ['https://owner.example/', ['1.1.1.1', '10.0.0.1'], 'address'],
  ['https://owner.example/', ['::ffff:169.254.169.254'], 'address'],
  ['https://a:b@owner.example/', ['1.1.1.1'], 'form'],
  ['owner.example', ['1.1.1.1'], 'form'],
])('refuses %s at %j on a real network', async (url, addresses, reason) => {
  expect(await judge(url, addresses)).toBe(reason);
});

it('takes the same machine on a network of play coins, and no other private one', async () => {
  expect(await judge('http://localhost:8080/', ['127.0.0.1', '::1'], true)).toBe('127.0.0.1');
  expect(await judge('http://owner.example/', ['127.0.0.1', '10.0.0.1'], true)).toBe('address');
  expect(await judge('http://owner.example/', ['1.1.1.1'], true)).toBe('scheme');
});
