import type { ServerResponse } from "node:http";
import { sendHtml } from "../http/responses.ts";
import type { FaultView } from "../model/faults.ts";
import { type Answer, type Refusal, refuse, tooManyRequests } from "./answer.ts";
import { sendAnswer } from "./send-answer.ts";

const gatewayPage =
  "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n";
const portalPage = "<!doctype html><title>Sign in to the network</title><p>Accept the terms to go on.</p>\n";
/** How much longer than its body a truncated answer says it is. */
const missingBytes = 64;

/** Answers a call the way its fault asks. `carryOut` does what the call wanted; kinds that lose the call never run it. */
export async function spoil(
  fault: FaultView,
  carryOut: () => Answer | Promise<Answer>,
  response: ServerResponse,
): Promise<number> {
  switch (fault.kind) {
    case "reset_before":
      return reset(response);
    case "reset_after":
      await carryOut();
      return reset(response);
    case "truncated":
      return truncate(await carryOut(), response);
    case "delay":
      return delay(await carryOut(), fault.delay_ms ?? 1000, response);
    case "hang":
      return 0;
    case "5xx_html":
      return sendHtml(response, 502, gatewayPage);
    case "200_html":
      return sendHtml(response, 200, portalPage);
    default:
      return sendAnswer(response, refusalOf(fault));
  }
}

function refusalOf(fault: FaultView): Refusal {
  const refusal = usualRefusal(fault);
  return fault.description === undefined ? refusal : { ...refusal, description: fault.description };
}

function usualRefusal(fault: FaultView): Refusal {
  switch (fault.kind) {
    case "429":
      return tooManyRequests(fault.retry_after ?? 1);
    case "403":
      return refuse(403, "bot was blocked by the user");
    case "401":
      return refuse(401, "Unauthorized");
    case "migrate":
      return {
        ...refuse(400, "group chat was upgraded to a supergroup chat"),
        ...(fault.migrate_to_chat_id === undefined
          ? {}
          : { parameters: { migrate_to_chat_id: fault.migrate_to_chat_id } }),
      };
    case "5xx_json":
      return refuse(500, "Internal Server Error: restart");
    default:
      return refuse(400, "chat not found");
  }
}

function reset(response: ServerResponse): number {
  response.socket?.resetAndDestroy();
  return 0;
}

function truncate(answer: Answer, response: ServerResponse): number {
  const body = Buffer.from(JSON.stringify(answer));
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": body.length + missingBytes,
  });
  response.write(body.subarray(0, body.length >> 1), () => response.socket?.destroy());
  return 200;
}

function delay(answer: Answer, delayMs: number, response: ServerResponse): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(sendAnswer(response, answer)), delayMs);
    response.once("close", () => {
      clearTimeout(timer);
      resolve(0);
    });
  });
}
