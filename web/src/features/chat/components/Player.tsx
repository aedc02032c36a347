/** Plays audio and voice notes: position by slider, speed, and an address renewed once when it has expired. */
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Media, Message } from "@/api/types";
import { playTime } from "@/i18n/format";
import { IconPlayerPause, IconPlayerPlay } from "@/ui/icons";
import { useMediaUrl } from "../api/useMediaUrl";
import { usePeaks } from "../api/usePeaks";
import { DocumentTile } from "./DocumentTile";
import styles from "./Media.module.css";

const rates = [1, 1.5, 2] as const;

export function Player({ message, media }: { message: Message; media: Media }) {
  const { t } = useTranslation();
  const { url, renew } = useMediaUrl(message, media);
  const audio = useRef<HTMLAudioElement>(null);
  const renewed = useRef(false);
  const [playing, setPlaying] = useState(false);
  const [position, setPosition] = useState(0);
  const [length, setLength] = useState<number | null>(null);
  const [rate, setRate] = useState<(typeof rates)[number]>(1);
  const [unplayable, setUnplayable] = useState(false);
  const peaks = usePeaks(message, media, url);

  async function toggle() {
    const player = audio.current;
    if (!player) return;
    if (playing) return player.pause();
    if (!url) await renew().catch(() => setUnplayable(true));
    await player.play().catch(() => undefined);
  }

  function onError() {
    if (renewed.current) return setUnplayable(true);
    renewed.current = true;
    renew().catch(() => setUnplayable(true));
  }

  function nextRate() {
    const next = rates[(rates.indexOf(rate) + 1) % rates.length] ?? 1;
    setRate(next);
    if (audio.current) audio.current.playbackRate = next;
  }

  if (unplayable) {
    return (
      <>
        <DocumentTile message={message} media={media} />
        <span className={styles.state}>{t("media.unplayable")}</span>
      </>
    );
  }
  const word = playing ? "media.pause" : message.kind === "voice" ? "media.play" : "media.play_audio";
  const played = length ? position / length : 0;
  return (
    <span className={styles.voice}>
      <button type="button" className={styles.play} aria-label={t(word)} onClick={() => void toggle()}>
        {playing ? (
          <IconPlayerPause size={16} stroke={1.75} aria-hidden="true" />
        ) : (
          <IconPlayerPlay size={16} stroke={1.75} aria-hidden="true" />
        )}
      </button>
      <span className={styles.track}>
        {peaks ? <Wave peaks={peaks} played={played} /> : <i style={{ width: `${played * 100}%` }} />}
        <input
          type="range"
          min={0}
          max={length ?? 0}
          step={0.1}
          value={position}
          aria-label={t("media.seek")}
          aria-valuetext={playTime(position)}
          onChange={(event) => {
            if (audio.current) audio.current.currentTime = Number(event.target.value);
          }}
        />
      </span>
      <span className={styles.clock}>
        {length === null && position === 0 ? "" : playTime(playing ? position : (length ?? 0))}
      </span>
      <button
        type="button"
        className={styles.speed}
        aria-label={t("media.speed", { rate: String(rate).replace(".", ",") })}
        onClick={nextRate}
      >
        {String(rate).replace(".", ",")}×
      </button>
      {/* eslint-disable-next-line jsx-a11y/media-has-caption -- a voice note of a customer has no captions */}
      <audio
        ref={audio}
        src={url ?? undefined}
        preload="metadata"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onTimeUpdate={(event) => setPosition(event.currentTarget.currentTime)}
        onLoadedMetadata={(event) => setLength(finite(event.currentTarget.duration))}
        onDurationChange={(event) => setLength(finite(event.currentTarget.duration))}
        onError={onError}
      />
    </span>
  );
}

/** What was heard already is darker. */
function Wave({ peaks, played }: { peaks: readonly number[]; played: number }) {
  return (
    <span className={styles.wave} aria-hidden="true">
      {peaks.map((peak, bar) => (
        <b
          key={bar}
          className={bar < played * peaks.length ? styles.heard : undefined}
          style={{ height: `${Math.max(8, peak * 100)}%` }}
        />
      ))}
    </span>
  );
}

function finite(seconds: number): number | null {
  return Number.isFinite(seconds) ? seconds : null;
}
