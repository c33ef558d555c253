import { expect, it } from 'vitest';
import { typedSteps } from './typed-steps.ts';

it('are typed one to a line, each with what it is given', () =>
  expect(
    typedSteps([
      { text: 'sudo install -m 0755 -d /etc/apt/keyrings', input: null },
      { text: 'sudo tee /etc/apt/sources.list.d/docker.sources', input: 'Types: deb\nSuites: bookworm\n' },
      { text: 'sudo tee /etc/empty', input: '' },
      { text: 'sudo apt-get update', input: null },
    ]),
  ).toBe(
    [
      'sudo install -m 0755 -d /etc/apt/keyrings',
      "sudo tee /etc/apt/sources.list.d/docker.sources <<'END'",
      ...['Types: deb', 'Suites: bookworm', 'END'],
      "sudo tee /etc/empty <<'END'",
      'END',
      'sudo apt-get update',
    ].join('\n'),
  ));
