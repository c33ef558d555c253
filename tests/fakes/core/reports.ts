/** The fake core's reports of frauds: a decided one, and what is filed; the device of `ownId` is this account's. */
import { implement } from '@orpc/server';
import { appContract } from '../../../shared/contract/app/index.ts';
import type { OwnReport } from '../../../shared/contract/app/reports.ts';
import { mostOpenReports, reportBond } from '../../../shared/domain/slashing/report-bond.ts';
import { io } from './coins.ts';

const dayMs = 24 * 3_600_000;

/** A device that the network knows as this account's. */
const ownId = `d${'a'.repeat(24)}`;

/** @param hasJoined  the scenario knows a network */
export const fakeReports = (now: () => number, hasJoined: boolean) => {
  const os = implement(appContract);
  let free: bigint = io('2120.5');
  const reports: OwnReport[] = [
    {
      ...{ id: 'r-1', deviceId: `d${'b'.repeat(24)}`, claim: 'memory', text: 'It never fills more than 8 GB.' },
      ...{ rows: [{ blockId: '20261120T100000.000Z', row: 4 }], at: now() - 6 * dayMs, state: 'unproven' },
      ...{ decidedAt: now() - 2 * dayMs, decidedBy: 'operator', reason: 'One hour is too little to say.' },
      ...{ bond: reportBond, bounty: null },
    },
  ];
  return {
    list: os.reports.list.handler(({ errors }) => {
      if (!hasJoined) throw errors.NOT_JOINED();
      return { reports, free };
    }),
    file: os.reports.file.handler(({ input, errors }) => {
      const { requestId: id, ...asked } = input;
      const known = reports.find((report) => report.id === id);
      if (known !== undefined) return known;
      if (asked.deviceId === ownId) throw errors.SELF_REPORT();
      const open = reports.filter(({ state }) => state === 'open').length;
      if (open >= mostOpenReports) throw errors.TOO_MANY_REPORTS({ data: { most: mostOpenReports } });
      if (free < reportBond) throw errors.BOND_NOT_COVERED({ data: { required: reportBond, available: free } });
      const filed: OwnReport = {
        ...{ ...asked, id, at: now(), state: 'open', decidedAt: null, decidedBy: null, reason: null },
        ...{ bond: reportBond, bounty: null },
      };
      reports.unshift(filed);
      free -= reportBond;
      return filed;
    }),
  };
};
