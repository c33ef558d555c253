/** What this is: version, where its data is, and whose work it stands on. */
import { useTranslation } from 'react-i18next';
import { useConnection, useTopic } from '../../client/store.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { SettingRow } from './setting-row.tsx';
import classes from './settings.module.css';

export const AboutTab = () => {
  const { t } = useTranslation(['settings', 'common']);
  const connection = useConnection();
  const machine = useTopic('machine');
  const { device, network } = useTopic('status');
  const unknown = t('common:notKnown');
  const version = connection.kind === 'open' ? connection.version : unknown;
  const host = connection.kind === 'open' ? t(`about.${connection.host}`, { platform: connection.platform }) : unknown;
  const facts = [`Perigee ${version}`, host, machine?.disk.path, device?.id, network?.name]
    .filter((fact) => fact !== undefined)
    .join('\n');
  return (
    <div className={classes.two}>
      <Panel>
        <SettingRow title={t('about.version', { version })} detail={host}>
          <CopyButton text={facts} />
        </SettingRow>
        <SettingRow title={t('about.data')} detail={<bdi>{machine?.disk.path ?? unknown}</bdi>} />
        <SettingRow title={t('about.device')} detail={<bdi>{device?.id ?? t('about.notJoined')}</bdi>} />
        <SettingRow
          title={t('about.network')}
          detail={
            network ? t(network.isPlay ? 'about.networkPlay' : 'about.networkReal', { name: network.name }) : unknown
          }
        />
        <SettingRow title={t('about.licence')} detail={t('about.licenceWhy')} />
      </Panel>
      <ChangesPanel />
    </div>
  );
};
