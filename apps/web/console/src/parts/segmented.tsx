import { useId } from "react";

type Props<Value extends string> = {
  legend: string;
  options: readonly { value: Value; title: string }[];
  value: Value;
  onChange: (value: Value) => void;
  /** One line under the choice, for example what it means. */
  hint?: string;
  /** The legend is for those who cannot see what the choice belongs to. */
  quiet?: boolean;
};

/** One of a few: radio buttons in the look of one bar. */
export function Segmented<Value extends string>({
  legend,
  options,
  value,
  onChange,
  hint,
  quiet = false,
}: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="min-w-0" aria-describedby={hint === undefined ? undefined : `${name}-hint`}>
      <legend className={quiet ? "sr-only" : "mb-1.5 font-medium text-sm"}>{legend}</legend>
      <div className="flex w-fit max-w-full rounded-lg border border-line-strong bg-sunken p-0.5">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex h-8 min-w-0 cursor-pointer items-center rounded-md px-2.5 text-muted text-xs hover:text-ink has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-accent sm:px-3 pointer-coarse:h-11"
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className="truncate">{option.title}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p id={`${name}-hint`} className="mt-1.5 text-muted text-xs leading-5">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
