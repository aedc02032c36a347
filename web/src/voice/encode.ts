/** From sound to a voice note: Ogg with Opus, mono, by the browser's own encoder. */
import { type OpusPacket, oggOpus } from "./ogg";

export const voiceType = "audio/ogg; codecs=opus";
const sampleRate = 48_000;
const exampleSeconds = 3;

export class NoEncoderError extends Error {}

export interface VoiceNote {
  file: Blob;
  filename: string;
}

/** What was recorded, as a voice note; a browser without encoder keeps its own format. */
export async function toVoiceNote(recorded: Blob): Promise<VoiceNote> {
  if (await isVoiceNote(recorded)) return named(recorded.slice(0, recorded.size, voiceType));
  if (typeof AudioEncoder === "undefined") {
    const ending = recorded.type.includes("mp4") ? "m4a" : "webm";
    return { file: recorded, filename: `nota-de-voz.${ending}` };
  }
  const context = new AudioContext({ sampleRate });
  try {
    const sound = await context.decodeAudioData(await recorded.arrayBuffer());
    return named(await encoded(mono(sound)));
  } finally {
    await context.close();
  }
}

/** A short melody, for a machine without microphone. */
export async function exampleVoiceNote(): Promise<VoiceNote> {
  const tones = [262, 330, 392, 330, 294, 262];
  const samples = Float32Array.from({ length: sampleRate * exampleSeconds }, (_, index) => {
    const second = index / sampleRate;
    const beat = (second * tones.length) / exampleSeconds;
    const tone = tones[Math.floor(beat)] ?? 262;
    return 0.3 * Math.sin(2 * Math.PI * tone * second) * (1 - (beat % 1));
  });
  return named(await encoded(samples));
}

/** Ogg with one channel of Opus already, as some browsers record it. */
async function isVoiceNote(recorded: Blob): Promise<boolean> {
  if (!recorded.type.startsWith("audio/ogg")) return false;
  const start = new Uint8Array(await recorded.slice(0, 64).arrayBuffer());
  const head = new TextDecoder("latin1").decode(start).indexOf("OpusHead");
  return head > 0 && start[head + 9] === 1;
}

function named(file: Blob): VoiceNote {
  return { file, filename: "nota-de-voz.ogg" };
}

function mono(sound: AudioBuffer): Float32Array<ArrayBuffer> {
  const mixed = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    const samples = sound.getChannelData(channel);
    for (let index = 0; index < mixed.length; index += 1) {
      mixed[index] = (mixed[index] ?? 0) + (samples[index] ?? 0) / sound.numberOfChannels;
    }
  }
  return mixed;
}

async function encoded(samples: Float32Array<ArrayBuffer>): Promise<Blob> {
  if (typeof AudioEncoder === "undefined") throw new NoEncoderError();
  const packets: OpusPacket[] = [];
  let failure: Error | null = null;
  const encoder = new AudioEncoder({
    output: (chunk) => {
      const data = new Uint8Array(chunk.byteLength);
      chunk.copyTo(data);
      packets.push({ data, samples: Math.round(((chunk.duration ?? 20_000) * sampleRate) / 1_000_000) });
    },
    error: (error) => {
      failure = error;
    },
  });
  encoder.configure({ codec: "opus", sampleRate, numberOfChannels: 1, bitrate: 24_000 });
  const sound = new AudioData({
    format: "f32-planar",
    sampleRate,
    numberOfFrames: samples.length,
    numberOfChannels: 1,
    timestamp: 0,
    data: samples,
  });
  encoder.encode(sound);
  sound.close();
  await encoder.flush();
  encoder.close();
  if (failure) throw failure;
  return new Blob([oggOpus(packets)], { type: voiceType });
}
