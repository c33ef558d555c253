/** Lives through network hours second by second: heartbeats, proofs and passes of the service, for everybody at once. */
import type { PlayNetwork } from '../play-network.ts';
import type { Cast, Rig } from './cast.ts';

const answerAll = async (network: PlayNetwork, rig: Rig): Promise<void> => {
  const asked = rig.session.events.filter((event) => event.kind === 'challenge').slice(rig.answered);
  for (const { challenge } of asked) {
    rig.answered += 1;
    const device = rig.device.at(network.running.url);
    if (rig.doing === 'cheating') await device.proveNothing(challenge).catch(() => undefined);
    // A challenge of before a pause or a job was taken back meanwhile; whoever answers is told so.
    else await device.prove(challenge).catch(() => undefined);
  }
};

const liveSecond = async (network: PlayNetwork, { rigs }: Cast): Promise<void> => {
  network.clock.advance(1_000);
  await network.running.pass();
  await Promise.all(
    rigs
      .filter(({ doing }) => doing !== 'away')
      .map(async (rig) => {
        await rig.session.beat(rig.doing === 'cheating' || rig.doing === 'away' ? 'ready' : rig.doing);
        await answerAll(network, rig);
      }),
  );
};

/** To the first moment of the next hour; the hour before it is closed then. */
export const liveHour = async (network: PlayNetwork, cast: Cast): Promise<void> => {
  const { hourMs } = network.parameters;
  const seconds = (hourMs - (network.clock.now() % hourMs)) / 1_000;
  for (let second = 0; second < seconds; second += 1) await liveSecond(network, cast);
};
