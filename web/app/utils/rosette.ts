/** One ring of an engraved rosette: the same ellipse, turned `petals` times around the middle. */
export interface RosetteRing { rx: number, ry: number, petals: number }

/**
 * The engraver's ornament of a lot without a photo: drawn from its id alone, so a lot looks the same on every page and unlike its
 * neighbours. Radii for a square of 100 by 100.
 */
export function rosette(id: string): RosetteRing[] {
  let seed = 7
  for (const letter of id) seed = (seed * 31 + letter.codePointAt(0)!) % 9973
  const pick = (count: number) => {
    seed = (seed * 73 + 41) % 9973
    return seed % count
  }
  return [
    { rx: 47, ry: 17 + pick(5) * 3, petals: 10 + pick(4) * 2 },
    { rx: 36, ry: 11 + pick(4) * 3, petals: 8 + pick(4) * 2 },
  ]
}

/** The angles, in degrees, at which a ring's ellipse is drawn; half a turn covers the whole circle. */
export const petalAngles = (ring: RosetteRing) => Array.from({ length: ring.petals }, (_, at) => Math.round(at * 18_000 / ring.petals) / 100)
