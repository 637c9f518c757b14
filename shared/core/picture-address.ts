/** Where the page finds a stored photo: an address of Tern's own scheme, which the main process answers. */

const start = 'app://tern/media/'
const form = /^app:\/\/tern\/media\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const pictureAddress = (mediaId: string): string => start + mediaId

/** The photo that an address means; undefined for every address that is not written exactly so. */
export const readPictureAddress = (address: string): string | undefined => form.exec(address)?.[1]
