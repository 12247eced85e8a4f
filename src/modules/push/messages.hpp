// What there is to tell a device, and where it waits.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"
#include "platform/webpush/message.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace gavel::push {

// For every device of the account. Has a constructor on purpose (docs/develop/compiler-traps.md).
class message {
public:
    explicit message(account_id to) : account(to) {}

    account_id account;
    std::string name;         // the kind of news, for withdraw()
    std::string topic;        // "lot-7": a newer message about the same replaces what has not been shown yet
    std::string title, body;  // in the reader's language; shortened if need be
    std::string url;          // page of this site, begins with a slash
    webpush::urgency urgency = webpush::urgency::normal;
    std::chrono::seconds after{0};         // not sooner than so long from now
    std::chrono::seconds keep_for{86400};  // from then on; afterwards it is no news any more
    std::optional<instant> worth_until;    // nor after this, whatever keep_for says; in quiet hours it may never be shown
};

// What the service worker reads (web/public/sw.js): never secrets.
std::string payload_of(const message& m);

// They leave if and only if the transaction commits; sends only, no round trip. Of several about one topic the last one counts.
void enqueue(pg::transaction& tx, const std::vector<message>& messages);

// Messages of these names to this account that still wait will not leave.
void withdraw(pg::transaction& tx, account_id account, const std::vector<std::string>& names);

}  // namespace gavel::push
