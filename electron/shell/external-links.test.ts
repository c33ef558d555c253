import { describe, expect, it } from 'vitest';
import { externalLinks } from '../../shared/domain/web/external-links.ts';
import { openListedLink, openSignerPage } from './external-links.ts';

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

describe('the page on which the owner’s wallet signs', () => {
  const page = new URL('https://wallet.example/sign');

  it('opens with whatever is asked of it', async () => {
    const { shell, opened } = shellThat(async () => {});
    expect(await openSignerPage(shell, 'https://wallet.example/sign?state=x&text=y', page)).toBe(true);
    expect(opened).toEqual(['https://wallet.example/sign?state=x&text=y']);
  });

  it.each([
    'https://wallet.example.evil.example/sign?state=x',
    'https://evil.example/sign?state=x',
    'https://wallet.example:8443/sign?state=x',
    'https://wallet.example/signed?state=x',
    'https://wallet.example/sign/../other?state=x',
    'https://user@wallet.example/sign?state=x',
    'https://wallet.example/sign?state=x#y',
    'http://wallet.example/sign?state=x',
    'HTTPS://wallet.example/sign?state=x',
    ' https://wallet.example/sign?state=x',
    'javascript:alert(1)',
    'file:///sign?state=x',
    '',
  ])('is not “%s”', async (address) => {
    const { shell, opened } = shellThat(async () => {});
    expect(await openSignerPage(shell, address, page)).toBe(false);
    expect(opened).toEqual([]);
  });
});
