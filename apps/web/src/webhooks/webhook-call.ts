import { Webhook } from "standardwebhooks";
import { retryAfterMs } from "./retry-schedule.ts";

export type Receiver = { url: string; secret: string };

/** What a call came to. `error` is a word for a person, and holds neither the address nor anything that was answered. */
export type CallOutcome =
  | { kind: "taken"; status: number }
  | { kind: "failed"; error: string; status?: number; retryAfterMs?: number };

export type WebhookCall = (id: string, body: string, signal: AbortSignal) => Promise<CallOutcome>;

const TIMEOUT_MS = 15_000;
/** Read of an answer, so that its connection can be used again. */
const ANSWER_BYTES_MAX = 1024;

/**
 * Calls in the form of Standard Webhooks. Only an answer 2xx means that it was taken; redirects are not followed,
 * because what is signed for one receiver is not for another. Never rejects. May be repeated: the id stays the same, the
 * time and the signature are new.
 */
export function signedCalls({ url, secret }: Receiver, timeoutMs = TIMEOUT_MS): WebhookCall {
  const webhook = new Webhook(secret);
  return async (id, body, signal) => {
    const limit = timeLimit(signal, timeoutMs);
    const now = new Date();
    const headers = {
      "content-type": "application/json",
      "user-agent": "Bellwire",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": webhook.sign(id, now, body),
    };
    try {
      const answer = await fetch(url, {
        ...{ method: "POST", redirect: "manual", headers, body, signal: limit.signal },
      });
      await passOver(answer);
      return outcomeOf(answer);
    } catch (error) {
      return { kind: "failed", error: limit.isOver() ? "no answer in time" : wordFor(error) };
    } finally {
      limit.clear();
    }
  };
}

/**
 * Ends after `ms`, or with `outer`. Not AbortSignal.any with AbortSignal.timeout: in Node 20 a collection of garbage takes
 * the time limit away, and a call to a receiver that hangs never ends.
 */
function timeLimit(outer: AbortSignal, ms: number) {
  const end = new AbortController();
  let isOver = false;
  const abort = () => end.abort();
  const timer = setTimeout(() => {
    isOver = true;
    abort();
  }, ms);
  outer.addEventListener("abort", abort);
  if (outer.aborted) abort();
  return {
    signal: end.signal,
    isOver: () => isOver,
    clear: () => {
      clearTimeout(timer);
      outer.removeEventListener("abort", abort);
    },
  };
}

function outcomeOf({ ok, status, headers }: Response): CallOutcome {
  if (ok) return { kind: "taken", status };
  const askedMs = retryAfterMs(headers.get("retry-after"));
  return {
    kind: "failed",
    status,
    error: `answered ${status}`,
    ...(askedMs !== undefined && { retryAfterMs: askedMs }),
  };
}

/** What the receiver says beside the status is its own business: at most a little is read, and none of it kept. */
async function passOver({ body }: Response): Promise<void> {
  if (body === null) return;
  let bytes = 0;
  try {
    for await (const piece of body) {
      bytes += piece.byteLength;
      if (bytes > ANSWER_BYTES_MAX) return;
    }
  } catch {
    // The status is known, and that is what counts.
  }
}

/** The code of what went wrong, such as ECONNREFUSED: the messages of errors name addresses. */
function wordFor(error: unknown): string {
  if (!(error instanceof Error)) return "failed";
  if (error.name === "AbortError") return "cut off, because this web stopped";
  const { cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return /^[A-Z0-9_]{1,64}$/.test(code) ? code : "the connection failed";
}
