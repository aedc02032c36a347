/** Where somebody who came by an identity provider signs out there, too; null: nowhere. */
import { get } from "./http";

export async function signOutAddress(): Promise<string | null> {
  return get<{ address: string | null }>("/me/sign-out-address").then(
    ({ address }) => address,
    () => null, // leaving waits for nobody
  );
}
