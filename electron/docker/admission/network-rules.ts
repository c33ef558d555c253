/** Which hosts no job may name, before any of them is looked up. Pure. */
import { networkHostPattern } from '../../../shared/contract/job-spec.ts';

/** Mail: a home’s address must not end on a list of senders of spam. */
const mailPorts: readonly number[] = [25, 465, 587, 2525];
const highestPort = 65_535;

/**
 * Names that never are the public system's: of this PC, of a home's or a company's own network, and those kept for
 * documents and tests. Sources: RFC 2606, 6761, 6762, 7686, 8375, 9476, ICANN's reserved names.
 */
const localEndings = [
  ...['localhost', 'local', 'localdomain', 'internal', 'intranet', 'private', 'corp', 'home', 'lan'],
  ...['arpa', 'test', 'example', 'invalid', 'onion', 'alt', 'fritz.box'],
];

export interface NetworkHost {
  name: string;
  port: number;
}

/** @param text as a job names it: `pypi.org:443` @returns null when it is no host */
export const networkHostOf = (text: string): NetworkHost | null => {
  const { name, port } = networkHostPattern.exec(text)?.groups ?? {};
  return name === undefined || Number(port) > highestPort ? null : { name, port: Number(port) };
};

export const isForbiddenHost = (text: string): boolean => {
  const host = networkHostOf(text);
  if (host === null || mailPorts.includes(host.port)) return true;
  return localEndings.some((ending) => `.${host.name}`.endsWith(`.${ending}`));
};
