/**
 * The names of the adapters, read from what Dawn says when asked for one that does not exist: its only way to list
 * them. Pure; the asking is in dawn.ts.
 */

export interface AdapterName {
  readonly backend: string;
  /** As `adapter=` matches it. */
  readonly name: string;
}

/**
 * @param message Dawn's error text, with one line ` * backend: 'vulkan', name: 'SwiftShader Device (Subzero)'` each
 * @returns in Dawn's order, without the null backend that computes nothing; empty when the text lists none
 */
export const parseAdapterNames = (message: string): AdapterName[] =>
  [...message.matchAll(/^ \* backend: '([^']*)', name: '(.*)'$/gm)]
    .map(([, backend = '', name = '']) => ({ backend, name }))
    .filter(({ backend }) => backend !== 'null');

/**
 * Whether selecting `name` can give another adapter, because Dawn takes the first whose name contains it.
 *
 * @param names all names of that backend, in Dawn's order
 */
export const isShadowed = (name: string, names: readonly string[]): boolean =>
  names.find((other) => other.includes(name)) !== name;
