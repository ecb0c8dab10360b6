import type { RedisTrouble } from "@bellwire/messaging";
import type { FieldError, ParseProblem } from "@bellwire/schema";
import type { Refused } from "../../publishing/publish-outcome.ts";
import type { HttpProblemCode } from "../problems.ts";
import { redisTroubleDetail } from "../redis-trouble.ts";

/** Why a notification was not published, in the words of the catalogue; for an answer, or for one item of a batch. */
export type Refusal = {
  code: HttpProblemCode;
  detail: string;
  errors?: readonly FieldError[];
  /** To repeat it with. */
  id?: string;
  retryAfterSeconds?: number;
};

/** A bot that restarts is back within about that time. */
const NO_SUBSCRIBER_RETRY_SECONDS = 5;
const NO_SUBSCRIBER_DETAIL =
  "No bot is subscribed, so nothing was sent. Start one with `node apps/bot/dist/main.js` (`npm start` runs " +
  "everything), with the same REDIS_URL and REDIS_PREFIX as this service, then repeat the request. What goes by " +
  '`"via": "queue"` or `"stream"` waits for a bot instead.';

const FULL_RETRY_SECONDS = { all: 5, lane: 30 };
const FULL_DETAIL = {
  all:
    "As many notifications wait as MAX_QUEUED allows, or, for recipients without a chat, 100,000. Nothing was accepted; " +
    "repeat the request later.",
  lane:
    "As many notifications wait for this chat as one chat may have, a tenth of MAX_QUEUED; or, for a recipient without " +
    "a chat, 10,000. Nothing was accepted; repeat the request later. Other chats are not concerned.",
};

export function refusalOf(refused: Refused): Refusal {
  switch (refused.kind) {
    case "invalid": {
      const { detail, errors } = refused.problem;
      return { code: problemCodeOf(refused.problem), detail, errors };
    }
    case "mismatch": {
      const detail =
        "There is another notification of this id, and it was not changed. Take a new id, or send what was sent then.";
      return { code: "idempotency_mismatch", detail };
    }
    case "full": {
      const { of } = refused;
      return { code: "queue_full", detail: FULL_DETAIL[of], retryAfterSeconds: FULL_RETRY_SECONDS[of] };
    }
    case "no_subscriber": {
      const retryAfterSeconds = NO_SUBSCRIBER_RETRY_SECONDS;
      return { code: "no_subscriber", detail: NO_SUBSCRIBER_DETAIL, retryAfterSeconds };
    }
    case "unavailable": {
      const detail = unavailableDetail(refused.trouble);
      return { code: "redis_unavailable", detail, id: refused.id, retryAfterSeconds: 1 };
    }
  }
}

/** What a malformed body is called over HTTP. */
export function problemCodeOf({ code }: ParseProblem): HttpProblemCode {
  return code === "too_large" ? "payload_too_large" : "invalid_notification";
}

function unavailableDetail(trouble: RedisTrouble): string {
  const unknown = trouble === "timeout" || trouble === "disconnected";
  const consequence = unknown
    ? "Whether the notification was accepted is unknown. Repeat the request with this id: it will not be sent twice."
    : "Nothing was sent; repeat the request later.";
  return `${redisTroubleDetail(trouble)} ${consequence}`;
}
