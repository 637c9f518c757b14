/** The part of `localtunnel` that Tern uses: the client's connections. The package has no types for it. */
declare module 'localtunnel/lib/TunnelCluster.js' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'

  interface ClusterEvents {
    /** A connection to the server is open; it is being joined to the local port. */
    open: [remote: Socket]
    /** The server refused a connection. Other failures are not told. */
    error: [refused: Error]
  }

  export default class TunnelCluster extends EventEmitter<ClusterEvents> {
    constructor(options: {
      readonly remote_host: string
      readonly remote_ip?: string
      readonly remote_port: number
      readonly local_port: number
    })
    /** Opens one more connection. */
    open(): void
  }
}
