import { describe, expect, it } from 'vitest';
import texts from '../../locales/en/problems.json';
import { problemCodes, problemData } from '../../shared/contract/codes.ts';
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
  const formats = createFormats('en', (unit, values) => `${values.value} ${unit}`);
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
        'not known yet',
      ),
    ).toEqual({
      temperatureCelsius: '83\u00a0°C',
      deadlineMs: '7.4 seconds',
      staked: '0.00\u00a0IO',
      required: '450.01\u00a0IO',
      reasons: 'a and b',
      port: '41730',
      pid: 'not known yet',
    }));
});
