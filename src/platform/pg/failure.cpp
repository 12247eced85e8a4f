#include "platform/pg/failure.hpp"

#include "platform/pg/error.hpp"

#include <fmt/format.h>
#include <libpq-fe.h>

namespace gavel::pg {
namespace {

std::string field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text ? text : "";
}

}  // namespace

std::shared_ptr<pg_result> owned(pg_result* result) { return {result, &PQclear}; }

bool is_unavailable(std::string_view sqlstate) {
    return sqlstate.empty()                                                      // libpq's own: the connection was lost
           || sqlstate.starts_with("08")                                         // connection exception
           || sqlstate == "53300"                                                // too many connections
           || sqlstate == "57014"                                                // statement_timeout: the deadline passed on the server
           || sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03"  // shutdown, crash, starting up
           || sqlstate == "25P03" || sqlstate == "57P05";                        // idle sessions ended by the server
}

std::exception_ptr failure_of(const pg_result* result, std::string_view statement) {
    auto sqlstate = field(result, PG_DIAG_SQLSTATE);
    auto primary = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (primary.empty()) primary = "the connection was lost";
    const auto message = fmt::format("{}: {} (SQLSTATE {})", statement, primary, sqlstate.empty() ? "none" : sqlstate);
    if (is_unavailable(sqlstate)) return std::make_exception_ptr(unavailable(message));
    return std::make_exception_ptr(error(std::move(sqlstate), field(result, PG_DIAG_CONSTRAINT_NAME), message));
}

std::string connection_message(const pg_conn* handle) {
    std::string text = PQerrorMessage(handle);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    for (auto& c : text)
        if (c == '\n' || c == '\t') c = ' ';
    return text;
}

}  // namespace gavel::pg
