/** The language, changed while the app runs. */
import { Button, Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { languages } from '../../app/i18n.ts';
import { useAction } from '../../client/action.ts';
import { Icon } from '../../ui/icons/icon.tsx';
import classes from './onboarding.module.css';

export const LanguageMenu = () => {
  const { i18n } = useTranslation();
  const choose = useAction((core, signal, language: string) => core.settings.update({ language }, { signal }));
  const shown = languages.find(({ tag }) => tag === i18n.language) ?? languages[0];
  return (
    <div className={classes.language}>
      <Menu>
        <Menu.Target>
          <Button
            variant="subtle"
            size="sm"
            leftSection={<Icon name="globe" size={16} />}
            rightSection={<Icon name="down" size={14} />}
          >
            {shown.name}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {languages.map(({ tag, name }) => (
            <Menu.Item key={tag} lang={tag} onClick={() => void choose.run(tag)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  );
};
