/** The gate: Gatehouse's mark. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path d="M7 25V13a9 9 0 0 1 18 0v12h-4.5V13.5a4.5 4.5 0 0 0-9 0V25z" className="fill-accent-ink" />
      <path d="M14.5 17h3v8h-3z" className="fill-accent-ink opacity-70" />
    </svg>
  )
}
