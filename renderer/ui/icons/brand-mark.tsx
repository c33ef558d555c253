/** The mark of the app: a body at the nearest point of its orbit. */
export const BrandMark = ({ size = 26 }: { size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 26 26" fill="none" aria-hidden="true">
    <g transform="rotate(-35 13 13)">
      <ellipse cx="13" cy="13" rx="10.5" ry="7.6" stroke="var(--ink)" strokeWidth="1.6" />
      <circle cx="10" cy="13" r="3.9" fill="var(--ink)" />
      <circle cx="2.7" cy="13" r="4.1" fill="var(--bg)" />
      <circle cx="2.7" cy="13" r="2.6" fill="var(--accent)" />
    </g>
  </svg>
);
