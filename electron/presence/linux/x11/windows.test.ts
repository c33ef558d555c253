import { describe, expect, it } from 'vitest';
import { fullScreenOf, programOf, type XWindow } from './windows.ts';

const window = (program: string, change: Partial<XWindow> = {}): XWindow => ({
  ...{ isFullScreen: false, isHidden: false, isDesktop: false, fillsScreen: false, hasFocus: false, program },
  ...change,
});
const editor = window('Code', { hasFocus: true });

describe('the window that fills a screen', () => {
  it('is none among ordinary windows', () => {
    expect(fullScreenOf([])).toBe(false);
    expect(fullScreenOf([editor, window('mpv')])).toBe(false);
  });

  it('is one that says so, wherever the focus is', () => {
    expect(fullScreenOf([editor, window('mpv', { isFullScreen: true })])).toBe('mpv');
  });

  it('is one as large as the screen only while it has the focus', () => {
    expect(fullScreenOf([window('Doom', { fillsScreen: true, hasFocus: true })])).toBe('Doom');
    expect(fullScreenOf([editor, window('Doom', { fillsScreen: true })])).toBe(false);
  });

  it('is not one that is hidden, nor the desktop itself', () => {
    const full = { isFullScreen: true, fillsScreen: true, hasFocus: true };
    expect(fullScreenOf([window('mpv', { ...full, isHidden: true })])).toBe(false);
    expect(fullScreenOf([window('plasmashell', { ...full, isDesktop: true })])).toBe(false);
  });

  it('is the one with the focus where there are two', () => {
    const [film, game] = [
      window('mpv', { isFullScreen: true }),
      window('Doom', { isFullScreen: true, hasFocus: true }),
    ];
    expect(fullScreenOf([film, game])).toBe('Doom');
    expect(fullScreenOf([game, film])).toBe('Doom');
  });

  it('is seen even where it has no name', () => {
    expect(fullScreenOf([window('', { isFullScreen: true })])).toBe('');
  });
});

describe('the program of a window', () => {
  it.each([
    ['Navigator\0firefox\0', 'firefox'],
    ['steam_app_292030\0steam_app_292030\0', 'steam_app_292030'],
    ['mpv\0\0', 'mpv'],
    ['mpv', 'mpv'],
    ['\0\0', ''],
    ['', ''],
    [null, ''],
  ])('of %j is %j', (text, program) => {
    expect(programOf(text)).toBe(program);
  });
});
