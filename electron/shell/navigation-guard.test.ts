import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type GuardedContents, guardNavigation } from './navigation-guard.ts';

const guarded = () => {
  const events = new EventEmitter();
  const opened: string[] = [];
  let openHandler: ((details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) | null = null;
  const contents = Object.assign(events, {
    setWindowOpenHandler: (handler: typeof openHandler) => {
      openHandler = handler;
    },
  });
  guardNavigation(contents as unknown as GuardedContents, (address) => opened.push(address));
  const isPrevented = (name: string, url: string): boolean => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    events.emit(name, { url, preventDefault });
    return prevented;
  };
  const open = (url: string) => openHandler?.({ url } as Electron.HandlerDetails);
  return { isPrevented, open, opened };
};

const navigations = ['will-navigate', 'will-frame-navigate', 'will-redirect'];

describe.each(navigations)('%s', (event) => {
  it.each([
    'https://example.com/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'app://perigee.evil/',
    '',
  ])('is stopped on its way to %s', (url) => expect(guarded().isPrevented(event, url)).toBe(true));
  it('may go on to our own page', () => expect(guarded().isPrevented(event, 'app://perigee/')).toBe(false));
});

describe('other ways out of the page', () => {
  it('attaches no webview, not even to our own page', () => {
    expect(guarded().isPrevented('will-attach-webview', 'app://perigee/')).toBe(true);
  });

  it.each(['https://example.com/', 'app://perigee/', 'about:blank'])('opens no second window for %s', (url) => {
    const { open, opened } = guarded();
    expect(open(url)).toEqual({ action: 'deny' });
    expect(opened).toEqual([url]);
  });
});
