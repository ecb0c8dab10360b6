import { type FormEvent, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { SendIcon } from "../parts/icons.tsx";
import type { ChatOnPhone } from "./use-chat.ts";

type Props = { blocked: boolean; problem: Problem | undefined; act: ChatOnPhone["act"] };

/** What the person can do: press Start, write, and after blocking the bot let it in again. */
export function Composer({ blocked, problem, act }: Props) {
  const [text, setText] = useState("");

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === "") return;
    setText("");
    if (!(await act({ act: "write", text }))) setText(text);
  };

  return (
    <div className="border-line border-t bg-card px-3 pt-2.5 pb-3">
      {problem !== undefined && (
        <p role="alert" className="mb-2 break-words px-1 text-fail-ink text-xs">
          {problem.detail}
        </p>
      )}
      {blocked ? (
        <button
          type="button"
          className="h-10 w-full rounded-full pointer-coarse:h-11 font-semibold text-accent text-sm hover:bg-sunken"
          onClick={() => void act({ act: "start" })}
        >
          Start again
        </button>
      ) : (
        <form className="flex items-center gap-2" onSubmit={(event) => void send(event)}>
          <button
            type="button"
            className="h-10 shrink-0 rounded-full pointer-coarse:h-11 bg-accent-soft px-3.5 font-semibold text-accent text-sm hover:text-accent-hover"
            onClick={() => void act({ act: "start" })}
          >
            Start
          </button>
          <input
            aria-label="Write to the bot as this person"
            placeholder="Message"
            className="h-10 min-w-0 flex-1 rounded-full pointer-coarse:h-11 border border-line-strong bg-card px-4 text-base placeholder:text-muted sm:text-sm"
            maxLength={4096}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button
            type="submit"
            aria-label="Send"
            className="grid size-10 shrink-0 pointer-coarse:size-11 place-items-center rounded-full bg-accent text-on-accent hover:bg-accent-hover"
          >
            <SendIcon />
          </button>
        </form>
      )}
    </div>
  );
}
