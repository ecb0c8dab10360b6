import {
  type AcceptAnswer,
  type Acceptance,
  type AcceptDraft,
  PARKED_DAYS,
  RedisUnavailableError,
} from "@bellwire/messaging";
import type { Metrics } from "@bellwire/runtime";
import {
  type BatchItem,
  isNotificationId,
  type NotificationRequest,
  type Parsed,
  type ParseProblem,
  readNotificationBatch,
  readNotificationRequest,
} from "@bellwire/schema";
import { uuidv7 } from "uuidv7";
import type { Within } from "../within.ts";
import { Batcher, type ChunkLimits, inChunks } from "./batcher.ts";
import { toDraft } from "./draft.ts";
import type { BatchOutcome, Published, PublishOutcome } from "./publish-outcome.ts";

export type Publisher = {
  /**
   * Publishes what `body` says. A body without an id gets one, so called twice it publishes twice. Never rejects
   * because of Redis.
   * @param idempotencyKey the id, said beside the body
   */
  publish(body: Uint8Array, idempotencyKey: string | undefined, within: Within): Promise<PublishOutcome>;
  /** Publishes every good item of `body`, in order: a JSON array, or NDJSON. Never rejects because of Redis. */
  publishBatch(body: Uint8Array, ndjson: boolean, within: Within): Promise<BatchOutcome>;
};

const PARKED_MS = PARKED_DAYS * 86_400_000;

/** Redis serves nobody else while a script runs: 250 items take it some milliseconds. */
const SCRIPT_LIMITS: ChunkLimits<AcceptDraft> = {
  maxItems: 250,
  maxBytes: 1024 * 1024,
  sizeOf: ({ body }) => body.length,
};

export function createPublisher({
  acceptance,
  metrics,
  addressing,
}: {
  acceptance: Pick<Acceptance, "accept">;
  metrics: Metrics;
  /** What an integer names that is linked to no chat: the chat itself, or nobody yet. */
  addressing: "direct" | "linked";
}): Publisher {
  const publishes = metrics.counter("publishes_total", "Notifications asked to be published, by outcome", [
    "outcome",
  ]);
  const batcher = new Batcher({ run: (drafts) => acceptance.accept(drafts), ...SCRIPT_LIMITS });
  const count = (outcome: PublishOutcome) => publishes.add({ outcome: outcome.kind });

  const publishOne = async (request: NotificationRequest, within: Within): Promise<PublishOutcome> => {
    const draft = toDraft(request, request.notification.id ?? uuidv7(), addressing);
    try {
      return toOutcome(draft, await within(batcher.ask(draft)));
    } catch (error) {
      return unavailable(draft.id, error);
    }
  };
  return {
    async publish(body, idempotencyKey, within) {
      const parsed = withKey(readNotificationRequest(body), idempotencyKey);
      const outcome: PublishOutcome = parsed.ok
        ? await publishOne(parsed.value, within)
        : { kind: "invalid", problem: parsed.problem };
      count(outcome);
      return outcome;
    },
    async publishBatch(body, ndjson, within) {
      const parsed = readNotificationBatch(body, ndjson);
      if (!parsed.ok) return { kind: "invalid", problem: parsed.problem };
      const outcomes = await publishItems(acceptance, parsed.value, addressing, within);
      outcomes.forEach(count);
      return { kind: "items", outcomes };
    },
  };
}

async function publishItems(
  acceptance: Pick<Acceptance, "accept">,
  items: readonly BatchItem[],
  addressing: "direct" | "linked",
  within: Within,
): Promise<PublishOutcome[]> {
  const drafts = items.flatMap((item) =>
    item.ok ? [toDraft(item.value, item.value.notification.id ?? uuidv7(), addressing)] : [],
  );
  const inOrder = (await acceptInOrder(acceptance, drafts, within)).values();
  return items.map((item) =>
    item.ok ? (inOrder.next().value as PublishOutcome) : { kind: "invalid", problem: item.problem },
  );
}

/** One script after the other, because the items of a chat are to keep their order. */
async function acceptInOrder(
  acceptance: Pick<Acceptance, "accept">,
  drafts: readonly AcceptDraft[],
  within: Within,
): Promise<PublishOutcome[]> {
  const outcomes: PublishOutcome[] = [];
  for (const chunk of inChunks(drafts, SCRIPT_LIMITS)) {
    try {
      const answers = await within(acceptance.accept(chunk));
      outcomes.push(...chunk.map((draft, index) => toOutcome(draft, answers[index])));
    } catch (error) {
      // Nothing more is tried: what is repeated later must not come after what followed it.
      const left = drafts.slice(outcomes.length).map(({ id }) => unavailable(id, error));
      return [...outcomes, ...left];
    }
  }
  return outcomes;
}

function toOutcome(draft: AcceptDraft, answer: AcceptAnswer | undefined): PublishOutcome {
  const { id, door } = draft;
  switch (answer?.kind) {
    case "accepted": {
      const outcome: Published = { kind: "published", id, via: door, state: answer.state };
      if (door === "channel") outcome.receivers = answer.receivers;
      if (answer.unlinked) outcome.parkedUntilMs = Date.now() + Math.min(PARKED_MS, draft.ttlMs ?? PARKED_MS);
      return outcome;
    }
    case "known":
      return { kind: "published", id, via: answer.door, state: answer.state };
    case "mismatch":
      return { kind: "mismatch" };
    case "full":
      return { kind: "full", of: answer.of };
    case "no_listener":
      return { kind: "no_subscriber" };
    default:
      throw new Error("not every draft was answered");
  }
}

function unavailable(id: string, error: unknown): PublishOutcome {
  if (!(error instanceof RedisUnavailableError)) throw error;
  return { kind: "unavailable", id, trouble: error.trouble };
}

/** The request with the id that a header gives it, unless the two contradict each other. */
function withKey(parsed: Parsed<NotificationRequest>, key: string | undefined): Parsed<NotificationRequest> {
  if (!parsed.ok || key === undefined) return parsed;
  if (!isNotificationId(key))
    return refuseId("Idempotency-Key must be 1 to 128 of the characters A-Z a-z 0-9 . _ : -");
  const { notification, via } = parsed.value;
  if (notification.id !== undefined && notification.id !== key)
    return refuseId("id and the header Idempotency-Key are different: send one of them");
  return { ok: true, value: { notification: { ...notification, id: key }, via } };
}

function refuseId(message: string): { ok: false; problem: ParseProblem } {
  return {
    ok: false,
    problem: { code: "invalid_notification", detail: message, errors: [{ path: "id", message }] },
  };
}
