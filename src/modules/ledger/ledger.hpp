// Double entry: every transaction's entries sum to zero per currency, nothing is ever changed or deleted. What others post with.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::ledger {

using boost::asio::awaitable;

// Names an account of the books. People's and escrows never fall below zero; the outside is the mirror of all that came in.
struct book {
    std::string name;
    bool operator==(const book&) const = default;
};
book wallet_of(account_id owner);          // "wallet:7": money of a person that is bound to nothing
book escrow_of(std::string_view subject);  // "escrow:order:42": paid by the buyer, not yet the seller's
book income_of(std::string_view what);     // "income:commission", "income:premium", "income:services", "income:forfeits"
book outside(std::string_view provider);   // "outside:fondy": below zero by what the provider has of ours

// Added to the book; negative: taken from it.
struct entry {
    book on;
    std::int64_t amount = 0;  // minor units, not zero
};

struct posting {
    std::string key;      // happens once: the same key again changes nothing. "payment:12:captured"; letters, digits, : _ . -
    std::string reason;   // a word of the statement, shown translated: "payment", "purchase", "refund", "commission", ...
    std::string subject;  // what it was about: "order:42"
    gavel::currency currency;
    std::vector<entry> entries;  // 2 to 20, sum 0; several on one book are several lines of its statement, what is added first
};

struct receipt {
    std::int64_t id = 0;
    bool is_new = false;  // false: the key was known already
};

enum class shortage { not_enough };

// Throws std::invalid_argument for a posting that is none (rules.hpp): a bug of the caller. Locks the books in the order of their names.
// not_enough: a wallet or an escrow would fall below zero, or below what is reserved of it.
awaitable<std::expected<receipt, shortage>> post(pg::transaction& tx, posting p);

// What of a wallet may be spent (balance less active holds), of another book its balance; its row is locked until the end of the
// transaction.
awaitable<std::int64_t> locked_balance(pg::transaction& tx, const book& of, gavel::currency currency);

// For whoever posts more than once in a transaction: all books at first, in the one order, so that nobody waits in a circle.
awaitable<void> lock_books(pg::transaction& tx, std::vector<book> all, gavel::currency currency);

using hold_id = id<struct hold_tag>;

// Part of a wallet that is kept for something. Ends in exactly one of: posted, voided, expired.
struct hold {
    hold_id id;
    account_id owner;
    money amount;
    std::string subject;  // "deposit:lot:5"
};
awaitable<std::expected<hold_id, shortage>> reserve(pg::transaction& tx, account_id owner, money amount, std::string subject,
                                                    instant expires_at);
// Moves the reserved money, whole or in part, by an ordinary posting whose wallet entry is what was reserved or less; the rest is free
// again. False: the hold had ended already.
awaitable<bool> post_hold(pg::transaction& tx, hold_id id, posting p);
awaitable<bool> void_hold(pg::transaction& tx, hold_id id);

}  // namespace gavel::ledger
