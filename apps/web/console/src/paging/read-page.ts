import { type Answer, callInSession } from "../api/call.ts";
import { fieldsOf, listOf, numberOf, textOf } from "../api/read.ts";
import type { Page } from "./pages.ts";

/** One page of what `path` lists; what `query` leaves absent or empty is not asked for. */
export async function readPage<Item>(
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  parse: (value: unknown) => Item | undefined,
): Promise<Answer<Page<Item>>> {
  const asked = Object.entries(query).filter((entry): entry is [string, string] => !!entry[1]);
  const text = new URLSearchParams(asked).toString();
  const answer = await callInSession("GET", text === "" ? path : `${path}?${text}`);
  if (!answer.ok) return answer;
  const fields = fieldsOf(answer.value);
  const items = listOf(fields.items)
    .map(parse)
    .filter((item) => item !== undefined);
  return { ok: true, value: { items, cursor: textOf(fields.cursor), total: numberOf(fields.total) } };
}
