import { StatusDot } from "../health/status-dot.tsx";
import { recipientState } from "./words.ts";

/** A recipient's state by its name; what it means on hover. */
export function RecipientBadge({ state }: { state: string }) {
  const { mood, words } = recipientState(state);
  return (
    <span title={words} className="inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-xs">
      <StatusDot mood={mood} />
      {state}
    </span>
  );
}
