import { BellMark } from "../parts/icons.tsx";
import type { ChatOnPhone } from "./use-chat.ts";

type Props = { blocked: boolean; act: ChatOnPhone["act"] };

export function ChatHeader({ blocked, act }: Props) {
  return (
    <div className="flex items-center gap-3 border-line border-b bg-card px-4 py-2.5">
      <BellMark size={34} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-semibold text-sm">Your bot</p>
        <p className="text-muted text-xs">{blocked ? "blocked by this person" : "bot"}</p>
      </div>
      <button
        type="button"
        className="rounded-lg px-2 py-1.5 font-medium text-fail-ink text-xs hover:bg-sunken pointer-coarse:min-h-11"
        onClick={() => void act({ act: blocked ? "unblock" : "block" })}
      >
        {blocked ? "Unblock" : "Block"}
      </button>
    </div>
  );
}
