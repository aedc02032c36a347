/** Initials with the channel at the foot. Decorative: the name and the channel stand beside it as text. */
import styles from "./Avatar.module.css";
import { ChannelIcon } from "./Channel";

export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  // Two given names and two surnames are common: the first of each stands for the person.
  const chosen = words.length >= 4 ? [words[0], words[2]] : words.slice(0, 2);
  const letters = chosen.map((word) => [...(word ?? "")].find((letter) => /\p{L}/u.test(letter)) ?? "");
  return letters.join("").toLocaleUpperCase() || "#";
}

export function Avatar({ name, channel, className }: { name: string; channel: string; className?: string }) {
  return (
    <span className={`${styles.av} ${className ?? ""}`} aria-hidden="true">
      {initials(name)}
      <span className={styles.badge}>
        <ChannelIcon channel={channel} size={14} stroke={2} />
      </span>
    </span>
  );
}
