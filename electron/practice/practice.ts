/**
 * The practice Aircall: a stand-in for the API, inside the app, over real HTTP on loopback, with customers who text
 * back. Practice mode and the tests use the same one. It knows nothing of Electron and keeps nothing on disk.
 */
import type { Http } from '../ports.ts'
import { createNodeHttp } from '../http/node-http.ts'
import { createBehaviourSwitch, type BehaviourChange } from './behaviour.ts'
import { createCallbacks, type CallbackOutcome, type RecordedCallback } from './callbacks.ts'
import { paintPhoto } from './photo.ts'
import { createRoutes, type PracticeKey } from './routes.ts'
import {
  basePath,
  expiredPhotoPath,
  listenOnLoopback,
  photoPath,
  serve,
  type RecordedRequest,
} from './server.ts'
import { createTexting, usualDelays, type CustomerText, type Delays, type PracticeSend } from './texting.ts'

export { practiceCustomers, practiceNumbers } from './customers.ts'

/** The key of the practice account. It opens nothing but this. */
export const practiceKey: PracticeKey = { apiId: 'practice-api-id', apiToken: 'practice-api-token' }

export const practiceCompany = 'Practice Plumbing'

export interface PracticeOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number
  /** A customer texts first, shortly after a number is configured. */
  readonly greeting?: boolean
  readonly delays?: Partial<Delays>
  readonly behaviour?: BehaviourChange
  /** What callbacks are sent with; Node's own by default. */
  readonly http?: Http
}

export interface PracticeAircall {
  /** `http://127.0.0.1:<port>/v1` */
  readonly baseUrl: string
  readonly key: PracticeKey
  /** Where the customers' photo is served. */
  readonly photoUrl: string
  /** An address like it, of a photo that is there no more. */
  readonly expiredPhotoUrl: string
  /** Every request that arrived, also those that met a fault. */
  readonly requests: readonly RecordedRequest[]
  /** The texts that were taken. */
  readonly sends: readonly PracticeSend[]
  /** The callbacks that were sent, with what became of each. */
  readonly callbacks: readonly RecordedCallback[]
  /** Changes the behaviour from now on; what is not named stays. */
  readonly behave: (change: BehaviourChange) => void
  /** The configuration that a number has now. */
  readonly configured: (
    numberId: number,
  ) => { readonly callbackUrl: string; readonly token: string } | undefined
  /** Has a customer text one of the numbers; answers what became of the callback. */
  readonly customerTexts: (text: CustomerText) => Promise<CallbackOutcome>
  /** Ends it; again does nothing. */
  readonly close: () => Promise<void>
}

/** Starts it. Rejects when it cannot listen. */
export async function createPracticeAircall(options: PracticeOptions = {}): Promise<PracticeAircall> {
  const behaviour = createBehaviourSwitch(options.behaviour)
  const listening = await listenOnLoopback(options.port ?? 0)
  const baseUrl = listening.origin + basePath
  const photoUrl = listening.origin + photoPath

  const callbacks = createCallbacks({
    http: options.http ?? createNodeHttp(),
    baseUrl,
    behaviour: behaviour.current,
  })
  const texting = createTexting({
    callbacks,
    behaviour: behaviour.current,
    delays: { ...usualDelays, ...options.delays },
    photoUrl,
    greets: options.greeting === true,
  })
  const route = createRoutes({
    key: practiceKey,
    company: practiceCompany,
    baseUrl,
    behaviour: behaviour.current,
    texting,
  })
  let photo: Buffer | undefined
  const server = serve(listening, { behaviour, photo: () => (photo ??= paintPhoto()), route })

  return {
    baseUrl,
    key: practiceKey,
    photoUrl,
    expiredPhotoUrl: listening.origin + expiredPhotoPath,
    requests: server.requests,
    sends: texting.sends,
    callbacks: callbacks.log,
    behave: behaviour.change,
    configured: texting.configured,
    customerTexts: texting.customerTexts,
    async close() {
      texting.close()
      await server.close()
    },
  }
}
