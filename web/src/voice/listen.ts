/** Plays a recording before it is sent. By Web Audio: the policy of the page lets no media come from memory. */
import { useEffect, useRef, useState } from "react";

interface Playing {
  context: AudioContext;
  source: AudioBufferSourceNode;
}

export interface Listening {
  playing: boolean;
  play: () => Promise<void>;
  stop: () => void;
}

export function useListening(sound: () => Promise<Blob>): Listening {
  const current = useRef<Playing | null>(null);
  const [playing, setPlaying] = useState(false);

  function stop() {
    current.current?.source.stop();
    void current.current?.context.close();
    current.current = null;
    setPlaying(false);
  }

  async function play() {
    stop();
    setPlaying(true);
    const context = new AudioContext();
    try {
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(await (await sound()).arrayBuffer());
      source.connect(context.destination);
      source.addEventListener("ended", () => setPlaying(false));
      source.start();
      current.current = { context, source };
    } catch {
      void context.close();
      setPlaying(false);
    }
  }

  useEffect(() => stop, []);
  return { playing, play, stop };
}
