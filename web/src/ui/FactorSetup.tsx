/** What an authenticator is set up with: a picture to scan, and the same as text; a phone opens its own application. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import styles from "./FactorSetup.module.css";

interface FactorSetupProps {
  /** An SVG element that the server drew. */
  picture: string;
  secret: string;
  /** The same as an address: `otpauth://...`. */
  address: string;
}

export function FactorSetup({ picture, secret, address }: FactorSetupProps) {
  const { t } = useTranslation();
  const groups = secret.match(/.{1,4}/g) ?? [];
  return (
    <div className={styles.setup}>
      <a className={styles.open} href={address}>
        {t("factor.open")}
      </a>
      <p>{t("factor.scan")}</p>
      <Picture svg={picture} name={t("factor.picture")} />
      <p>{t("factor.by_hand")}</p>
      <code className={styles.secret}>{groups.join(" ")}</code>
    </div>
  );
}

/** Drawn anew from its paths: the policy admits no image of data, and no foreign element comes into the page. */
function Picture({ svg, name }: { svg: string; name: string }) {
  const { box, paths } = useMemo(() => drawn(svg), [svg]);
  return (
    <svg className={styles.picture} viewBox={box} role="img" aria-label={name}>
      {paths.map((path) => (
        <path key={path.d} {...path} />
      ))}
    </svg>
  );
}

function drawn(svg: string) {
  const root = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  const paths = [...root.querySelectorAll("path")].map((path) => ({
    d: path.getAttribute("d") ?? "",
    fill: path.getAttribute("fill") ?? "none",
    stroke: path.getAttribute("stroke") ?? undefined,
    transform: path.getAttribute("transform") ?? undefined,
  }));
  return { box: root.getAttribute("viewBox") ?? undefined, paths };
}
