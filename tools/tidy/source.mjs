// What the rules share: C++ without comments and strings, and the way from an offset to a line.

export const lineOf = (source, offset) => source.slice(0, offset).split('\n').length
export const isCpp = path => /\.(cpp|hpp)$/.test(path)

/** Comments and the content of literals become spaces, so that offsets and lines stay what they were. */
export function codeOf(source) {
  const literal = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"(\w*)\([\s\S]*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![\w'])'(?:\\.|[^'\\\n])+'/g
  return source.replace(literal, found => found.replace(/[^\n]/g, ' '))
}

/** Every `#include "path"` with its line. */
export function includes(source) {
  return [...source.matchAll(/^#include "([^"]+)"/gm)].map(found => ({ target: found[1], line: lineOf(source, found.index) }))
}

/** Every `#include <path>` with its line. */
export function systemIncludes(source) {
  return [...source.matchAll(/^#include <([^>]+)>/gm)].map(found => ({ target: found[1], line: lineOf(source, found.index) }))
}
