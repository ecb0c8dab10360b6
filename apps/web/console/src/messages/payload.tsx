import { useMemo, useState } from "react";
import { CopyButton } from "../parts/copy-button.tsx";
import { hexLines } from "../parts/hex-lines.ts";
import { Segmented } from "../parts/segmented.tsx";
import { FoldedText } from "./folded-text.tsx";
import { hexOf, type QuarantineEntry } from "./quarantine-entry.ts";

type Look = "text" | "hex";

const LOOKS: readonly { value: Look; title: string }[] = [
  { value: "text", title: "Text" },
  { value: "hex", title: "Bytes" },
];

/** The bytes as they came: as text where they are one, and as a hex dump. */
export function Payload({ entry }: { entry: QuarantineEntry }) {
  const { text, truncated } = entry;
  const [look, setLook] = useState<Look>(text === undefined ? "hex" : "text");
  const shown = useMemo(() => (look === "text" ? (text ?? "") : dumpOf(entry)), [look, text, entry]);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        {text === undefined ? (
          <span className="text-muted text-xs">Not UTF-8, so it is shown as bytes.</span>
        ) : (
          <Segmented legend="Show the payload as" quiet options={LOOKS} value={look} onChange={setLook} />
        )}
        {shown !== "" && <CopyButton text={shown} what="the payload" />}
      </div>
      {shown === "" ? (
        <p className="text-muted text-sm">There are no bytes.</p>
      ) : (
        <FoldedText text={shown} mono />
      )}
      {truncated && <p className="text-warn-ink text-xs">Only the first 16 KiB were kept.</p>}
    </div>
  );
}

function dumpOf(entry: QuarantineEntry): string {
  const lines = hexLines(hexOf(entry));
  return lines.map(({ offset, bytes, text }) => `${offset}  ${bytes.padEnd(23)}  ${text}`).join("\n");
}
