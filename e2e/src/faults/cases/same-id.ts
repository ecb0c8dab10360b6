import { waitFor } from "@bellwire/testkit";
import { type Answer, postJson, type Stack } from "../../stack.ts";
import type { FaultCase } from "../case.ts";
import { type Bench, onStack } from "../on-stack.ts";
import { waitUntilIdle } from "../settle.ts";

const TIMES = 50;
const TEXT = "the-same-text-again-and-again";

async function fiftyRequests({ stack, broken }: Bench, via: string, chat: number): Promise<void> {
  const body = { id: `same-${via}`, user_id: chat, message: TEXT, via };
  const answers = await Promise.all(
    Array.from({ length: TIMES }, () => postJson(`${stack.webUrl}/notifications`, body)),
  );
  const wrong = answers.filter(({ status, body: { id } }) => status !== 202 || id !== body.id);
  if (wrong.length > 0)
    broken(`via ${via}: ${wrong.length} of ${TIMES} answers were not 202 with the id: ${words(wrong[0])}`);
  const other = await postJson(`${stack.webUrl}/notifications`, { ...body, message: `${TEXT}, changed` });
  if (other.status !== 422 || other.body.code !== "idempotency_mismatch")
    broken(`via ${via}: another body under the same id was answered with ${words(other)}`);
}

function words(answer: Answer | undefined): string {
  return `${answer?.status} ${JSON.stringify(answer?.body)}`;
}

/** The same id fifty times at both doors of strangers. */
async function fiftyEntries(stack: Stack, queueChat: number, streamChat: number): Promise<void> {
  const client = stack.redis.client({ enableAutoPipelining: true });
  const payload = JSON.stringify({ id: "same-LPUSH", user_id: queueChat, message: TEXT });
  const flat = ["id", "same-XADD", "user_id", String(streamChat), "message", TEXT];
  await Promise.all(
    Array.from({ length: TIMES }).flatMap(() => [
      client.lpush("notification:queue", payload),
      client.xadd("notification:stream", "*", ...flat),
    ]),
  );
}

export const sameId: FaultCase = {
  name: "same-id",
  what: `one id, ${TIMES} times in parallel, by HTTP and by Redis: one delivery each`,
  short: true,
  run: (context) =>
    onStack(context, { bots: 2, sandbox: { messagesPerChat: 100 } }, TEXT, async (bench) => {
      const { stack, figure, broken } = bench;
      await Promise.all(
        ["channel", "queue", "stream"].map((via, index) => fiftyRequests(bench, via, 3001 + index)),
      );
      await fiftyEntries(stack, 3004, 3005);
      const chats = [3001, 3002, 3003, 3004, 3005];
      await waitFor(() => chats.every((chat) => stack.received(chat).length > 0), { what: "one of each" });
      const idle = await waitUntilIdle(stack, () => [], 20_000);
      if (idle !== undefined) broken(idle);
      const counts = chats.map((chat) => stack.received(chat).length);
      figure("deliveries by channel, queue, stream, LPUSH, XADD", counts.join(", "));
      if (counts.some((count) => count !== 1))
        broken(`deliveries: ${counts.join(", ")}, where 1 each is right`);
    }),
};
