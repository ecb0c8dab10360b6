import type { ReactNode } from "react";
import { LineIcon } from "../parts/icons.tsx";

export type IconName = "publish" | "live" | "messages" | "doors" | "numbers" | "findings";

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
