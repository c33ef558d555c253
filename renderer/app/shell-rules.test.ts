import { describe, expect, it } from 'vitest';
import { pauseStepOf } from './activity.ts';
import { languageFor } from './i18n.ts';
import { actOf } from './keys.ts';
import { isShown, routeOf, routes, subjectOf } from './route.ts';

describe('single keys', () => {
  it.each([
    ['g', false, { kind: 'lead' }],
    ['h', true, { kind: 'go', route: 'home' }],
    ['s', true, { kind: 'go', route: 'stake' }],
    ['p', true, null],
    ['h', false, null],
    ['p', false, { kind: 'pause' }],
    ['?', false, { kind: 'list' }],
    ['x', false, null],
  ] as const)('%s, after g: %s, does %j', (key, afterG, act) => expect(actOf(key, afterG)).toEqual(act));
});

describe('the address', () => {
  it.each([
    ['#/devices', 'devices'],
    ['', 'home'],
    ['#/nowhere', 'home'],
    ['#/devices/x', 'home'],
    ['#/evidence/s1', 'evidence'],
    ['#/evidence/', 'home'],
    ['#/community/releases', 'community'],
    ['#/community/', 'home'],
  ])('%j shows %s', (hash, route) => expect(routeOf(hash)).toBe(route));

  it('says which loss a case is about', () => {
    expect(['#/evidence/s1', '#/evidence/', '#/stake'].map(subjectOf)).toEqual(['s1', null, null]);
  });
});

it('leaves stake, earnings and settings to who only supports others', () => {
  expect(routes.filter((route) => isShown(route, true))).toEqual(['earnings', 'stake', 'settings']);
  expect(routes.filter((route) => isShown(route, false))).toEqual(routes);
});

describe('the language', () => {
  it.each([
    [null, ['es-MX', 'en'], 'es'],
    ['ar', ['en'], 'ar'],
    [null, ['fr', 'ar-EG'], 'ar'],
    [null, ['fr'], 'en'],
    ['tlh', ['es'], 'es'],
  ])('for the choice %s on a system of %j is %s', (chosen, system, tag) =>
    expect(languageFor(chosen, system)).toBe(tag),
  );
});

describe('the pause button', () => {
  it.each([
    ['new', null],
    ['off', 'start'],
    ['ready', 'pause'],
    ['working', 'pause'],
    ['blocked', 'pause'],
    ['paused', 'resume'],
  ] as const)('while %s does: %s', (activity, step) => expect(pauseStepOf(activity)).toBe(step));
});
