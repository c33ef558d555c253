import { describe, expect, it } from 'vitest';
import { backportsOf, distributionSources, listOf, parseList, parseSources } from './apt-sources.ts';

const archive = 'http://mirror.example/debian';
const deb822 = `Types: deb
# http://snapshot.example/20250520T000000Z
URIs: ${archive}
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb deb-src
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://other.example
Suites: bookworm
`;

describe("the system's package sources", () => {
  it('are read from stanzas, without comments and what is switched off', () => {
    expect(parseSources(deb822)).toEqual([
      {
        uris: [archive],
        suites: ['bookworm', 'bookworm-updates'],
        components: ['main'],
        signedBy: '/usr/share/keyrings/debian-archive-keyring.gpg',
      },
      {
        uris: ['http://mirror.example/debian-security'],
        suites: ['bookworm-security'],
        components: ['main'],
        signedBy: null,
      },
    ]);
  });

  it('are read when a field goes on over lines, and a key that is written out is left to the system', () => {
    const text = `Types: deb\nURIs: ${archive}\nSuites: noble\n noble-updates\nComponents: main\nSigned-By:\n -----BEGIN PGP\n .\n abc\n`;
    expect(parseSources(text)).toMatchObject([{ suites: ['noble', 'noble-updates'], signedBy: null }]);
  });

  it('are read from lines', () => {
    const text = `# a comment\ndeb [arch=amd64 signed-by=/k.gpg] ${archive} bookworm main contrib # here\ndeb-src ${archive} bookworm main\n`;
    expect(parseList(text)).toEqual([
      { uris: [archive], suites: ['bookworm'], components: ['main', 'contrib'], signedBy: '/k.gpg' },
    ]);
  });

  it('are told from those of other vendors, and lead to the backports', () => {
    const vendor = parseList('deb http://vendor.example/apt stable main');
    const own = distributionSources([...vendor, ...parseSources(deb822)], 'bookworm');
    const backports = backportsOf(own, 'bookworm');
    expect(listOf([...own, ...(backports ? [backports] : [])]).split('\n')).toEqual([
      `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${archive} bookworm main`,
      `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${archive} bookworm-updates main`,
      'deb http://mirror.example/debian-security bookworm-security main',
      `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${archive} bookworm-backports main`,
      '',
    ]);
  });

  it('bring no backports twice, and none without the archive', () => {
    const both = parseList(`deb ${archive} bookworm main\ndeb ${archive} bookworm-backports main`);
    expect(backportsOf(both, 'bookworm')).toBeNull();
    expect(backportsOf([], 'bookworm')).toBeNull();
  });
});
