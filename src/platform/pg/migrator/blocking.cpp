#include "platform/pg/migrator/blocking.hpp"

#include "platform/pg/failure.hpp"

#include <libpq-fe.h>

#include <vector>

namespace gavel::pg {
namespace {

std::shared_ptr<pg_result> checked(PGresult* raw) {
    auto result = owned(raw);
    const auto status = PQresultStatus(raw);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        std::rethrow_exception(failure_of(raw, "sql"));
    return result;
}

}  // namespace

blocking_connection::blocking_connection(const std::string& url) : handle_(PQconnectdb(url.c_str()), &PQfinish) {
    if (PQstatus(handle_.get()) != CONNECTION_OK) throw unavailable(connection_message(handle_.get()));
    PQsetNoticeReceiver(
        handle_.get(), [](void*, const PGresult*) {}, nullptr);
    // As in the pool's sessions, so that rows read alike.
    execute("set datestyle = 'ISO'; set timezone = 'UTC'; set bytea_output = 'hex'; set client_encoding = 'UTF8'");
}

void blocking_connection::execute(const std::string& sql) { checked(PQexec(handle_.get(), sql.c_str())); }

void blocking_connection::prepare(const char* name, const char* sql) { checked(PQprepare(handle_.get(), name, sql, 0, nullptr)); }

rows blocking_connection::run(const char* sql, const parameters& p) {
    std::vector<const char*> values;
    for (const auto& each : p.values()) values.push_back(each ? each->c_str() : nullptr);
    return rows(checked(PQexecParams(handle_.get(), sql, p.size(), nullptr, values.data(), nullptr, nullptr, 0)));
}

}  // namespace gavel::pg
