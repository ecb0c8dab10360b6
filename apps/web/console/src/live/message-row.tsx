import { memo, useState } from "react";
import type { HubMessage } from "../feed/index.ts";
import { hexLines } from "../parts/hex-lines.ts";
import { JsonValue } from "../parts/json-value.tsx";
import { momentWords } from "../parts/times.ts";
import { blankWords, bytesWords, payloadPreview } from "./payload-preview.ts";

/** One message in a line; opened, all of it. A message never changes, so that it is drawn once. */
export const MessageRow = memo(function MessageRow({ message }: { message: HubMessage }) {
  const [open, setOpen] = useState(false);
  const preview = payloadPreview(message);
  const blank = blankWords(preview);
  return (
    <li>
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="cursor-pointer list-none px-4 py-2 -outline-offset-2 hover:bg-sunken">
          <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 text-muted text-xs">
            <time dateTime={new Date(message.receivedAtMs).toISOString()} className="shrink-0 tabular-nums">
              {momentWords(message.receivedAtMs, Date.now())}
            </time>
            <bdi className="max-w-full truncate font-mono" title={message.channel}>
              {message.channel}
            </bdi>
            <Mark pattern={message.pattern} />
            <span aria-hidden="true" className="ml-auto group-open:rotate-180">
              ▾
            </span>
          </span>
          <span className="mt-0.5 line-clamp-2 wrap-anywhere font-mono text-xs leading-5">
            {blank === undefined ? <bdi>{preview}</bdi> : <i className="text-muted">{blank}</i>}
          </span>
        </summary>
        {open && <Whole message={message} />}
      </details>
    </li>
  );
});

/** Why it came: by the channel's own name, or because a pattern matched. A message may come both ways, twice. */
function Mark({ pattern }: { pattern: string | undefined }) {
  if (pattern === undefined) return <span className={MARK}>exact</span>;
  return (
    <span className={`${MARK} text-accent`} title={`The pattern ${pattern} matched.`}>
      pattern <bdi className="font-mono">{pattern}</bdi>
    </span>
  );
}

const MARK = "max-w-full truncate rounded-md border border-line px-1.5";

function Whole({ message }: { message: HubMessage }) {
  const { encoding, payload, bytes, cut, seq } = message;
  return (
    <div className="mx-4 mb-3 overflow-x-auto rounded-lg border border-line bg-sunken px-3 py-2 font-mono text-xs leading-5">
      {encoding === "json" && <JsonValue value={payload} />}
      {encoding === "text" && <p className="whitespace-pre-wrap break-words">{String(payload)}</p>}
      {encoding === "hex" && <HexDump hex={String(payload)} />}
      <p className="mt-2 font-sans text-muted">
        No. {seq}, {bytesWords(bytes)}
        {NAMES[encoding]}.{cut && " Only its beginning is kept."}
      </p>
    </div>
  );
}

const NAMES: Record<HubMessage["encoding"], string> = {
  json: " of JSON",
  text: " of text",
  hex: ", no text",
};

function HexDump({ hex }: { hex: string }) {
  return (
    <pre>
      {hexLines(hex)
        .map(({ offset, bytes, text }) => `${offset}  ${bytes.padEnd(23)}  ${text}`)
        .join("\n")}
    </pre>
  );
}
