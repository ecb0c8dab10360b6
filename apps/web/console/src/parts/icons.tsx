import type { ReactNode } from "react";

type Props = { size?: number };

/** The mark: a pulled wire and the bell at its end. */
export function BellMark({ size = 36 }: Props) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1f4b5c" />
      <g fill="none" stroke="#f2c66d" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round">
        <path d="M6 7h9.500q0.500 0 .5 .5V10" />
        <path d="M10 21.500c1.600-1.400 1.800-3 1.800-5.500a4.200 4.200 0 0 1 8.400 0c0 2.500 .2 4.100 1.800 5.500z" />
        <path d="M14.700 24.600a1.500 1.500 0 0 0 2.600 0" />
      </g>
    </svg>
  );
}

export function CopyIcon({ size = 14 }: Props) {
  return (
    <LineIcon size={size}>
      <rect x="5.500" y="5.500" width="8" height="8" rx="1.500" />
      <path d="M3.500 10.500h-.5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v.5" />
    </LineIcon>
  );
}

export function CheckIcon({ size = 14 }: Props) {
  return (
    <LineIcon size={size}>
      <path d="M3 8.500 6.500 12 13 4.500" />
    </LineIcon>
  );
}

export function SendIcon({ size = 18 }: Props) {
  return (
    <LineIcon size={size}>
      <path d="M8 13V3.500M3.800 7.500 8 3.300l4.200 4.200" />
    </LineIcon>
  );
}

type LineProps = {
  size: number /** The side of the square that it is drawn on. */;
  grid?: number;
  children: ReactNode;
};

/** A drawing in the common stroke of all icons. Decoration: what it means is said beside it. */
export function LineIcon({ size, grid = 16, children }: LineProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${grid} ${grid}`}
      aria-hidden="true"
      className="shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  );
}
