import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSeatToken, seatTokenOf } from './seat-token.ts';

describe('the token of a seat', () => {
  it('is made once, for its owner only, and made anew when it is no token', () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-seat-'));
    try {
      const token = seatTokenOf(dir, 0);
      expect(seatTokenOf(dir, 0)).toBe(token);
      expect(readFileSync(join(dir, 'seat-token'), 'utf8')).toBe(`${token}\n`);
      if (process.platform !== 'win32') expect(statSync(join(dir, 'seat-token')).mode & 0o777).toBe(0o600);
      writeFileSync(join(dir, 'seat-token'), 'open sesame');
      expect(seatTokenOf(dir, 0)).not.toBe('open sesame');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('comes about where a folder lies in its place, which is kept', () => {
    const dir = mkdtempSync(join(tmpdir(), 'perigee-seat-'));
    try {
      mkdirSync(join(dir, 'seat-token'));
      const token = seatTokenOf(dir, 0);
      expect(readSeatToken(dir)).toBe(token);
      expect(readdirSync(dir).toSorted()).toEqual(['seat-token', 'seat-token.corrupt-1970-01-01T00-00-00-000Z']);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('that cannot be written is a full disk or a folder that denies, with its path', () => {
    expect(readSeatToken('/nonexistent')).toBeNull();
    expect(() => seatTokenOf('/nonexistent', 0)).toThrow(expect.objectContaining({ code: 'DATA_FOLDER_DENIED' }));
  });
});
