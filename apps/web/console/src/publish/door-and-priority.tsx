import type { Door, Priority } from "../api/notifications.ts";
import { Segmented } from "../parts/segmented.tsx";
import type { Draft } from "./draft.ts";

const DOORS: readonly { value: Door; title: string }[] = [
  { value: "channel", title: "Channel" },
  { value: "queue", title: "Queue" },
  { value: "stream", title: "Stream" },
];

const DOOR_HINTS: Record<Door, string> = {
  channel: "The fastest; says how many heard it.",
  queue: "Kept in a Redis list until a bot admits it.",
  stream: "Kept in order, and readable afterwards.",
};

const PRIORITIES: readonly { value: Priority; title: string }[] = [
  { value: "urgent", title: "Urgent" },
  { value: "normal", title: "Normal" },
  { value: "bulk", title: "Bulk" },
];

const PRIORITY_HINTS: Record<Priority, string> = {
  urgent: "Overtakes normal and bulk, in every chat.",
  normal: "Overtakes bulk, waits for urgent.",
  bulk: "Waits for the others, never for ever.",
};

type Props = { draft: Draft; onChange: (draft: Draft) => void };

/** By which way it goes, and what it overtakes. */
export function DoorAndPriority({ draft, onChange }: Props) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Segmented
        legend="Door"
        options={DOORS}
        value={draft.via}
        onChange={(via) => onChange({ ...draft, via })}
        hint={DOOR_HINTS[draft.via]}
      />
      <Segmented
        legend="Priority"
        options={PRIORITIES}
        value={draft.priority}
        onChange={(priority) => onChange({ ...draft, priority })}
        hint={PRIORITY_HINTS[draft.priority]}
      />
    </div>
  );
}
