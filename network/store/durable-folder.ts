/**
 * The folder of PGlite's files on Node, with a real fsync. PGlite's own NodeFS leaves fsync out, so that PostgreSQL
 * would call a commit durable while it is still in the system's cache (@electric-sql/pglite 0.5.16).
 */
import { fsyncSync } from 'node:fs';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface NodeStream {
  /** Absent for folders. */
  readonly nfd?: number;
}

interface NodeFsModule {
  readonly NODEFS: { readonly stream_ops: { fsync?: (stream: NodeStream) => number } };
}

const syncStream = ({ nfd }: NodeStream): number => {
  if (nfd !== undefined) fsyncSync(nfd);
  return 0;
};

export class DurableFolder extends NodeFS {
  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const started = await super.init(...given);
    const preRun = [started.emscriptenOpts.preRun ?? []].flat();
    preRun.push((module: unknown) => {
      (module as NodeFsModule).NODEFS.stream_ops.fsync = syncStream;
    });
    return { emscriptenOpts: { ...started.emscriptenOpts, preRun } };
  }
}

/** PGlite's own start parameters without `-F`, which would turn fsync off. */
export const durableStartParameters = [
  '--single',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
  ].flatMap((setting) => ['-c', setting]),
];
