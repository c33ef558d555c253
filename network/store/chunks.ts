/** Many items in parts, for statements that take only so many values. A part is taken when it is asked for. */
export function* inChunks<Item>(items: Iterable<Item>, size: number): Generator<Item[], void> {
  let some: Item[] = [];
  for (const item of items) {
    some.push(item);
    if (some.length < size) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
