/**
 * Everything that can go wrong and that a person is told about. The core names the code and the facts; the faces turn
 * them into sentences (`locales/<language>/problems.json` has one entry per code: title, cost, fix).
 */
import { z } from 'zod';

const none = z.object({});

/** Facts that belong to each code. Unknown facts are null. */
export const problemData = {
  // the container engine
  ENGINE_ABSENT: z.object({ lookedAt: z.array(z.string()) }),
  ENGINE_UNREACHABLE: z.object({ socketPath: z.string() }),
  ENGINE_DENIED: z.object({ socketPath: z.string() }),
  ENGINE_NOT_LINUX: z.object({ osType: z.string() }),
  /** Too old, or a build nobody reviewed, for a stranger's job; the network's own demo job still runs. */
  ENGINE_OUTDATED: z.object({ version: z.string(), floor: z.string() }),
  IMAGE_NOT_FOUND: z.object({ image: z.string() }),
  IMAGE_PULL_FAILED: z.object({ image: z.string(), detail: z.string() }),
  IMAGE_REFUSED: z.object({ image: z.string(), reason: z.string() }),
  JOB_REFUSED: z.object({ jobId: z.string().nullable(), reasons: z.array(z.string()) }),
  JOB_FAILED: z.object({ jobId: z.string(), exitCode: z.number().int().nullable(), detail: z.string().nullable() }),
  JOB_INTERRUPTED: z.object({ jobId: z.string() }),
  // the machine
  NO_GPU: none,
  GPU_TOOL_FAILED: z.object({
    tool: z.string(),
    reason: z.enum([
      'driver_mismatch',
      'driver_not_loaded',
      'library_missing',
      'permission_denied',
      'gpu_lost',
      'timed_out',
      'unreadable',
      'failed',
    ]),
    detail: z.string(),
  }),
  /** Somebody else holds the GPU's memory, or the driver gives no more. */
  VRAM_SHORT: z.object({ heldBytes: z.number().int(), neededBytes: z.number().int() }),
  /** Containers cannot be given a GPU here: NVIDIA's toolkit or its description of the GPUs is missing; never on a Mac. */
  GPU_CONTAINERS_OFF: z.object({ missing: z.enum(['toolkit', 'description', 'platform']) }),
  GPU_LOST: z.object({ gpuId: z.string(), name: z.string() }),
  GPU_TOO_HOT: z.object({ gpuId: z.string(), temperatureCelsius: z.number(), limitCelsius: z.number() }),
  // the probe
  PROBE_LOST: z.object({ exitCode: z.number().int().nullable(), signal: z.string().nullable() }),
  PROBE_TIMED_OUT: z.object({ task: z.string(), deadlineMs: z.number() }),
  PROBE_FAILED: z.object({ task: z.string(), detail: z.string() }),
  /** Proofs came first, again and again, so that a check found no time. */
  CHECK_GAVE_WAY: z.object({ times: z.number().int() }),
  // the network
  NETWORK_UNREACHABLE: z.object({ address: z.string() }),
  NETWORK_REFUSED: z.object({ code: z.string(), detail: z.string() }),
  CLOCK_OFF: z.object({ offsetMs: z.number() }),
  DEVICE_REVOKED: none,
  /** The network asks for proofs that this version cannot make. */
  APP_OUTDATED: none,
  PROOF_FAILED: z.object({ challengeId: z.string(), verdict: z.string() }),
  /** Somebody looks at the pattern of this device's proofs; `pattern` is the gravest of what was seen. */
  UNDER_REVIEW: z.object({ pattern: z.string() }),
  /** Late, with a model that nobody has proven yet: the network's own figures are looked at. */
  PACE_UNDER_REVIEW: none,
  STAKE_MISSING: z.object({ staked: z.bigint(), required: z.bigint() }),
  /** Coins with a price, and no wallet that could sign for them. */
  WALLET_MISSING: none,
  SIGNING_FAILED: z.object({
    why: z.enum(['declined', 'timed_out', 'wrong_key', 'wrong_signature', 'not_allowed', 'no_browser', 'no_way_back']),
  }),
  /** The network's text is not what was asked for; `differs` names the facts, or `text` when it cannot be read. */
  INTENT_MISMATCH: z.object({ differs: z.array(z.string()) }),
  /** This device is in an account that its own key does not own. */
  NOT_ACCOUNT_OWNER: none,
  MALFORMED_MESSAGE: z.object({ what: z.string(), detail: z.string() }),
  // this app
  STATE_SET_ASIDE: z.object({ file: z.string(), keptAs: z.string() }),
  /** A newer version of the app wrote it; this one leaves it as it is. */
  STATE_NEWER: z.object({ path: z.string() }),
  KEY_SET_ASIDE: z.object({ file: z.string(), keptAs: z.string() }),
  /** The owner's key or the wallet of play coins. */
  MONEY_KEY_SET_ASIDE: z.object({ file: z.string(), keptAs: z.string() }),
  SETTINGS_INVALID: z.object({ key: z.string(), detail: z.string() }),
  /** The app ended several times soon after its start; work waits until the given time. */
  CRASHED_REPEATEDLY: z.object({ starts: z.number().int(), waitMs: z.number() }),
  /** The owner's PIN is asked for. */
  LOCKED: none,
  LOCK_REFUSED: z.object({ waitMs: z.number() }),
  DISK_FULL: z.object({ path: z.string() }),
  DATA_FOLDER_BUSY: z.object({ path: z.string(), pid: z.number().int().nullable() }),
  DATA_FOLDER_DENIED: z.object({ path: z.string() }),
  /** The network's own; no face of the app ever meets it. The address has no secret in it. */
  DATABASE_UNREACHABLE: z.object({ address: z.string(), detail: z.string() }),
  /** As DATABASE_UNREACHABLE, of the server that carries messages between the network's processes. */
  BUS_UNREACHABLE: z.object({ address: z.string(), detail: z.string() }),
  PORT_BUSY: z.object({ port: z.number().int() }),
  NOT_RUNNING: z.object({ dataDir: z.string() }),
  CANCELLED: none,
  INTERNAL: z.object({ id: z.string() }),
} as const;

export type ProblemCode = keyof typeof problemData;
export type ProblemData<Code extends ProblemCode> = z.infer<(typeof problemData)[Code]>;
export type Problem = { [Code in ProblemCode]: { code: Code; data: ProblemData<Code> } }[ProblemCode];

export const problemCodes = Object.keys(problemData) as ProblemCode[];

export const problemSchema: z.ZodType<Problem> = z.discriminatedUnion(
  'code',
  problemCodes.map((code) => z.object({ code: z.literal(code), data: problemData[code] })) as never,
);

/** Thrown inside the host; carries a code and its facts across every boundary. */
export class PerigeeError<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'PerigeeError';
  readonly code: Code;
  readonly data: ProblemData<Code>;

  constructor(code: Code, data: ProblemData<Code>, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
    this.data = data;
  }

  get problem(): Problem {
    return { code: this.code, data: this.data } as unknown as Problem;
  }
}

export const isPerigeeError = (error: unknown): error is PerigeeError => error instanceof PerigeeError;

/** The codes as oRPC errors, for the contracts whose every call may end with one of them. */
export const problemErrors = Object.fromEntries(problemCodes.map((code) => [code, { data: problemData[code] }])) as {
  [Code in ProblemCode]: { data: (typeof problemData)[Code] };
};
