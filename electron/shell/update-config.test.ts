import { describe, expect, it } from 'vitest';
import { updateRefusalFor } from './update-config.ts';

const github = 'owner: perigee\nrepo: perigee\nprovider: github\n';
const generic = 'provider: generic\nurl: https://updates.example/\n';
const signed = `${github}publisherName:\n  - Perigee Oy\n`;

describe('whether a build may update itself', () => {
  it.each<[string, string | null, NodeJS.Platform, string | null]>([
    ['an unpublished build', null, 'linux', 'no_config'],
    ['a text that is no YAML', '{ : [', 'linux', 'config_unreadable'],
    ['an empty file', '', 'linux', 'config_unreadable'],
    ['a file that names no provider', 'url: https://updates.example/\n', 'linux', 'config_unreadable'],
    ['a provider nobody reviewed', 'provider: s3\nbucket: x\n', 'linux', 'config_unreadable'],
    ['a plain address', generic.replace('https', 'http'), 'linux', 'plain_address'],
    ['an address that is none', 'provider: generic\nurl: updates\n', 'linux', 'plain_address'],
    ['no address', 'provider: generic\n', 'linux', 'plain_address'],
    ['Windows without a publisher', github, 'win32', 'no_publisher'],
    ['Windows with an empty publisher', `${github}publisherName: null\n`, 'win32', 'no_publisher'],
    ['Windows with a blank publisher', `${github}publisherName: "  "\n`, 'win32', 'config_unreadable'],
    ['Windows with no publisher in the list', `${github}publisherName: []\n`, 'win32', 'config_unreadable'],
    ['Windows with a publisher', signed, 'win32', null],
    ['Windows with one publisher as text', `${github}publisherName: Perigee Oy\n`, 'win32', null],
    ['macOS, whose signature the system checks', github, 'darwin', null],
    ['an encrypted server on Linux', generic, 'linux', null],
  ])('%s', (_what, configText, platform, refusal) => {
    expect(updateRefusalFor(configText, platform, true)).toBe(refusal);
  });

  it('never updates a copy run from the sources', () => {
    expect(updateRefusalFor(signed, 'win32', false)).toBe('not_packaged');
  });
});
