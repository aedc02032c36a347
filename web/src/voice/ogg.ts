/** Puts Opus packets into an Ogg file (RFC 3533, RFC 7845): what WhatsApp calls a voice note. */
const samplesPerSecond = 48_000;
const preSkip = 312;
const maxSegments = 255;

export interface OpusPacket {
  data: Uint8Array;
  samples: number;
}

export function oggOpus(packets: readonly OpusPacket[], channels = 1): Uint8Array<ArrayBuffer> {
  const serial = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  const pages = [
    page([opusHead(channels)], { serial, sequence: 0, granule: 0, flags: 2 }),
    page([opusTags()], { serial, sequence: 1, granule: 0, flags: 0 }),
  ];
  let granule = preSkip;
  const groups = grouped(packets);
  for (const [index, group] of groups.entries()) {
    granule += group.reduce((sum, packet) => sum + packet.samples, 0);
    const flags = index === groups.length - 1 ? 4 : 0;
    pages.push(
      page(
        group.map((packet) => packet.data),
        { serial, sequence: index + 2, granule, flags },
      ),
    );
  }
  return joined(pages);
}

/** Packets of one page: their lacing values must fit its segment table. */
function grouped(packets: readonly OpusPacket[]): OpusPacket[][] {
  const groups: OpusPacket[][] = [];
  let used = maxSegments + 1;
  for (const packet of packets) {
    const segments = Math.floor(packet.data.length / 255) + 1;
    if (used + segments > maxSegments) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(packet);
    used += segments;
  }
  return groups;
}

interface PageFacts {
  serial: number;
  sequence: number;
  granule: number;
  flags: number;
}

function page(packets: readonly Uint8Array[], facts: PageFacts): Uint8Array {
  const lacing = packets.flatMap((packet) => [
    ...Array<number>(Math.floor(packet.length / 255)).fill(255),
    packet.length % 255,
  ]);
  const header = new Uint8Array(27 + lacing.length);
  const view = new DataView(header.buffer);
  header.set(ascii("OggS"));
  header[5] = facts.flags;
  view.setBigUint64(6, BigInt(facts.granule), true);
  view.setUint32(14, facts.serial, true);
  view.setUint32(18, facts.sequence, true);
  header[26] = lacing.length;
  header.set(lacing, 27);
  const whole = joined([header, ...packets]);
  new DataView(whole.buffer).setUint32(22, crc(whole), true);
  return whole;
}

function opusHead(channels: number): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(ascii("OpusHead"));
  head[8] = 1;
  head[9] = channels;
  view.setUint16(10, preSkip, true);
  view.setUint32(12, samplesPerSecond, true);
  return head;
}

function opusTags(): Uint8Array {
  const vendor = ascii("hilo");
  const tags = new Uint8Array(16 + vendor.length);
  tags.set(ascii("OpusTags"));
  new DataView(tags.buffer).setUint32(8, vendor.length, true);
  tags.set(vendor, 12);
  return tags;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit += 1) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

function crc(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = ((value << 8) ^ (table[((value >>> 24) ^ byte) & 255] ?? 0)) >>> 0;
  return value;
}
