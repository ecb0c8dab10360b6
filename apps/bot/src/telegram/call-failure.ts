import { redact } from "@bellwire/runtime";
import { TelegramError } from "telegraf";
import { z } from "zod";
import type { CallResult } from "../delivery/outcome.ts";

const refusal = z.object({
  error_code: z.number().int(),
  description: z.string().catch(""),
  parameters: z
    .object({
      retry_after: z.number().int().nonnegative().optional().catch(undefined),
      migrate_to_chat_id: z.number().int().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** The host could not be found or reached, or no secure connection came about: the request was never written. */
const BEFORE_SENDING = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "EPROTO",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * What a thrown error of the library says about the call. The error itself goes no further: libraries quote addresses,
 * which hold the token, and answers, which hold the text.
 */
export function toCallResult(error: unknown): CallResult<never> {
  if (error instanceof TelegramError) return toRefusal(error.response);
  const { code, message } = describe(error);
  if (BEFORE_SENDING.has(code) && !wasConnected(code, message))
    return { kind: "failed", sent: "no", reason: "unreachable" };
  if (code !== "" && code !== "UND_ERR_RES_EXCEEDED_MAX_SIZE")
    return { kind: "failed", sent: "unknown", reason: "connection_lost" };
  // Such as a SyntaxError about an answer that is no JSON, or a TypeError about one that is nothing like Telegram's.
  return { kind: "failed", sent: "unknown", reason: "unreadable_answer" };
}

function toRefusal(response: unknown): CallResult<never> {
  const parsed = refusal.safeParse(response);
  if (!parsed.success) return { kind: "failed", sent: "unknown", reason: "unreadable_answer" };
  const { error_code: code, description, parameters } = parsed.data;
  return {
    kind: "refused",
    code,
    // Whoever answers in Telegram's place may quote the address, and the token is in it.
    description: redact(description),
    ...(parameters?.retry_after !== undefined && { retryAfterSeconds: parameters.retry_after }),
    ...(parameters?.migrate_to_chat_id !== undefined && { migrateToChatId: parameters.migrate_to_chat_id }),
  };
}

/** The same codes also name a connection that was up and broke; only then the operation is `read` or `write`. */
function wasConnected(code: string, message: string): boolean {
  if (code === "EPROTO") return message.includes("read EPROTO"); // a failed TLS handshake is a "write EPROTO"
  return /(read|write) E[A-Z]+/.test(message);
}

function describe(error: unknown): { code: string; message: string } {
  if (!(error instanceof Error)) return { code: "", message: "" };
  const code: unknown = Reflect.get(error, "code");
  return { code: typeof code === "string" ? code : "", message: error.message };
}
