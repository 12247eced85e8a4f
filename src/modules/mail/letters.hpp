// The letters of the product and where they wait.
#pragma once
#include "base/ids.hpp"
#include "base/language.hpp"
#include "modules/mail/policy.hpp"
#include "modules/mail/template.hpp"
#include "platform/pg/pool.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

// What there is to write; each exists in all languages (templates/<name>.<language>.letter).
struct letter_kind {
    std::string_view name;
    letter_class weight;
};
inline constexpr std::array letter_kinds{
    letter_kind{"confirm_address", letter_class::transactional},
    letter_kind{"already_registered", letter_class::transactional},
    letter_kind{"password_reset", letter_class::transactional},
    letter_kind{"no_account", letter_class::transactional},
    letter_kind{"password_changed", letter_class::transactional},
    letter_kind{"welcome", letter_class::transactional},
    letter_kind{"new_device", letter_class::transactional},
    letter_kind{"account_closed", letter_class::transactional},
    letter_kind{"newsletter_confirm", letter_class::transactional},
    letter_kind{"newsletter_test", letter_class::transactional},
    letter_kind{"won", letter_class::transactional},
    letter_kind{"outbid", letter_class::notice},
    letter_kind{"leading", letter_class::notice},
    letter_kind{"lost", letter_class::notice},
    letter_kind{"sold", letter_class::notice},
    letter_kind{"unsold", letter_class::notice},
    letter_kind{"extended", letter_class::notice},
    letter_kind{"frozen", letter_class::notice},
    letter_kind{"resumed", letter_class::notice},
    letter_kind{"cancelled", letter_class::notice},
    letter_kind{"bids_cancelled", letter_class::notice},
    letter_kind{"max_cut", letter_class::notice},
    letter_kind{"withdrawn_by_bidder", letter_class::notice},
    letter_kind{"ending_soon", letter_class::notice},
    letter_kind{"search_hit", letter_class::notice},
    letter_kind{"order_opened", letter_class::transactional},
    letter_kind{"order_reminder", letter_class::transactional},
    letter_kind{"order_paid", letter_class::transactional},
    letter_kind{"order_overdue", letter_class::transactional},
    letter_kind{"order_shipped", letter_class::notice},
    letter_kind{"order_received", letter_class::notice},
    letter_kind{"order_completed", letter_class::notice},
    letter_kind{"order_unpaid", letter_class::transactional},
    letter_kind{"order_cancelled", letter_class::transactional},
    letter_kind{"order_refunded", letter_class::transactional},
    letter_kind{"order_disputed", letter_class::transactional},
    letter_kind{"order_settled", letter_class::transactional},
    letter_kind{"order_message", letter_class::notice},
    letter_kind{"second_chance", letter_class::transactional},
    letter_kind{"deposit_taken", letter_class::notice},
    letter_kind{"deposit_released", letter_class::transactional},
    letter_kind{"deposit_forfeited", letter_class::transactional},
    letter_kind{"backup_late", letter_class::transactional},
    letter_kind{"backup_good", letter_class::transactional},
    letter_kind{"digest", letter_class::notice},
    letter_kind{"newsletter", letter_class::bulk},
};
letter_class class_of(std::string_view name);  // std::logic_error if there is no such letter

class letter {
public:
    letter(std::string_view name_, gavel::language lang_, std::string to_) : name(name_), lang(lang_), to(std::move(to_)) {}

    std::string name;
    gavel::language lang;
    std::string to;                     // address
    std::optional<account_id> account;  // who can turn it off; none: nobody can
    std::string thread;                 // letters of one thread are shown together: "lot.7"; empty: stands alone
    std::chrono::seconds after{0};      // not sooner than so long from now
    std::string message_key;            // a UUID that names this letter wherever else it is known; empty: a new one
    letter_values values;
};

const letter_template& find_template(std::string_view name, language lang);  // std::logic_error if there is none

// Small print below a letter that can be turned off.
struct reader_links {
    std::string preferences_url;  // empty: none
};
rendered_letter render(const letter& l, const reader_links& links = {});

// The letters leave if and only if the transaction commits; sends only, no round trip. Never put a secret in `values`: they are stored.
void enqueue(pg::transaction& tx, const std::vector<letter>& letters);

// Those of these keys that have not begun to leave are taken out of the queue again, at most as many as there are keys. Returns theirs.
pg::awaitable<std::vector<std::string>> take_back(pg::transaction& tx, const std::vector<std::string>& message_keys);

// Letters of these names to this account that still wait will not leave.
void withdraw(pg::transaction& tx, account_id account, const std::vector<std::string>& names);

// Of an account that is being closed: whatever waits for it will not leave.
void withdraw_all(pg::transaction& tx, account_id account);

// Somebody has answered a letter to this address: whatever was said of it before, it is read.
void trust_address(pg::transaction& tx, std::string_view address);

}  // namespace gavel::mail
