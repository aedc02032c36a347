/** What the signed-in person may send over a connection: the organisation's policies, and the channel's limits. */
import { useMemo } from "react";
import { useSignedIn } from "./directory";
import { ApiError } from "./errors";
import type { ContentKind, Me, RefusedContent, Sendable } from "./types";

export interface SendRules {
  connectionId: string;
  refused: readonly RefusedContent[];
  sendable: readonly Sendable[];
}

export function rulesOf({ restrictions, sendable }: Me, connectionId: string): SendRules {
  const mine = restrictions.find((one) => one.connection_id === connectionId);
  return { connectionId, refused: mine?.refused ?? [], sendable };
}

export function useSendRules(connectionId: string): SendRules {
  const me = useSignedIn();
  return useMemo(() => rulesOf(me, connectionId), [me, connectionId]);
}

/** Whether every one of these kinds is refused. */
export function refusesAll({ refused }: SendRules, kinds: readonly ContentKind[]): boolean {
  return kinds.every((kind) => refused.some((one) => one.kind === kind));
}

/** A refusal in the server's form, made here, before anything is sent. */
export class RefusedHere extends ApiError {
  constructor(code: string, facts: Record<string, unknown>) {
    super(422, { code, status: 422, ...facts });
  }
}

/** What is refused among some kinds, as the server would say it; null where nothing is. */
export function refusalOf(
  { refused }: SendRules,
  kinds: readonly ContentKind[],
  link: string | null = null,
): RefusedHere | null {
  const found = refused.filter(({ kind }) => kinds.includes(kind));
  return found.length > 0 ? new RefusedHere("content_not_allowed", { refused: found, link }) : null;
}
