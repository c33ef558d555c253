import { describe, expect, it } from 'vitest';
import texts from '../../locales/en/problems.json';
import reasons from '../../locales/en/reasons.json';
import { problemCodes, problemData } from '../../shared/contract/codes.ts';
import { jobSpecSchema } from '../../shared/contract/job-spec.ts';
import { verdictDetails, verdicts } from '../../shared/contract/network/proofs.ts';
import { reasonKeyOf } from '../../shared/contract/reasons.ts';
import { createFormats } from './formats.ts';
import { factTexts } from './problem-facts.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');

describe('the texts of problems', () => {
  it('are there for every code and for nothing else', () =>
    expect(Object.keys(texts).toSorted()).toEqual(problemCodes.toSorted()));

  it.each(problemCodes)('use only the facts that %s carries', (code) => {
    const facts = Object.keys(problemData[code].shape);
    for (const text of Object.values(texts[code])) for (const name of placeholders(text)) expect(facts).toContain(name);
  });

  it.each(problemCodes)('say what %s is, costs and asks, in sentences', (code) => {
    const { title, cost, fix } = texts[code];
    for (const text of [title, cost, fix]) expect(text).toMatch(/^[^!]+[^!]$/);
    expect(title).toMatch(/\.$/);
    expect(cost).toMatch(/\.$/);
  });
});

describe('the facts of a problem', () => {
  const formats = createFormats('en', {
    one: (unit, _count, value) => `${value} ${unit}`,
    two: (first, second) => `${first} ${second}`,
  });
  const words = { unknown: 'not known yet', reason: (_fact: string, code: string) => code.toUpperCase() };
  it('are written with their units', () =>
    expect(
      factTexts(
        {
          temperatureCelsius: 83,
          deadlineMs: 7_400,
          staked: 5n,
          required: 45_000_000_001n,
          reasons: ['a', 'b'],
          port: 41_730,
          pid: null,
        },
        formats,
        words,
      ),
    ).toEqual({
      temperatureCelsius: '83\u00a0°C',
      deadlineMs: '7.4 seconds',
      staked: '0.00\u00a0IO',
      required: '450.01\u00a0IO',
      reasons: 'A and B',
      port: '41730',
      pid: 'not known yet',
    }));
});

describe('codes inside problems', () => {
  const keys = (fact: string, codes: readonly string[]) => codes.map((code) => reasonKeyOf(fact, code));
  const wordsAt = (key: string | null): unknown => {
    const [group = '', code = ''] = (key ?? '').replace('reasons:', '').split('.');
    return (reasons as Record<string, Record<string, string>>)[group]?.[code];
  };
  it('have words for every verdict of the network', () => {
    for (const key of keys('verdict', [...verdicts, ...verdictDetails, 'spent']))
      expect(wordsAt(key)).toEqual(expect.any(String));
  });
  it('have words for every reason that a tool of a GPU may fail for', () => {
    for (const key of keys('reason', problemData.GPU_TOOL_FAILED.shape.reason.options))
      expect(wordsAt(key)).toEqual(expect.any(String));
  });
  it('have words for every field of a job that may be wrong', () => {
    const fields = Object.keys(jobSpecSchema.shape).map((field) => `bad_${field}`);
    for (const key of keys('reasons', fields)) expect(wordsAt(key)).toEqual(expect.any(String));
  });
  it('find the words of a code that names what it is about', () =>
    expect(reasonKeyOf('reasons', 'guard:HostConfig.Privileged')).toBe('reasons:job.guard'));
  it.each(['a sentence from elsewhere', 'no such host: x', ''])('leave what is no code as it is: %s', (text) =>
    expect(reasonKeyOf('detail', text)).toBeNull(),
  );
  it('are looked for only in the facts that hold codes', () => expect(reasonKeyOf('path', 'late')).toBeNull());
});
