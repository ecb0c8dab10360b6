import { type ReactNode, useEffect, useState } from "react";
import { inputClass } from "../parts/field.tsx";
import { isUserId, setQuery } from "./address.ts";
import type { MessageQuery } from "./calls.ts";

/** Typing asks web only when it has stood still for so long. */
const SETTLED_MS = 300;
const LONGEST = 256;

/** Searches texts, ids and reasons. What may be a person's id is offered as that. */
export function SearchBox({ query }: { query: MessageQuery }) {
  const [typed, setTyped] = useTypedSearch(query.q ?? "");
  const user = typed.trim();
  return (
    <search className="flex flex-wrap items-center gap-2">
      <input
        type="search"
        aria-label="Search messages"
        placeholder="Text, id, reason or user id"
        autoComplete="off"
        spellCheck={false}
        maxLength={LONGEST}
        className={`${inputClass} h-10 min-w-0 flex-1 basis-60 pointer-coarse:h-11`}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {isUserId(user) && (
        <UserButton onClick={() => setQuery({ userId: user, q: undefined })}>Only to user {user}</UserButton>
      )}
      {query.userId !== undefined && (
        <UserButton onClick={() => setQuery({ userId: undefined })}>
          To user {query.userId}
          <span aria-hidden="true">✕</span>
          <span className="sr-only">, show all again</span>
        </UserButton>
      )}
    </search>
  );
}

function UserButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex h-10 items-center gap-2 rounded-lg border border-accent bg-accent-soft px-3 text-sm pointer-coarse:h-11"
    >
      {children}
    </button>
  );
}

/** What is typed, which goes into the address when it stands still; what comes from there takes its place. */
function useTypedSearch(value: string): [typed: string, setTyped: (text: string) => void] {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => setQuery({ q: typed === "" ? undefined : typed }), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, value]);
  return [typed, setTyped];
}
