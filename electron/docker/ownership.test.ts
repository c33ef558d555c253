import { describe, expect, it } from 'vitest';
import { createOwnership } from './ownership.ts';

const ours = createOwnership('folder-1');
const labels = ours.labelsOf('job-1');

describe('whose a container is', () => {
  it('knows its own by both labels and the name', () => {
    expect(ours.jobIdOf({ name: '/perigee-job-1', labels })).toBe('job-1');
  });

  it.each([
    ['has no labels', { name: '/perigee-job-1', labels: {} }],
    ['has null for labels', { name: '/perigee-job-1', labels: null }],
    [
      'belongs to another data folder',
      { name: '/perigee-job-1', labels: createOwnership('folder-2').labelsOf('job-1') },
    ],
    ['has our labels and another name', { name: '/postgres', labels }],
    ['has our labels and the name of another job', { name: '/perigee-job-2', labels }],
    ['has only the label of the job', { name: '/perigee-job-1', labels: { 'network.perigee.job': 'job-1' } }],
    ['has only the label of the owner', { name: '/perigee-job-1', labels: { 'network.perigee.owner': 'folder-1' } }],
  ])('leaves alone a container that %s', (_title, container) => expect(ours.jobIdOf(container)).toBeNull());
});
