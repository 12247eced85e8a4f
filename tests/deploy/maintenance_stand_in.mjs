// The contract of `gavel maintenance` for as long as the program under test does not have the command: maintenance_stand_in PUBLIC OPERATIONS.
import { createServer } from 'node:http'
const [visitors, operations] = process.argv.slice(2).map(Number)
createServer((request, response) => {
  response.writeHead(503, { 'retry-after': '30', 'cache-control': 'no-store', 'x-auction-mode': 'maintenance', 'content-type': request.url.startsWith('/api') ? 'application/problem+json' : 'text/html' })
  response.end(request.url.startsWith('/api') ? '{"status":503}' : '<!doctype html><title>Maintenance</title>')
}).listen(visitors, '127.0.0.1')
createServer((request, response) => response.writeHead(200).end('ok')).listen(operations, '127.0.0.1')
