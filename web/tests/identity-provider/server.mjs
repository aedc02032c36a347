/**
 * A certified OpenID Connect provider for tests: any password is good. Reads its world as JSON from the first
 * argument (port, client, redirects, people by their user name) and prints `ready` once it listens. Each start
 * signs with a key of its own.
 */
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const { port, client, redirects, signedOut, people } = JSON.parse(process.argv[2]);
const issuer = `http://localhost:${port}`;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: client.id,
      client_secret: client.secret,
      redirect_uris: redirects,
      post_logout_redirect_uris: signedOut,
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256" }] },
  cookies: { keys: ["of-tests"] },
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email", "groups"],
  claims: {
    openid: ["sub"],
    email: ["email", "email_verified"],
    profile: ["given_name", "family_name", "preferred_username"],
    groups: ["groups"],
  },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  loadExistingGrant: granted,
  ttl: { Session: 600, Grant: 600, Interaction: 600, AccessToken: 600, IdToken: 600 },
});

/** Nobody is asked for consent: the client is the house's own. */
async function granted(ctx) {
  const grant = new ctx.oidc.provider.Grant({
    clientId: ctx.oidc.client.clientId,
    accountId: ctx.oidc.session.accountId,
  });
  grant.addOIDCScope("openid profile email groups");
  await grant.save();
  return grant;
}

provider.listen(port, "localhost", () => process.stdout.write("ready\n"));
