import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type TarEntry, tarOf } from '../../electron/docker/gateway/tar.ts';
import { buildImage } from './image.ts';

const tree: TarEntry[] = [
  { kind: 'folder', path: 'bin/' },
  { kind: 'file', path: 'bin/tool', content: Buffer.from('hello') },
  { kind: 'link', path: 'bin/other', target: 'tool' },
];
const hasTar = process.platform === 'linux';

describe('images for the tests', () => {
  it.skipIf(!hasTar)('writes archives that tar reads', () => {
    const listing = execFileSync('tar', ['-tvf', '-'], { input: tarOf(tree), encoding: 'utf8' });
    const lines = listing.trim().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['drwxr-xr-x', '-rwxr-xr-x', 'lrwxrwxrwx']);
    expect(lines[2]).toContain('bin/other -> tool');
    expect(execFileSync('tar', ['-xOf', '-', 'bin/tool'], { input: tarOf(tree), encoding: 'utf8' })).toBe('hello');
  });

  it('has the same digest each time, and names every blob by its own', () => {
    const image = buildImage([tree], { Cmd: ['/bin/tool'] });
    expect(buildImage([tree], { Cmd: ['/bin/tool'] }).manifest.digest).toBe(image.manifest.digest);
    for (const { digest, bytes } of [...image.blobs, image.manifest]) {
      expect(digest).toBe(`sha256:${createHash('sha256').update(bytes).digest('hex')}`);
    }
    const layer = image.blobs[0]?.bytes ?? Buffer.alloc(0);
    expect(gunzipSync(layer).equals(tarOf(tree))).toBe(true);
  });
});
