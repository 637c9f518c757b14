/** The tray's pictures as a panel shows them that colours them itself: by their shape alone, at the smallest size. */
import { describe, expect, test } from 'vitest'

const files = import.meta.glob<string>('../../../electron/desktop/icons/tray-*.png', {
  query: '?url',
  import: 'default',
  eager: true,
})
const states = ['normal', 'unread', 'unreachable', 'paused']

function urlOf(file: string): string {
  const url = files[`../../../electron/desktop/icons/${file}.png`]
  if (url === undefined) throw new Error(`no ${file}`)
  return url
}

/** How much each pixel covers, 0 to 255. */
async function shapeOf(file: string): Promise<number[]> {
  const image = await createImageBitmap(await (await fetch(urlOf(file))).blob())
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d')
  if (context === null) throw new Error('no canvas')
  context.drawImage(image, 0, 0)
  return [...context.getImageData(0, 0, image.width, image.height).data].filter((_, n) => n % 4 === 3)
}

const clearly = (a: number, b: number): boolean => Math.abs(a - b) > 128

describe.each([
  ['-16', 256],
  ['', 484],
])('tray%s', (suffix, pixels) => {
  test('every state is another shape in one colour', async () => {
    const shapes = await Promise.all(states.map((state) => shapeOf(`tray-${state}${suffix}`)))
    for (const [n, shape] of shapes.entries()) {
      expect(shape).toHaveLength(pixels)
      for (const other of shapes.slice(n + 1)) {
        const differ = shape.filter((alpha, at) => clearly(alpha, other[at] ?? 0)).length
        // A bird covers about a quarter of the picture: a quarter of a bird.
        expect(differ).toBeGreaterThan(pixels / 16)
      }
    }
  })
})
