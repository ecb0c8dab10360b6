type Props = {
  value: number;
  max: number;
  /** What it is the progress of. */
  label: string;
};

export function ProgressBar({ value, max, label }: Props) {
  return (
    <progress
      value={value}
      max={max}
      aria-label={label}
      className="h-2 w-full min-w-0 appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:rounded-full [&::-webkit-progress-value]:bg-accent"
    />
  );
}
