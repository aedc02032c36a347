/** In the place of the composer's tools while a voice note is recorded, listened to and sent. */
import { useTranslation } from "react-i18next";
import { playTime } from "@/i18n/format";
import { type Recording, recordedMs, recordings } from "@/state/recordings";
import { Button, IconButton } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import {
  IconAlertCircle,
  IconMicrophone,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from "@/ui/icons";
import { useNow } from "@/ui/useNow";
import { useListening } from "@/voice/listen";
import styles from "./VoiceBar.module.css";

interface VoiceBarProps {
  conversationId: string;
  recording: Recording;
}

export default function VoiceBar({ conversationId, recording }: VoiceBarProps) {
  const { t } = useTranslation();
  const { state, obstacle } = recording;
  const discard = () => void recordings.discard(conversationId);
  return (
    <div className={styles.voice} role="group" aria-label={t("voice.label")}>
      {obstacle ? (
        <Banner
          tone="bad"
          role="alert"
          icon={<IconAlertCircle size={18} stroke={1.75} aria-hidden="true" />}
          action={
            state === "stopped" ? (
              <Button size="s" onClick={() => void recordings.start(conversationId)}>
                {t("voice.again")}
              </Button>
            ) : undefined
          }
        >
          {t(`voice.${obstacle}`)}
        </Banner>
      ) : null}
      <div className={styles.bar}>
        <IconButton label={t("voice.discard")} onClick={discard} disabled={state === "sending"}>
          <IconTrash size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
        <Length recording={recording} />
        {state === "asking" ? <span className={styles.word}>{t("voice.asking")}</span> : null}
        {state === "recording" || state === "paused" ? (
          <Control conversationId={conversationId} paused={state === "paused"} />
        ) : null}
        {state === "ready" ? <Listen conversationId={conversationId} /> : null}
        {state === "stopped" || state === "asking" ? null : (
          <Button
            className={styles.send}
            look="primary"
            aria-label={t("voice.send")}
            busy={state === "sending"}
            onClick={() => void recordings.send(conversationId)}
          >
            {t("composer.send")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Length({ recording }: { recording: Recording }) {
  const { t } = useTranslation();
  const nowMs = useNow(250);
  if (recording.state === "asking" || recording.state === "stopped") {
    return <IconMicrophone size={18} stroke={1.75} aria-hidden="true" />;
  }
  const words = { recording: t("voice.recording"), paused: t("voice.paused") };
  const { state } = recording;
  return (
    <span className={styles.length}>
      <i className={state === "recording" ? styles.on : styles.off} aria-hidden="true" />
      <span role="status">
        {state === "recording" || state === "paused" ? words[state] : t("voice.ready")}
      </span>
      <time>{playTime(recordedMs(recording, nowMs) / 1000)}</time>
    </span>
  );
}

function Control({ conversationId, paused }: { conversationId: string; paused: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      {paused ? (
        <IconButton label={t("voice.resume")} onClick={() => recordings.resume(conversationId)}>
          <IconMicrophone size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      ) : (
        <IconButton label={t("voice.pause")} onClick={() => recordings.pause(conversationId)}>
          <IconPlayerPause size={18} stroke={1.75} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={t("voice.finish")} onClick={() => void recordings.finish(conversationId)}>
        <IconPlayerStop size={18} stroke={1.75} aria-hidden="true" />
      </IconButton>
    </>
  );
}

function Listen({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation();
  const { playing, play, stop } = useListening(() => recordings.soundOf(conversationId));
  return playing ? (
    <Button size="s" onClick={stop}>
      <IconPlayerStop size={16} stroke={1.75} aria-hidden="true" />
      {t("voice.silence")}
    </Button>
  ) : (
    <Button size="s" onClick={() => void play()}>
      <IconPlayerPlay size={16} stroke={1.75} aria-hidden="true" />
      {t("voice.listen")}
    </Button>
  );
}
