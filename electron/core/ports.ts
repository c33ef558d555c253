/** Everything in which one host differs from another: what `createCore` is given instead of finding it out. */
import type { Log } from '../../shared/log.ts';
import type { Clock } from '../../shared/units/time.ts';
import type { Mirrors } from '../docker/mirrored-engine.ts';
import type { Elevation } from '../mending/elevation.ts';
import type { SignSource } from '../presence/sign-source.ts';
import type { SourceContext } from '../presence/system-sources.ts';
import type { SpawnProbe } from '../probe/process.ts';
import type { SignerHost } from '../wallet/external-signer.ts';

/** Sleep and wake of the machine, as the host sees them. */
export interface PowerEvents {
  /** @returns a function that ends the watching */
  onSuspend(listener: () => void): () => void;
  onResume(listener: () => void): () => void;
}

export interface CorePorts {
  host: 'desktop' | 'headless';
  version: string;
  /** Holds state, keys and Localnet; made private and locked. */
  dataDir: string;
  /** Read-only files that come with the app: the default demo job. */
  resourcesDir: string;
  clock: Clock;
  log: Log;
  spawnProbe: SpawnProbe;
  power: PowerEvents | null;
  /** Keeps the PC from falling asleep by itself until the returned function is called; null: this host cannot. */
  keepAwake: (() => () => void) | null;
  /** How a command that mends this PC is run as administrator from here. */
  elevation: Elevation;
  /** Where signs of the owner come from. */
  signSources: (context: SourceContext) => readonly SignSource[];
  /** `embedded` starts Localnet inside the core, with network hours of `hourMs`. */
  network: { kind: 'embedded'; hourMs: number } | { kind: 'remote'; url: string };
  /** Where the owner's own wallet signs, as the owner named it when starting the app; null: nowhere. */
  signer: SignerHost | null;
  /** repository@sha256:… of Localnet's demo job; null: the one in resources. */
  demoImage: string | null;
  /** Whether Localnet's play renter offers that job by itself. */
  offersDemoJob: boolean;
  /** Registries that jobs' images may come from besides the public ones, as `host:port`. */
  registries: readonly string[];
  /** Hosts on the LAN that mirror a registry, by its name; empty: none. */
  mirrors: Mirrors;
  /** null: look in the usual places. */
  engineSocketPath: string | null;
}

/** Length of a Localnet hour unless somebody says otherwise; docs/decisions/0002. */
export const defaultLocalnetHourMs = 300_000;
