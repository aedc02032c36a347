/** A sound with play button, shape and position. Playing what the business sent is reported to it. */
import { useEffect, useRef, useState } from "react";
import { playTime } from "@/i18n/format";
import { IconPlayerPause, IconPlayerPlay } from "@/ui/icons";
import { phoneApi } from "../api/calls";
import type { Bubble, Chat, Media } from "../api/types";
import { barCount, readSound } from "@/voice/peaks";
import { t } from "../words";
import styles from "./VoiceNote.module.css";

const flat = Array<number>(barCount).fill(0.2);

export function VoiceNote({ media, bubble, chat }: { media: Media; bubble: Bubble; chat: Chat }) {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const { peaks, seconds } = useSound(media.url);

  function toggle() {
    if (playing) audio.current?.pause();
    else audio.current?.play().catch(() => setPlaying(false));
  }

  function started() {
    setPlaying(true);
    // Only a tick hangs on it: a failed report is not worth a notice.
    if (bubble.author === "business") phoneApi.played(chat, bubble.id).catch(() => undefined);
  }

  const done = seconds > 0 ? position / seconds : 0;
  return (
    <span className={styles.voice}>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- recorded by whoever plays the person; there is no transcript */}
      <audio
        ref={audio}
        src={media.url}
        preload="none"
        onPlay={started}
        onPause={() => setPlaying(false)}
        onEnded={() => setPosition(0)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
      />
      <button
        type="button"
        className={styles.play}
        aria-label={t(playing ? "voice.pause" : "voice.play")}
        onClick={toggle}
      >
        {playing ? (
          <IconPlayerPause size={16} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconPlayerPlay size={16} stroke={1.75} aria-hidden="true" />
        )}
      </button>
      <span className={styles.wave} aria-hidden="true">
        {peaks.map((peak, bar) => (
          <i
            // the bars are places of a fixed row
            key={bar}
            className={bar / barCount < done ? styles.past : undefined}
            style={{ height: 4 + Math.round(peak * 14) }}
          />
        ))}
      </span>
      <span className={styles.time}>{playTime(playing ? position : seconds)}</span>
    </span>
  );
}

function useSound(url: string) {
  const [sound, setSound] = useState({ peaks: flat, seconds: 0 });
  useEffect(() => {
    let shown = true;
    readSound(url).then(
      (read) => shown && setSound(read),
      () => undefined, // A sound the browser cannot read keeps its flat shape.
    );
    return () => {
      shown = false;
    };
  }, [url]);
  return sound;
}
