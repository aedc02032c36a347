/** A colour as the present scheme shows it. */
import type { Pair } from "../api/contrast";
import styles from "./AuthorColours.module.css";

export function Swatch({ pair }: { pair: Pair }) {
  return <i className={styles.swatch} style={{ background: behind(pair) }} aria-hidden="true" />;
}

export function behind({ light, dark }: Pair): string {
  return `light-dark(${light}, ${dark})`;
}
