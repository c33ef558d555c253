import { describe, expect, it } from 'vitest';
import { type IcdFacts, softwareIcd } from './software-icd.ts';

const chromium = '/usr/lib/chromium/vk_swiftshader_icd.json';
const bare: IcdFacts = {
  platform: 'linux',
  env: { HOME: '/home/a' },
  list: () => [],
  exists: (path) => path === chromium,
};
const withDriver = (dir: string, name: string): IcdFacts => ({
  ...bare,
  list: (asked) => (asked === dir ? [name] : []),
});

describe('the software driver', () => {
  it("is Chromium's where Linux has no driver", () => expect(softwareIcd(bare)).toBe(chromium));

  it.each([
    ['without Chromium', { ...bare, exists: () => false }],
    ['on Windows', { ...bare, platform: 'win32' }],
    ['on macOS', { ...bare, platform: 'darwin' }],
    ['beside a driver', withDriver('/usr/share/vulkan/icd.d', 'nvidia_icd.json')],
    ["beside a driver in the user's folder", withDriver('/home/a/.local/share/vulkan/icd.d', 'own.json')],
    ['beside one that Dawn refuses', withDriver('/usr/share/vulkan/icd.d', 'lvp_icd.x86_64.json')],
    ['where the user named a driver', { ...bare, env: { VK_ICD_FILENAMES: '/x.json' } }],
    ['where the user named a driver the new way', { ...bare, env: { VK_DRIVER_FILES: '/x.json' } }],
  ] as [string, IcdFacts][])('is not used %s', (_, facts) => expect(softwareIcd(facts)).toBeNull());

  it('is used beside an empty driver folder or a stray file', () => {
    expect(softwareIcd(withDriver('/etc/vulkan/icd.d', 'README'))).toBe(chromium);
  });
});
