import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A listener that lets everybody in and never says a word. */
export async function silentListener() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => void sockets.add(socket.on('error', () => {})))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: portOf(server.address()),
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** A wire to a server that can be cut, which ends every connection and lets none in, and mended again. */
export async function wireTo(host: string, port: number) {
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(port, host)
    for (const end of [near, far]) {
      ends.add(end)
      end.on('error', () => {})
      end.on('close', () => {
        ends.delete(end)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const listening = portOf(server.address())
  const cut = () => {
    server.close()
    for (const end of ends) end.destroy()
  }
  return {
    port: listening,
    cut,
    mend: () => once(server.listen(listening, '127.0.0.1'), 'listening'),
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A port that nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const port = portOf(server.address())
  await new Promise((resolve) => server.close(resolve))
  return port
}
