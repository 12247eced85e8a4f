#include "modules/deposits/repository.hpp"

namespace gavel::deposits::repository {
namespace {

currency currency_in(const pg::row& r) { return currency::parse(r.text("currency")).value(); }

deposit read_deposit(const pg::row& r) {
    deposit d;
    d.id = r.get<deposit_id>("id");
    d.lot = r.get<lot_id>("lot_id");
    d.owner = r.get<account_id>("account_id");
    d.amount = {r.get<std::int64_t>("amount"), currency_in(r)};
    const auto name = r.text("state");
    for (std::size_t i = 0; i < state_names.size(); ++i)
        if (state_names[i] == name) d.state = static_cast<state>(i);
    if (const auto hold = r.get<std::optional<std::int64_t>>("hold_id")) d.hold = ledger::hold_id{*hold};
    d.expires_at = r.get<std::optional<instant>>("expires_at");
    d.payment = r.get<std::optional<payments::payment_id>>("payment_id");
    return d;
}

std::optional<deposit> read_optional(const std::optional<pg::row>& r) {
    if (!r) return std::nullopt;
    return read_deposit(*r);
}

std::vector<deposit> read_all(const pg::rows& rows) {
    std::vector<deposit> all;
    for (const auto r : rows) all.push_back(read_deposit(r));
    return all;
}

}  // namespace

#define GAVEL_DEPOSIT_COLUMNS \
    "d.id, d.lot_id, d.account_id, d.amount, d.currency, d.state, d.hold_id, d.expires_at, d.payment_id from deposits d"

const pg::statement lock_lot_sql{"deposits.lock_lot", "select from standings where lot_id = $1 for update"};
const pg::statement read_lot_sql{"deposits.read_lot", R"sql(
    select l.id, l.seller_id, l.currency, s.lot_id is not null as published,
           coalesce(s.state in ('scheduled', 'running', 'frozen'), false) as open, coalesce(s.state = 'ended_sold', false) as sold,
           coalesce(s.bidders, 0)::bigint as bidders, s.deposit_amount, s.leader_id, coalesce(s.start_amount, 0) as start,
           coalesce((select deposits_until > clock_timestamp() from accounts where id = $2), false) as owes,
           exists (select from participants p where p.bidder_id = $2 and p.lot_id = l.id and p.max_amount is not null) as stands,
           coalesce(s.ends_at, 'epoch') as ends_at, coalesce(s.hard_ends_at, 'epoch') as hard_ends_at, (select clock_timestamp()) as now
      from lots l left join standings s on s.lot_id = l.id
     where l.id = $1
)sql"};
awaitable<std::optional<lot_facts>> read_lot(pg::transaction& tx, lot_id lot, account_id who) {
    const auto r = co_await tx.one(read_lot_sql, lot, who);
    if (!r) co_return std::nullopt;
    lot_facts f;
    f.lot = r->get<lot_id>("id");
    f.seller = r->get<account_id>("seller_id");
    f.currency = currency_in(*r);
    f.published = r->get<bool>("published");
    f.open = r->get<bool>("open");
    f.sold = r->get<bool>("sold");
    f.bidders = r->get<std::int64_t>("bidders");
    f.required = r->get<std::optional<std::int64_t>>("deposit_amount");
    f.leader = r->get<std::optional<account_id>>("leader_id");
    f.start = r->get<std::int64_t>("start");
    f.owes = r->get<bool>("owes");
    f.stands = r->get<bool>("stands");
    f.ends_at = r->get<instant>("ends_at");
    f.hard_ends_at = r->get<instant>("hard_ends_at");
    f.now = r->get<instant>("now");
    co_return f;
}
awaitable<std::optional<lot_facts>> lock_lot(pg::transaction& tx, lot_id lot, account_id who) {
    tx.post(lock_lot_sql, lot);
    co_return co_await read_lot(tx, lot, who);
}

// The trigger of standings works out what the terms come to.
const pg::statement set_terms_sql{"deposits.set_terms", R"sql(
    insert into deposit_terms (lot_id, amount, percent, set_by) values ($1, $2, $3, $4)
        on conflict (lot_id) do update set amount = excluded.amount, percent = excluded.percent, set_by = excluded.set_by, set_at = clock_timestamp()
)sql"};
const pg::statement remove_terms_sql{"deposits.remove_terms", "delete from deposit_terms where lot_id = $1"};
const pg::statement apply_terms_sql{"deposits.apply_terms", "update standings set start_amount = start_amount where lot_id = $1"};
void set_terms(pg::transaction& tx, lot_id lot, const terms& t, account_id by) {
    std::optional<std::int64_t> amount;
    if (t.amount) amount = t.amount->amount;
    tx.post(set_terms_sql, lot, amount, t.percent, by);
    tx.post(apply_terms_sql, lot);
}
void remove_terms(pg::transaction& tx, lot_id lot) {
    tx.post(remove_terms_sql, lot);
    tx.post(apply_terms_sql, lot);
}

const pg::statement set_owing_sql{"deposits.set_owing", "update accounts set deposits_until = greatest(deposits_until, $2) where id = $1"};
void set_owing(pg::transaction& tx, account_id whom, instant until) { tx.post(set_owing_sql, whom, until); }

const pg::statement draft_sql{"deposits.required_of_draft", R"sql(
    select coalesce(t.amount, greatest(1, (l.start_amount * t.percent + 50) / 100)) as amount, l.currency
      from deposit_terms t join lots l on l.id = t.lot_id where t.lot_id = $1
)sql"};
awaitable<std::optional<money>> required_of_draft(pg::transaction& tx, lot_id lot) {
    const auto r = co_await tx.one(draft_sql, lot);
    if (!r) co_return std::nullopt;
    const auto amount = r->get<std::optional<std::int64_t>>("amount");
    if (!amount) co_return std::nullopt;
    co_return money{*amount, currency_in(*r)};
}

const pg::statement newest_sql{"deposits.newest",
                               "select " GAVEL_DEPOSIT_COLUMNS " where d.lot_id = $1 and d.account_id = $2 order by d.id desc limit 1"};
awaitable<std::optional<deposit>> newest(pg::transaction& tx, lot_id lot, account_id owner) {
    co_return read_optional(co_await tx.one(newest_sql, lot, owner));
}

const pg::statement lock_live_sql{"deposits.lock_live",
                                  "select " GAVEL_DEPOSIT_COLUMNS
                                  " where d.lot_id = $1 and d.account_id = $2 and d.state in ('unpaid', 'active') for update"};
awaitable<std::optional<deposit>> lock_live(pg::transaction& tx, lot_id lot, account_id owner) {
    co_return read_optional(co_await tx.one(lock_live_sql, lot, owner));
}

const pg::statement lock_all_live_sql{"deposits.lock_all_live",
                                      "select " GAVEL_DEPOSIT_COLUMNS
                                      " where d.lot_id = $1 and d.state in ('unpaid', 'active') order by d.id for update"};
awaitable<std::vector<deposit>> lock_all_live(pg::transaction& tx, lot_id lot) {
    co_return read_all(co_await tx.query(lock_all_live_sql, lot));
}

const pg::statement lock_sql{"deposits.lock", "select " GAVEL_DEPOSIT_COLUMNS " where d.id = $1 for update"};
awaitable<std::optional<deposit>> lock(pg::transaction& tx, deposit_id id) { co_return read_optional(co_await tx.one(lock_sql, id)); }

const pg::statement find_sql{"deposits.find", "select " GAVEL_DEPOSIT_COLUMNS " where d.id = $1"};
awaitable<std::optional<deposit>> find(pg::transaction& tx, deposit_id id) { co_return read_optional(co_await tx.one(find_sql, id)); }

const pg::statement place_of_sql{"deposits.place_of", "select lot_id, account_id from deposits where id = $1"};
awaitable<std::optional<place>> place_of(pg::transaction& tx, deposit_id id) {
    const auto r = co_await tx.one(place_of_sql, id);
    if (!r) co_return std::nullopt;
    co_return place{r->get<lot_id>("lot_id"), r->get<account_id>("account_id")};
}

const pg::statement insert_sql{"deposits.insert", R"sql(
    insert into deposits as d (lot_id, account_id, amount, currency) values ($1, $2, $3, $4)
    returning d.id, d.lot_id, d.account_id, d.amount, d.currency, d.state, d.hold_id, d.expires_at, d.payment_id
)sql"};
awaitable<deposit> insert(pg::transaction& tx, const lot_facts& lot, account_id owner) {
    const auto r = co_await tx.one(insert_sql, lot.lot, owner, lot.required.value(), lot.currency.code());
    co_return read_deposit(r.value());
}

const pg::statement activate_sql{"deposits.activate", "update deposits set state = 'active', hold_id = $2, expires_at = $3 where id = $1"};
void activate(pg::transaction& tx, deposit_id id, ledger::hold_id hold, instant expires_at) { tx.post(activate_sql, id, hold, expires_at); }

const pg::statement set_payment_sql{"deposits.set_payment", "update deposits set payment_id = $2 where id = $1"};
void set_payment(pg::transaction& tx, deposit_id id, payments::payment_id payment) { tx.post(set_payment_sql, id, payment); }

const pg::statement end_sql{"deposits.end", "update deposits set state = $2, ended_at = clock_timestamp() where id = $1"};
void end(pg::transaction& tx, deposit_id id, state how) { tx.post(end_sql, id, to_string(how)); }

// Also those whose hold has outlived its time.
const pg::statement lock_free_sql{"deposits.lock_free", "select " GAVEL_DEPOSIT_COLUMNS R"sql( left join standings s on s.lot_id = d.lot_id
     where d.state in ('unpaid', 'active')
       and (s.lot_id is null or s.state in ('ended_unsold', 'cancelled') or (s.state = 'ended_sold' and s.leader_id <> d.account_id)
            or exists (select from ledger_holds h where h.id = d.hold_id and h.state <> 'active'))
       and d.id <> all ($1::bigint[])
     order by d.id limit 1 for update of d skip locked
)sql"};
awaitable<std::optional<deposit>> lock_free(pg::transaction& tx, const std::vector<deposit_id>& but) {
    co_return read_optional(co_await tx.one(lock_free_sql, but));
}

const pg::statement lock_expiring_sql{"deposits.lock_expiring",
                                      "select " GAVEL_DEPOSIT_COLUMNS R"sql( join standings s on s.lot_id = d.lot_id
     where d.state = 'active' and s.state in ('scheduled', 'running', 'frozen')
       and d.expires_at < clock_timestamp() + interval '1 day' and d.id <> all ($1::bigint[])
     order by d.id limit 1 for update of d skip locked
)sql"};
awaitable<std::optional<deposit>> lock_expiring(pg::transaction& tx, const std::vector<deposit_id>& but) {
    co_return read_optional(co_await tx.one(lock_expiring_sql, but));
}

const pg::statement words_sql{"deposits.words_for", R"sql(
    select a.language, coalesce(l.title, '') as title from accounts a, lots l where a.id = $1 and l.id = $2
)sql"};
awaitable<payer_words> words_for(pg::transaction& tx, account_id who, lot_id lot) {
    const auto r = co_await tx.one(words_sql, who, lot);
    payer_words w;
    if (!r) co_return w;
    w.lang = parse_language(r->text("language")).value_or(default_language);
    w.title = r->text("title");
    co_return w;
}

const pg::statement lock_accounts_sql{"deposits.lock_accounts", "select from accounts where id = any ($1) order by id for no key update"};
const pg::statement led_sql{"deposits.led", R"sql(
    select a.id, coalesce(sum(s.leader_max), 0)::bigint as led
      from unnest($1::bigint[]) as a (id)
      left join participants p on p.bidder_id = a.id and p.max_amount is not null
      left join standings s on s.lot_id = p.lot_id and s.leader_id = a.id and s.state in ('running', 'frozen') and s.deposit_amount is null
     group by a.id
)sql"};
awaitable<std::vector<led>> lock_led(pg::transaction& tx, const std::vector<account_id>& accounts) {
    tx.post(lock_accounts_sql, accounts);
    const auto rows = co_await tx.query(led_sql, accounts);
    std::vector<led> all;
    for (const auto r : rows) all.push_back({r.get<account_id>("id"), r.get<std::int64_t>("led")});
    co_return all;
}

}  // namespace gavel::deposits::repository
