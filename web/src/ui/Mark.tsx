/** The sign of Hilo: an h whose foot ends in waiting dots. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M7 3v18M7 14.6C7 11.2 9.2 9 12 9s5 2.2 5 5.4" />
      <path d="M17 17.9v.01M17 21v.01" />
    </svg>
  );
}
