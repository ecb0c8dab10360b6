import { StatusDot } from "../health/status-dot.tsx";
import { Bubbles } from "./bubbles.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer } from "./composer.tsx";
import { PhoneFrame } from "./phone-frame.tsx";
import { useChat } from "./use-chat.ts";
import type { StreamState } from "./use-sandbox-events.ts";

type Props = {
  chatId: number | undefined;
  /** Whose chat it is, where that is known. */
  userId?: string | undefined;
  /** Shown while there is no chat. */
  words: string;
  webUp: boolean;
  onUnauthorized: () => void;
};

/** The phone of one person in the sandbox: their chat with the bot, and everything they can do in it. */
export function SandboxPhone({ chatId, userId, words, webUp, onUnauthorized }: Props) {
  const { log, stream, problem, act } = useChat(chatId, webUp, onUnauthorized);
  const title = titleOf(chatId, userId);
  if (chatId === undefined) return <PhoneFrame title={title} words={words} />;
  return (
    <PhoneFrame title={title} aside={<StreamWords state={stream} />}>
      <ChatHeader blocked={log.blocked} act={act} />
      <Bubbles key={chatId} log={log} act={act} />
      <Composer blocked={log.blocked} problem={webUp ? problem : undefined} act={act} />
    </PhoneFrame>
  );
}

function titleOf(chatId: number | undefined, userId: string | undefined): string {
  if (chatId === undefined) return "Phone";
  if (chatId < 0) return `Group ${chatId}`;
  return userId === undefined ? `Phone of chat ${chatId}` : `Phone of user ${userId}`;
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
