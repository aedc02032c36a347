/** A place by its name and address; the map is another site's, opened by whoever wants it. */
import { useTranslation } from "react-i18next";
import type { Message } from "@/api/types";
import { IconMapPin } from "@/ui/icons";
import styles from "./Media.module.css";

export function LocationBody({ location }: { location: NonNullable<Message["location"]> }) {
  const { t } = useTranslation();
  const { latitude, longitude, name, address } = location;
  const title = name ?? address ?? `${latitude}, ${longitude}`;
  const below = [t("message.location"), t("message.location_open")].join(", ");
  return (
    <a
      className={styles.document}
      href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
      target="_blank"
      rel="noopener noreferrer"
    >
      <span className={styles.tile}>
        <IconMapPin size={18} stroke={1.75} aria-hidden="true" />
      </span>
      <span className={styles.facts}>
        {title}
        {name && address ? <small>{address}</small> : null}
        <small>{below}</small>
      </span>
    </a>
  );
}
