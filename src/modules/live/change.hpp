// One public change of a lot on its way to the readers of live streams, in this process and on the wire between processes.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::live {

// Made once, shared by every stream that shows it.
struct change {
    lot_id lot;
    std::int64_t version = 0;  // grows with every change of this lot
    std::string json;          // Standing without server_time
};
using shared_change = std::shared_ptr<const change>;

shared_change make_change(lot_id lot, std::int64_t version, std::string json);

// Standing with the server_time of this moment.
std::string stamped(const change& event, instant server_time);

// {"node": "...", "lot": "7", "version": 3, "standing": {...}} or {"node": "...", "account": "5", "unread": 2}
std::string wire_text(std::string_view node, const change& event);
std::string wire_text(std::string_view node, account_id account, std::int64_t unread);

struct wire_message {
    std::string node;
    shared_change standing;  // or, when null:
    account_id account;
    std::int64_t unread = 0;
};
std::optional<wire_message> parse_wire(std::string_view payload);  // nothing if malformed

}  // namespace gavel::live
