import { useState } from "react";
import { useReadOnly } from "../feed/index.ts";
import { Ago } from "../parts/ago.tsx";
import { Button } from "../parts/button.tsx";
import { countWords } from "../parts/figures.ts";
import { Payload } from "./payload.tsx";
import type { QuarantineEntry } from "./quarantine-entry.ts";
import { faultWords } from "./reason-words.ts";
import { Republish } from "./republish.tsx";

/** One payload: why it was put aside, its bytes, and the way to publish it after all. It stays where it is. */
export function QuarantineItem({ entry }: { entry: QuarantineEntry }) {
  const [isOpen, setOpen] = useState(false);
  const { atMs, door, reason, detail, bytes } = entry;
  return (
    <li>
      <details className="group" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-4 py-3 text-sm hover:bg-sunken">
          <span className="font-medium">
            <span aria-hidden="true" className="mr-2 inline-block text-muted group-open:rotate-90">
              ›
            </span>
            {faultWords(reason)}
          </span>
          <span className="order-1 min-w-0 flex-1 basis-full break-words text-muted @2xl:order-none @2xl:basis-48">
            {detail}
          </span>
          <span className="order-2 text-muted text-xs @2xl:order-none">
            {door} · {countWords(bytes)} {bytes === 1 ? "byte" : "bytes"}
          </span>
          <span className="ml-auto whitespace-nowrap text-muted text-xs @2xl:ml-0 @2xl:w-20 @2xl:text-right">
            {atMs !== undefined && <Ago ms={atMs} />}
          </span>
        </summary>
        {isOpen && <Content entry={entry} />}
      </details>
    </li>
  );
}

function Content({ entry }: { entry: QuarantineEntry }) {
  const [isEditing, setEditing] = useState(false);
  const readOnly = useReadOnly();
  return (
    <div className="flex flex-col gap-4 px-4 pt-1 pb-5">
      <Payload entry={entry} />
      {!readOnly && !isEditing && (
        <div>
          <Button look="quiet" onClick={() => setEditing(true)}>
            Edit and publish…
          </Button>
        </div>
      )}
      {isEditing && <Republish entry={entry} onClose={() => setEditing(false)} />}
    </div>
  );
}
