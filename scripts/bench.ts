/**
 * `npm run bench`: what Perigee costs, as medians, and as a ratio where two things are compared. Prints the target
 * beside each figure and whether it was met; fails only when a measurement could not be made.
 */
import os from 'node:os';
import { benchContainer } from './bench/container.ts';
import { printFigures } from './bench/figure.ts';
import { benchIdle } from './bench/idle.ts';
import { benchLaunch } from './bench/launch.ts';
import { buildIfStale } from './build.ts';

await buildIfStale();
console.log(`${os.cpus()[0]?.model ?? 'unknown processor'}, ${os.availableParallelism()} threads, ${process.version}`);
for (const measure of [benchLaunch, benchIdle, benchContainer]) printFigures(await measure());
