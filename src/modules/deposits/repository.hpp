// SQL of deposits. Reads lots, standings and participants, which belong to modules below; writes nothing there but the columns that
// migration 0020 added for it: standings.deposit_amount and accounts.deposits_until.
#pragma once
#include "modules/deposits/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::deposits::repository {

using boost::asio::awaitable;

// Locks the lot's standing, if there is one: no bid is judged meanwhile. `who`: whose bids `stands` is about.
awaitable<std::optional<lot_facts>> lock_lot(pg::transaction& tx, lot_id lot, account_id who);
awaitable<std::optional<lot_facts>> read_lot(pg::transaction& tx, lot_id lot, account_id who);

void set_terms(pg::transaction& tx, lot_id lot, const terms& t, account_id by);
void remove_terms(pg::transaction& tx, lot_id lot);
void set_owing(pg::transaction& tx, account_id whom, instant until);
// A draft has no standing that says it.
awaitable<std::optional<money>> required_of_draft(pg::transaction& tx, lot_id lot);

awaitable<std::optional<deposit>> newest(pg::transaction& tx, lot_id lot, account_id owner);
awaitable<std::optional<deposit>> lock_live(pg::transaction& tx, lot_id lot, account_id owner);
awaitable<std::vector<deposit>> lock_all_live(pg::transaction& tx, lot_id lot);
struct place {
    lot_id lot;
    account_id owner;
};
awaitable<std::optional<place>> place_of(pg::transaction& tx, deposit_id id);  // never changes
awaitable<std::optional<deposit>> lock(pg::transaction& tx, deposit_id id);
awaitable<deposit> insert(pg::transaction& tx, const lot_facts& lot, account_id owner);
void activate(pg::transaction& tx, deposit_id id, ledger::hold_id hold, instant expires_at);
void set_payment(pg::transaction& tx, deposit_id id, payments::payment_id payment);
void end(pg::transaction& tx, deposit_id id, state how);

awaitable<std::optional<deposit>> find(pg::transaction& tx, deposit_id id);

// A live one that nothing binds any more, its row locked; those that somebody else holds are left out, and these.
awaitable<std::optional<deposit>> lock_free(pg::transaction& tx, const std::vector<deposit_id>& but);
// An active one whose hold ends within a day while the lot goes on.
awaitable<std::optional<deposit>> lock_expiring(pg::transaction& tx, const std::vector<deposit_id>& but);

struct payer_words {
    language lang = default_language;
    std::string title;  // of the lot
};
awaitable<payer_words> words_for(pg::transaction& tx, account_id who, lot_id lot);

// By account: the maxima with which it leads on lots without a deposit; the accounts are locked.
struct led {
    account_id who;
    std::int64_t sum = 0;
};
awaitable<std::vector<led>> lock_led(pg::transaction& tx, const std::vector<account_id>& accounts);

}  // namespace gavel::deposits::repository
