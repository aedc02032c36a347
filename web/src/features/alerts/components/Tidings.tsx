/** Tells what happens, by the ways that hold; says where the browser keeps it silent. Shows nothing else. */
import { useTranslation } from "react-i18next";
import { useEffect } from "react";
import { usePreferences } from "@/state/preferences";
import { Button } from "@/ui/Button";
import { Banner } from "@/ui/Feedback";
import { IconVolumeOff } from "@/ui/icons";
import { speaker, useSpeakerBlocked } from "../api/speaker";
import { useTidings } from "../api/useTidings";

export default function Tidings() {
  const { t } = useTranslation();
  const { sound_volume } = usePreferences();
  const silenced = useSpeakerBlocked() && sound_volume > 0;
  useTidings();
  useEffect(() => {
    const unblock = () => (speaker.isBlocked() ? void speaker.unblock() : undefined);
    window.addEventListener("pointerup", unblock);
    window.addEventListener("keydown", unblock);
    return () => {
      window.removeEventListener("pointerup", unblock);
      window.removeEventListener("keydown", unblock);
    };
  }, []);
  if (!silenced) return null;
  return (
    <section aria-label={t("alerts.sound_region")}>
      <Banner
        tone="info"
        role="status"
        icon={<IconVolumeOff size={18} stroke={1.75} aria-hidden="true" />}
        action={
          <Button size="s" onClick={() => void speaker.unblock()}>
            {t("alerts.sound_unblock")}
          </Button>
        }
      >
        {t("alerts.sound_blocked")}
      </Banner>
    </section>
  );
}
