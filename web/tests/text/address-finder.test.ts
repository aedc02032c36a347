import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { firstLink } from "@/text/address-finder";

interface Sample {
  text: string;
  link: boolean;
}

const samples = JSON.parse(readFileSync("../tests/link_samples.json", "utf8")) as Sample[];

test.each(samples)("$text: $link", ({ text, link }) => {
  expect(firstLink(text) !== null).toBe(link);
});
