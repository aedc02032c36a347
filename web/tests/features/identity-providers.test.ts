import { describe, expect, it } from "vitest";
import type { IdentityProvider } from "@/api/types";
import { blankProvider, bodyOf, flawsOf, valuesOf } from "@/features/identity-providers/api/providers";
import { answerIn } from "@/features/sign-in/api/ways-in";

const told = ((key: string) => key) as never;
const house: IdentityProvider = {
  id: "P",
  name: "Casa",
  issuer: "https://login.example.com",
  client_id: "hilo",
  has_secret: true,
  scopes: ["email", "groups"],
  rules: [
    { claim: "groups", value: "jefes", role: "supervisor", queues: [] },
    { claim: "area", value: "ventas", role: null, queues: ["general"] },
  ],
  default_role: null,
  keeps_in_step: true,
  creates_people: false,
  links_by_email: false,
  vouches_for_email: false,
  vouches_for_factor: false,
  redirect_address: "https://hilo.example.com/sign-in/callback",
  signed_out_address: "https://hilo.example.com/",
  is_retired: false,
  changed_by: null,
  changed_at: null,
  version: 1,
};

describe("a provider's form", () => {
  it("sends what it shows", () => {
    expect(bodyOf(valuesOf(house))).toMatchObject({
      scopes: house.scopes,
      rules: house.rules,
      default_role: null,
    });
    expect(bodyOf({ scopes: "  email   groups " })).toEqual({ scopes: ["email", "groups"] });
    expect(bodyOf({ name: "Otra" })).toEqual({ name: "Otra" });
  });

  it("keeps no secret, which a draft would leave in the browser", () => {
    expect(Object.keys(valuesOf(house)).filter((name) => name.includes("secret"))).toEqual([]);
  });

  it("says what is missing", () => {
    expect(Object.keys(flawsOf(blankProvider, told))).toEqual(["name", "issuer", "client_id"]);
    expect(flawsOf(valuesOf(house), told)).toEqual({});
    const useless = { claim: "groups", value: "jefes", role: "", queues: [] };
    expect(flawsOf({ ...valuesOf(house), rules: [useless] }, told)).toEqual({
      rules: "providers.rule_useless",
    });
  });
});

it("takes of the address what belongs to the answer", () => {
  expect(answerIn("?code=c&state=s&iss=https%3A%2F%2Fa.test&session_state=x")).toEqual({
    code: "c",
    state: "s",
    iss: "https://a.test",
  });
  expect(answerIn("?error=access_denied&state=s")).toEqual({ error: "access_denied", state: "s" });
});
