import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonOf } from './perigee.ts';
import { perigeeHere } from './perigee-here.ts';

const verbs = [
  'doctor',
  'check',
  'up',
  'earn',
  'job',
  'rent',
  'validator',
  'status',
  'pause',
  'resume',
  'seat',
  'finish',
  'release',
];

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'perigee-usage-'));
});
afterAll(() => rm(dir, { recursive: true }));

describe('the command line', () => {
  it.each(verbs)('%s --help says what it does and which options it takes', async (verb) => {
    const { code, stdout, stderr } = await perigeeHere([verb, '--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      new RegExp(
        `^Usage: perigee ${verb} (?:check\\|run FILE |taken\\|free\\|token |key\\|submit FILE\\|.+ ID |verify FOLDER\\|fetch FOLDER |\\[key\\|.+\\] )?\\[options\\]\n.+\\.\n\n`,
      ),
    );
    expect(stdout).toContain('--json');
    expect(stdout).not.toMatch(/option\.|verb\.|undefined/);
  });

  it('names every verb when asked for help, and speaks the language it is asked for', async () => {
    const { code, stdout } = await perigeeHere(['--help']);
    expect(code).toBe(0);
    for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
    const spanish = await perigeeHere(['status', '--help', '--lang', 'es']);
    expect(spanish.code).toBe(0);
    expect(spanish.stdout).not.toContain('Print one JSON object');
  });

  it.each([
    ['a verb that is not there', ['dig']],
    ['no verb', []],
    ['an option that is not there', ['up', '--gpu', 'all']],
    ['a word too many', ['status', 'now']],
    ['an option of another verb', ['status', '--hour', '20s']],
    ['an option without its value', ['up', '--port']],
    ['an hour that is no length', ['up', '--hour', 'soon']],
    ['an hour too short', ['up', '--hour', '1s']],
    ['an hour below zero', ['up', '--hour=-5m']],
    ['a port out of range', ['up', '--port', '70000']],
    ['a port that is no number', ['up', '--port', 'http']],
    ['an image without a digest', ['up', '--image', 'docker.io/library/busybox:latest']],
    ['a network that is no address', ['up', '--network', 'localnet']],
    ['a network that is a file', ['up', '--network', 'file:///etc/passwd']],
    ['a timeout that is no length', ['earn', '--once', '--timeout', '0s']],
    ['two modes at once', ['check', '--quick', '--full']],
    ['an empty data folder', ['status', '--data', '']],
    ['earn without --once', ['earn']],
    ['a seat that is neither', ['seat', 'broken']],
    ['a mirror of nothing', ['up', '--mirror', 'docker.io']],
    ['a rent of nothing', ['rent']],
    ['a validator’s word that is none', ['validator', 'sleep', '--network', 'http://127.0.0.1:1']],
    ['a validator without its key', ['validator', '--once', '--network', 'http://127.0.0.1:1']],
    ['a rent without its key', ['rent', 'status', 'j', '--network', 'http://127.0.0.1:1']],
    ['a key that is none', ['rent', 'status', 'j', '--network', 'http://127.0.0.1:1', '--key', '/nonexistent.key']],
    ['a price that is none', ['rent', 'submit', 'f', '--price', 'much']],
    ['more minutes than there are', ['rent', 'submit', 'f', '--minutes', '43201']],
    ['both ways of mending', ['doctor', '--fix', '--undo']],
  ])('refuses %s with exit code 2 and a sentence, before it touches anything', async (_what, args) => {
    const data = join(dir, 'untouched');
    const given = args.length === 0 || args.includes('--data') || args[0] === 'dig' ? args : [...args, '--data', data];
    for (const more of [[], ['--json']]) {
      const { code, stdout, stderr } = await perigeeHere([...given, ...(args.length === 0 ? [] : more)]);
      expect(code).toBe(2);
      expect(args.length === 0 ? '' : stdout).toBe('');
      if (args.length > 0) expect(stderr).toMatch(/^\S.{10,}\n\nUsage: perigee /s);
    }
    expect(await readdir(dir)).toEqual([]);
  });

  it.each(['status', 'pause', 'resume', 'finish'])('%s says with exit code 3 that nothing runs here', async (verb) => {
    const data = join(dir, 'nobody');
    const asJson = await perigeeHere([verb, '--json', '--data', data]);
    expect(asJson.code).toBe(3);
    expect(jsonOf(asJson)).toMatchObject({ error: { code: 'NOT_RUNNING', data: { dataDir: data } } });
    const spoken = await perigeeHere([verb, '--data', data]);
    expect(spoken).toMatchObject({ code: 3, stdout: '' });
    expect(spoken.stderr).toMatch(/\(NOT_RUNNING\)\n$/);
    expect(await readdir(dir)).toEqual([]);
  });
});
