import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readContextHost } from './docker-context.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'perigee-context-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const host = 'unix:///Users/ana/.colima/default/docker.sock';
const choose = (name: string): void =>
  writeFileSync(join(dir, 'config.json'), JSON.stringify({ currentContext: name }));
const define = (name: string, meta: string): void => {
  const folder = join(dir, 'contexts/meta', createHash('sha256').update(name).digest('hex'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'meta.json'), meta);
};
const metaOf = (address: string): string => JSON.stringify({ Name: 'x', Endpoints: { docker: { Host: address } } });

describe('the chosen context', () => {
  it('is the one of the configuration, or of the environment before it', () => {
    choose('colima');
    define('colima', metaOf(host));
    define('other', metaOf('ssh://ana@rig'));
    expect(readContextHost(dir, {})).toBe(host);
    expect(readContextHost(dir, { DOCKER_CONTEXT: 'other' })).toBe('ssh://ana@rig');
  });

  it.each([
    ['there is no configuration', () => undefined],
    ['it is the default', () => choose('default')],
    ['it names one that is not there', () => choose('gone')],
    ['the configuration cannot be read', () => writeFileSync(join(dir, 'config.json'), '{')],
    ['its file cannot be read', () => [choose('bad'), define('bad', '{')]],
    ['its file says something else', () => [choose('bad'), define('bad', '[]')]],
    ['its name climbs', () => choose('../../../etc')],
  ])('is none where %s', (_what, prepare) => {
    prepare();
    expect(readContextHost(dir, {})).toBeNull();
  });
});
