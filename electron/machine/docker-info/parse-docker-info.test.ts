import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPerigeeError } from '../../../shared/contract/codes.ts';
import { readCapture } from '../../../tests/fixtures/gpu/capture.ts';
import { parseDockerInfo } from './parse-docker-info.ts';

const windows = readCapture('docker/info-windows-containers-lcow.json');
const denied = readCapture('docker/error-permission-denied.txt');

const failureOf = (text: string) => {
  try {
    parseDockerInfo(text);
  } catch (error) {
    if (isPerigeeError(error)) return error.problem;
    throw error;
  }
  return null;
};

// Written by hand, in the keys of `docker info --format '{{json .}}'`.
const linux = {
  ID: '7TRN',
  Name: 'rig',
  ServerVersion: '29.7.2',
  OSType: 'linux',
  OperatingSystem: 'Ubuntu 26.04 LTS',
};
const desktop = {
  ...linux,
  OperatingSystem: 'Docker Desktop',
  Runtimes: { nvidia: { path: 'nvidia-container-runtime' }, runc: { path: 'runc' } },
  ClientInfo: { Context: 'desktop-linux' },
};
const withoutEngine = (error: string) => ({
  ID: '',
  Containers: 0,
  ServerVersion: '',
  OSType: '',
  ServerErrors: [error],
  ClientInfo: { Debug: false },
});
const silent = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';

describe("the engine's account of itself", () => {
  it('is read without a name where it gives none: Name is the machine’s', () =>
    expect(parseDockerInfo(JSON.stringify(linux))).toEqual({
      version: '29.7.2',
      name: null,
      socketPath: null,
      osType: 'linux',
      problem: null,
    }));

  it('proves no GPU by a runtime that it lists', () =>
    expect(parseDockerInfo(`WARNING: No swap limit support\n${JSON.stringify(desktop)}\n`)).toEqual({
      version: '29.7.2',
      name: 'Docker Desktop',
      socketPath: null,
      osType: 'linux',
      problem: null,
    }));

  it('says that containers for Windows are not for Linux, whatever its runtimes', () => {
    expect(JSON.parse(windows)).toMatchObject({ Runtimes: null });
    expect(parseDockerInfo(windows)).toEqual({
      version: '18.06.1-ce',
      name: null,
      socketPath: null,
      osType: 'windows',
      problem: { code: 'ENGINE_NOT_LINUX', data: { osType: 'windows' } },
    });
  });

  it('is read in the form for people', () => {
    const text = 'Client: Docker Engine\n Version: 29.0.0\n\nServer:\n Server Version: 29.7.2\n OSType: linux\n';
    expect(parseDockerInfo(text)).toMatchObject({ version: '29.7.2', osType: 'linux', problem: null });
  });
});

describe('words in place of an account', () => {
  it.each([
    [denied, 'ENGINE_DENIED', '/var/run/docker.sock'],
    [JSON.stringify(withoutEngine(denied)), 'ENGINE_DENIED', '/var/run/docker.sock'],
    [silent, 'ENGINE_UNREACHABLE', '/var/run/docker.sock'],
    [JSON.stringify(withoutEngine(silent)), 'ENGINE_UNREACHABLE', '/var/run/docker.sock'],
    [
      'failed to connect to the docker API at unix:///Users/ana/.docker/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /Users/ana/.docker/run/docker.sock: connect: no such file or directory',
      'ENGINE_UNREACHABLE',
      '/Users/ana/.docker/run/docker.sock',
    ],
    [
      'error during connect: Get "http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/info": open //./pipe/docker_engine: The system cannot find the file specified.',
      'ENGINE_UNREACHABLE',
      '//./pipe/docker_engine',
    ],
    [
      'error during connect: in the default daemon configuration on Windows, the docker client must be run with elevated privileges: open //./pipe/docker_engine: Access is denied.',
      'ENGINE_DENIED',
      '//./pipe/docker_engine',
    ],
    [
      'Cannot connect to the Docker daemon at tcp://localhost:2375. Is the docker daemon running?',
      'ENGINE_UNREACHABLE',
      'tcp://localhost:2375',
    ],
  ])('become a problem with the address (%#)', (text, code, socketPath) =>
    expect(parseDockerInfo(text)).toEqual({
      version: null,
      name: null,
      socketPath,
      osType: null,
      problem: { code, data: { socketPath } },
    }),
  );

  it.each([
    '',
    'docker: command not found',
    '{"gpu_data": []}',
    '{"ServerVersion": ""}',
    '[1, 2]',
    '{"ServerErrors": ["something else"]}',
    '\u0000\uFFFD'.repeat(100),
    `{"ServerVersion":${'['.repeat(1_000_000)}`,
  ])('are refused when they tell of no engine (%#)', (text) =>
    expect(failureOf(text)).toMatchObject({ code: 'MALFORMED_MESSAGE', data: { what: 'docker-info' } }),
  );

  it('are refused wherever JSON was cut short', () => {
    const whole = windows.trimEnd();
    for (let length = 0; length < whole.length; length += 1) {
      expect(failureOf(whole.slice(0, length))?.code).toBe('MALFORMED_MESSAGE');
    }
  });

  it('are survived whatever they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, words) =>
        [JSON.stringify({ ...linux, ServerErrors: value }), JSON.stringify(value), words, `${denied}${words}`].every(
          (text) => (failureOf(text)?.code ?? 'MALFORMED_MESSAGE') === 'MALFORMED_MESSAGE',
        ),
      ),
      { seed: 3 },
    );
  });

  it.each(['a', ' ', '{"a":', 'unix:///', 'Server Version: 1\n'])(
    'are read in a moment: ten megabytes of %j',
    (piece) => {
      const begun = performance.now();
      failureOf(piece.repeat(Math.ceil((10 * 2 ** 20) / piece.length)));
      expect(performance.now() - begun).toBeLessThan(10_000);
    },
    30_000,
  );
});
