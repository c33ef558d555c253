/** Changes one or more settings, and tells why it did not work. */
import type { Settings } from '../../../shared/contract/app/settings.ts';
import { useFailureText } from '../../app/failure-text.ts';
import { useAction } from '../../client/action.ts';

export type SettingChange = Partial<Omit<Settings, 'wantsToEarn'>>;

export const useSetting = (): { set(change: SettingChange): void; failure: string | null } => {
  const { run, failure } = useAction((core, signal, change: SettingChange) => core.settings.update(change, { signal }));
  const text = useFailureText()(failure);
  return { set: (change) => void run(change), failure: text };
};
