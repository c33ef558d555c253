/** The way between pages, with the state and Pause always at its foot. Icons with tooltips on a narrow window. */
import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { BrandMark } from '../ui/icons/brand-mark.tsx';
import { Icon } from '../ui/icons/icon.tsx';
import { groups, icons } from './pages.tsx';
import { hrefOf, type Route } from './route.ts';
import classes from './sidebar.module.css';
import { SidebarFoot } from './sidebar-foot.tsx';

export const Sidebar = ({ route }: { route: Route }) => {
  const { t } = useTranslation('common');
  const isNarrow = useMediaQuery('(max-width: 899px)') ?? false;
  return (
    <aside className={classes.side}>
      <div className={classes.brand}>
        <BrandMark />
        <span className={classes.words}>{t('app')}</span>
      </div>
      {groups.map((group) => (
        <nav key={group.name} className={classes.nav} aria-label={t(`nav.${group.name}`)}>
          {group.routes.map((each) => (
            <Tooltip
              key={each}
              label={t(`nav.${each}`)}
              disabled={!isNarrow}
              events={{ hover: true, focus: true, touch: false }}
            >
              <a href={hrefOf(each)} className={classes.link} aria-current={each === route ? 'page' : undefined}>
                <Icon name={icons[each]} />
                <span className={classes.words}>{t(`nav.${each}`)}</span>
              </a>
            </Tooltip>
          ))}
        </nav>
      ))}
      <SidebarFoot isNarrow={isNarrow} />
    </aside>
  );
};
