/** How a language writes a number: its decimal mark and the mark between groups of digits. */
export interface NumberMarks {
  decimal: string;
  group: string;
}

export const plainMarks: NumberMarks = { decimal: '.', group: ',' };

/** @param locale BCP 47, with its numbering system where that matters */
export const numberMarksOf = (locale: string): NumberMarks => {
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' } as Intl.NumberFormatOptions).formatToParts(
    1_234_567.8,
  );
  const mark = (type: 'decimal' | 'group'): string | undefined => parts.find((part) => part.type === type)?.value;
  return { decimal: mark('decimal') ?? plainMarks.decimal, group: mark('group') ?? '' };
};
