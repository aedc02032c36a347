/** Records from the microphone; says so when there is none. */
import { useEffect, useRef, useState } from "react";

export interface Recorder {
  recording: boolean;
  seconds: number;
  /** False: there is no microphone, or no permission to use it. */
  start: () => Promise<boolean>;
  finish: () => Promise<Blob | null>;
  discard: () => void;
}

export function useRecorder(): Recorder {
  const active = useRef<MediaRecorder | null>(null);
  const [recording, setRecording] = useState(false);
  const [seconds, setSeconds] = useState(0);

  useEffect(() => {
    if (!recording) return;
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000);
    return () => clearInterval(timer);
  }, [recording]);
  useEffect(() => () => release(active.current), []);

  async function start() {
    if (!navigator.mediaDevices?.getUserMedia || typeof MediaRecorder === "undefined") return false;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      active.current = new MediaRecorder(stream, { mimeType: preferredType() });
    } catch {
      return false;
    }
    active.current.start();
    setSeconds(0);
    setRecording(true);
    return true;
  }

  async function finish() {
    const recorder = active.current;
    if (!recorder) return null;
    const recorded = new Promise<Blob>((resolve) => {
      recorder.addEventListener("dataavailable", (event) => resolve(event.data), { once: true });
    });
    discard();
    return recorded;
  }

  function discard() {
    release(active.current);
    active.current = null;
    setRecording(false);
  }

  return { recording, seconds, start, finish, discard };
}

function preferredType(): string | undefined {
  const types = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
  return types.find((type) => MediaRecorder.isTypeSupported(type));
}

function release(recorder: MediaRecorder | null) {
  if (!recorder) return;
  if (recorder.state !== "inactive") recorder.stop();
  for (const track of recorder.stream.getTracks()) track.stop();
}
