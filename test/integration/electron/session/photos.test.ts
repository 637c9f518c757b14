/** A photo from the practice Aircall to the vault, through listener, store and download. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { practiceCustomers } from '../../../../electron/practice/practice.ts'
import { paintPhoto } from '../../../../electron/practice/photo.ts'
import type { Session } from '../../../../electron/session/session.ts'
import { createWorld, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(() => world.close())

/** The first photo loads the HTTP client, which takes a moment. */
const patience = { timeout: 10_000 }
const from = practiceCustomers.photo.number

async function practise(session: Session): Promise<number> {
  await session.setup.startPractice()
  const number = (await session.setup.listNumbers())[0]
  if (number === undefined) throw new Error('no practice number')
  await session.setup.useNumber(number.id)
  session.setup.finish()
  return number.id
}

/** The photos of the newest message of the customer with the photos. */
const photos = (session: Session) => {
  const conversation = session.store.conversations
    .list('', undefined, 10)
    .items.find(({ peer }) => peer === from)
  const page = conversation && session.store.messages.page(conversation.id, undefined, 10)
  return page?.items.at(-1)?.media
}

it('practice: the photo is fetched, told of, and gone with the practice conversations', async () => {
  const session = await world.open()
  const numberId = await practise(session)
  await world.practices[0]?.customerTexts({ numberId, from, body: 'Look', media: true })
  await vi.waitFor(
    () => expect(photos(session)).toMatchObject([{ state: 'stored', kind: 'image' }]),
    patience,
  )
  const [photo] = photos(session) ?? []
  expect((await session.media.read(photo?.id ?? '')).bytes.equals(paintPhoto())).toBe(true)
  const told = world.messages.filter(({ body }) => body === 'Look').map(({ media }) => media?.[0]?.state)
  expect(told).toEqual(['waiting', 'stored'])

  await session.setup.leavePractice()
  await expect(session.media.read(photo?.id ?? '')).rejects.toMatchObject({ code: 'app.notFound' })
  await vi.waitFor(() => expect(session.store.media.removed()).toEqual([]), patience)
})

it('a photo that the practice Aircall has no more is expired, another place on this computer is refused', async () => {
  const session = await world.open()
  const numberId = await practise(session)
  const [practice] = world.practices
  // The other Aircall of this test: on loopback too, but not the one in use.
  const media = [practice?.expiredPhotoUrl ?? '', world.aircall.photoUrl]
  await practice?.customerTexts({ numberId, from, body: 'Look', media })
  await vi.waitFor(
    () =>
      expect(photos(session)).toMatchObject([{ state: 'expired' }, { state: 'refused', reason: 'address' }]),
    patience,
  )
})
