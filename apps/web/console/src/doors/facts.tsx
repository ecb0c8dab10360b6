import type { ReactNode } from "react";
import { countWords } from "../parts/figures.ts";

export type Fact = {
  name: string;
  /** A number is a count; undefined is not known. */
  value: ReactNode;
  /** What follows from it. */
  words?: string | undefined;
  isBad?: boolean;
};

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="flex flex-col divide-y divide-line text-sm">
      {facts.map(({ name, value, words, isBad = false }) => (
        <div
          key={name}
          className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 py-2.5 first:pt-0 last:pb-0"
        >
          <dt className="text-muted">{name}</dt>
          <dd
            className={`min-w-0 break-words text-right tabular-nums ${isBad ? "font-semibold text-warn-ink" : "font-medium"}`}
          >
            {typeof value === "number" ? countWords(value) : (value ?? <NotKnown />)}
          </dd>
          {words !== undefined && (
            <dd className={`col-span-2 mt-0.5 text-xs leading-5 ${isBad ? "text-warn-ink" : "text-muted"}`}>
              {words}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

export function NotKnown() {
  return <span className="font-normal text-muted">not known</span>;
}
