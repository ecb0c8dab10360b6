import type { ReactNode } from "react";
import { hashOf } from "../shell/route.ts";
import type { Message } from "./message.ts";

/** What the publisher asked for, and what was counted. */
export function MessageFacts({ message }: { message: Message }) {
  const { userId, chatId, copies, via, priority, attempts, parts, partsSent, messageIds, options } = message;
  return (
    <section aria-label="Facts">
      <h3 className="mb-2 font-medium text-sm">Facts</h3>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-sm">
        <Fact name="to">
          {userId === undefined ? (
            "nobody that can be read"
          ) : (
            <a
              className="font-mono text-accent underline"
              href={hashOf("recipients", { id: userId })}
              title="This person: chats, wishes, and a link"
            >
              <bdi className="break-all">{userId}</bdi>
            </a>
          )}
          {chatId !== undefined && chatId !== userId && <span className="text-muted"> in chat {chatId}</span>}
        </Fact>
        {userId !== undefined && (
          <Fact name="others">
            <a className="text-accent underline" href={hashOf("messages", { user_id: userId })}>
              all messages to this person
            </a>
          </Fact>
        )}
        {copies.map((copy) => (
          <Fact key={copy.id} name={`chat ${copy.chatId}`}>
            <a className="text-accent underline" href={hashOf("messages", { id: copy.id })}>
              {copy.state}
            </a>
          </Fact>
        ))}
        <Fact name="door">{via}</Fact>
        <Fact name="priority">{priority}</Fact>
        <Fact name="attempts">{attempts}</Fact>
        {parts !== undefined && (
          <Fact name="parts">
            {partsSent} of {parts} sent
          </Fact>
        )}
        {messageIds.length > 0 && (
          <Fact name="Telegram's id">
            <span className="font-mono">{messageIds.join(", ")}</span>
          </Fact>
        )}
        {options.map(({ name, value }) => (
          <Fact key={name} name={name}>
            <span className="break-words font-mono text-xs">
              {typeof value === "string" ? value : JSON.stringify(value)}
            </span>
          </Fact>
        ))}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}
