import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../shared/units/money.ts';
import { createHurriedClock } from '../../tests/fakes/network/hurried-clock.ts';
import { claim, type LinkBench, openLinkBench } from '../../tests/fakes/network/link-bench.ts';

let bench: LinkBench;
beforeEach(async () => {
  bench = await openLinkBench();
});
afterEach(() => bench.close());

describe('calls', () => {
  it('are signed so that the network knows the device, with bodies and without', async () => {
    const { link } = bench.open();
    expect((await link.parameters()).parameters.networkKey).toBe(bench.network.networkKey);
    expect(await link.register()).toMatchObject({ id: bench.network.state.deviceId, claim });
    expect((await link.statement()).totals.confirmed).toBe('7');
    expect((await link.tier()).tier).toBe('bronze');
    expect((await link.stakeStanding()).staked).toBe('100');
    expect(bench.network.state.nonces.size).toBe(5);
  });

  it('bring the signers of images that the network pins, and nothing from one that pins loosely', async () => {
    const { link } = bench.open();
    const issuer = 'https://token.actions.githubusercontent.com';
    const pins = [{ issuer, identity: 'https://github.com/acme/x@refs/tags/v1' }];
    bench.network.state.imageSigners = pins;
    expect((await link.parameters()).parameters.imageSigners).toEqual(pins);
    bench.network.state.imageSigners = [{ issuer, workflow: 'https://github.com/' }];
    await expect(link.parameters()).rejects.toBeInstanceOf(Error);
  });

  it('answer null for an hour that the network does not know', async () => {
    const { link } = bench.open();
    await link.register();
    expect((await link.why(1))?.reward).toBe('10');
    expect(await link.why(2)).toBeNull();
  });

  it('say NETWORK_UNREACHABLE when nobody is there', async () => {
    const { link } = bench.open();
    await bench.network.stop();
    await expect(link.parameters()).rejects.toMatchObject({
      code: 'NETWORK_UNREACHABLE',
      data: { address: bench.network.url },
    });
    await bench.network.start();
    expect((await link.parameters()).epoch).toBe(1);
  });

  it('say by how much this clock is wrong', async () => {
    bench.network.state.aheadMs = 600_000;
    const error: unknown = await bench
      .open()
      .link.parameters()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'CLOCK_OFF' });
    const { offsetMs } = (error as { data: { offsetMs: number } }).data;
    expect(Math.abs(offsetMs + 600_000)).toBeLessThan(5_000);
  });

  it('carry the code of any other refusal', async () => {
    await expect(bench.open().link.statement()).rejects.toMatchObject({
      code: 'NETWORK_REFUSED',
      data: { code: 'NOT_REGISTERED' },
    });
  });

  it('settle, every one, when the network reads and never answers', async () => {
    const { link } = bench.open();
    bench.network.state.hangs = true;
    const calls = [
      link.parameters(),
      link.register(),
      link.statement(),
      link.why(1),
      link.tier(),
      link.stakeStanding(),
      link.account.adopt({ id: 'account', name: 'owner' }),
      link.account.wallet(),
      link.account.prepare({ action: 'stake', deviceId: 'd', amount: inBaseUnits(1n) }),
      link.account.sign('intent', 'signature'),
    ];
    for (const settled of await Promise.allSettled(calls))
      expect(settled).toMatchObject({ status: 'rejected', reason: { code: 'NETWORK_UNREACHABLE' } });
  });

  it('are cancelled by closing, and so are later ones', async () => {
    const { link } = bench.open({ clock: createHurriedClock(1) });
    bench.network.state.hangs = true;
    const call = expect(link.statement()).rejects.toMatchObject({ code: 'CANCELLED' });
    await link.close();
    await call;
    await expect(link.parameters()).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it.each([
    ['no JSON', 'application/json', '{"parameters":'],
    ['an answer of another contract', 'application/json', '{"totals":{}}'],
    ['a page', 'text/html', '<html></html>'],
    ['an endless answer', 'application/json', `"${'a'.repeat(5 * 1024 * 1024)}"`],
  ])('say MALFORMED_MESSAGE to %s', async (_, type, body) => {
    const stranger = createServer((_request, response) => response.setHeader('content-type', type).end(body));
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', resolve));
    const address = stranger.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { link } = bench.open({ baseUrl: `http://127.0.0.1:${port}` });
    await expect(link.statement()).rejects.toMatchObject({ code: 'MALFORMED_MESSAGE' });
    stranger.closeAllConnections();
    await new Promise((resolve) => stranger.close(resolve));
  });
});
