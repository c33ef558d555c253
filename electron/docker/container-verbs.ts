/** What is asked of a container that is ours: each request once, and an answer that it is so already is as good as done. */
import type Docker from 'dockerode';
import type { Connection } from './connection.ts';
import type { Engine } from './engine.ts';
import { isRefusal, isStateAlready } from './engine-error.ts';

type Act = (container: Docker.Container, abortSignal: AbortSignal) => Promise<unknown>;

export const startDeadlineMs = 120_000;
const stopMarginMs = 30_000;
/** As long as a timer counts. */
const foreverMs = 2 ** 31 - 1;

/** @param requireOurs the connection to a container that is ours @throws JOB_REFUSED from it for any other */
export const createContainerVerbs = (
  requireOurs: (containerId: string, signal?: AbortSignal) => Promise<Connection>,
): Pick<Engine, 'start' | 'freeze' | 'thaw' | 'wait' | 'stop'> => {
  const ask = async (
    containerId: string,
    signal: AbortSignal | undefined,
    act: Act,
    options: { deadlineMs: number | null; isDone: (error: unknown) => boolean },
  ): Promise<void> => {
    const link = await requireOurs(containerId, signal);
    const on = (docker: Docker, abortSignal: AbortSignal) => act(docker.getContainer(containerId), abortSignal);
    try {
      if (options.deadlineMs === null) await link.quick(on, signal);
      else await link.patient(on, { deadlineMs: options.deadlineMs, signal });
    } catch (error) {
      if (!options.isDone(error)) throw error;
    }
  };
  return {
    start: (id, signal) =>
      ask(id, signal, (container, abortSignal) => container.start({ abortSignal }), {
        deadlineMs: startDeadlineMs,
        isDone: (error) => isRefusal(error, 304),
      }),
    freeze: (id, signal) =>
      ask(id, signal, (container, abortSignal) => container.pause({ abortSignal }), {
        deadlineMs: null,
        isDone: (error) => isStateAlready(error, 'already paused'),
      }),
    thaw: (id, signal) =>
      ask(id, signal, (container, abortSignal) => container.unpause({ abortSignal }), {
        deadlineMs: null,
        isDone: (error) => isStateAlready(error, 'not paused'),
      }),
    wait: (id, signal) =>
      ask(id, signal, (container, abortSignal) => container.wait({ abortSignal }), {
        deadlineMs: foreverMs,
        isDone: (error) => isRefusal(error, 404),
      }),
    stop: (id, graceMs, signal) =>
      ask(id, signal, (container, abortSignal) => container.stop({ t: Math.ceil(graceMs / 1000), abortSignal }), {
        deadlineMs: graceMs + stopMarginMs,
        isDone: (error) => isRefusal(error, 304, 404),
      }),
  };
};
