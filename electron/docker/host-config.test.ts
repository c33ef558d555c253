import { describe, expect, it } from 'vitest';
import type { JobSpec } from '../../shared/contract/job-spec.ts';
import { createCallOf } from './host-config.ts';

const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
const spec: JobSpec = {
  id: 'job-1',
  image,
  command: ['/bin/job', '3'],
  env: { JOB_SEED: '7', TZ: 'UTC' },
  workdir: '/srv',
  memoryBytes: 268_435_456,
  cpuThreads: 1.5,
  pids: 128,
  scratchBytes: 33_554_432,
  gpus: ['GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11'],
  network: 'none',
  maxSeconds: 60,
};
const labels = { 'network.perigee.job': 'job-1', 'network.perigee.owner': 'folder-1' };

describe('the call that creates a container', () => {
  it('holds exactly these fields and values', () => {
    expect(createCallOf(spec, 'perigee-job-1', labels)).toStrictEqual({
      name: 'perigee-job-1',
      Image: image,
      User: '65532:65532',
      Env: ['JOB_SEED=7', 'TZ=UTC', 'NVIDIA_VISIBLE_DEVICES=void'],
      Labels: { 'network.perigee.job': 'job-1', 'network.perigee.owner': 'folder-1' },
      Healthcheck: { Test: ['NONE'] },
      StopSignal: 'SIGTERM',
      Cmd: ['/bin/job', '3'],
      WorkingDir: '/srv',
      HostConfig: {
        Privileged: false,
        CapDrop: ['ALL'],
        CapAdd: [],
        SecurityOpt: ['no-new-privileges:true'],
        ReadonlyRootfs: true,
        Tmpfs: {
          '/tmp': 'rw,nosuid,nodev,noexec,size=1073741824,uid=65532,gid=65532,mode=700',
          '/scratch': 'rw,nosuid,nodev,size=33554432,uid=65532,gid=65532,mode=700',
        },
        Mounts: [],
        NetworkMode: 'none',
        IpcMode: 'private',
        PidMode: '',
        UTSMode: '',
        CgroupnsMode: 'private',
        UsernsMode: '',
        Memory: 268_435_456,
        MemorySwap: 268_435_456,
        MemoryReservation: 0,
        NanoCpus: 1_500_000_000,
        PidsLimit: 128,
        ShmSize: 1_073_741_824,
        Ulimits: [
          { Name: 'nofile', Soft: 16_384, Hard: 16_384 },
          { Name: 'core', Soft: 0, Hard: 0 },
        ],
        BlkioWeight: 100,
        OomScoreAdj: 500,
        OomKillDisable: false,
        Devices: [],
        DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=GPU-7e4cd0bb-2d9b-4c4c-9f6c-6b1d3a0b9f11'] }],
        Runtime: 'runc',
        Init: true,
        RestartPolicy: { Name: 'no' },
        AutoRemove: false,
        LogConfig: { Type: 'local', Config: { 'max-size': '10m', 'max-file': '3' } },
        PublishAllPorts: false,
        PortBindings: {},
        Dns: [],
        ExtraHosts: [],
        GroupAdd: [],
      },
    });
  });

  it('leaves the command, the working folder, scratch and devices out when the job asks for none', () => {
    const call = createCallOf(
      { ...spec, command: [], env: {}, workdir: null, scratchBytes: 0, gpus: [] },
      'perigee-job-1',
      labels,
    );
    expect(call).not.toHaveProperty('Cmd');
    expect(call).not.toHaveProperty('WorkingDir');
    expect(Object.keys(call.HostConfig.Tmpfs)).toEqual(['/tmp']);
    expect(call.HostConfig.DeviceRequests).toEqual([]);
    expect(call.Env).toEqual(['NVIDIA_VISIBLE_DEVICES=void']);
  });

  it('gives the nodes of AMD’s GPUs, to read and write, with the groups that own them and nothing of NVIDIA’s', () => {
    const grant = { paths: ['/dev/kfd', '/dev/dri/renderD129'], groupIds: [992] };
    const call = createCallOf({ ...spec, gpus: ['0x5b6e5a4a3c2d1e0f'] }, 'perigee-job-1', labels, {
      way: 'nodes',
      devices: grant,
    });
    const node = (path: string) => ({ PathOnHost: path, PathInContainer: path, CgroupPermissions: 'rw' });
    expect(call.HostConfig).toMatchObject({
      Devices: [node('/dev/kfd'), node('/dev/dri/renderD129')],
      DeviceRequests: [],
      GroupAdd: ['992'],
    });
    expect(call.Env.at(-1)).toBe('NVIDIA_VISIBLE_DEVICES=void');
    expect(createCallOf(spec, 'perigee-job-1', labels, { way: 'cdi', devices: grant }).HostConfig).toMatchObject({
      Devices: [],
      GroupAdd: [],
    });
  });

  it('names the GPUs to NVIDIA’s runtime where the engine describes none, and the variable says the same', () => {
    const call = createCallOf(spec, 'perigee-job-1', labels, { way: 'nvidia' });
    const [uuid = ''] = spec.gpus;
    expect(call.HostConfig.DeviceRequests).toEqual([
      { Driver: 'nvidia', DeviceIDs: [uuid], Capabilities: [['gpu', 'compute', 'utility']] },
    ]);
    expect(call.Env.at(-1)).toBe(`NVIDIA_VISIBLE_DEVICES=${uuid}`);
    expect(createCallOf({ ...spec, gpus: [] }, 'perigee-job-1', labels, { way: 'nvidia' }).Env.at(-1)).toBe(
      'NVIDIA_VISIBLE_DEVICES=void',
    );
  });
});
