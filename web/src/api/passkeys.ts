/**
 * Passkeys as browsers have them (WebAuthn, level 3): what the server asks and what is answered are the standard's JSON.
 * A browser that does not read it has no passkeys here.
 */

/** Why nothing came of it: the person thought better of it or took too long, has one there already, or cannot have any. */
export type PasskeyFlaw = "cancelled" | "known" | "unsupported";

export class PasskeyError extends Error {
  constructor(readonly flaw: PasskeyFlaw) {
    super(flaw);
  }
}

export interface PasskeyOptions {
  options: Record<string, unknown>;
}

export function hasPasskeys(): boolean {
  return typeof PublicKeyCredential === "function" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/** Throws PasskeyError. */
export async function makePasskey({ options }: PasskeyOptions): Promise<unknown> {
  const asked = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  return answered(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) }),
  );
}

/** Throws PasskeyError. */
export async function showPasskey({ options }: PasskeyOptions): Promise<unknown> {
  const asked = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return answered(() =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) }),
  );
}

async function answered(ask: () => Promise<Credential | null>): Promise<unknown> {
  if (!hasPasskeys()) throw new PasskeyError("unsupported");
  try {
    const credential = await ask();
    if (!(credential instanceof PublicKeyCredential)) throw new PasskeyError("cancelled");
    return credential.toJSON();
  } catch (error) {
    throw error instanceof DOMException ? new PasskeyError(flaws[error.name] ?? "unsupported") : error;
  }
}

const flaws: Partial<Record<string, PasskeyFlaw>> = {
  AbortError: "cancelled",
  NotAllowedError: "cancelled",
  InvalidStateError: "known",
};
