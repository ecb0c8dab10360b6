import { useCallback } from "react";
import { useFeed } from "../feed/index.ts";
import { PagedSection } from "../paging/paged-section.tsx";
import { useHeld } from "../paging/use-held.ts";
import { usePages } from "../paging/use-pages.ts";
import { CommandLine } from "../parts/command-line.tsx";
import { readQuarantine } from "./quarantine-calls.ts";
import { QuarantineItem } from "./quarantine-item.tsx";

/** Payloads that no reader could make a notification of, raw, the newest first. */
export function QuarantineTab({ onUnauthorized }: { onUnauthorized: () => void }) {
  const { ref, isHeld } = useHeld();
  const read = useCallback((cursor?: string) => readQuarantine(cursor), []);
  const news = useFeed(({ stats, opened }) => `${stats?.quarantined} ${opened}`);
  const list = usePages({ read, news, isHeld, onUnauthorized });

  return (
    <PagedSection list={list} held={ref} what={["payload", "payloads"]} empty={<NonePutAside />}>
      {(items) => (
        <ul className="divide-y divide-line">
          {items.map((entry) => (
            <QuarantineItem key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </PagedSection>
  );
}

function NonePutAside() {
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p>
        <strong className="font-semibold">Nothing in quarantine.</strong>{" "}
        <span className="text-muted">
          What comes by a Redis door and is no notification stops nothing: it is put aside here with the
          reason. Try it:
        </span>
      </p>
      <CommandLine
        what="the command that publishes something malformed"
        command={`redis-cli -u "$REDIS_URL" PUBLISH notification '{"user_id": "forty-two"}'`}
      />
    </div>
  );
}
