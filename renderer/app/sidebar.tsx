/** The way between pages, with the state and Pause always at its foot. Icons with tooltips on a narrow window. */
import { Tooltip } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useTopic } from '../client/store.ts';
import { BrandMark } from '../ui/icons/brand-mark.tsx';
import { Icon } from '../ui/icons/icon.tsx';
import { groups, icons } from './pages.tsx';
import { hrefOf, isShown, listedUnder, type Route } from './route.ts';
import classes from './sidebar.module.css';
import { SidebarFoot } from './sidebar-foot.tsx';

interface SidebarProps {
  route: Route;
  /** Moves the focus past the sidebar. */
  onSkip(): void;
}

export const Sidebar = ({ route, onSkip }: SidebarProps) => {
  const { t } = useTranslation('common');
  const isNarrow = useMediaQuery('(max-width: 899px)') ?? false;
  const { supportsOnly } = useTopic('settings');
  const shown = groups
    .map(({ name, routes }) => ({ name, routes: routes.filter((each) => isShown(each, supportsOnly)) }))
    .filter(({ routes }) => routes.length > 0);
  return (
    <aside className={classes.side}>
      <button type="button" className={classes.skip} onClick={onSkip}>
        {t('skip')}
      </button>
      <div className={classes.brand}>
        <BrandMark />
        <span className={classes.words}>{t('app')}</span>
      </div>
      {shown.map((group) => (
        <nav key={group.name} className={classes.nav} aria-label={t(`nav.${group.name}`)}>
          {group.routes.map((each) => (
            <Tooltip
              key={each}
              label={t(`nav.${each}`)}
              disabled={!isNarrow}
              events={{ hover: true, focus: true, touch: false }}
            >
              <a
                href={hrefOf(each)}
                className={classes.link}
                aria-current={each === listedUnder(route) ? 'page' : undefined}
              >
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
