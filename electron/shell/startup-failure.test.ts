import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PerigeeError } from '../../shared/contract/codes.ts';
import { readShellText, type ShellText } from './shell-text.ts';
import { startupFailureFor } from './startup-failure.ts';

let text: ShellText;
beforeAll(async () => {
  text = await readShellText(path.resolve(import.meta.dirname, '../../locales'), 'en');
});
const sentenceFor = (error: unknown) => startupFailureFor(error, '/logs/perigee.log', text).sentence;

describe('why the app cannot start', () => {
  it('says which folder is held by another Perigee, and what to do', () => {
    const sentence = sentenceFor(new PerigeeError('DATA_FOLDER_BUSY', { path: '/data', pid: 42 }));
    expect(sentence).toBe('Another Perigee is using the folder /data. Close it, then open Perigee again.');
  });

  it.each([
    new PerigeeError('DATA_FOLDER_DENIED', { path: '/data' }),
    new PerigeeError('DISK_FULL', { path: '/data' }),
  ])('names the folder for $code', (error) => expect(sentenceFor(error)).toContain('/data'));

  it('gives every other code with the place of the log', () => {
    const sentence = sentenceFor(new PerigeeError('PORT_BUSY', { port: 1 }));
    expect(sentence).toContain('PORT_BUSY');
    expect(sentence).toContain('/logs/perigee.log');
  });

  it('never shows the text of an unexpected error', () => {
    const sentence = sentenceFor(new Error('secret detail'));
    expect(sentence).not.toContain('secret detail');
    expect(sentence).toContain('INTERNAL');
  });
});
