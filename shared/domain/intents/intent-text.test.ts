/** The text that is signed, its reader, and the comparison before a signature: what is altered anywhere never passes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inBaseUnits } from '../../units/money.ts';
import { type AskedIntent, intentDifferences } from './compare-intent.ts';
import type { IntentFacts } from './facts.ts';
import { intentText } from './intent-text.ts';
import { type Holding, stakeProspect } from './prospect.ts';
import { readIntent } from './read-intent.ts';

const units = (amount: bigint) => inBaseUnits(amount);
const now = Date.UTC(2026, 10, 26, 12);
const holding: Holding = {
  own: units(30_000_000_000n),
  counted: units(30_000_000_000n),
  cooling: units(0n),
  required: units(20_000_000_000n),
  shares: [
    { cause: 'O7', bps: 10_000 },
    { cause: 'O5', bps: 5_000 },
    { cause: 'O1', bps: 50 },
  ],
  cooldownMs: 1_209_600_000,
};
const asked: AskedIntent = {
  action: 'stake',
  network: 'Localnet',
  networkKey: 'k'.repeat(43),
  accountId: 'a0123456789abcdef01234567',
  deviceId: 'd0123456789abcdef01234567',
  amount: units(1_250_000_000n),
  prospect: stakeProspect(holding, units(1_250_000_000n), now),
  askedAt: now,
};
const { prospect, askedAt: _askedAt, ...head } = asked;
const facts: IntentFacts = {
  ...head,
  ...prospect,
  intentId: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
  expiresAt: now + 600_000,
};
const text = intentText(facts);

/** Whether a text would be signed by an app that asked for `facts`. */
const passes = (signed: string, said: IntentFacts = facts): boolean => {
  const read = readIntent(signed);
  return read.kind === 'read' && intentDifferences(asked, said, read.facts).length === 0;
};

describe('the text of an intent', () => {
  it('says the worst case first, then everything that follows', () => {
    expect(text).toBe(
      [
        'perigee-intent-1',
        'Worst case: you lose 312.50000000 IO (31250000000 base units), 100.00 % of what is in reach',
        "Lost for O7, a renter's data or container touched: 312.50000000 IO (31250000000 base units), 100.00 %",
        'Lost for O5, a spoofed model, memory or count, or one card under two ids: 156.25000000 IO (15625000000 base units), 50.00 %',
        'Lost for O1, present for less than 54 minutes of a hired hour: 1.56250000 IO (156250000 base units), 0.50 %',
        'Action: stake, which locks coins on the device',
        'Amount: 12.50000000 IO (1250000000 base units)',
        'Network: Localnet',
        `Network key: ${'k'.repeat(43)}`,
        'Account: a0123456789abcdef01234567',
        'Device: d0123456789abcdef01234567',
        'Coins go to: the stake on the device',
        'Your stake on the device afterwards: 312.50000000 IO (31250000000 base units)',
        'All stake on the device afterwards: 312.50000000 IO (31250000000 base units)',
        'Required on the device: 200.00000000 IO (20000000000 base units)',
        'Coins are free: not before 2026-12-10T12:00:00.000Z',
        'Fee: 0.00000000 IO (0 base units)',
        'Hourly rewards: go on as before',
        "Supporters' share of each reward: no part of this",
        'Intent: 1b4e28ba-2fa1-41d2-883f-0016d3cca427',
        'Expires: 2026-11-26T12:10:00.000Z',
      ].join('\n'),
    );
    expect(passes(text)).toBe(true);
  });

  it('is read back into exactly what it was made of, whatever that was', () => {
    const amount = fc.bigInt(0n, 10n ** 18n).map(units);
    const risk = fc.record({ bps: fc.integer({ min: 0, max: 10_000 }), loss: amount });
    const time = fc.integer({ min: 0, max: 4_102_444_800_000 });
    const causes = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'wrong_address'] as const;
    const any = fc.record({
      action: fc.constantFrom('stake', 'unstake', 'claim', 'support', 'leave'),
      network: fc.stringMatching(/^[!-~](?:[ -~]{0,62}[!-~])?$/),
      networkKey: fc.stringMatching(/^[\w-]{43}$/),
      accountId: fc.stringMatching(/^a[0-9a-f]{24}$/),
      deviceId: fc.stringMatching(/^d[0-9a-f]{24}$/),
      amount,
      risks: fc
        .array(risk, { maxLength: causes.length })
        .map((all) =>
          all
            .toSorted((a, b) => (a.loss === b.loss ? b.bps - a.bps : a.loss > b.loss ? -1 : 1))
            .map((one, index) => ({ ...one, cause: causes[index] ?? 'O1' })),
        ),
      destination: fc.constantFrom(
        { kind: 'stake' } as const,
        { kind: 'cooling' } as const,
        { kind: 'wallet' } as const,
        { kind: 'address', address: '0x52908400098527886E0F7030069857D2E4169EE7' } as const,
      ),
      ownAfter: amount,
      deviceAfter: amount,
      required: amount,
      freeAt: fc.option(time, { nil: null }),
      fee: amount,
      endsEarning: fc.boolean(),
      shareBps: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
      intentId: fc.uuid(),
      expiresAt: time,
    });
    fc.assert(
      fc.property(any, (one) => {
        expect(readIntent(intentText(one))).toEqual({ kind: 'read', facts: one });
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', ' Localnet', 'Local\nnet', 'Lоcalnet', 'x'.repeat(65)])('cannot hold the name %j', (network) =>
    expect(() => intentText({ ...facts, network })).toThrow(RangeError),
  );
});

const lines = text.split('\n');
const put = (index: number, line: string): string => lines.toSpliced(index, 1, line).join('\n');
const altered = new Set<string>();
/** Each line missing, doubled, moved, longer, shorter, and with other blanks or another case. */
for (const [index, line] of lines.entries()) {
  altered.add(lines.toSpliced(index, 1).join('\n'));
  altered.add(lines.toSpliced(index, 0, line).join('\n'));
  if (index > 0) altered.add(lines.toSpliced(index - 1, 2, line, lines[index - 1] ?? '').join('\n'));
  altered.add(lines.toSpliced(index, 0, 'Fee: 0.00000000 IO (0 base units)').join('\n'));
  altered.add(put(index, `${line} `));
  altered.add(put(index, ` ${line}`));
  altered.add(put(index, line.slice(0, -1)));
  altered.add(put(index, line.toUpperCase()));
  altered.add(
    put(
      index,
      line.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)),
    ),
  );
  altered.add(
    put(
      index,
      line.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
    ),
  );
  altered.add(put(index, line.replace('a', 'а')));
  altered.add(put(index, line.replace(' ', '\u00a0')));
}
for (const one of [
  `${text}\n`,
  `\n${text}`,
  text.replaceAll('\n', '\r\n'),
  text.replace('perigee-intent-1', 'perigee-intent-2'),
  text.replace('312.50000000', '3.12500000'),
  text.replaceAll('12.50000000 IO (1250000000 ', '12.50000000 IO (1250000001 '),
  text.replace('Amount: 12.50000000 IO (1250000000 ', 'Amount: 12.50000001 IO (1250000001 '),
  text.replace('Amount: 12.5', 'Amount: 012.5'),
  text.replace('Amount: 12.50000000', 'Amount: 12,50000000'),
  text.replace('not before 2026-12-10T12:00:00.000Z', 'at once'),
  text.replace('2026-12-10T12:00:00.000Z', '2026-13-10T12:00:00.000Z'),
  text.replace('2026-12-10T12:00:00.000Z', '2026-12-10 12:00:00Z'),
  text.replace('the stake on the device', 'the address 7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU'),
  text.replace('the stake on the device', 'your free coins inside the network'),
  text.replace('stake, which locks coins on the device', 'unstake, which begins the cooldown of coins on the device'),
  text.replace('Network: Localnet', 'Network: Mainnet'),
  text.replace('go on as before', 'none, because too little is at stake'),
  text.replace('Fee: 0.00000000 IO (0 base', 'Fee: 1.00000000 IO (100000000 base'),
  `${text}\nNote: this is only a test`,
  text.repeat(3),
])
  altered.add(one);
altered.delete(text);

describe('an altered text', () => {
  it(`is never signed: 0 of ${altered.size} pass`, () => {
    expect(altered.size).toBeGreaterThanOrEqual(100);
    expect([...altered].filter((one) => passes(one))).toEqual([]);
  });

  it('is not signed with any one character changed, lost or added', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 0x0a, max: 0x7f }), fc.nat(2), (at, code, how) => {
        const letter = how === 1 ? '' : String.fromCharCode(code);
        const one = text.slice(0, at) + letter + text.slice(how === 2 ? at : at + 1);
        expect(one === text || !passes(one)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a network that says something else in one voice', () => {
  const lies: [string, Partial<IntentFacts>][] = [
    ['another action', { action: 'unstake' }],
    ['another network', { network: 'Mainnet' }],
    ['another network of the same name', { networkKey: 'x'.repeat(43) }],
    ['another account', { accountId: 'a9' }],
    ['another device', { deviceId: 'd9' }],
    ['one base unit more', { amount: units(1_250_000_001n) }],
    ['no risk at all', { risks: [] }],
    ['a smaller worst case', { risks: prospect.risks.slice(1) }],
    ['one offence less', { risks: prospect.risks.slice(0, 2) }],
    ['coins that leave', { destination: { kind: 'address', address: '7xKXtg2CW87d97TXJSDpbD5jBkheTqA83' } }],
    ['less stake afterwards', { ownAfter: units(1n) }],
    ['other stake on the device', { deviceAfter: units(1n) }],
    ['another requirement', { required: units(1n) }],
    ['coins that are free at once', { freeAt: null }],
    ['coins that are free a day earlier', { freeAt: (prospect.freeAt ?? 0) - 86_400_000 }],
    ['coins that are free a day later', { freeAt: (prospect.freeAt ?? 0) + 86_400_000 }],
    ['a fee', { fee: units(1n) }],
    ['an end of earning', { endsEarning: true }],
    ['terms of a supporter', { shareBps: 3_000 }],
    ['a text that may be signed for a day', { expiresAt: now + 86_400_000 }],
  ];

  it.each(lies)('is not signed for: %s', (_what, lie) => {
    const lying = { ...facts, ...lie };
    expect(passes(intentText(lying), lying)).toBe(false);
  });

  it('may be some seconds ahead or behind', () => {
    for (const offMs of [-60_000, 60_000]) {
      const other = { ...facts, freeAt: (prospect.freeAt ?? 0) + offMs, expiresAt: facts.expiresAt + offMs };
      expect(passes(intentText(other), other)).toBe(true);
    }
  });
});
