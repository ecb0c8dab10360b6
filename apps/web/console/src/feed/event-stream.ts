/** One server-sent event. `id` is the last one told so far, "" before any. */
export type ServerSentEvent = { type: string; data: string; id: string };

/**
 * Reads server-sent events off an answer as they come. Used instead of EventSource, which cannot say why an answer was
 * refused and forgets where it stood when it is opened anew. Ends with the answer; throws when it breaks.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  let [type, data, id] = ["", [] as string[], ""];
  for await (const line of readLines(body)) {
    if (line === "") {
      if (data.length > 0) yield { type: type === "" ? "message" : type, data: data.join("\n"), id };
      [type, data] = ["", []];
      continue;
    }
    const [field, value] = fieldOf(line);
    if (field === "event") type = value;
    else if (field === "data") data.push(value);
    else if (field === "id") id = value;
  }
}

/** "data: x" and "data:x" are the same; a comment has the field "". */
function fieldOf(line: string): [field: string, value: string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}

async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const lines = (rest + decoder.decode(chunk.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
