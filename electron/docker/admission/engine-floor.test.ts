import { describe, expect, it } from 'vitest';
import { engineFloor, engineVerdict } from './engine-floor.ts';

const sound = ['29.7.0', '29.7.1', '29.7.2', '29.8.0', '29.10.0', '29.99.99', '30.0.0', '30.0.1', '31.4.0', '100.0.0'];

const belowFloor = [
  ...['29.6.9', '29.6.0', '29.4.3', '29.0.0', '28.5.2', '28.2.2', '27.5.1', '26.1.5', '25.0.0', '24.0.9', '23.0.6'],
  ...[
    '20.10.24',
    '20.10.0',
    '19.3.15',
    '19.03.15',
    '18.9.1',
    '17.12.1',
    '1.13.1',
    '1.0.0',
    '0.0.0',
    '9.99.99',
    '3.0.0',
  ],
  ...['20.10.24+dfsg1', '28.2.2-0ubuntu1~24.04.1', '26.1.5+dfsg1-9+b11', '24.0.7-ce', '29.6.9-rc.1', '5.2.0-dev'],
  ...['5.7.0', '29.6.0+azure-1', '27.3.1~ds1'],
].filter((version) => !/\.0\d/.test(version));

const unreviewed = [
  ...['29.7.0-rc.1', '29.7.0+dfsg1', '29.7.2-0ubuntu1', '30.0.0-beta.2', '29.7.0~deb13u1', '31.0.0-dev', '29.7.0-ce'],
  ...[
    '',
    ' ',
    '29.7',
    '29',
    'v29.7.0',
    '29.7.0 ',
    ' 29.7.0',
    '29.7.0\n',
    'latest',
    'dev',
    '29.7.x',
    '29..7',
    '-29.7.0',
  ],
  ...[
    '29,7,0',
    '2９.7.0',
    '029.7.0',
    '29.07.0',
    '99999.0.0',
    'master-dockerproject-2026-11-01',
    '29.7.0.1',
    '0x1d.7.0',
  ],
];

describe('the engine floor', () => {
  it.each(sound)('lets a stranger job run on %j', (version) => expect(engineVerdict(version)).toBe('sound'));
  it.each(belowFloor)('refuses %j as too old', (version) => expect(engineVerdict(version)).toBe('below_floor'));
  it.each(unreviewed)('refuses %j as unreviewed', (version) => expect(engineVerdict(version)).toBe('unreviewed'));

  it('refuses an engine that does not say its version', () => expect(engineVerdict(null)).toBe('unreviewed'));

  it('accepts exactly the builds that were reviewed', () => {
    const reviewed = ['28.5.2+ds1-1'];
    expect(engineVerdict('28.5.2+ds1-1', engineFloor, reviewed)).toBe('sound');
    expect(engineVerdict('28.5.2+ds1-2', engineFloor, reviewed)).toBe('below_floor');
  });

  it('is tried on at least 60 versions', () =>
    expect(sound.length + belowFloor.length + unreviewed.length).toBeGreaterThanOrEqual(60));
});
