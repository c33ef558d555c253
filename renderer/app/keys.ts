/** Single keys: `g` and a letter goes to a page, `p` pauses, `?` lists the keys. Never while someone types. */
import { useEffect, useRef } from 'react';
import type { ListedRoute } from './route.ts';

export const pageKeys: Readonly<Record<string, ListedRoute>> = {
  h: 'home',
  d: 'devices',
  c: 'checks',
  w: 'worker',
  e: 'earnings',
  t: 'tier',
  s: 'stake',
  m: 'community',
  ',': 'settings',
};

/** A `g` is forgotten after this long. */
const sequenceMs = 1_200;

export type KeyAct =
  | { kind: 'go'; route: ListedRoute }
  | { kind: 'pause' }
  | { kind: 'list' }
  | { kind: 'lead' }
  | null;

/** What one key means. @param afterG a `g` came just before */
export const actOf = (key: string, afterG: boolean): KeyAct => {
  if (afterG) {
    const route = pageKeys[key];
    return route ? { kind: 'go', route } : null;
  }
  if (key === 'g') return { kind: 'lead' };
  if (key === 'p') return { kind: 'pause' };
  return key === '?' ? { kind: 'list' } : null;
};

interface KeyHandlers {
  go(route: ListedRoute): void;
  pause(): void;
  list(): void;
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

const isSheetOpen = (): boolean => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

/** Listens while `areOn`; the owner can switch single keys off. */
export const useKeys = (areOn: boolean, handlers: KeyHandlers): void => {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    if (!areOn) return;
    let leadAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
      if (isTyping(event.target) || isSheetOpen()) return;
      const act = actOf(event.key, event.timeStamp - leadAt < sequenceMs);
      leadAt = act?.kind === 'lead' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (act === null || act.kind === 'lead') return;
      event.preventDefault();
      if (act.kind === 'go') latest.current.go(act.route);
      else latest.current[act.kind]();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [areOn]);
};
