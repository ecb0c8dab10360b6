import type { Mood } from "./health-words.ts";

const COLOURS: Record<Mood, string> = {
  ok: "bg-ok",
  warn: "bg-warn",
  fail: "bg-fail",
  unknown: "bg-unknown",
};

/** Decoration: the words beside it say the same. */
export function StatusDot({ mood }: { mood: Mood }) {
  return <span aria-hidden="true" className={`inline-block size-2 shrink-0 rounded-full ${COLOURS[mood]}`} />;
}
