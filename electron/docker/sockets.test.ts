import { describe, expect, it } from 'vitest';
import { socketCandidates } from './sockets.ts';

const surroundings = { platform: 'linux' as NodeJS.Platform, env: {}, homeDir: '/home/ana', contextHost: null };

describe('where an engine is looked for', () => {
  it('tries the usual places of Docker, Desktop, Colima, Rancher and Podman', () => {
    const paths = socketCandidates({ ...surroundings, env: { XDG_RUNTIME_DIR: '/run/user/1000' } });
    expect(paths[0]).toBe('/var/run/docker.sock');
    expect(paths).toEqual(
      expect.arrayContaining([
        '/home/ana/.docker/desktop/docker.sock',
        '/home/ana/.colima/default/docker.sock',
        '/home/ana/.rd/docker.sock',
        '/run/user/1000/docker.sock',
        '/run/user/1000/podman/podman.sock',
      ]),
    );
  });

  it.each([
    ['unix:///srv/engine.sock', '/srv/engine.sock'],
    ['npipe:////./pipe/other', '//./pipe/other'],
  ])('tries only the socket that DOCKER_HOST=%s names', (DOCKER_HOST, path) => {
    expect(socketCandidates({ ...surroundings, env: { DOCKER_HOST } })).toEqual([path]);
  });

  it.each(['tcp://10.0.0.9:2375', 'ssh://ana@host', 'rubbish', ''])(
    'never goes to another machine for DOCKER_HOST=%j',
    (DOCKER_HOST) => {
      expect(socketCandidates({ ...surroundings, env: { DOCKER_HOST } })).toEqual(socketCandidates(surroundings));
    },
  );

  it('begins with the context that was chosen, where that is on this machine', () => {
    const paths = socketCandidates({ ...surroundings, contextHost: 'unix:///home/ana/.lima/rig/docker.sock' });
    expect(paths.slice(0, 2)).toEqual(['/home/ana/.lima/rig/docker.sock', '/var/run/docker.sock']);
    const usual = socketCandidates(surroundings);
    expect(socketCandidates({ ...surroundings, contextHost: 'ssh://ana@rig' })).toEqual(usual);
    expect(socketCandidates({ ...surroundings, contextHost: 'unix:///var/run/docker.sock' })).toEqual(usual);
  });

  it('tries named pipes on Windows, and then our own Linux in WSL', () => {
    const paths = socketCandidates({ ...surroundings, platform: 'win32' });
    expect(paths.pop()).toBe('wsl://perigee');
    expect(paths.every((path) => path.startsWith('//./pipe/'))).toBe(true);
  });
});
