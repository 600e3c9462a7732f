/** The protocol counts Unicode characters, JavaScript UTF-16 units; they differ after an emoji or a letter like 𝓕. */
export function toUnits(text: string, characters: number): number {
  return Array.from(text).slice(0, characters).join('').length;
}

export function toCharacters(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}
