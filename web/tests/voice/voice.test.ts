/** The Ogg file of a voice note, read back byte by byte, and the shape of a sound. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { oggOpus } from "@/voice/ogg";
import { barCount, peaksOf } from "@/ui/sound";

interface Page {
  flags: number;
  granule: number;
  sequence: number;
  packets: Uint8Array[];
  crcRight: boolean;
}

/** Bit by bit, unlike the table of the writer (RFC 3533: polynomial 0x04c11db7, no reflection). */
function crcOf(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value >>> 0;
}

function pagesOf(file: Uint8Array): Page[] {
  const pages: Page[] = [];
  let at = 0;
  while (at < file.length) {
    expect(new TextDecoder().decode(file.subarray(at, at + 4))).toBe("OggS");
    const view = new DataView(file.buffer, file.byteOffset + at);
    const lacing = [...file.subarray(at + 27, at + 27 + view.getUint8(26))];
    const start = at + 27 + lacing.length;
    const end = start + lacing.reduce((sum, size) => sum + size, 0);
    const blank = file.slice(at, end);
    blank.fill(0, 22, 26);
    pages.push({
      flags: view.getUint8(5),
      granule: Number(view.getBigUint64(6, true)),
      sequence: view.getUint32(18, true),
      packets: packetsOf(file.subarray(start, end), lacing),
      crcRight: view.getUint32(22, true) === crcOf(blank),
    });
    at = end;
  }
  return pages;
}

function packetsOf(body: Uint8Array, lacing: number[]): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let from = 0;
  let size = 0;
  for (const part of lacing) {
    size += part;
    if (part === 255) continue;
    packets.push(body.subarray(from, from + size));
    from += size;
    size = 0;
  }
  return packets;
}

const packet = fc.uint8Array({ minLength: 1, maxLength: 600 }).map((data) => ({ data, samples: 960 }));

describe("oggOpus", () => {
  it("keeps every packet, whole and in order, on pages with right sums", () => {
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 400 }), (packets) => {
        const pages = pagesOf(oggOpus(packets));
        expect(pages.every((page) => page.crcRight)).toBe(true);
        expect(pages.map((page) => page.sequence)).toEqual(pages.map((_, index) => index));
        const carried = pages.slice(2).flatMap((page) => page.packets);
        expect(carried.map((data) => [...data])).toEqual(packets.map(({ data }) => [...data]));
        expect(pages.at(-1)?.granule).toBe(312 + packets.length * 960);
      }),
      { numRuns: 30 },
    );
  });

  it("begins with the two Opus headers and ends with the end mark", () => {
    const pages = pagesOf(oggOpus([{ data: new Uint8Array(255), samples: 960 }]));
    const words = pages.map((page) => new TextDecoder().decode(page.packets[0]?.subarray(0, 8)));
    expect(words.slice(0, 2)).toEqual(["OpusHead", "OpusTags"]);
    expect(pages.map((page) => page.flags)).toEqual([2, 0, 4]);
  });
});

describe("peaksOf", () => {
  it("finds the loud part and scales to it", () => {
    const samples = new Float32Array(3_000);
    samples[1_550] = -0.5;
    samples[100] = 0.25;
    const peaks = peaksOf(samples);
    expect(peaks).toHaveLength(barCount);
    expect(peaks[15]).toBe(1);
    expect(peaks[1]).toBeCloseTo(0.5);
    expect(peaks[2]).toBe(0);
  });

  it("is flat for silence and for nothing", () => {
    expect(Math.max(...peaksOf(new Float32Array(900)))).toBe(0);
    expect(peaksOf(new Float32Array(0))).toHaveLength(barCount);
  });
});
