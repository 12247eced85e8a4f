// Turns what libpq reports into the exceptions of error.hpp. Private to this folder.
#pragma once
#include <exception>
#include <memory>
#include <string>
#include <string_view>

struct pg_conn;
struct pg_result;

namespace gavel::pg {

std::shared_ptr<pg_result> owned(pg_result* result);

// The exception for a result that is an error. `statement` is the name of the statement it belongs to. The message has the server's
// primary text only: PostgreSQL's detail line quotes row values, which may be personal.
std::exception_ptr failure_of(const pg_result* result, std::string_view statement);

// True for SQLSTATEs that say the server, the way to it or the time was the problem, not the statement.
bool is_unavailable(std::string_view sqlstate);

// The last error of a connection on one line.
std::string connection_message(const pg_conn* handle);

}  // namespace gavel::pg
