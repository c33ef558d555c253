/**
 * Every parser of GPU tools against what no tool should print: captures cut short, damaged or of another tool, noise,
 * ten megabytes, endless nesting. Each gives a typed error or what it can vouch for, never a crash or a wrong count.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDockerInfo } from '../../electron/machine/docker-info/parse-docker-info.ts';
import { recordingNames, replay } from '../../electron/machine/replay.ts';
import { textOfCapture } from '../../electron/machine/reports/captured-text.ts';
import { sources } from '../../electron/machine/sources.ts';
import type { ToolSource } from '../../electron/machine/tool-source.ts';
import { displaySchema, engineSchema, gpuSchema, type toolSources } from '../../shared/contract/app/machine.ts';
import { isPerigeeError, problemSchema } from '../../shared/contract/codes.ts';
import { readCapture } from '../fixtures/gpu/capture.ts';

const captureDir = path.join(import.meta.dirname, '../fixtures/gpu');
const captures = readdirSync(captureDir, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll(path.sep, '/'))
  .filter((name) => /^\w+\/[^/]+\.(xml|csv|json|txt)$/.test(name))
  .toSorted();

/** By how a capture's name begins: whose it is, and how many GPUs it shows; null: it is no report. */
const owners: readonly (readonly [RegExp, (typeof toolSources)[number], number | null])[] = [
  [/^nvidia\/xml-/, 'nvidia-smi-xml', 1],
  [/^nvidia\/csv-/, 'nvidia-smi-csv', 1],
  [/^nvidia\/list-/, 'nvidia-smi-list', 1],
  [/^nvidia\/q-text-/, 'nvidia-smi-xml', null],
  [/^amd\/rocm-smi-mi250-two-dies/, 'rocm-smi', 2],
  [/^amd\/rocm-smi-/, 'rocm-smi', 1],
  [/^amd\/amd-smi-static-/, 'amd-smi-static', 1],
  [/^intel\/xpu-smi-/, 'xpu-smi', 1],
  [/^intel\/intel-gpu-top-/, 'intel-gpu-top', 1],
  [/^apple\/spdisplays-/, 'system-profiler', 1],
];

const sourceOf = (name: (typeof toolSources)[number]): ToolSource => {
  const source = sources.find((candidate) => candidate.name === name);
  if (!source) throw new Error(`no source ${name}`);
  return source;
};

/** @returns how many GPUs it shows; null for a typed error */
const countOf = (source: ToolSource, text: string): number | null => {
  try {
    return source.parse(text).gpus.length;
  } catch (error) {
    if (!isPerigeeError(error) || error.code !== 'GPU_TOOL_FAILED') throw error;
    return null;
  }
};

/** @throws when what is told of it is not as the contract says */
const checkReplay = (name: (typeof recordingNames)[number], text: string): void => {
  const { gpus, displays, engine, failures } = replay([{ name, text }]);
  for (const gpu of gpus) gpuSchema.parse(gpu);
  for (const display of displays) displaySchema.parse(display);
  engineSchema.nullable().parse(engine);
  for (const { problem } of failures) problemSchema.parse(problem);
  expect(new Set(gpus.map(({ id }) => id)).size).toBe(gpus.length);
};

/** Lists of two cards, written by hand in the form of the tool, for the formats whose cards are lines or paragraphs. */
const twoCards: Partial<Record<(typeof toolSources)[number], string>> = {
  'nvidia-smi-list': [
    'GPU 0: NVIDIA T4 (UUID: GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124)',
    'GPU 1: NVIDIA T4 (UUID: GPU-a6e826dc-c9d7-ac58-6d5d-9048c9e1c124)',
    '',
  ].join('\n'),
  'nvidia-smi-csv': [
    'name, pci.bus_id, uuid, memory.total [MiB], driver_version',
    'NVIDIA T4, 00000000:01:00.0, GPU-f6e826dc-c9d7-ac58-6d5d-9048c9e1c124, 15360 MiB, 590.48.01',
    'NVIDIA T4, 00000000:02:00.0, GPU-a6e826dc-c9d7-ac58-6d5d-9048c9e1c124, 15360 MiB, 590.48.01',
    '',
  ].join('\n'),
  lspci: [
    '01:00.0 VGA compatible controller [0300]: NVIDIA Corporation AD102 [GeForce RTX 4090] [10de:2684] (rev a1)',
    '02:00.0 VGA compatible controller [0300]: NVIDIA Corporation AD103 [GeForce RTX 4080] [10de:2704] (rev a1)',
    '',
  ].join('\n'),
};

const offsetsOf = (text: string, most: number): number[] => {
  const step = Math.max(1, Math.floor(text.length / most));
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) => index * step);
};

describe('captures of real machines', () => {
  it.each(captures)('%s is read by every parser as its own or not at all', (name) => {
    const text = readCapture(name);
    const [, owner, count] = owners.find(([pattern]) => pattern.test(name)) ?? [];
    for (const source of sources) {
      const seen = countOf(source, text);
      if (source.name === owner) expect(seen).toBe(count);
      else expect(seen ?? 0, source.name).toBe(0);
    }
    for (const recording of recordingNames) checkReplay(recording, text);
  });

  it.each(captures)('%s cut short anywhere gives its whole count or an error', (name) => {
    const [, owner, count] = owners.find(([pattern]) => pattern.test(name)) ?? [];
    const text = readCapture(name);
    for (const offset of offsetsOf(text, 150)) {
      const cut = text.slice(0, offset);
      if (owner) expect([count, null], `${offset} of ${text.length}`).toContain(countOf(sourceOf(owner), cut));
      else checkReplay('docker-info', cut);
    }
  });

  it.each(Object.entries(twoCards))(
    'two cards of %s cut short are as many as have begun, or an error',
    (name, text) => {
      const source = sourceOf(name as keyof typeof twoCards);
      for (let offset = 0; offset <= text.length; offset += 1) {
        const cut = text.slice(0, offset);
        // Where one card's line is whole and the next has not begun, nothing shows that one is missing.
        const begun = cut.split('\n').filter((line) => /\S/.test(line) && !line.startsWith('name,')).length;
        expect([begun, null], cut).toContain(countOf(source, cut));
      }
      expect(countOf(source, text)).toBe(2);
    },
  );
});

describe('damaged captures', () => {
  const damaged = fc
    .record({
      name: fc.constantFrom(...captures),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      length: fc.nat(400),
      instead: fc.oneof(
        fc.constant(''),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('\0', '"', '<', '{}', ','),
      ),
    })
    .map(({ name, at, length, instead }) => {
      const text = readCapture(name);
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + instead + text.slice(from + length);
    });

  it('give a typed error or what the contract allows', () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom(...recordingNames), (text, name) => checkReplay(name, text)),
      {
        seed: 20_260_901,
        numRuns: 1_500,
      },
    );
  });

  it('are survived by their own parser', () => {
    const own = captures.flatMap((name) =>
      owners.flatMap(([pattern, owner]) => (pattern.test(name) ? [{ name, owner }] : [])),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...own),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        ({ name, owner }, at, length) => {
          const text = readCapture(name);
          const from = Math.floor(at * text.length);
          checkReplay(owner, text.slice(0, from) + text.slice(from + length));
        },
      ),
      { seed: 20_260_902, numRuns: 1_500 },
    );
  });
});

describe('what is no capture', () => {
  const megabytes = 10 * 2 ** 20;
  const filled = (piece: string): string => piece.repeat(Math.ceil(megabytes / piece.length));
  const shapes: readonly (readonly [string, () => string])[] = [
    ['nothing', () => ''],
    ['a blank line', () => '\n'],
    ['a null', () => 'null'],
    ['an empty object', () => '{}'],
    ['an empty list', () => '[]'],
    ['a list of nulls', () => '[null, null]'],
    ['keys of the language itself', () => '{"__proto__": {"a": 1}, "constructor": 1, "toString": null}'],
    ['an empty document', () => '<?xml version="1.0" ?><nvidia_smi_log/>'],
    ['a PNG', () => textOfCapture(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))],
    ['ten megabytes of one letter', () => filled('a')],
    ['ten megabytes of blanks', () => filled(' ')],
    ['ten megabytes of line ends', () => filled('\r\n')],
    ['ten megabytes of commas', () => filled(', ')],
    ['ten megabytes of colons', () => filled('a: ')],
    ['ten megabytes of brackets', () => filled('[')],
    ['ten megabytes of objects', () => filled('{"a":')],
    ['ten megabytes of elements', () => `<nvidia_smi_log>${filled('<gpu>')}`],
    [
      'ten megabytes of bytes',
      () => textOfCapture(Uint8Array.from({ length: megabytes }, (_, at) => (at * 2_654_435_761) >>> 13)),
    ],
    ['deep brackets', () => `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['deep objects', () => `${'{"gpu_data":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['deep elements', () => `<nvidia_smi_log>${'<gpu>'.repeat(50_000)}${'</gpu>'.repeat(50_000)}</nvidia_smi_log>`],
  ];

  it.each(shapes)('%s shows no GPU in time', (_name, shapeOf) => {
    const text = shapeOf();
    for (const source of sources) {
      const begun = performance.now();
      expect(countOf(source, text) ?? 0, source.name).toBe(0);
      expect(performance.now() - begun, source.name).toBeLessThan(5_000);
    }
    try {
      engineSchema.parse(parseDockerInfo(text));
    } catch (error) {
      expect(isPerigeeError(error) && error.code).toBe('MALFORMED_MESSAGE');
    }
  });

  it('is survived in any shape', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.constantFrom(...recordingNames), (bytes, name) =>
        checkReplay(name, textOfCapture(bytes)),
      ),
      { seed: 20_260_903, numRuns: 1_000 },
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(...recordingNames), (text, name) =>
        checkReplay(name, text),
      ),
      { seed: 20_260_904, numRuns: 1_000 },
    );
  });
});
