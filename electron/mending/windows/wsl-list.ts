/**
 * What `wsl.exe --list --verbose` says. Pure. Its head and the words for states follow the language of Windows, so only
 * the places of the columns are read: a star at the default one, a name, a state, and the version at the end.
 */

export interface WslDistribution {
  readonly name: string;
  readonly version: 1 | 2;
  readonly isDefault: boolean;
}

/** Names have no spaces; states may. */
const row = /^\s*(\*?)\s*(\S+)\s+(?:\S.*\S|\S)\s+([12])\s*$/;

/** @param text null when it failed, as it does where there is no distribution */
export const parseWslList = (text: string | null): WslDistribution[] =>
  (text ?? '').split(/\r?\n/).flatMap((line) => {
    const [, star, name, version] = row.exec(line) ?? [];
    if (name === undefined) return [];
    return [{ name, version: version === '1' ? (1 as const) : (2 as const), isDefault: star === '*' }];
  });
