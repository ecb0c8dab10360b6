import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./clipboard.ts";
import { CheckIcon, CopyIcon } from "./icons.tsx";

const SHOWN_MS = 2_000;

type Props = { text: string; what: string };

/** Copies `text`; `what` names it for those who do not see the button's place. */
export function CopyButton({ text, what }: Props) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => setOutcome((await copyText(text)) ? "copied" : "refused");

  return (
    <Button look="quiet" label={`Copy ${what}`} onClick={() => void copy()}>
      {outcome === "copied" ? <CheckIcon /> : <CopyIcon />}
      <span aria-live="polite">{{ idle: "Copy", copied: "Copied", refused: "Not allowed" }[outcome]}</span>
    </Button>
  );
}
