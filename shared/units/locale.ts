/** Which regional form of a language its figures, dates and lists take. */

/**
 * English follows the 24-hour clock and day-first dates of the rest of the app; Arabic keeps Latin digits.
 *
 * @param language BCP 47, as in the names of the folders of `locales/`
 */
export const localeFor = (language: string): string => ({ en: 'en-GB', ar: 'ar-u-nu-latn' })[language] ?? language;
