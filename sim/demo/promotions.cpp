#include "sim/demo/promotions.hpp"

#include <libpq-fe.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <memory>
#include <stdexcept>

namespace gavel::sim {
namespace {

using connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

// Money that came to the house by bank: $1 the subject of what it is for, $2 the seller's lot, $3 kopiykas.
constexpr auto fill_sql = R"sql(
    with owner as (
        select 'wallet:' || seller_id as wallet from lots where id = $2::bigint
    ), books as (
        insert into ledger_books (name, currency) select name, 'UAH' from owner, unnest(array[wallet, 'outside:bank']) as name
            on conflict do nothing returning name
    ), moved as (
        insert into ledger_transactions (key, reason, subject, currency, lines)
        select 'demo:' || $1::text, 'payment', $1::text, 'UAH', 2 from (select count(*) from books) as made returning id
    )
    insert into ledger_entries (book, currency, transaction_id, amount)
    select side.book, 'UAH', moved.id, side.amount from moved, owner,
           lateral (values (wallet, $3::bigint), ('outside:bank', -$3::bigint)) as side (book, amount)
)sql";

void fill(PGconn* wire, const std::string& subject, const std::string& lot, std::int64_t amount) {
    const auto minor = std::to_string(amount);
    const std::array values{subject.c_str(), lot.c_str(), minor.c_str()};
    const std::unique_ptr<PGresult, decltype(&PQclear)> done(
        PQexecParams(wire, fill_sql, static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0), &PQclear);
    if (PQresultStatus(done.get()) != PGRES_COMMAND_OK)
        throw std::runtime_error(std::string("the wallets of the demo cannot be filled: ") + PQerrorMessage(wire));
}

answer ask(const wanted_promotions& lot, const boost::json::object& choice) {
    auto said = lot.seller->session->command("/lots/" + lot.lot + "/services", choice);
    if (!said.ok()) throw std::runtime_error(lot.title + ": not promoted: " + boost::json::serialize(said.body));
    return said;
}

void buy(PGconn* wire, const wanted_promotions& lot, const std::string& service) {
    boost::json::object choice;
    choice["service"] = service;
    const auto waits = ask(lot, choice);
    if (waits.body.at("state").as_string() == "paid") return;
    const std::string subject(waits.body.at("subject").as_string());
    fill(wire, subject, lot.lot, waits.body.at("price").at("amount").to_number<std::int64_t>());
    choice["pay_from"] = "wallet";
    ask(lot, choice);
}

}  // namespace

void promote(const std::string& pg_url, const std::vector<wanted_promotions>& wanted) {
    if (wanted.empty()) return;
    const connection wire(PQconnectdb(pg_url.c_str()), &PQfinish);
    for (const auto& lot : wanted)
        for (const auto& service : lot.services) buy(wire.get(), lot, service);
}

}  // namespace gavel::sim
