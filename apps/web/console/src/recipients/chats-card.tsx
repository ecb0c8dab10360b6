import type { LinkedChat } from "../api/recipients.ts";
import { integerOf } from "../api/user-id.ts";
import { StatusDot } from "../health/status-dot.tsx";
import { reasonWords } from "../messages/reason-words.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { ConfirmButton } from "../parts/confirm-button.tsx";
import { countWords } from "../parts/figures.ts";
import { useNow } from "../parts/use-now.ts";
import { unlinkChat } from "./calls.ts";
import { wishWords } from "./preferences.ts";

type Props = {
  id: string;
  chats: readonly LinkedChat[];
  readOnly: boolean;
  onDone: () => void;
  showPhone: ((chatId: number) => void) | undefined;
};

/** The chats in which the person is reached. Each gets a copy of every message. */
export function ChatsCard({ id, chats, readOnly, onDone, showPhone }: Props) {
  return (
    <Card
      title={chats.length === 1 ? "Chat" : `${chats.length} chats`}
      hint={chats.length === 1 ? undefined : "Each gets a copy of every message."}
    >
      <ul className="flex flex-col divide-y divide-line">
        {chats.map((chat) => (
          <li key={chat.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
            <ChatFacts chat={chat} />
            <span className="ml-auto flex gap-2">
              {showPhone !== undefined && chats.length > 1 && (
                <Button
                  look="quiet"
                  label={`Show the phone of chat ${chat.id}`}
                  onClick={() => showPhone(integerOf(chat.id) ?? 0)}
                >
                  Phone
                </Button>
              )}
              {!readOnly && <Unlink id={id} chat={chat} isOnly={chats.length === 1} onDone={onDone} />}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function ChatFacts({ chat }: { chat: LinkedChat }) {
  const { id, kind, name, language, state, linkedAtMs, waiting, parked } = chat;
  const nowMs = useNow();
  const isReachable = state === "reachable";
  return (
    <div className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5 text-sm">
      <p className="break-words font-medium">
        <bdi>{name ?? `Chat ${id}`}</bdi>{" "}
        <span className="font-mono font-normal text-muted text-xs">{id}</span>
      </p>
      <p className="flex items-center gap-1.5 text-xs">
        <StatusDot mood={isReachable ? "ok" : "fail"} />
        {isReachable ? "reachable" : `not reachable: ${reasonWords(state)}`}
      </p>
      <p className="text-muted text-xs">
        {[kind, language, ...wishWords(chat, nowMs)].filter((part) => part !== undefined).join(" · ")}
        {linkedAtMs !== undefined && (
          <>
            {" "}
            · linked <Ago ms={linkedAtMs} />
          </>
        )}
      </p>
      {waiting + parked > 0 && (
        <p className="text-warn-ink text-xs tabular-nums">
          {countWords(waiting)} waiting, {countWords(parked)} parked
        </p>
      )}
    </div>
  );
}

type UnlinkProps = { id: string; chat: LinkedChat; isOnly: boolean; onDone: () => void };

function Unlink({ id, chat, isOnly, onDone }: UnlinkProps) {
  const unlink = async () => {
    const refused = await unlinkChat(id, chat.id);
    onDone();
    return refused;
  };
  return (
    <ConfirmButton
      label={`Unlink chat ${chat.id}`}
      title="Unlink this chat?"
      words={
        isOnly
          ? "It gets nothing for this user any more. What waits there is parked until another chat is linked."
          : "It gets nothing for this user any more. What waits there is cancelled: the other chats have their copies."
      }
      verb="Unlink"
      run={unlink}
    >
      Unlink…
    </ConfirmButton>
  );
}
