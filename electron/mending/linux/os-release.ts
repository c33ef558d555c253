/** Which distribution this is, by `/etc/os-release`. Pure. Format: os-release(5). */

export interface Distribution {
  /** `debian`, `ubuntu`, `fedora`, `arch`; '' when it is not said. */
  readonly id: string;
  /** What it is built on, the nearest first. */
  readonly like: readonly string[];
  /** `bookworm`; '' when it is not said. */
  readonly codename: string;
}

const unquoted = (value: string): string => {
  const match = /^(["'])(.*)\1$/.exec(value.trim());
  return (match?.[2] ?? value.trim()).replace(/\\(["'$`\\])/g, '$1');
};

export const parseOsRelease = (text: string): Distribution => {
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const match = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    if (match?.[1] !== undefined) fields.set(match[1], unquoted(match[2] ?? ''));
  }
  const word = (name: string): string => {
    const value = fields.get(name) ?? '';
    // It becomes part of a command and of an address.
    return /^[a-z0-9._-]{1,40}$/.test(value) ? value : '';
  };
  return {
    id: word('ID'),
    like: (fields.get('ID_LIKE') ?? '').split(/\s+/).filter((each) => /^[a-z0-9._-]{1,40}$/.test(each)),
    codename: word('UBUNTU_CODENAME') || word('VERSION_CODENAME'),
  };
};
