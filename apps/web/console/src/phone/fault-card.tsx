import { StatusDot } from "../health/status-dot.tsx";
import { Button } from "../parts/button.tsx";
import { FaultForm } from "./fault-form.tsx";
import { faultWords } from "./fault-words.ts";
import { useFaults } from "./use-faults.ts";

type Props = {
  chatId: number | undefined;
  webUp: boolean;
  readOnly: boolean;
  onUnauthorized: () => void;
};

/** Makes the sandbox answer as Telegram does on a bad day. */
export function FaultCard({ chatId, webUp, readOnly, onUnauthorized }: Props) {
  const { faults, problem, add, remove } = useFaults(webUp, onUnauthorized);
  return (
    <details className="rounded-xl border border-line bg-card shadow-lift">
      <summary className="flex min-h-11 cursor-pointer items-center gap-3 px-4 py-2 text-sm">
        <span className="font-medium">Telegram's bad days</span>
        <span className="ml-auto inline-flex items-center gap-2 text-muted text-xs">
          <StatusDot mood={faults.length === 0 ? "unknown" : "warn"} />
          {faults.length === 0 ? "no fault set" : faults.length === 1 ? "1 fault" : `${faults.length} faults`}
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t px-4 py-4 text-sm">
        <FaultForm chatId={chatId} disabled={readOnly || !webUp} add={add} />
        {problem !== undefined && (
          <p role="alert" className="break-words text-fail-ink text-xs">
            {problem.detail}
          </p>
        )}
        {faults.length > 0 && (
          <ul aria-label="Faults that are set" className="flex flex-col divide-y divide-line">
            {faults.map((fault) => (
              <li
                key={fault.id}
                className="flex items-center justify-between gap-3 py-2 first:pt-0 last:pb-0"
              >
                <span className="min-w-0 break-words text-xs">
                  {faultWords(fault)} <span className="text-muted">({fault.hits} met)</span>
                </span>
                <Button
                  look="quiet"
                  busy={readOnly}
                  label={`Remove the fault ${faultWords(fault)}`}
                  onClick={() => void remove(fault.id)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        )}
        {faults.length > 1 && (
          <Button look="quiet" busy={readOnly} onClick={() => void remove()}>
            Remove all
          </Button>
        )}
      </div>
    </details>
  );
}
