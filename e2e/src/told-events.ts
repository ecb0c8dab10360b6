import type { NotificationEvent, RecipientEvent } from "@bellwire/schema";

/** What a reader of `GET /events` was told so far, in order. */
export type ToldEvents = {
  readonly recipients: readonly RecipientEvent[];
  readonly notifications: readonly NotificationEvent[];
  leave: () => Promise<void>;
};

/** Follows `GET /events` of one web process; resolves when it answers. */
export async function followEvents(webUrl: string): Promise<ToldEvents> {
  const leaving = new AbortController();
  const response = await fetch(`${webUrl}/events`, { signal: leaving.signal });
  if (response.body === null || !response.ok) throw new Error(`GET /events answered ${response.status}`);
  const recipients: RecipientEvent[] = [];
  const notifications: NotificationEvent[] = [];
  const reading = readLines(response.body, (event, data) => {
    if (event === "recipient") recipients.push(JSON.parse(data) as RecipientEvent);
    if (event === "notification") notifications.push(JSON.parse(data) as NotificationEvent);
  });
  const leave = async () => {
    leaving.abort();
    await reading.catch(() => {});
  };
  return { recipients, notifications, leave };
}

async function readLines(
  body: ReadableStream<Uint8Array>,
  take: (event: string, data: string) => void,
): Promise<void> {
  let text = "";
  let event = "";
  for await (const piece of body.pipeThrough(new TextDecoderStream())) {
    text += piece;
    const lines = text.split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("event: ")) event = line.slice("event: ".length);
      if (line.startsWith("data: ")) take(event, line.slice("data: ".length));
    }
  }
}
