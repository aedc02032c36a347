/** The shape of a sound, drawn beside its play button. */
export const barCount = 30;

/** Loudest sample of each of thirty stretches, from 0 to 1. */
export function peaksOf(samples: Float32Array): number[] {
  const stretch = Math.max(1, Math.floor(samples.length / barCount));
  const loudest = Array.from({ length: barCount }, (_, bar) => {
    let peak = 0;
    for (const sample of samples.subarray(bar * stretch, (bar + 1) * stretch)) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  });
  const top = Math.max(...loudest, 0.001);
  return loudest.map((peak) => peak / top);
}

/** Peaks and length of a sound file; throws where the browser cannot read it. */
export async function readSound(url: string): Promise<{ peaks: number[]; seconds: number }> {
  const context = new OfflineAudioContext(1, 1, 48_000);
  const answer = await fetch(url);
  const sound = await context.decodeAudioData(await answer.arrayBuffer());
  return { peaks: peaksOf(sound.getChannelData(0)), seconds: sound.duration };
}
