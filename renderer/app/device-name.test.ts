import { expect, it } from 'vitest';
import { deviceClasses } from '../../shared/domain/hardware/device-class.ts';
import { cardName } from './device-name.ts';

it.each([
  ['rtx-4070-ti', 'RTX 4070 Ti'],
  ['rtx-4000-sff-ada', 'RTX 4000 SFF Ada'],
  ['a100-80gb', 'A100 80\u00a0GB'],
  ['m3-max', 'M3 Max'],
  ['h100', 'H100'],
])('calls %s a %s', (className, name) => expect(cardName(className)).toBe(name));

it('leaves no class that the network knows as a code', () => {
  for (const { name } of deviceClasses) expect(cardName(name)).not.toMatch(/-|[a-z]{4}/);
});
