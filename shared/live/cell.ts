/**
 * A value that others may watch. Each service owns the cells of its own state; the live feed publishes them to the
 * faces.
 */

export interface ReadonlyCell<T> {
  get(): T;
  /** Calls `listener` after every change, never at once. @returns a function that ends the watching */
  subscribe(listener: (value: T) => void): () => void;
}

export interface Cell<T> extends ReadonlyCell<T> {
  set(value: T): void;
  update(change: (value: T) => T): void;
}

/** @param isSame when it says true, setting the value is no change and nobody is told */
export const createCell = <T>(initial: T, isSame: (a: T, b: T) => boolean = Object.is): Cell<T> => {
  let current = initial;
  const listeners = new Set<(value: T) => void>();
  const set = (value: T): void => {
    if (isSame(current, value)) return;
    current = value;
    for (const listener of [...listeners]) listener(value);
  };
  return {
    get: () => current,
    set,
    update: (change) => set(change(current)),
    subscribe: (listener) => {
      const own = (value: T): void => listener(value);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
};
