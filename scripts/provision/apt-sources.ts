/** Reads where this system gets its packages from, so that provisioning asks the same mirrors and no others. Pure. */

export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  /** Path of the keyring that signs it; null: any key that the system trusts. */
  signedBy: string | null;
}

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');
const keyringIn = (text: string | undefined): string | null => words(text).find((word) => word.startsWith('/')) ?? null;

/** @param text of a `.sources` file (deb822) @returns its enabled stanzas of binary packages, in order */
export const parseSources = (text: string): AptSource[] => {
  const stanzas = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .split(/\n\s*\n/);
  return stanzas.flatMap((stanza) => {
    const unfolded = stanza.replaceAll(/\n[ \t]+/g, ' ');
    const fields = new Map(
      [...unfolded.matchAll(/^([\w-]+):(.*)$/gm)].map(([, name = '', value]) => [name.toLowerCase(), value]),
    );
    const isEnabled = words(fields.get('enabled'))[0]?.toLowerCase() !== 'no';
    if (!isEnabled || !words(fields.get('types')).includes('deb')) return [];
    return [
      {
        uris: words(fields.get('uris')),
        suites: words(fields.get('suites')),
        components: words(fields.get('components')),
        signedBy: keyringIn(fields.get('signed-by')),
      },
    ];
  });
};

/** @param text of a `.list` file: one `deb [options] uri suite component…` a line */
export const parseList = (text: string): AptSource[] =>
  text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?([^#]*)/.exec(line);
    if (!match) return [];
    const [uri, suite, ...components] = words(match[2]);
    if (uri === undefined || suite === undefined) return [];
    return [
      { uris: [uri], suites: [suite], components, signedBy: keyringIn(/signed-by=(\S+)/.exec(match[1] ?? '')?.[1]) },
    ];
  });

/**
 * The distribution's own sources among all that are configured: those of other vendors are not asked.
 *
 * @param codename `bookworm`
 */
export const distributionSources = (sources: readonly AptSource[], codename: string): AptSource[] =>
  sources
    .map((source) => ({
      ...source,
      suites: source.suites.filter((suite) => suite === codename || suite.startsWith(`${codename}-`)),
    }))
    .filter(({ suites }) => suites.length > 0);

/** The same archive's backports; null when the archive itself is not configured, or has them already. */
export const backportsOf = (sources: readonly AptSource[], codename: string): AptSource | null => {
  const suite = `${codename}-backports`;
  const archive = sources.find(({ suites }) => suites.includes(codename));
  if (!archive || sources.some(({ suites }) => suites.includes(suite))) return null;
  return { ...archive, suites: [suite] };
};

/** As lines of a `.list` file. */
export const listOf = (sources: readonly AptSource[]): string =>
  sources
    .flatMap(({ uris, suites, components, signedBy }) =>
      uris.flatMap((uri) =>
        suites.map((suite) =>
          ['deb', ...(signedBy === null ? [] : [`[signed-by=${signedBy}]`]), uri, suite, ...components].join(' '),
        ),
      ),
    )
    .map((line) => `${line}\n`)
    .join('');
