import { expect, it } from 'vitest';
import { planMacos } from './plan-macos.ts';

const none = { hasHomebrew: false, hasColima: false, hasDockerDesktop: false };

it.each([
  [none, 'install_docker_desktop_mac'],
  [{ ...none, hasHomebrew: true }, 'install_colima'],
  [{ ...none, hasHomebrew: true, hasColima: true }, 'start_colima'],
  [{ ...none, hasDockerDesktop: true }, 'start_engine'],
])('with %j the one action is %s', (facts, name) => expect(planMacos('ENGINE_ABSENT', facts)?.name).toBe(name));

it('offers nothing for a GPU: no container gets one on a Mac', () =>
  expect(planMacos('GPU_CONTAINERS_OFF', { ...none, hasHomebrew: true })).toBeNull());
