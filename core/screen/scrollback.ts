/** Lines above the screen that a terminal on the server keeps: so many come back where a screen is restored. */
export const scrollbackLines = 10_000
