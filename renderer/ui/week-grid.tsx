/**
 * A week of hours, each in one of a few states. A press turns an hour on to its next state, and a drag paints that state;
 * by keyboard the arrows move and Space turns on.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import classes from './week-grid.module.css';

export interface WeekState<Value> {
  value: Value;
  label: string;
  /** Filled, striped, half filled, empty. */
  look: 'full' | 'striped' | 'half' | 'none';
}

interface WeekGridProps<Value> {
  label: string;
  /** Seven rows from Monday, of 24. */
  week: readonly (readonly Value[])[];
  /** In the order in which presses turn them on. */
  states: readonly WeekState<Value>[];
  now: { day: number; hour: number };
  nameOfDay(day: number): string;
  nameOfHour(hour: number): string;
  onChange(week: Value[][]): void;
}

interface Place {
  day: number;
  hour: number;
}

const days = 7;
const hours = 24;
/** Columns that bear their hour. */
const namedEvery = 3;
const namedHours = Array.from({ length: hours / namedEvery }, (_, index) => index * namedEvery);

const moves: Record<string, Place> = {
  ArrowUp: { day: -1, hour: 0 },
  ArrowDown: { day: 1, hour: 0 },
  ArrowLeft: { day: 0, hour: -1 },
  ArrowRight: { day: 0, hour: 1 },
};

export const WeekGrid = <Value,>(props: WeekGridProps<Value>) => {
  const { label, week, states, now, nameOfDay, nameOfHour, onChange } = props;
  const grid = useRef<HTMLTableElement>(null);
  const [focus, setFocus] = useState<Place>({ day: 0, hour: 0 });
  const [draft, setDraft] = useState<Value[][] | null>(null);
  const brush = useRef<Value | null>(null);
  const shown = draft ?? week;

  const at = ({ day, hour }: Place): Value => shown[day]?.[hour] as Value;
  const stateOf = (place: Place): WeekState<Value> =>
    states.find(({ value }) => value === at(place)) ?? (states[0] as WeekState<Value>);
  const after = (place: Place): Value =>
    (states[(states.indexOf(stateOf(place)) + 1) % states.length] as WeekState<Value>).value;
  const painted = ({ day, hour }: Place, value: Value): Value[][] =>
    shown.map((row, index) => (index === day ? row.with(hour, value) : [...row]));

  const placeOf = (target: EventTarget | null): Place | null => {
    const { day, hour } = (target as HTMLElement | null)?.dataset ?? {};
    return day === undefined || hour === undefined ? null : { day: Number(day), hour: Number(hour) };
  };
  const begin = (event: PointerEvent): void => {
    const place = placeOf(event.target);
    if (place === null || event.button !== 0) return;
    brush.current = after(place);
    setFocus(place);
    setDraft(painted(place, brush.current));
  };
  const paint = (event: PointerEvent): void => {
    if (brush.current === null) return;
    const place = placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place !== null && at(place) !== brush.current) setDraft(painted(place, brush.current));
  };
  const end = (): void => {
    if (draft !== null) onChange(draft);
    brush.current = null;
    setDraft(null);
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      onChange(painted(focus, after(focus)));
      return;
    }
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const isMirrored = getComputedStyle(event.currentTarget).direction === 'rtl';
    const next = {
      day: (focus.day + move.day + days) % days,
      hour: (focus.hour + (isMirrored ? -move.hour : move.hour) + hours) % hours,
    };
    setFocus(next);
    grid.current?.querySelector<HTMLElement>(`[data-day="${next.day}"][data-hour="${next.hour}"]`)?.focus();
  };

  return (
    <div className={classes.frame}>
      <table
        ref={grid}
        aria-label={label}
        className={classes.table}
        onPointerDown={begin}
        onPointerMove={paint}
        onPointerUp={end}
        onPointerCancel={end}
        onPointerLeave={end}
        onKeyDown={press}
      >
        <thead aria-hidden="true">
          <tr>
            <td className={classes.day} />
            {namedHours.map((hour) => (
              <td key={hour} colSpan={namedEvery} className={classes.hour}>
                {nameOfHour(hour)}
              </td>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, day) => (
            <tr key={nameOfDay(day)}>
              <th scope="row" className={classes.day} data-is-now={day === now.day || undefined}>
                {nameOfDay(day)}
              </th>
              {row.map((_, hour) => (
                <td key={nameOfHour(hour)} className={classes.slot}>
                  <button
                    type="button"
                    className={classes.cell}
                    data-day={day}
                    data-hour={hour}
                    data-look={stateOf({ day, hour }).look}
                    data-is-now={(day === now.day && hour === now.hour) || undefined}
                    tabIndex={day === focus.day && hour === focus.hour ? 0 : -1}
                    aria-label={`${nameOfDay(day)} ${nameOfHour(hour)}: ${stateOf({ day, hour }).label}`}
                    onFocus={() => setFocus({ day, hour })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend}>
        {states.map(({ label: name, look }) => (
          <li key={name}>
            <span className={classes.swatch} data-look={look} aria-hidden="true" />
            {name}
          </li>
        ))}
      </ul>
    </div>
  );
};
