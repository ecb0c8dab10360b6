import { StatusDot } from "../health/status-dot.tsx";
import { Bubbles } from "./bubbles.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { PhoneFrame } from "./phone-frame.tsx";
import { useChat } from "./use-chat.ts";
import type { StreamState } from "./use-sandbox-events.ts";

type Props = { chatId: number | undefined; webUp: boolean; onUnauthorized: () => void };

/** The phone of one person in the sandbox: their chat with the bot, and everything they can do in it. */
export function SandboxPhone({ chatId, webUp, onUnauthorized }: Props) {
  const { log, stream, problem, act } = useChat(chatId, webUp, onUnauthorized);
  const title = chatId === undefined ? "Phone" : chatId < 0 ? `Group ${chatId}` : `Phone of user ${chatId}`;
  if (chatId === undefined) {
    return (
      <PhoneFrame title={title} words="Type a user id into the form, and that person's phone appears here." />
    );
  }
  return (
    <PhoneFrame title={title} aside={<StreamWords state={stream} />}>
      <ChatHeader blocked={log.blocked} act={act} />
      <Bubbles key={chatId} log={log} />
      <Composer blocked={log.blocked} problem={webUp ? problem : undefined} act={act} />
    </PhoneFrame>
  );
}

function StreamWords({ state }: { state: StreamState }) {
  const live = state === "live";
  return (
    <span className="inline-flex shrink-0 items-center gap-2 text-muted text-xs">
      <StatusDot mood={live ? "ok" : "unknown"} />
      {live ? "Sandbox, live" : "Sandbox, connecting…"}
    </span>
  );
}
