import { describe, expect, it } from 'vitest';
import { driverEnv } from './child-env.ts';

describe("the child's environment", () => {
  it('keeps what drivers and loaders read', () => {
    const env = {
      PATH: '/bin',
      VK_ICD_FILENAMES: '/x.json',
      XDG_RUNTIME_DIR: '/run/user/1',
      SystemRoot: 'C:\\Windows',
      __EGL_VENDOR_LIBRARY_FILENAMES: '/y',
    };
    expect(driverEnv(env)).toEqual(env);
  });

  it('never hands on a token, a key or Node options', () => {
    expect(
      driverEnv({
        PERIGEE_TOKEN: 'a',
        NPM_TOKEN: 'b',
        AWS_SECRET_ACCESS_KEY: 'c',
        NODE_OPTIONS: '--inspect',
        DATABASE_URL: 'd',
        PATH: undefined,
      }),
    ).toEqual({});
  });
});
