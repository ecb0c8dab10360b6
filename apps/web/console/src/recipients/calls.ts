import { type Answer, callInSession } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { unreadable } from "../api/problem.ts";
import { fieldsOf, textOf, timeOf } from "../api/read.ts";
import { asRecipient, type Recipient, recipientPath } from "../api/recipients.ts";
import type { PreferencesPatch } from "./preferences.ts";

/** Whoever opens it first is linked; a secret until then. */
export type Link = { url: string /** A picture, as a data address. */; qr: string; expiresAtMs: number };

/** From then on the person is known. */
export async function createLink(
  id: string,
  { seconds, group }: { seconds: number; group: boolean },
): Promise<Answer<Link>> {
  const body = { expires_in_seconds: seconds, ...(group && { group }) };
  const answer = await callInSession("POST", `${recipientPath(id)}/link`, { body });
  if (!answer.ok) return answer;
  const fields = fieldsOf(answer.value);
  const [url, qr, expiresAtMs] = [textOf(fields.url), textOf(fields.qr), timeOf(fields.expires_at)];
  if (url === undefined || qr === undefined || expiresAtMs === undefined)
    return { ok: false, problem: unreadable };
  return { ok: true, value: { url, qr, expiresAtMs } };
}

/** Takes a chat away. Resolves to why it was not done. */
export async function unlinkChat(id: string, chatId: string): Promise<Problem | undefined> {
  const path = `${recipientPath(id)}/chats/${encodeURIComponent(chatId)}`;
  const answer = await callInSession("DELETE", path);
  // Somebody else may have done it meanwhile.
  return answer.ok || answer.problem.status === 404 ? undefined : answer.problem;
}

/** Resolves to why it was not done. */
export async function setSuspended(id: string, suspended: boolean): Promise<Problem | undefined> {
  const path = `${recipientPath(id)}/${suspended ? "suspend" : "resume"}`;
  const answer = await callInSession("POST", path, { body: {} });
  return answer.ok ? undefined : answer.problem;
}

/** In all chats of the person. */
export async function putPreferences(id: string, patch: PreferencesPatch): Promise<Answer<Recipient>> {
  return asRecipient(await callInSession("PUT", `${recipientPath(id)}/preferences`, { body: patch }));
}
