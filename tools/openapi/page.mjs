// Renders the contract as one plain HTML page: no scripts, readable on paper and on a phone, in the product's colours.
import { resolveRef } from './merge.mjs'

const escape = text => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const prose = text => text ? `<p>${escape(text.trim()).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</p>` : ''

/** A schema in one line; names link to their section. */
function shape(schema) {
  if (!schema) return ''
  if (schema.$ref) {
    const name = schema.$ref.split('/').pop()
    return `<a href="#schema-${name}">${name}</a>`
  }
  if (schema.oneOf) return schema.oneOf.map(shape).join(' or ')
  if (schema.enum) return schema.enum.map(value => `<code>${escape(JSON.stringify(value))}</code>`).join(' ')
  if (schema.type === 'array') return `list of ${shape(schema.items)}`
  if (schema.type === 'object' && schema.properties) return members(schema)
  return `${escape([schema.type].flat().join(' or '))}${limits(schema)}`
}

function limits(schema) {
  const facts = [
    schema.format, schema.pattern && `<code>${escape(schema.pattern)}</code>`,
    bounds(schema.minLength, schema.maxLength, 'characters'), bounds(schema.minimum, schema.maximum, ''),
    schema.maxItems && `at most ${schema.maxItems}`, schema.default !== undefined && `default ${escape(schema.default)}`,
  ].filter(Boolean)
  return facts.length > 0 ? ` <small>${facts.join(', ')}</small>` : ''
}

function bounds(low, high, unit) {
  if (low === undefined && high === undefined) return ''
  if (low === undefined) return `up to ${high} ${unit}`.trim()
  return high === undefined ? `from ${low} ${unit}`.trim() : `${low}–${high} ${unit}`.trim()
}

function members(schema) {
  const rows = Object.entries(schema.properties).map(([name, value]) => `<tr><th scope="row"><code>${escape(name)}</code>${
    schema.required?.includes(name) ? '' : ' <small>optional</small>'}</th><td>${shape(value)}${value.description ? `<br>${escape(value.description)}` : ''}</td></tr>`)
  return `<table>${rows.join('')}</table>`
}

function content(part) {
  return Object.entries(part?.content ?? {}).map(([type, body]) => `<p><small>${escape(type)}</small></p>${shape(body.schema)}`).join('')
}

function operation(contract, route, verb, detail) {
  const follow = part => (part.$ref ? resolveRef(contract, part.$ref) : part)
  const parameters = (detail.parameters ?? []).map(follow)
  const responses = Object.entries(detail.responses).map(([status, part]) => {
    const response = follow(part)
    const label = status === 'default' ? 'otherwise' : status
    return `<h4>${escape(label)}</h4>${prose(response.description)}${content(response)}`
  })
  return `<section id="${verb}-${escape(route.replaceAll(/[^a-z0-9]+/gi, '-'))}"><h3><b>${verb.toUpperCase()}</b> <code>${escape(route)}</code></h3>${
    prose(detail.summary)}${detail.security ? '<p><small>Needs a session.</small></p>' : ''}${
    parameters.length > 0 ? `<h4>Parameters</h4><table>${parameters.map(p => `<tr><th scope="row"><code>${escape(p.name)}</code> <small>${p.in}${p.required ? '' : ', optional'}</small></th><td>${
      shape(p.schema)}${p.description ? `<br>${escape(p.description)}` : ''}</td></tr>`).join('')}</table>` : ''}${
    detail.requestBody ? `<h4>Body</h4>${content(detail.requestBody)}` : ''}${responses.join('')}</section>`
}

const style = `:root{color-scheme:light dark;--bg:#fbfaf7;--ink:#1c1917;--quiet:#57534e;--line:#e3dfd8;--green:#0f5c46;--panel:#fff}
@media(prefers-color-scheme:dark){:root{--bg:#0c1210;--ink:#e9ece9;--quiet:#a3aca6;--line:#24332d;--green:#6cc7a6;--panel:#111a16}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 Onest,system-ui,sans-serif}
main{max-width:60rem;margin:auto;padding:2rem 1rem 4rem}h1{font-size:1.75rem}h2{margin-top:3rem}h3{margin:0;font-size:1.1rem;overflow-wrap:anywhere}h4{margin:1rem 0 .25rem}
h3 b,a{color:var(--green)}small{color:var(--quiet)}section{margin:1rem 0;padding:1rem;border:1px solid var(--line);border-radius:10px;background:var(--panel);overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{padding:.35rem .5rem;text-align:left;vertical-align:top;border-top:1px solid var(--line)}th{width:14rem;font-weight:500}
code{font:.92em ui-monospace,monospace}p{margin:.25rem 0;max-width:70ch}nav ul{columns:18rem;padding-left:1.2rem}`

/** The whole page as a string. */
export function renderPage(contract) {
  const operations = Object.entries(contract.paths).flatMap(([route, verbs]) => Object.entries(verbs).map(([verb, detail]) => ({ route, verb, detail })))
  const tags = [...new Set(operations.flatMap(o => o.detail.tags ?? []))].sort()
  const link = o => `<li><a href="#${o.verb}-${escape(o.route.replaceAll(/[^a-z0-9]+/gi, '-'))}">${o.verb.toUpperCase()} ${escape(o.route)}</a></li>`
  const body = tags.map((tag) => {
    const mine = operations.filter(o => o.detail.tags?.includes(tag))
    return `<h2>${escape(tag)}</h2>${mine.map(o => operation(contract, o.route, o.verb, o.detail)).join('')}`
  })
  const schemas = Object.entries(contract.components.schemas).map(([name, schema]) => `<section id="schema-${name}"><h3>${name}</h3>${prose(schema.description)}${shape(schema)}</section>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(contract.info.title)}</title><style>${style}</style></head>
<body><main><h1>${escape(contract.info.title)}</h1>${prose(contract.info.description)}<p>All paths begin with <code>${escape(contract.servers[0].url)}</code>. The same in machine form: <a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Operations"><ul>${operations.map(link).join('')}</ul></nav>${body.join('')}<h2>Schemas</h2>${schemas.join('')}</main></body></html>
`
}
