#include "modules/newsletters/repository_bounces.hpp"

#include "base/hex_digits.hpp"

namespace gavel::newsletters {
namespace {

bounce_effect read_effect(const pg::row& row) {
    bounce_effect e;
    e.known = row.get<std::int64_t>("known");
    e.suppressed = row.get<std::int64_t>("suppressed");
    e.counted = row.get<std::int64_t>("counted");
    return e;
}

}  // namespace

std::optional<std::string> message_key_in(const std::string& message_id) {
    const auto key = message_id.substr(0, message_id.find('@'));
    constexpr std::size_t uuid_characters = 36;
    if (key.size() != uuid_characters) return std::nullopt;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? key[i] != '-' : !is_hex_digit(key[i])) return std::nullopt;
    }
    return key;
}

// The address is the one we wrote to, not the one it was forwarded to.
const pg::statement record_bounce_sql{"newsletters.record_bounce", R"sql(
    with found as materialized (
        select message_key, address
          from (select 1 as rank, message_key, recipient as address from mail_letters where message_key = $1::uuid
                union all
                select 2, message_key, address from newsletter_recipients where message_key = $1::uuid
                union all
                (select 3, message_key, recipient from mail_letters
                  where recipient = $2 and state = 'sent' and finished_at > clock_timestamp() - interval '30 days'
                  order by finished_at desc limit 1)) as candidates
         order by rank limit 1
    ), suppressed as (
        insert into mail_suppressions (address, reason) select address, 'bad_address' from found where $3 on conflict do nothing returning 1
    ), counted as (
        update newsletter_recipients set bounced_at = clock_timestamp()
         where message_key = (select message_key from found) and bounced_at is null returning 1
    )
    select (select count(*) from found) as known, (select count(*) from suppressed) as suppressed, (select count(*) from counted) as counted
)sql"};
awaitable<bounce_effect> record_bounce(pg::transaction& tx, const std::optional<std::string>& message_key, const std::string& address,
                                       bool dead) {
    const auto row = co_await tx.one(record_bounce_sql, message_key, address, dead);
    co_return read_effect(*row);
}

// The newest campaign that went to an address is the one whose letter came back.
const pg::statement record_dead_addresses_sql{"newsletters.record_dead_addresses", R"sql(
    with suppressed as (
        insert into mail_suppressions (address, reason) select unnest($1::text[]), 'bad_address' on conflict do nothing returning 1
    ), newest as (
        select distinct on (address) id from newsletter_recipients where address = any ($1) and state = 'sent' order by address, id desc
    ), counted as (
        update newsletter_recipients set bounced_at = clock_timestamp() where id in (select id from newest) and bounced_at is null returning 1
    )
    select cardinality($1::text[])::bigint as known, (select count(*) from suppressed) as suppressed, (select count(*) from counted) as counted
)sql"};
awaitable<bounce_effect> record_dead_addresses(pg::transaction& tx, const std::vector<std::string>& addresses) {
    const auto row = co_await tx.one(record_dead_addresses_sql, addresses);
    co_return read_effect(*row);
}

}  // namespace gavel::newsletters
