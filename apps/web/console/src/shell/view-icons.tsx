import type { ReactNode } from "react";
import { LineIcon } from "../parts/icons.tsx";

export type IconName =
  | "publish"
  | "live"
  | "messages"
  | "recipients"
  | "webhooks"
  | "doors"
  | "numbers"
  | "findings";

const DRAWINGS: Record<IconName, ReactNode> = {
  publish: <path d="M17 3 9 11M17 3l-5 14-3-6-6-3z" />,
  live: (
    <>
      <circle cx="10" cy="10" r="1.500" />
      <path d="M6.500 13.500a5 5 0 0 1 0-7M13.500 6.500a5 5 0 0 1 0 7M4 16a8.500 8.500 0 0 1 0-12M16 4a8.500 8.500 0 0 1 0 12" />
    </>
  ),
  messages: (
    <path d="M3 5.500A1.500 1.500 0 0 1 4.500 4h11A1.500 1.500 0 0 1 17 5.500v7a1.500 1.500 0 0 1-1.500 1.500H9l-4 3v-3h-.500A1.500 1.500 0 0 1 3 12.500z" />
  ),
  recipients: (
    <path d="M8 9.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6M2.500 16.500c0-2.500 2-4.500 5.500-4.500s5.500 2 5.500 4.500M13 3.750a3 3 0 0 1 0 5.500M15 12.500c1.600.7 2.500 2.100 2.500 4" />
  ),
  webhooks: <path d="M3 10h10M9.500 6 13.500 10l-4 4M17 4v12" />,
  doors: <path d="M5 17V4.500L11.500 3v14M11.500 4.500H15V17M3 17h14M9 10v.500" />,
  numbers: <path d="M3 3v14h14M6.500 12.500l3-3.500 2.500 2 4-5" />,
  findings: <path d="M10 3.500 17.500 16.500h-15zM10 8.500v3.500M10 14.250v.250" />,
};

export function ViewIcon({ name }: { name: IconName }) {
  return (
    <LineIcon size={20} grid={20}>
      {DRAWINGS[name]}
    </LineIcon>
  );
}
