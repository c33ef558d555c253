import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/contract/codes.ts';
import { admitJob } from '../../docker/admission/admit-job.ts';
import { imageRefusals } from '../../docker/admission/image-rules.ts';
import { loadSentences } from './sentences.ts';

const localesDir = join(import.meta.dirname, '../../../locales');
/** Shows no-break spaces, so that the expectations can be read. */
const seen = (text: string): string => text.replaceAll('\u00a0', '_');

describe('a problem as the command line tells it', () => {
  it.each<[string, Problem, string]>([
    [
      'en',
      { code: 'GPU_TOO_HOT', data: { gpuId: 'a', temperatureCelsius: 84, limitCelsius: 83 } },
      'A GPU reached 84_°C; your limit is 83_°C.',
    ],
    ['es', { code: 'CLOCK_OFF', data: { offsetMs: -4_500 } }, 'El reloj de este PC tiene un desfase de 4,5_s.'],
    [
      'en',
      { code: 'STAKE_MISSING', data: { staked: 0n, required: 45_000_000_001n } },
      'The stake is too small: 0.00_IO of 450.00000001_IO.',
    ],
  ])('in %s writes its figures with their units', async (language, problem, title) => {
    const sentences = await loadSentences(localesDir, language);
    expect(seen(sentences.problem(problem).title)).toBe(title);
  });

  it.each(['en', 'es', 'ar'])('in %s has words for every reason to refuse a job or an image', async (language) => {
    const sentences = await loadSentences(localesDir, language);
    const gpus = ['GPU-00000000-0000-0000-0000-000000000000'];
    const spec = {
      ...{ id: 'a', image: `docker.io/library/a@sha256:${'0'.repeat(64)}`, command: [], env: {}, workdir: '/proc' },
      ...{ memoryBytes: 2 ** 30, cpuThreads: 2, pids: 2, scratchBytes: 2, gpus, network: 'none', maxSeconds: 60 },
    };
    const limits = { memoryBytes: 1, cpuThreads: 1, pids: 1, scratchBytes: 1, networkBytes: 0 };
    const refused = (['below_floor', 'unreviewed'] as const).flatMap((engine) => {
      const verdict = admitJob(spec, { limits, registries: [], leasedGpus: [], engine, imageVouchedBy: null });
      return verdict.kind === 'refused' ? verdict.reasons : [];
    });
    const unread = admitJob(
      { ...spec, extra: 1 },
      { limits, registries: [], leasedGpus: [], engine: 'unreviewed', imageVouchedBy: null },
    );
    const unreadable = ['duplicate_key', 'not_json', 'too_deep', 'too_large'];
    const reasons = [
      ...refused,
      ...(unread.kind === 'refused' ? unread.reasons : []),
      'guard:HostConfig',
      ...unreadable,
    ];
    expect(reasons.length).toBeGreaterThan(9);
    for (const reason of reasons) {
      const { fix } = sentences.problem({ code: 'JOB_REFUSED', data: { jobId: null, reasons: [reason] } });
      expect(fix).not.toContain(`: ${reason}.`);
    }
    const ofImage = imageRefusals({
      ...{ volumes: ['/a'], env: ['LD_PRELOAD=a'], workdir: '/proc', osType: 'windows' },
    });
    for (const reason of [...ofImage, 'too_large', 'not_by_digest', 'bad_manifest']) {
      const { fix } = sentences.problem({ code: 'IMAGE_REFUSED', data: { image: 'a', reason } });
      expect(fix).not.toContain(`: ${reason}.`);
    }
  });

  it('shows a reason that it has no words for as it is', async () => {
    const sentences = await loadSentences(localesDir, 'en');
    const { fix } = sentences.problem({ code: 'PROOF_FAILED', data: { challengeId: 'a', verdict: 'too_sunny' } });
    expect(fix).toContain('too_sunny');
  });

  it('speaks English where it lacks a language', async () => {
    const sentences = await loadSentences(localesDir, 'xx');
    expect(sentences.problem({ code: 'NO_GPU', data: {} }).title).toBe('No GPU was found in this PC.');
  });
});
