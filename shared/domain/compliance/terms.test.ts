import { expect, it } from 'vitest';
import { currentTerms } from './terms.ts';

it('keeps the text that was signed under version 1 to the letter', () => {
  expect(currentTerms).toMatchObject({
    version: 1,
    sha256: 'dea9f9759ae44a3396c912fb75ed5fa565e0cd25df883fe5ff89ae159ba3d90c',
  });
});
