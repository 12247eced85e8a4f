#include "sim/demo/prices.hpp"

#include <libpq-fe.h>

#include <memory>
#include <stdexcept>

namespace gavel::sim {
namespace {

// Amounts in kopiykas, shares in hundredths of a per cent.
constexpr auto prices_sql = R"sql(
do $$ begin
    if exists (select from fees where valid_from > '1970-01-02') then
        return;
    end if;
    update fees set valid_until = now() where valid_until is null;
    insert into fees (kind, band_froms, band_points, valid_from, note) values
        ('commission', '{0, 1000000, 10000000}', '{700, 500, 300}', now(), 'Демонстрація'),
        ('premium', '{0, 5000000}', '{500, 300}', now(), 'Демонстрація');
    insert into fees (kind, amount, valid_from, note) values
        ('service:highlight', 2500, now(), 'Демонстрація'),
        ('service:bold', 1500, now(), 'Демонстрація'),
        ('service:top', 6000, now(), 'Демонстрація'),
        ('service:home', 9000, now(), 'Демонстрація');
end $$
)sql";

}  // namespace

void set_prices(const std::string& pg_url) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> wire(PQconnectdb(pg_url.c_str()), &PQfinish);
    const std::unique_ptr<PGresult, decltype(&PQclear)> done(PQexec(wire.get(), prices_sql), &PQclear);
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(std::string("the prices of the demo cannot be set: ") + PQerrorMessage(wire.get()));
}

}  // namespace gavel::sim
