// Every rule finds what it is for and lets pass what is allowed; and the project itself has no faults.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { layers } from './layers.mjs'
import { libraries } from './libraries.mjs'
import { codeOf } from './source.mjs'
import { sql } from './sql.mjs'
import { text } from './text.mjs'
import { faults, project, root } from './tidy.mjs'
import { traps } from './traps.mjs'

const messages = found => found.map(each => `${each.path}:${each.line}: ${each.message}`)
const none = found => assert.deepEqual(messages(found), [])
const one = (found, pattern) => { assert.equal(found.length, 1, messages(found).join('\n')); assert.match(messages(found)[0], pattern) }

const libraryFiles = {
  'src/base/CMakeLists.txt': 'gavel_library(base)',
  'src/platform/pg/CMakeLists.txt': 'gavel_library(pg DEPENDS base LINKS PkgConfig::libpq)',
  'src/modules/accounts/CMakeLists.txt': 'gavel_library(accounts DEPENDS pg LINKS PkgConfig::libsodium)',
  'src/modules/lots/CMakeLists.txt': 'gavel_library(lots DEPENDS accounts)',
  'src/platform/pg/wire.hpp': '// Private to this folder: libpq.\n',
}
const withFile = (path, content) => ({ ...libraryFiles, [path]: content })

test('a folder includes itself and what its library names, directly or not', () => {
  none(layers(withFile('src/modules/lots/service.cpp', '#include "modules/lots/repository.hpp"\n#include "modules/accounts/model.hpp"\n#include "platform/pg/pool.hpp"\n#include "base/ids.hpp"')))
})
test('an upward include is refused', () => {
  one(layers(withFile('src/platform/pg/pool.cpp', '\n#include "modules/lots/model.hpp"')), /pool\.cpp:2: pg must not include .* not below/)
  one(layers(withFile('src/modules/lots/service.cpp', '#include "app/options.hpp"')), /only app/)
  one(layers(withFile('src/modules/lots/service.cpp', '#include "tests/support/pg.hpp"')), /must not include/)
})
test('the libraries themselves point downwards', () => {
  one(layers({ ...libraryFiles, 'src/platform/pg/CMakeLists.txt': 'gavel_library(pg DEPENDS base lots)' }), /pg must not depend on lots/)
  one(layers({ ...libraryFiles, 'src/modules/weather/CMakeLists.txt': 'gavel_library(weather DEPENDS base)' }), /no rank/)
})
test('private headers do not cross folders', () => {
  one(layers(withFile('src/modules/lots/service.cpp', '#include "modules/accounts/repository.hpp"')), /private/)
  one(layers(withFile('src/modules/lots/service.cpp', '#include "platform/pg/wire.hpp"')), /private/)
  none(layers(withFile('src/platform/pg/pool.cpp', '#include "platform/pg/wire.hpp"')))
})
test('tests, simulation and composition root may look further', () => {
  none(layers(withFile('src/app/compose.cpp', '#include "modules/lots/service.hpp"')))
  none(layers(withFile('sim/demo/demo.cpp', '#include "base/ids.hpp"\n#include "sim/demo/demo.hpp"')))
  none(layers(withFile('src/modules/lots/tests/service_pgtest.cpp', '#include "tests/support/pg.hpp"')))
})

test('outside libraries stay in their folders', () => {
  none(libraries({ 'src/platform/pg/wire.cpp': '#include <libpq-fe.h>' }))
  one(libraries({ 'src/modules/lots/service.cpp': '#include <libpq-fe.h>' }), /libpq-fe/)
  one(libraries({ 'src/modules/mail/letters.cpp': '#include <curl/curl.h>' }), /curl/)
  one(libraries({ 'src/modules/mail/letters.cpp': '#include <spdlog/spdlog.h>' }), /spdlog/)
})

test('statements live in repositories', () => {
  const declared = 'const pg::statement find_sql{"lots.find", R"sql(select 1)sql"};'
  none(sql({ 'src/modules/lots/repository.cpp': declared, 'src/modules/closing/worker.cpp': declared, 'src/modules/lots/tests/x_pgtest.cpp': declared }))
  one(sql({ 'src/modules/lots/service.cpp': declared }), /repository\.cpp/)
})

const body = statement => ({ 'src/x.cpp': `awaitable<void> f() {\n    ${statement}\n}\n` })
for (const wrong of [
  'co_await place({.lot = 1, .bidder = name});',
  'co_await place(offer{.lot = 1});',
  'co_await run([name] { return name; });',
  'const auto x = co_await pool.run([=] { return 1; });',
  'const auto x = co_await pool.run([&, s = std::move(s)]() mutable { return s; });',
  'co_spawn(co_await this_coro::executor, [s]() -> awaitable<void> { co_return; }, detached);',
  'co_await send(std::array<std::string, 2>{a, b});',
  'if (const auto x = co_await g({.a = 1}); x) { h(); }',
  'auto x = ready ? co_await g() : nothing;',
  'if (!co_await g()) co_return;',
  'while (ready && co_await g(x, 1)) h();',
]) test(`trap: ${wrong}`, () => one(traps(body(wrong)), /src\/x\.cpp:2: /))
for (const right of [
  'offer bid{.lot = 1, .bidder = name};\n    co_await place(std::move(bid));',
  'auto work = [name] { return name; };\n    co_await run(std::move(work));',
  'co_await run([&] { return name; });',
  'co_await run([this] { return n_; });',
  'co_await g(ready ? 1 : 2);',
  'const auto x = co_await get(list[2]);',
  'if (const bool x = co_await g(); x) { auto l = [name] { h(); }; }',
  'if (const auto* x = co_await g()) h();',
  'if (ready) co_await g();',
  'for (const auto& e : co_await all()) { offer o{.lot = e}; }',
  'co_return co_await get(name);\n    // co_await place({.lot = 1})',
  'log("co_await place({.lot = 1})");',
]) test(`no trap: ${right.split('\n').at(-1).trim()}`, () => none(traps(body(right))))
test('trap: a Beast parser that is read around', () => one(traps({ 'src/x.cpp': 'http::read(stream, buffer, parser.get());' }), /body limit/))

test('literals and comments are not code', () => {
  const source = 'a("x // \\" y"); // b\n/* c\n */ R"sql(d\n")sql" 1\'000 \'"\' e'
  const code = codeOf(source)
  assert.equal(code.length, source.length)
  assert.equal(code.split('\n').length, source.split('\n').length)
  assert.doesNotMatch(code, /[xybcd]/)
  assert.match(code, /1'000 +e$/)
})

test('leftovers and long files are found', () => {
  one(text({ 'src/x.cpp': '\n// TODO later' }), /x\.cpp:2: .*TODO/)
  one(text({ 'src/x.cpp': 'x\n'.repeat(501) }), /501 lines/)
  one(text({ 'web/package-lock.json': '{"resolved": "x"}' }), /lock file/)
  one(text({ 'tools/x.sh': 'cd /home/somebody/gavel' }), /one machine/)
  none(text({ 'src/x.cpp': 'x\n'.repeat(500) }))
})

test('the project keeps the rules', () => none(faults(project())))
test('the contract is bundled', () => { execFileSync(process.execPath, [`${root}/tools/openapi/bundle.mjs`, '--check'], { stdio: 'inherit' }) })
