import { describe, expect, it } from 'vitest';
import { isListed } from './listed-programs.ts';

describe('a program of the owner’s list', () => {
  it.each([
    ['blender', 'blender'],
    ['Blender', ' blender '],
    ['blender.exe', 'Blender'],
    ['blender', 'blender.EXE'],
    ['Final Cut Pro', 'Final Cut Pro.app'],
    ['factorio.x86_64', 'factorio'],
    ['mpv.bin', 'mpv.exe'],
  ])('is known by %j when the list says %j', (running, listed) => {
    expect(isListed(running, listed)).toBe(true);
  });

  it.each([
    ['blender', 'blend'],
    ['blend', 'blender'],
    ['blender-launcher', 'blender'],
    ['blender.exe.config', 'blender'],
    ['code', 'codex'],
    ['', 'blender'],
  ])('is not %j when the list says %j', (running, listed) => {
    expect(isListed(running, listed)).toBe(false);
  });

  it('is known by the fifteen characters that Linux leaves of it', () => {
    expect(isListed('Cyberpunk2077-l', 'Cyberpunk2077-launcher')).toBe(true);
    expect(isListed('Cyberpunk2077-', 'Cyberpunk2077-launcher')).toBe(false);
    expect(isListed('Cyberpunk2077-x', 'Cyberpunk2077-launcher')).toBe(false);
  });

  it('is known where Linux cut off part of its ending', () => {
    expect(isListed('LongGameName.ex', 'LongGameName.exe')).toBe(true);
    expect(isListed('LongGameName.ex', 'longgamename')).toBe(true);
  });

  it('is not a shorter program whose name with its ending has fifteen characters', () => {
    expect(isListed('cyberpunk77.exe', 'cyberpunk77-launcher')).toBe(false);
  });

  it('is known where the cut falls after a space', () => {
    expect(isListed('Baldurs Gate 3 ', 'Baldurs Gate 3 Launcher')).toBe(true);
  });
});
