/** Inferences to try: devices of the first tier that infer honestly or not, renters who ask, and validators who judge. */
import { randomUUID } from 'node:crypto';
import type { CourtMatter } from '../../shared/contract/network/court.ts';
import type { Inference, InferenceAsk } from '../../shared/contract/network/inference.ts';
import { type InferenceResult, infer } from '../../shared/domain/inference/infer.ts';
import { inferenceModel } from '../../shared/domain/inference/model.ts';
import { networkHoursMs } from '../../shared/domain/parameters/record.ts';
import { inBaseUnits } from '../../shared/units/money.ts';
import { openPerson, operatorKey } from './court-bench.ts';
import { challengeOf, type Joined, join, live, required } from './joined-device.ts';
import { cpuClaim, sortedJson } from './play-device.ts';
import type { Answer, PlayKey } from './play-key.ts';
import { type PlayNetwork, startPlayNetwork } from './play-network.ts';
import { io, openValidator, type PlayValidator, sittingsOf, stakeValidator } from './validator-bench.ts';

export const prompt = Buffer.from('Cards that are idle at night');

export interface InferenceBench {
  readonly network: PlayNetwork;
  readonly validators: PlayValidator[];
  readonly renter: PlayKey;
  readonly renterId: string;
}

/** A network on which every inference is computed again, with so many validators. */
export const openInferenceBench = async (count: number): Promise<InferenceBench> => {
  const network = await startPlayNetwork({
    parameters: { grant: inBaseUnits(io(12_000n)), inferenceSampleBps: 10_000 },
    operatorKeys: [operatorKey],
  });
  const validators: PlayValidator[] = [];
  for (let n = 0; n < count; n += 1) {
    const validator = await openValidator(network);
    const { status } = await stakeValidator(validator, io(10_000n));
    if (status !== 200) throw new Error(`a validator's stake was refused: ${status}`);
    validators.push(validator);
  }
  const person = await openPerson(network, 'renter');
  return { network, validators, renter: person.key(network), renterId: person.accountId };
};

/** A device that has what a device needs to be asked. */
export const joinInferring = async (network: PlayNetwork): Promise<Joined> => {
  const joined = await join(network, { claim: { ...cpuClaim, models: [inferenceModel] }, staked: required });
  await joined.device.prove(await challengeOf(joined));
  await live(network, [joined], 21);
  return joined;
};

export const askInference = (key: PlayKey, change: Record<string, unknown> = {}): Promise<Answer> =>
  key.ask('POST', '/v1/inference', {
    ...{ prompt: prompt.toString('base64'), tokens: 32, idempotencyKey: randomUUID(), ...change },
  });

export const readInference = async (key: PlayKey, id: string): Promise<Inference> =>
  (await key.ok('GET', `/v1/inference/${id}`)) as unknown as Inference;

/** What it should come to. */
export const rightOf = (ask: InferenceAsk): InferenceResult =>
  infer({ prompt: Buffer.from(ask.prompt, 'base64'), count: ask.tokens });

/** The same result with one token made up. */
export const forged = ({ tokens, digests }: InferenceResult, at: number): InferenceResult => {
  const byte = Number.parseInt(tokens.slice(2 * at, 2 * at + 2), 16) ^ 1;
  return { tokens: tokens.slice(0, 2 * at) + byte.toString(16).padStart(2, '0') + tokens.slice(2 * at + 2), digests };
};

/** Hands over a result, right or made up, under the device's own signature. */
export const answerInference = (
  { device }: Joined,
  ask: InferenceAsk,
  { tokens, digests }: InferenceResult = rightOf(ask),
): Promise<Answer> => {
  const told = {
    ...{ taskId: ask.taskId, model: ask.model, prompt: Buffer.from(ask.prompt, 'base64').toString('hex') },
    ...{ count: ask.tokens, tokens, digests },
  };
  return device.ask('POST', `/v1/inference/${ask.taskId}/result`, {
    tokens: Buffer.from(tokens, 'hex').toString('base64'),
    digests,
    signature: device.signText(`perigee-inference-result-1\n${sortedJson(told)}`),
  });
};

/** Asks for one and lets the only connected device answer it. */
export const inferred = async (
  network: PlayNetwork,
  { renter, by, result }: { renter: PlayKey; by: Joined; result?: (right: InferenceResult) => InferenceResult },
): Promise<string> => {
  const asked = await askInference(renter);
  if (asked.status !== 200) throw new Error(JSON.stringify(asked.body));
  await by.session.beat();
  await network.running.pass();
  const { ask } = await by.session.next('inference');
  const right = rightOf(ask);
  const { status, body } = await answerInference(by, ask, result === undefined ? right : result(right));
  if (status !== 200) throw new Error(JSON.stringify(body));
  return ask.taskId;
};

export const passLater = async (network: PlayNetwork, hours: number): Promise<void> => {
  network.clock.advance(networkHoursMs(hours, network.parameters));
  await network.running.pass();
};

export interface DrawnSitting {
  readonly committeeId: string;
  readonly matter: CourtMatter;
  readonly by: PlayValidator;
}

/** Who was drawn to compute an inference again, once a release has come out after it was answered. */
export const drawnFor = async (
  network: PlayNetwork,
  taskId: string,
  validators: readonly PlayValidator[],
): Promise<DrawnSitting[]> => {
  await passLater(network, 1);
  await passLater(network, 1);
  const sittings: DrawnSitting[] = [];
  for (const by of validators)
    for (const sitting of (await sittingsOf(by)) as Omit<DrawnSitting, 'by'>[])
      if (sitting.matter.matterId === taskId) sittings.push({ ...sitting, by });
  return sittings;
};
