/** `8 s`, `2 min 10 s`, `3 h 5 min`; 0.4 s counts as `0 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) {
    const whole = Math.floor(seconds / 60);
    return seconds % 60 === 0 ? `${whole} min` : `${whole} min ${seconds % 60} s`;
  }
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
