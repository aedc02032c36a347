import { describe, expect, it } from "vitest";
import "@/i18n";
import { customerName } from "@/i18n/customer";
import {
  duration,
  fileSize,
  listTime,
  momentOf,
  phoneNumber,
  playTime,
  shortNumber,
  wholeNumber,
} from "@/i18n/format";

const now = new Date(2026, 10, 20, 15, 0).getTime();
const local = (...parts: [number, number, number, number]) => new Date(2026, ...parts).toISOString();

describe("customer name", () => {
  const phone = { kind: "phone" as const, value: "593995550148" };
  const username = { kind: "username" as const, value: "rosa.quishpe" };
  it.each([
    ["Rosa Quishpe", [phone], "Rosa Quishpe"],
    [null, [username, phone], "+593 99 555 0148"],
    [null, [username], "rosa.quishpe"],
    [null, [], "Cliente"],
  ])("%s, %j", (name, identities, expected) => {
    const contact = { id: "k1", name, picture_url: null };
    expect(customerName({ contact, identities })).toBe(expected);
  });
});

describe("format", () => {
  it.each([
    ["593995550148", "+593 99 555 0148"],
    ["50688887777", "+506 8888 7777"],
    ["5491122334455", "+54 9 11 2233 4455"],
    ["12025550148", "+1 202 555 0148"],
    ["99912345", "+99912345"],
  ])("phone %s", (digits, expected) => expect(phoneNumber(digits)).toBe(expected));

  it.each([
    [30_000, "ahora"],
    [14 * 60_000, "14\u00a0min"],
    [134 * 60_000, "2\u00a0h 14\u00a0min"],
    [3 * 86_400_000, "3\u00a0días"],
  ])("duration %d", (ms, expected) => expect(duration(ms)).toBe(expected));

  it.each([
    [local(10, 20, 9, 58), "9:58"],
    [local(10, 17, 9, 58), "mar"],
    [local(10, 12, 9, 58), "12 nov"],
  ])("list time of %s", (instant, expected) => expect(listTime(instant, now)).toBe(expected));

  it("names today and yesterday", () => {
    expect(momentOf(local(10, 20, 0, 5), now)).toBe("hoy 0:05");
    expect(momentOf(local(10, 19, 9, 12), now)).toBe("ayer 9:12");
  });

  it.each([
    [999, "999 B"],
    [1000, "1 kB"],
    [512 * 1024, "512 kB"],
    [1023 * 1024, "1 MB"],
    [2_400_000, "2,3 MB"],
    [16 * 1024 * 1024, "16 MB"],
    [16 * 1024 * 1024 + 1, "16,1 MB"],
  ])("size of %d bytes", (bytes, expected) => expect(fileSize(bytes)).toBe(expected));

  it("writes numbers as people here do", () => {
    expect(wholeNumber(4096)).toBe("4.096");
    expect(shortNumber(1231)).toBe("1,2\u00a0mil");
    expect(playTime(23.9)).toBe("0:23");
  });
});
