import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { isLong } from "./is-long.ts";

type Props = { text: string; mono?: boolean };

/** A text as it is, line by line; of a long one the beginning, until the reader wants all. */
export function FoldedText({ text, mono = false }: Props) {
  const [isUnfolded, setUnfolded] = useState(false);
  const long = isLong(text);
  return (
    <div className="rounded-lg border border-line bg-sunken px-3.5 py-3">
      <p
        className={`whitespace-pre-wrap ${mono ? "break-all font-mono text-xs leading-5" : "break-words text-sm"} ${long && !isUnfolded ? "line-clamp-[12]" : ""}`}
      >
        {text}
      </p>
      {long && (
        <div className="mt-2">
          <Button look="quiet" onClick={() => setUnfolded(!isUnfolded)}>
            {isUnfolded ? "Show less" : "Show all"}
          </Button>
        </div>
      )}
    </div>
  );
}
