/** Mantine in Perigee's shapes. Colours are not here: the tokens hold them, one set per scheme. */
import {
  Anchor,
  Button,
  Checkbox,
  createTheme,
  type MantineColorsTuple,
  Menu,
  Modal,
  NumberInput,
  Popover,
  Progress,
  SegmentedControl,
  Select,
  Switch,
  Tabs,
  Tooltip,
} from '@mantine/core';
import classes from './theme.module.css';

/** Ten times the same token: Mantine asks for shades, the scheme decides. */
const shades = (token: string): MantineColorsTuple => {
  const one = `var(${token})`;
  return [one, one, one, one, one, one, one, one, one, one];
};

const named = (name: string): string => classes[name] ?? '';

export const theme = createTheme({
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  headings: { fontFamily: 'var(--font-display)' },
  defaultRadius: 8,
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '24px' },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  colors: { ink: shades('--ink'), accent: shades('--accent') },
  primaryColor: 'ink',
  components: {
    Anchor: Anchor.extend({ defaultProps: { inherit: true } }),
    Button: Button.extend({ defaultProps: { variant: 'default' }, classNames: { root: named('button') } }),
    Switch: Switch.extend({
      defaultProps: { withThumbIndicator: false },
      classNames: {
        track: named('switchTrack'),
        thumb: named('switchThumb'),
        body: named('switchBody'),
        labelWrapper: named('switchLabel'),
      },
    }),
    Checkbox: Checkbox.extend({ defaultProps: { color: 'accent' } }),
    Progress: Progress.extend({ defaultProps: { color: 'accent' } }),
    NumberInput: NumberInput.extend({ classNames: { input: named('input') } }),
    Select: Select.extend({
      classNames: { input: named('input') },
      defaultProps: { allowDeselect: false, comboboxProps: { withinPortal: false } },
    }),
    SegmentedControl: SegmentedControl.extend({
      classNames: { root: named('segments'), label: named('segment'), indicator: named('segmentOn') },
    }),
    Tabs: Tabs.extend({ classNames: { list: named('tabList'), tab: named('tab') } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 200, position: 'right' },
      classNames: { tooltip: named('tooltip') },
    }),
    Menu: Menu.extend({
      // Inside its own landmark, and with nothing but items inside the menu.
      defaultProps: { position: 'bottom-end', shadow: 'none', withinPortal: false, withInitialFocusPlaceholder: false },
      classNames: { dropdown: named('menu'), item: named('menuItem') },
    }),
    Popover: Popover.extend({ classNames: { dropdown: named('menu') } }),
    // The library's scroll lock writes a style element, which the content policy refuses.
    Modal: Modal.extend({
      defaultProps: { lockScroll: false, centered: true, radius: 14 },
      classNames: { content: named('sheet'), header: named('sheetHeader'), overlay: named('scrim') },
    }),
  },
});
