/** What a call can end in: the server refused (ApiError), kept it for later (HeldError) or nobody answered (OfflineError). */
import type { HeldChange } from "./types";

export interface Problem {
  code?: string;
  title?: string;
  detail?: string;
  request_id?: string;
  errors?: { field: string; code: string; detail: string }[];
  [fact: string]: unknown;
}

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = "ApiError";
    this.status = status;
    this.code = problem.code ?? "unknown";
    this.requestId = problem.request_id ?? null;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** What is wrong with a field of the request; null where it is not named. */
  fieldCode(field: string): string | null {
    return this.problem.errors?.find((one) => one.field === field)?.code ?? null;
  }

  /** The person named by `holder`, whether the server sends an object or a bare name. */
  get holderName(): string | null {
    const holder = this.problem.holder;
    if (typeof holder === "string") return holder;
    if (holder && typeof holder === "object" && "name" in holder && typeof holder.name === "string") {
      return holder.name;
    }
    return null;
  }
}

/** Nothing is wrong: the change is kept, and waits for a second person or for its time. */
export class HeldError extends Error {
  readonly held: HeldChange;

  constructor(held: HeldChange) {
    super(`The change ${held.change_id} waits`);
    this.name = "HeldError";
    this.held = held;
  }
}

export class OfflineError extends Error {
  constructor(cause: unknown) {
    super("The server could not be reached", { cause });
    this.name = "OfflineError";
  }
}

/** True when trying the same call again can help: nobody answered, or the server itself failed. */
export function isTransient(error: unknown): boolean {
  return error instanceof OfflineError || (error instanceof ApiError && error.status >= 500);
}

/** Refusals that say nothing about what was asked. */
const passing = new Set(["request_in_progress", "busy"]);

/** True when the same call may be taken later: nobody answered, the session ended, or there is too much at once. */
export function mayStillPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return isTransient(error) || error.status === 401 || error.status === 429 || passing.has(error.code);
}
