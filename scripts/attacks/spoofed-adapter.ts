/**
 * A software Vulkan driver under a layer that renames it to an H100 (tests/probe/rename-layer.c): what the real probe
 * then sees. It needs Linux, a C compiler and SwiftShader.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DawnAdapter } from '../../shared/domain/hardware/adapter.ts';
import { env, realProbe, swiftShaderIcd } from '../../tests/probe/real-probe.ts';
import { compileLayer, findCompiler } from '../compile-layer.ts';

const layer = {
  name: 'VK_LAYER_PERIGEE_rename',
  manifest: 'VkLayer_perigee_rename.json',
  library: 'libVkLayer_perigee_rename.so',
};
const deadlineMs = 60_000;

/** @returns the first adapter, or why it could not be tried here */
export const readSpoofedAdapter = async (): Promise<DawnAdapter | string> => {
  if (process.platform !== 'linux') return 'needs Linux';
  if (findCompiler() === null) return 'needs a C compiler';
  if (swiftShaderIcd === null) return 'needs SwiftShader (comes with Chromium)';
  const outDir = mkdtempSync(join(tmpdir(), 'perigee-spoof-'));
  const probe = realProbe({}, { ...env, VK_LAYER_PATH: outDir, VK_INSTANCE_LAYERS: layer.name });
  try {
    const source = fileURLToPath(new URL('../../tests/probe/rename-layer.c', import.meta.url));
    await compileLayer({ source, outDir, ...layer });
    const [adapter] = await probe.listAdapters(AbortSignal.timeout(deadlineMs));
    return adapter ?? 'the driver listed no adapter';
  } finally {
    await probe.close();
    rmSync(outDir, { recursive: true, force: true });
  }
};
