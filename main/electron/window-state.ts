import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const stateSchema = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  maximized: z.boolean(),
});
/** Where the window was, in device-independent pixels. */
export type WindowState = z.infer<typeof stateSchema>;

const SMALLEST = { width: 900, height: 600 };
const USUAL = { width: 1280, height: 800 };
const GRIP = 100;

function isInSight(state: WindowState, area: Rectangle): boolean {
  // Enough of the title bar must be on a screen to take hold of it.
  const across = Math.min(state.x + state.width, area.x + area.width) - Math.max(state.x, area.x);
  return across >= GRIP && state.y >= area.y && state.y <= area.y + area.height - GRIP;
}

/**
 * Takes what was saved and the work areas of the screens that are there now; gives the bounds for a new window. A place that no
 * screen shows any more (a second screen was taken away) is forgotten, so that the window is always within reach.
 */
export function windowBounds(saved: WindowState | null, areas: readonly Rectangle[]): Partial<WindowState> {
  if (!saved) return { ...USUAL, maximized: false };
  const { maximized } = saved;
  const width = Math.max(saved.width, SMALLEST.width);
  const height = Math.max(saved.height, SMALLEST.height);
  if (!areas.some((area) => isInSight(saved, area))) return { width, height, maximized };
  return { x: saved.x, y: saved.y, width, height, maximized };
}

/** Reads the saved state; null when there is none or it cannot be used. */
export async function readWindowState(file: string): Promise<WindowState | null> {
  try {
    return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // First start, or a damaged file: a window in its usual place is good enough.
    return null;
  }
}

/** Writes the state; the place of a window is not worth an error. */
export async function writeWindowState(file: string, state: WindowState): Promise<void> {
  try {
    await writeFileAtomic(file, JSON.stringify(state));
  } catch {
    // A full disk, or a folder that has gone: the next window opens in its usual place.
  }
}
