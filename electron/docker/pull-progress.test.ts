import { describe, expect, it } from 'vitest';
import { createPullTracker, type PullMessage } from './pull-progress.ts';

const layer = (id: string, status: string, current?: number, total?: number): PullMessage => ({
  id,
  status,
  progressDetail: { ...(current === undefined ? {} : { current }), ...(total === undefined ? {} : { total }) },
});
const lastOf = (messages: PullMessage[]) => {
  const tracker = createPullTracker();
  return messages.map((message) => tracker.take(message)).at(-1);
};

describe('progress of a pull', () => {
  it('counts bytes over all layers, half for receiving and half for unpacking', () => {
    const messages = [
      layer('a', 'Pulling fs layer'),
      layer('b', 'Pulling fs layer'),
      layer('a', 'Downloading', 100, 300),
    ];
    expect(lastOf([...messages, layer('b', 'Downloading', 100, 100)])).toEqual({
      fraction: 0.25,
      receivedBytes: 200,
      totalBytes: 400,
    });
  });

  it('counts a layer of unknown size as one of the mean size', () => {
    const messages = [layer('a', 'Pulling fs layer'), layer('b', 'Waiting'), layer('a', 'Downloading', 100, 100)];
    expect(lastOf(messages)?.fraction).toBe(0.25);
  });

  it('comes to one when every layer is complete, also one too small to be seen downloading', () => {
    const messages = [
      ...[layer('a', 'Pulling fs layer'), layer('b', 'Pulling fs layer'), layer('a', 'Downloading', 50, 100)],
      ...[layer('b', 'Download complete'), layer('a', 'Download complete'), layer('a', 'Extracting', 100, 100)],
      ...[layer('a', 'Pull complete'), layer('b', 'Extracting', 7, 7), layer('b', 'Pull complete')],
    ];
    expect(lastOf(messages)).toEqual({ fraction: 1, receivedBytes: 107, totalBytes: 107 });
  });

  it('leaves out layers that were there before', () => {
    const messages = [layer('a', 'Pulling fs layer'), layer('b', 'Pulling fs layer'), layer('b', 'Already exists')];
    expect(lastOf([...messages, layer('a', 'Downloading', 5, 10)])?.fraction).toBe(0.25);
  });

  it('never goes back when a large layer shows its size late', () => {
    const tracker = createPullTracker();
    tracker.take(layer('a', 'Pulling fs layer'));
    tracker.take(layer('b', 'Waiting'));
    const before = tracker.take(layer('a', 'Downloading', 10, 10)).fraction;
    expect(tracker.take(layer('b', 'Downloading', 1, 10_000)).fraction).toBe(before);
  });

  it('says nothing about sizes before the engine has', () => {
    expect(lastOf([{ status: 'Pulling from library/busybox' }])).toEqual({
      fraction: 0,
      receivedBytes: 0,
      totalBytes: null,
    });
  });
});
