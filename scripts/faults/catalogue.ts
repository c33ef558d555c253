/** The 25 faults that Perigee promises to live through, and which tests try each. A table: longer than most files. */

export interface Trial {
  file: string;
  /** Matches the names of those tests in the file that try the fault, and of no other in any file. */
  tests: RegExp;
}

export interface Fault {
  number: number;
  title: string;
  trials: readonly Trial[];
  /** What the trials leave out, of the fault as it is in the field; null: nothing. */
  why: string | null;
}

const trial = (file: string, tests: RegExp): Trial => ({ file, tests });

const killedApp = 'tests/faults/killed-app.test.ts';
const engineLost = 'tests/faults/engine-lost.test.ts';
const isolation = 'tests/docker/isolation.test.ts';
const paidOnce = trial('tests/network/coins.test.ts', /is paid once, however often and in whatever order/);

export const faults: readonly Fault[] = [
  {
    number: 1,
    title: 'App killed mid-job',
    trials: [trial(killedApp, /killed while the job runs: the next start takes it up within ten seconds/)],
    why: null,
  },
  {
    number: 2,
    title: 'Killed between create and start',
    trials: [trial(killedApp, /killed (after_create|after_created_journal): the next start/)],
    why: null,
  },
  {
    number: 3,
    title: 'Killed between start and journal',
    trials: [trial(killedApp, /killed after_start: the next start/)],
    why: null,
  },
  {
    number: 4,
    title: 'Crash loop',
    trials: [
      trial('tests/faults/crash-loop.test.ts', /ends soon after its start, again and again, waits before it works/),
    ],
    why: null,
  },
  {
    number: 5,
    title: 'dockerd killed, no live-restore',
    trials: [trial(engineLost, /killed and started again: the job is interrupted/)],
    why: null,
  },
  {
    number: 6,
    title: 'dockerd killed, live-restore',
    trials: [trial(engineLost, /killed with live-restore: the job goes on/)],
    why: null,
  },
  {
    number: 7,
    title: 'Job exits while dockerd is down',
    trials: [trial(engineLost, /killed, and the job ends meanwhile/)],
    why: null,
  },
  {
    number: 8,
    title: 'dockerd hung',
    trials: [trial(engineLost, /hung while it should start the job/)],
    why: null,
  },
  {
    number: 9,
    title: 'Socket gone or denied',
    trials: [
      trial(engineLost, /with its socket gone/),
      trial('tests/docker/denied.test.ts', /says ENGINE_DENIED when the socket is not for this user/),
    ],
    why: null,
  },
  {
    number: 10,
    title: 'State disk full',
    trials: [trial('tests/cli/full-disk.test.ts', /refuses what it cannot keep/)],
    why: null,
  },
  {
    number: 11,
    title: 'Docker disk full',
    trials: [trial('tests/faults/docker-disk-full.test.ts', /ends the job whose image does not fit/)],
    why: 'What was fetched for earlier jobs goes by a bound of the app’s own, not because this disk is full.',
  },
  {
    number: 12,
    title: 'Journal corrupt',
    trials: [trial('tests/cli/damaged.test.ts', /state\.db with noise in its middle/)],
    why: null,
  },
  {
    number: 13,
    title: 'Power loss',
    trials: [trial('tests/faults/power-loss.test.ts', /at any moment leaves each event that was acknowledged/)],
    why: 'A library between the app and the system drops what was not synced; a disk that lies about a flush, and sectors torn in half, need a device below the file system.',
  },
  {
    number: 14,
    title: 'Network down for 24 h',
    trials: [trial('tests/faults/network-away.test.ts', /away for a day: what happened meanwhile waits in order/)],
    why: 'The 24 h are the app’s own clock, hurried; the connection is refused rather than swallowed.',
  },
  {
    number: 15,
    title: 'Acknowledgements lost',
    trials: [trial('electron/link/outbox.test.ts', /sends again what was not acknowledged/), paidOnce],
    why: null,
  },
  { number: 16, title: 'Reordered and duplicated', trials: [paidOnce], why: null },
  {
    number: 17,
    title: 'Captive portal, DNS that lies',
    trials: [trial('tests/faults/captive-portal.test.ts', /a host that is not the network/)],
    why: 'The false host stands at the address itself; no name is resolved falsely, which looks the same to the app.',
  },
  {
    number: 18,
    title: 'Clock off by an hour',
    trials: [
      trial('tests/faults/clock-jump.test.ts', /(the clock set during a job|a device whose clock is wrong), on/),
    ],
    why: 'The clock that the app is given jumps; the system’s own, which the engine reads, cannot be set here.',
  },
  {
    number: 19,
    title: 'Sleep',
    trials: [trial('tests/faults/sleep.test.ts', /slept through a part of an hour comes back by itself/)],
    why: 'The processes are stopped for a part of a network hour of 20 s; the system does not suspend, so its clocks go on.',
  },
  {
    number: 20,
    title: 'GPU lost',
    trials: [trial('tests/faults/gpu-lost.test.ts', /lost while the app runs is told by its name/)],
    why: 'nvidia-smi is a script that prints a recording; no card proves, and none falls off a real bus.',
  },
  {
    number: 21,
    title: 'Probe crashed or hung',
    trials: [trial('tests/faults/app/probe-lost.test.ts', /(killed|stopped) during a proof|killed during a check/)],
    why: null,
  },
  {
    number: 22,
    title: 'Memory bomb',
    trials: [trial(isolation, /fills neither the disk nor more memory/)],
    why: null,
  },
  {
    number: 23,
    title: 'Fork bomb',
    trials: [trial(isolation, /forks no further than it may/)],
    why: null,
  },
  {
    number: 24,
    title: 'Upgrade and downgrade mid-job',
    trials: [
      trial('tests/faults/other-version.test.ts', /while the app is replaced|a newer app has changed is refused/),
    ],
    why: 'The other version is the same code under another number, until there is a second release to try.',
  },
  {
    number: 25,
    title: 'Two instances',
    trials: [trial('tests/cli/up.test.ts', /is pointed to by a second one|refuses earn on its folder/)],
    why: 'Both are headless: the desktop takes the same lock, and its binary is not on every machine.',
  },
];
