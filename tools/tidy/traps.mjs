// The traps of docs/develop/compiler-traps.md: compiled without a warning, wrong at run time.
import { codeOf, isCpp, lineOf } from './source.mjs'

const closing = { '(': ')', '[': ']', '{': '}' }

/** The full expression around `at`: back to where its statement begins, forward to where it ends. */
export function statementAround(code, at) {
  let begin = at
  for (let depth = 0; begin > 0; --begin) {
    const c = code[begin - 1]
    if (')]}'.includes(c)) ++depth
    else if ('([{'.includes(c)) {
      if (depth === 0 && c === '{') break
      depth = Math.max(0, depth - 1)
    }
    if (depth === 0 && (c === ';' || c === '}')) break
  }
  let end = at
  for (let depth = 0; end < code.length; ++end) {
    const c = code[end]
    if ('(['.includes(c)) ++depth
    else if (c === '{') {
      if (depth === 0) break  // the block of an if or a loop
      ++depth
    } else if (')]}'.includes(c)) --depth
    if (depth < 0 && c === '}') break
    if (depth <= 0 && c === ';') break
  }
  return { begin, end, text: code.slice(begin, end) }
}

/** Introducers of lambdas that copy something, e.g. `[s]`, `[=]`, `[&, n = 1]`. A copied pointer (`this`) is harmless. */
function copyingLambda(text) {
  for (const found of text.matchAll(/(^|[^\w\])\s>])\s*\[([^\[\]]*)\]\s*(\(|\{|mutable\b)/g)) {
    const captures = found[2].split(',').map(each => each.trim()).filter(Boolean)
    if (captures.some(each => each !== '&' && each !== 'this' && !each.startsWith('&'))) return true
  }
  return false
}

const checks = [
  [text => /[({,]\s*(\w[\w:]*\s*)?\{\s*\.\w+\s*=/.test(text), 'an aggregate made inside a co_await expression is destroyed twice: name it first, then move it in'],
  [text => /\bstd::array\s*(<[^;]*>)?\s*\{/.test(text), 'a std::array made inside a co_await expression is destroyed twice: name it first'],
  [text => /\?[^?;]*\bco_await\b/.test(text), 'a class that comes out of ?: with co_await in it is destroyed twice: choose with if'],
  [copyingLambda, 'a lambda that captures by value inside a co_await expression is destroyed twice: name it first, then move it in'],
]

/** Conditions of `if` and `while` that await, other than in a declaration (`if (const auto x = co_await ...)`). */
function* awaitingConditions(code) {
  for (const found of code.matchAll(/\b(?:if|while)\s*\(/g)) {
    const begin = found.index + found[0].length
    let end = begin
    for (let depth = 1; end < code.length && depth > 0; ++end) depth += closing[code[end]] ? 1 : ')]}'.includes(code[end]) ? -1 : 0
    const condition = code.slice(begin, end - 1).split(';').at(-1)
    if (/\bco_await\b/.test(condition) && !/^\s*[\w:<>,&*\s]+[\s&*]\w+\s*=[^=]/.test(condition)) yield begin
  }
}

export function traps(files) {
  const faults = []
  for (const [path, source] of Object.entries(files)) {
    if (!isCpp(path)) continue
    const code = codeOf(source)
    for (const found of code.matchAll(/\bco_await\b/g)) {
      const { text } = statementAround(code, found.index)
      for (const [wrong, message] of checks) if (wrong(text)) faults.push({ path, line: lineOf(source, found.index), message })
    }
    for (const at of awaitingConditions(code))
      faults.push({ path, line: lineOf(source, at), message: 'a condition that awaits: without a local variable the coroutine loses its frame; await into a named variable first' })
    for (const found of code.matchAll(/\bread\s*\([^;]*\bparser\w*\.get\(\)/g)) {
      faults.push({ path, line: lineOf(source, found.index), message: 'reading into parser.get() ignores the body limit: pass the parser' })
    }
  }
  return faults
}
