import { describe, expect, it } from 'vitest';
import { externalLinks } from '../../shared/domain/web/external-links.ts';
import { openListedLink } from './external-links.ts';

const shellThat = (outcome: () => Promise<void>) => {
  const opened: string[] = [];
  const openExternal = (address: string): Promise<void> => {
    opened.push(address);
    return outcome();
  };
  return { opened, shell: { openExternal } };
};

const refused = [
  '',
  'file:///etc/passwd',
  'smb://server/share',
  'ms-msdt:/id PCWDiagnostic',
  'javascript:alert(1)',
  'https://example.com/',
  'https://docs.docker.com/',
  `${externalLinks.dockerEngine}?next=https://evil.example`,
  `${externalLinks.dockerEngine}#x`,
  `${externalLinks.dockerEngine}../`,
  externalLinks.dockerEngine.toUpperCase(),
  externalLinks.dockerEngine.replace('https', 'http'),
  externalLinks.dockerEngine.slice(0, -1),
  ` ${externalLinks.dockerEngine}`,
  externalLinks.dockerEngine.replace('docs.', 'docs.docker.com@'),
];

describe('links out of the app', () => {
  it.each(Object.values(externalLinks))('opens %s', async (address) => {
    const { shell, opened } = shellThat(async () => {});
    expect(await openListedLink(shell, address)).toBe(true);
    expect(opened).toEqual([address]);
  });

  it.each(refused)('refuses "%s" without asking the system', async (address) => {
    const { shell, opened } = shellThat(async () => {});
    expect(await openListedLink(shell, address)).toBe(false);
    expect(opened).toEqual([]);
  });

  it('lists encrypted pages only', () => {
    for (const address of Object.values(externalLinks)) expect(new URL(address).protocol).toBe('https:');
  });

  it('says so when the system has no browser', async () => {
    const { shell } = shellThat(() => Promise.reject(new Error('no application')));
    expect(await openListedLink(shell, externalLinks.dockerEngine)).toBe(false);
  });
});
