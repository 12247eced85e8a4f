#include "modules/orders/repository_messages.hpp"

#include <algorithm>

namespace gavel::orders::repository {
namespace {

message read_message(const pg::row& row) {
    message m;
    m.id = row.get<std::int64_t>("id");
    m.order = row.get<order_id>("order_id");
    m.who = row.get<account_id>("account_id");
    m.by = static_cast<party>(std::ranges::find(party_names, row.text("by_party")) - party_names.begin());
    m.text = row.text("text");
    m.files = row.get<std::vector<std::int64_t>>("files");
    m.at = row.get<instant>("at");
    return m;
}

}  // namespace

#define GAVEL_ORDER_MESSAGE_COLUMNS "id, order_id, account_id, by_party, text, files, at"

const pg::statement message_of_key_sql{
    "orders.message_of_key", "select " GAVEL_ORDER_MESSAGE_COLUMNS " from order_messages where account_id = $1 and idempotency_key = $2"};
awaitable<std::optional<message>> message_of_key(pg::transaction& tx, account_id who, const std::string& key) {
    const auto row = co_await tx.one(message_of_key_sql, who, key);
    if (!row) co_return std::nullopt;
    co_return read_message(*row);
}

const pg::statement count_messages_sql{"orders.count_messages", "select count(*) as messages from order_messages where order_id = $1"};
awaitable<std::int64_t> count_messages(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(count_messages_sql, id);
    co_return row->get<std::int64_t>("messages");
}

const pg::statement insert_message_sql{
    "orders.insert_message",
    "insert into order_messages (order_id, account_id, by_party, text, files, idempotency_key)"
    " values ($1, $2, $3, $4, $5, $6)"
    " on conflict on constraint order_messages_once_per_key do nothing returning " GAVEL_ORDER_MESSAGE_COLUMNS};
awaitable<std::optional<message>> insert_message(pg::transaction& tx, message m, std::string key) {
    const auto row = co_await tx.one(insert_message_sql, m.order, m.who, to_string(m.by), m.text, m.files, key);
    if (!row) co_return std::nullopt;
    co_return read_message(*row);
}

const pg::statement messages_sql{"orders.messages",
                                 "select " GAVEL_ORDER_MESSAGE_COLUMNS " from order_messages where order_id = $1 order by id limit $2"};
awaitable<std::vector<message>> messages_of(pg::transaction& tx, order_id id, std::int64_t most) {
    const auto rows = co_await tx.query(messages_sql, id, most);
    std::vector<message> all;
    for (const auto row : rows) all.push_back(read_message(row));
    co_return all;
}

const pg::statement count_evidence_sql{"orders.count_evidence",
                                       "select count(*) as files from media_files where id = any($3::bigint[]) and purpose = 'order_photo'"
                                       " and holder_id = $1 and owner_id = $2 and state <> 'refused'"};
awaitable<std::int64_t> count_evidence(pg::transaction& tx, order_id id, account_id who, std::vector<std::int64_t> files) {
    const auto row = co_await tx.one(count_evidence_sql, id, who, files);
    co_return row->get<std::int64_t>("files");
}

}  // namespace gavel::orders::repository
