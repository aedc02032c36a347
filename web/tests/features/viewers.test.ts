import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sitesIn, splitAtLinks } from "@/features/chat/api/links";
import { isLate } from "@/features/chat/api/messages";
import { vcardOf } from "@/features/chat/api/vcard";
import { moved, scaled, transformOf, turned, unzoomed } from "@/features/chat/api/zoom";
import { aMessage } from "../fakes/entities";

const card = {
  name: "Luis Andrade",
  organization: null,
  phones: [],
  emails: [],
  addresses: [],
  websites: [],
  birthday: null,
};

describe("a picture looked at closely", () => {
  it("keeps the point under the pointer where it is", () => {
    const once = scaled(unzoomed, 2, { x: 100, y: 50 });
    expect(once).toEqual({ scale: 2, turns: 0, x: -100, y: -50 });
    expect(scaled(once, 0.5, { x: 100, y: 50 })).toEqual(unzoomed);
  });

  it("stays between its own size and eight times that, whatever is done to it", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.1, max: 10, noNaN: true })), (factors) => {
        const { scale } = factors.reduce((zoom, factor) => scaled(zoom, factor), unzoomed);
        expect(scale).toBeGreaterThanOrEqual(1);
        expect(scale).toBeLessThanOrEqual(8);
      }),
    );
  });

  it("is moved only while it is larger than its frame", () => {
    expect(moved(unzoomed, 10, 10)).toEqual(unzoomed);
    expect(moved(scaled(unzoomed, 2), 10, -10)).toMatchObject({ x: 10, y: -10 });
  });

  it("is turned by quarters", () => {
    expect(transformOf(turned(turned(unzoomed)))).toBe("translate(0px, 0px) rotate(180deg) scale(1)");
  });
});

describe("a card as a file", () => {
  it("has what the customer passed on", () => {
    const phones = [{ number: "099 555 0148", whatsapp: "593995550148", label: null }];
    const lines = vcardOf({ ...card, phones, emails: ["l@x.test"] }, "Luis Andrade").split("\r\n");
    expect(lines).toEqual(
      expect.arrayContaining(["FN:Luis Andrade", "TEL;TYPE=CELL:+593995550148", "EMAIL:l@x.test"]),
    );
  });

  it("keeps fields apart that a hostile name would forge", () => {
    const forged = vcardOf(card, "Luis\r\nTEL:1; x, \\");
    expect(forged.split("\r\n")).toContain("FN:Luis\\nTEL:1\\; x\\, \\\\");
    expect(forged).not.toMatch(/^TEL/m);
  });
});

describe("links in a text", () => {
  it("are told by the sites that they lead to, each once", () => {
    const text = "Vea https://banco.test/a y https://banco.test/b, o http://xn--80ak6aa92e.test:8080.";
    expect(sitesIn(text)).toEqual(["banco.test", "xn--80ak6aa92e.test:8080"]);
    expect(splitAtLinks(text)).toHaveLength(7);
  });

  it("are unmasked where they only look like another site", () => {
    expect(sitesIn("https://аррӏе.test/ https://banco.test@otro.test/x")).toEqual([
      "xn--80ak6aa92e.test",
      "otro.test",
    ]);
  });

  it("are none in what no browser would open", () => {
    expect(sitesIn("javascript:alert(1) data:text/html,x https://")).toEqual([]);
  });
});

it.each([
  ["at once", "2026-11-20T15:00:01.000Z", false],
  ["after a while", "2026-11-20T15:05:00.000Z", true],
])("is received late or not: %s", (_name, received_at, expected) => {
  expect(isLate(aMessage({ occurred_at: "2026-11-20T15:00:00.000Z", received_at }))).toBe(expected);
});
