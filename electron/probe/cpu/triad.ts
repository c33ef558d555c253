/**
 * The triad of the STREAM benchmark, a ← b + scalar · c, over one piece of memory that holds the three arrays. All
 * numbers are small integers, so every element is exact and known beforehand. Pure but for the memory.
 */

const elementBytes = 8;

/** Elements of each array; what is left over is not used. */
const elementsOf = (memory: SharedArrayBuffer): number => Math.floor(memory.byteLength / (3 * elementBytes));

/** Bytes that one pass moves, as STREAM counts: two arrays read, one written. */
export const triadPassBytes = (memory: SharedArrayBuffer): number => 3 * elementBytes * elementsOf(memory);

const arraysOf = (memory: SharedArrayBuffer): [a: Float64Array, b: Float64Array, c: Float64Array] => {
  const elements = elementsOf(memory);
  const array = (place: number): Float64Array => new Float64Array(memory, place * elements * elementBytes, elements);
  return [array(0), array(1), array(2)];
};

const bAt = (at: number): number => at % 1021;
const cAt = (at: number): number => at % 509;

/** Writes b and c, and zeros to a. The thread that uses the memory does it, so that it lies near that thread. */
export const fillTriad = (memory: SharedArrayBuffer): void => {
  const [a, b, c] = arraysOf(memory);
  a.fill(0);
  for (let at = 0; at < b.length; at += 1) {
    b[at] = bAt(at);
    c[at] = cAt(at);
  }
};

const addScaled = (a: Float64Array, b: Float64Array, c: Float64Array, scalar: number): void => {
  for (let at = 0; at < a.length; at += 1) a[at] = (b[at] as number) + scalar * (c[at] as number);
};

export const triad = (memory: SharedArrayBuffer, scalar: number): void => addScaled(...arraysOf(memory), scalar);

/** Whether `sample` elements at random places, and the first and last, are what the last pass with `scalar` leaves. */
export const isTriadRight = (
  memory: SharedArrayBuffer,
  scalar: number,
  { sample, random }: { sample: number; random: () => number },
): boolean => {
  const [a] = arraysOf(memory);
  const places = [0, a.length - 1, ...Array.from({ length: sample }, () => Math.floor(random() * a.length))];
  return places.every((at) => a[at] === bAt(at) + scalar * cAt(at));
};
