import { useLayoutEffect, useRef, useState } from "react";
import type { Message } from "../api/sandbox.ts";
import { clockTime, dayWords, sameDay } from "../parts/times.ts";
import type { ChatLog } from "./chat-log.ts";
import { Keyboard } from "./keyboard.tsx";
import type { ChatOnPhone } from "./use-chat.ts";

/** So near to the end, the reader is taken to follow the chat. */
const NEAR_PX = 80;

/** The messages, the newest at the bottom and in sight, unless the reader has scrolled up. */
export function Bubbles({ log, act }: { log: ChatLog; act: ChatOnPhone["act"] }) {
  const { messages } = log;
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [unseen, setUnseen] = useState(false);
  const lastId = messages.at(-1)?.messageId;

  useLayoutEffect(() => {
    if (lastId === undefined) return;
    if (following.current) scrollToEnd(box.current);
    else setUnseen(true);
  }, [lastId]);

  const onScroll = (): void => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.current ?? {};
    following.current = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (following.current) setUnseen(false);
  };

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard in every browser
        tabIndex={0}
        onScroll={onScroll}
        className="h-full overflow-y-auto px-3 py-3 -outline-offset-2"
      >
        {log.known && messages.length === 0 && <EmptyChat />}
        <div
          role="log"
          aria-label="Messages"
          aria-live="polite"
          className="flex min-h-full flex-col justify-end"
        >
          <ol className="flex flex-col gap-1.5">
            {messages.map((message, index) => (
              <Bubble key={message.messageId} message={message} before={messages[index - 1]} act={act} />
            ))}
          </ol>
        </div>
      </div>
      {unseen && (
        <button
          type="button"
          onClick={() => scrollToEnd(box.current)}
          className="absolute inset-x-0 bottom-3 mx-auto w-fit rounded-full bg-accent px-3.5 py-1.5 font-medium text-on-accent text-xs shadow-lift"
        >
          New message ↓
        </button>
      )}
    </div>
  );
}

function scrollToEnd(box: HTMLElement | null): void {
  box?.scrollTo({ top: box.scrollHeight });
}

function EmptyChat() {
  return (
    <div className="pointer-events-none absolute inset-0 flex items-center justify-center p-6">
      <p className="max-w-60 rounded-2xl bg-card/80 px-4 py-3 text-center text-muted text-sm">
        Nothing here yet. Publish a message and it rings here.
      </p>
    </div>
  );
}

type BubbleProps = { message: Message; before: Message | undefined; act: ChatOnPhone["act"] };

function Bubble({ message, before, act }: BubbleProps) {
  const mine = message.from === "person";
  const newDay = before === undefined || !sameDay(before.dateMs, message.dateMs);
  // Only what has just come rings; a chat that is opened lies still.
  const [fresh] = useState(() => Date.now() - message.dateMs < 5_000);
  return (
    <li className="flex flex-col">
      {newDay && (
        <p className="my-2 self-center rounded-full bg-card/70 px-2.5 py-0.5 text-muted text-xs">
          {dayWords(message.dateMs, Date.now())}
        </p>
      )}
      <div
        className={`max-w-[85%] rounded-2xl px-3 pt-1.5 pb-1 text-sm shadow-xs ${fresh ? "motion-safe:animate-ring" : ""} ${
          mine ? "self-end rounded-br-md bg-bubble-mine" : "self-start rounded-bl-md bg-bubble"
        }`}
        data-message-id={message.messageId}
        data-from={message.from}
      >
        <span className="sr-only">{mine ? "The person: " : "The bot: "}</span>
        <p className="whitespace-pre-wrap break-words">{mine ? withoutToken(message.text) : message.text}</p>
        <p className="text-right text-[0.6875rem] text-muted leading-4">
          {message.silent && "silent · "}
          <time dateTime={new Date(message.dateMs).toISOString()}>{clockTime(message.dateMs)}</time>
        </p>
      </div>
      <Keyboard message={message} act={act} />
    </li>
  );
}

/** As Telegram shows a link that was opened: not with what it hands to the bot. */
function withoutToken(text: string): string {
  return text.replace(/^(\/start\S*) .*$/s, "$1");
}
