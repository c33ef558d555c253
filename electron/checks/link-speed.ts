/** The line as a check. It is not measured here: a device's own word about its line is worth nothing to a network. */
import type { Measurement } from '../probe/messages.ts';
import { singleFigure } from '../probe/windows.ts';

export interface LinkSpeed {
  downMbps: number;
  upMbps: number;
}

/**
 * The slower direction: a renter's data goes both ways, and waits for that one.
 *
 * @param speed null while the network has not measured it
 */
export const linkMeasurement = (speed: LinkSpeed | null): Measurement => {
  if (speed === null)
    return { verdict: 'not_offered', figure: null, coverage: null, detail: 'not measured by the network yet' };
  const slower = Math.min(speed.downMbps, speed.upMbps);
  return { verdict: 'passed', figure: singleFigure(slower, 'Mbit/s'), coverage: null, detail: null };
};
