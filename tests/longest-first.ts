/** The files that take longest begin first: one of them alone at the end would leave every other worker waiting for it. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Half a minute and more each, the longest first. */
const longest = [
  'tests/network/month-begun.test.ts',
  'tests/network/court.test.ts',
  'tests/docker/worker.test.ts',
  'tests/network/kills-sample.test.ts',
  'tests/docker/isolation.test.ts',
  'tests/network/releases.test.ts',
  'tests/network/governance.test.ts',
  'tests/network/validators.test.ts',
  'tests/docker/gateway.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.findIndex((file) => moduleId.endsWith(file));
  return place === -1 ? longest.length : place;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => placeOf(left) - placeOf(right));
  }
}
