import { useCallback, useState } from "react";
import type { Answer } from "../api/call.ts";
import { type Recipient, readRecipients } from "../api/recipients.ts";
import { integerOf } from "../api/user-id.ts";
import { useFeed } from "../feed/index.ts";
import type { Page } from "../paging/pages.ts";
import { useReading } from "../paging/use-reading.ts";

/**
 * Where a person is reached in the sandbox: in the chat that was linked first, and while there is none, in the chat of
 * that id. undefined: nowhere yet.
 */
export function useChatOf(userId: string | undefined): number | undefined {
  const [linked, setLinked] = useState<{ userId: string; chatId: number | undefined }>();
  const news = useFeed(({ recipientEventsSeen, opened }) => `${recipientEventsSeen} ${opened}`);

  // Looked up in the list: that somebody was never heard of is no error here.
  const read = useCallback(
    () => (userId === undefined ? Promise.resolve(undefined) : readRecipients(userId)),
    [userId],
  );
  const take = useCallback(
    (answer: Answer<Page<Recipient>> | undefined): void => {
      if (userId === undefined || answer?.ok !== true) return;
      const chat = answer.value.items.find(({ id }) => id === userId)?.chats[0];
      setLinked({ userId, chatId: chat === undefined ? undefined : integerOf(chat.id) });
    },
    [userId],
  );
  useReading(read, take, { news, failed: false });

  if (userId === undefined) return undefined;
  return (linked?.userId === userId ? linked.chatId : undefined) ?? integerOf(userId);
}
