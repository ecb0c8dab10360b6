import type { Finding } from "./table.ts";

export type Case = {
  name: string;
  what: string;
  /** `smoke`: in small, to see that everything arrives; the figures mean nothing then. */
  run: (options: { smoke: boolean }) => Promise<Finding[]>;
};
