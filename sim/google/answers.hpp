// What every part of the simulated Google answers with: errors as the API writes them, faults, and who may ask.
#pragma once
#include "platform/http/router.hpp"
#include "platform/runtime/life.hpp"
#include "sim/broken.hpp"
#include "sim/google/state.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace gavel::sim::google {

using http::awaitable;

http::reply refused(int status, std::string_view reason, std::string_view message);
std::string text_of(const boost::json::object& o, std::string_view name);  // empty if it is none

// One call as its handler sees it.
struct call {
    state& g;
    http::request& r;
    grant by;
    std::optional<fault> wrong;  // what the handler itself must do wrong

    std::string query(std::string_view name) const;  // empty if it is not there
};
using handler = std::function<http::reply(call&)>;

// Takes the call's fault, checks the token, and runs the handler. `name` decides by the request what kind of call it is.
void add(http::router& to, state& g, runtime::life& life, http::method m, std::string path,
         std::function<std::string(const http::request&)> name, handler run);

// Whether the file is there for this caller: scope, and supportsAllDrives for shared drives.
bool sees(const call& c, const stored& f);
std::optional<http::reply> may_create(call& c, std::string_view drive, std::uint64_t more_bytes,
                                      std::uint64_t held_bytes = 0);  // held: of this upload so far
boost::json::object view(stored& f, std::string_view fields);
std::optional<http::reply> prepare(call& c, const boost::json::object& metadata, stored& made);  // a new file; refused if it may not be

}  // namespace gavel::sim::google
